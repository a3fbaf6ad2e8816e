package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.GradCheck;
import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random programs over thirty ops: whatever the order in which transforms are stacked, the same derivatives come out. */
class TransformOrderTest {
  private static final int N = 3;
  private static final int PROGRAMS = 60;
  private static final Closeness ROUNDING = new Closeness(1e-9, 1e-9);

  /** One step of a program: a smooth op on square matrices that stays within moderate numbers. */
  private interface Step {
    Tensor of(Tensor a, Tensor b);
  }

  private static final List<Step> STEPS = List.of((a, b) -> a.add(b), (a, b) -> a.sub(b), (a, b) -> a.mul(b).tanh(),
      (a, b) -> a.div(b.square().add(1)),
      (a, _) -> a.sin(), (a, _) -> a.cos(), (a, _) -> a.tanh(), (a, _) -> a.sigmoid(), (a, _) -> a.tanh().exp(),
      (a, _) -> a.square().add(1).log(),
      (a, _) -> a.square().add(0.5).sqrt(), (a, _) -> a.neg(), (a, _) -> a.mul(0.7), (a, _) -> a.atan(),
      (a, _) -> a.erf(), (a, _) -> a.t(),
      (a, b) -> a.matmul(b).tanh(), (a, _) -> a.softmax(1), (a, _) -> a.logSoftmax(0), (a, _) -> a.sum(0).expand(N, N),
      (a, _) -> a.mean(1).unsqueeze(1).expand(N, N),
      (a, _) -> a.cumsum(1).mul(0.5), (a, b) -> Nabla.cat(List.of(a.narrow(0, 0, 1), b.narrow(0, 1, N - 1)), 0),
      (a, _) -> a.flip(0), (a, _) -> a.roll(1, 1),
      (a, b) -> a.diagonal().unsqueeze(0).mul(b), (a, _) -> a.logsumexp(1).unsqueeze(0).expand(N, N),
      (a, b) -> a.select(0, 1).outer(b.select(1, 0)).tanh(),
      (a, _) -> a.tril().add(a.triu(1).mul(2)), (a, _) -> a.get(Nabla.tensor(2L, 0L, 0L)),
      (a, _) -> a.var(new int[] {1}, 1, true).expand(N, N));

  @TestFactory
  Stream<DynamicTest> programs() {
    return IntStream.range(0, PROGRAMS).mapToObj(seed -> DynamicTest.dynamicTest("program " + seed, () -> check(seed)));
  }

  /** A function of a vector that runs a random program and adds up its results with weights. */
  private static UnaryOperator<Tensor> program(int seed) {
    return x -> {
      SplittableRandom random = new SplittableRandom(seed);
      List<Tensor> values = new ArrayList<>();
      values.add(x.reshape(N, N));
      for (int i = 0; i < 6; i++) {
        Step step = STEPS.get(random.nextInt(STEPS.size()));
        values.add(step.of(values.get(random.nextInt(values.size())), values.get(random.nextInt(values.size()))));
      }
      return values.getLast().mul(random(seed + 1, N, N)).sum().add(values.get(3).mul(random(seed + 2, N, N)).sum());
    };
  }

  private static Tensor random(int seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor t = Nabla.zeros(DType.FLOAT64, dims);
    double[] values = random.doubles(t.numel(), -1.5, 1.5).toArray();
    return Nabla.fromArray(values, dims);
  }

  private static void check(int seed) {
    UnaryOperator<Tensor> f = program(seed);
    Tensor x = random(seed + 3, N * N);
    Tensor v = random(seed + 4, N * N);
    Tensor w = random(seed + 5, N * N);

    Tensor leaf = x.cloneTensor().requiresGrad_();
    Tensor recorded = Autograd.grad(f.apply(leaf), leaf).get(0);
    Tensor g = Func.grad(f).apply(x);
    ROUNDING.check("grad is backward()", g, recorded);
    GradCheck.gradcheck(in -> f.apply(in[0]), leaf);
    assertThat(Func.jvp(f, x, v).tangent().item()).as("jvp is <grad, v>").isCloseTo(g.dot(v).item(), within(1e-9));

    Tensor hv = Func.jvp(Func.grad(f), x, v).tangent();
    ROUNDING.check("grad of jvp is jvp of grad", Func.grad((Tensor y) -> Func.jvp(f, y, v).tangent()).apply(x), hv);
    ROUNDING.check("grad of <grad, v> is jvp of grad",
        Func.grad((Tensor y) -> Func.grad(f).apply(y).mul(v).sum()).apply(x), hv);
    Tensor again = x.cloneTensor().requiresGrad_();
    Tensor first = Autograd.grad(f.apply(again), again, true);
    if (first.requiresGrad()) {
      ROUNDING.check("double backward is jvp of grad", Autograd.grad(first.mul(v).sum(), again).get(0), hv);
    }
    ROUNDING.check("jvp of jvp is <w, Hv>", Func.jvp((Tensor y) -> Func.jvp(f, y, v).tangent(), x, w).tangent(),
        hv.dot(w));
    ROUNDING.check("hessian times v", Func.hessian(f).apply(x).matmul(v), hv);
    batches(f, x, v, w);
  }

  private static void batches(UnaryOperator<Tensor> f, Tensor x, Tensor v, Tensor w) {
    Tensor rows = Nabla.stack(List.of(x, v, w), 0);
    UnaryOperator<Tensor> grad = Func.grad(f);
    Tensor loop = Nabla.stack(List.of(grad.apply(x), grad.apply(v), grad.apply(w)), 0);
    ROUNDING.check("vmap of grad is the loop", Func.vmap(grad).apply(rows), loop);
    ROUNDING.check("grad of the sum of vmap is the loop",
        Func.grad((Tensor r) -> Func.vmap(f).apply(r).sum()).apply(rows), loop);
    UnaryOperator<Tensor> along = y -> Func.jvp(f, y, v).tangent();
    Tensor slopes = Nabla.stack(List.of(along.apply(x), along.apply(v), along.apply(w)), 0);
    ROUNDING.check("vmap of jvp is the loop", Func.vmap(along).apply(rows), slopes);
    ROUNDING.check("jvp of vmap is the loop", Func.jvp(Func.vmap(f), rows, v.expand(3, N * N)).tangent(), slopes);
    ROUNDING.check("vmap of grad of jvp is vmap of jvp of grad", Func.vmap(Func.grad(along)).apply(rows),
        Func.vmap((Tensor y) -> Func.jvp(Func.grad(f), y, v).tangent()).apply(rows));
  }
}
