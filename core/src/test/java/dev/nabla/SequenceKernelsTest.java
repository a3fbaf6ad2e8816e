package dev.nabla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.kernel.Backends;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kernels of attention and of recurrent layers against the same in tensor code, over sizes that fit no block. */
class SequenceKernelsTest {
  private static Tensor normal(DType dtype, int... dims) {
    return Nabla.randn(dims).to(dtype).requiresGrad_();
  }

  private static void close(String what, List<Tensor> actual, List<Tensor> expected, double tolerance) {
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).detach().isFinite().all().itemBoolean()).as(what).isTrue();
      double error = actual.get(i).detach().sub(expected.get(i).detach()).abs().amax().item();
      assertThat(error).as("%s, result %s", what, i).isLessThan(tolerance);
    }
  }

  /** The result and the gradients of all inputs. */
  private static List<Tensor> withGradients(Tensor y, Tensor g, List<Tensor> in) {
    List<Tensor> out = new ArrayList<>(Autograd.grad(List.of(y), in, List.of(g), false, false));
    out.add(0, y);
    return out;
  }

  private static Tensor attention(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
    Tensor scores = q.mul(1 / Math.sqrt(q.size(-1))).matmul(k.mT());
    Tensor seen = causal
        ? Nabla.arange(k.size(-2)).le(Nabla.arange(q.size(-2)).unsqueeze(1))
        : mask == null ? Nabla.ones(DType.BOOL, q.size(-2), k.size(-2)) : mask;
    Tensor empty = seen.any(-1, true).logicalNot();
    Tensor weights = scores.maskedFill(seen.logicalNot(), Double.NEGATIVE_INFINITY).maskedFill(empty, 0.0).softmax(-1);
    return weights.maskedFill(empty, 0.0).matmul(v);
  }

  @Test
  void attentionIsTheSoftmaxOfProducts() {
    Nabla.manualSeed(1);
    int[][] sizes = {{1, 1, 1, 1}, {1, 5, 3, 2}, {3, 1, 2, 4}, {65, 65, 7, 7}, {130, 67, 16, 5}, {70, 2100, 8, 3}};
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int[] s : sizes) {
        for (int kind = 0; kind < 3; kind++) {
          // Heads beside each other in memory, as layers have them.
          Tensor q = normal(dtype, 2, s[0], 3, s[2]);
          Tensor k = normal(dtype, 2, s[1], 3, s[2]);
          Tensor v = normal(dtype, 2, s[1], 3, s[3]);
          Tensor g = normal(dtype, 2, 3, s[0], s[3]).detach();
          Tensor mask = kind == 2 ? Nabla.rand(s[0], s[1]).gt(0.6) : null;
          boolean causal = kind == 1;
          Tensor y = F.scaledDotProductAttention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), mask, 0,
              causal, null);
          Tensor e = attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), mask, causal);
          close(s[0] + "x" + s[1] + " of kind " + kind + " in " + dtype, withGradients(y, g, List.of(q, k, v)),
              withGradients(e, g, List.of(q, k, v)), dtype == DType.FLOAT32 ? 2e-4 : 1e-11);
        }
      }
    }
  }

  /** A recurrent layer over [T, B, I] from its single steps. */
  private static Tensor steps(RecurrentOp.Cell cell, List<Tensor> in, boolean reverse) {
    boolean lstm = cell == RecurrentOp.Cell.LSTM;
    return new RecurrentOp(cell, reverse, in.size() > (lstm ? 5 : 4)).computeAll(in.toArray(new Tensor[0]))[0];
  }

  private static List<Tensor> inputs(RecurrentOp.Cell cell, DType dtype, int steps, int batch, int in, int hidden) {
    int rows = cell.gates * hidden;
    List<Tensor> all = new ArrayList<>(List.of(normal(dtype, batch, steps, in), normal(dtype, rows, in),
        normal(dtype, rows, hidden), normal(dtype, batch, hidden)));
    if (cell == RecurrentOp.Cell.LSTM) {
      all.add(normal(dtype, batch, hidden));
    }
    all.add(normal(dtype, rows));
    all.add(normal(dtype, rows));
    return all;
  }

  private static Tensor layer(RecurrentOp.Cell cell, List<Tensor> in, boolean reverse) {
    return Dispatch.applyAll(new RecurrentOp(cell, reverse, true), in.toArray(new Tensor[0]))[0];
  }

  @Test
  void recurrentLayersAreTheirSteps() {
    Nabla.manualSeed(2);
    int[][] sizes = {{1, 1, 1, 1}, {3, 2, 5, 3}, {4, 17, 3, 33}, {2, 33, 40, 300}};
    for (RecurrentOp.Cell cell : RecurrentOp.Cell.values()) {
      for (int[] s : sizes) {
        for (boolean reverse : new boolean[] {false, true}) {
          List<Tensor> in = inputs(cell, DType.FLOAT64, s[0], s[1], s[2], s[3]);
          List<Tensor> given = new ArrayList<>(in);
          given.set(0, in.get(0).transpose(0, 1));
          Tensor g = normal(DType.FLOAT64, s[0], s[1], s[3]).detach();
          List<Tensor> expected = withGradients(steps(cell, given, reverse), g, in);
          double scale = 1 + expected.stream().mapToDouble(t -> t.detach().abs().amax().item()).max().orElse(0);
          close(cell + " " + s[1] + "x" + s[3], withGradients(layer(cell, given, reverse), g, in), expected,
              1e-11 * scale);
        }
      }
    }
  }

  @Test
  void bitsDoNotDependOnTheNumberOfThreads() {
    int before = Backends.threads();
    try {
      for (RecurrentOp.Cell cell : RecurrentOp.Cell.values()) {
        List<List<Tensor>> results = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
          Backends.setThreads(threads);
          Nabla.manualSeed(3);
          List<Tensor> in = inputs(cell, DType.FLOAT32, 5, 37, 20, 70);
          List<Tensor> given = new ArrayList<>(in);
          given.set(0, in.get(0).transpose(0, 1));
          results.add(withGradients(layer(cell, given, false), normal(DType.FLOAT32, 5, 37, 70).detach(), in));
        }
        for (int i = 0; i < results.get(0).size(); i++) {
          assertThat(results.get(1).get(i).equal(results.get(0).get(i))).as("%s, result %s", cell, i).isTrue();
          assertThat(results.get(2).get(i).equal(results.get(0).get(i))).as("%s, result %s", cell, i).isTrue();
        }
      }
    } finally {
      Backends.setThreads(before);
    }
  }
}
