package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.BatchNorm2d;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.Linear;
import dev.nabla.nn.MaxPool2d;
import dev.nabla.nn.Module;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.Sequential;
import dev.nabla.optim.AdamW;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Results do not depend on the number of threads, to the last bit, gradients included. */
class ThreadsTest {
  private final int usual = Nabla.getNumThreads();

  @AfterEach
  void restore() {
    Nabla.setNumThreads(usual);
  }

  @TestFactory
  List<DynamicTest> oneThreadAndSeveralGiveTheSameBits() {
    Map<String, UnaryOperator<Tensor>> ops = new LinkedHashMap<>();
    ops.put("sum of all", x -> x.sum());
    ops.put("sum of rows", x -> x.sum(1));
    ops.put("sum of columns", x -> x.sum(0));
    ops.put("mean", x -> x.mean());
    ops.put("var", x -> x.var(0));
    ops.put("prod", x -> x.mul(1e-3).add(1).prod(1));
    ops.put("logsumexp", x -> x.logsumexp(0));
    ops.put("norm", x -> x.norm());
    ops.put("amax", x -> x.amax(1));
    ops.put("cumsum", x -> x.cumsum(0));
    ops.put("cumsum of rows", x -> x.cumsum(1));
    ops.put("sort", x -> x.sort(1).values());
    ops.put("softmax", x -> x.softmax(1));
    ops.put("softmax of columns", x -> x.softmax(0));
    ops.put("layer norm", x -> F.layerNorm(x, new int[] {x.shape().size(1)}, weights(x.shape().size(1)), null));
    ops.put("batch norm", x -> F.batchNorm(x, null, null, weights(x.shape().size(1)), null, true, 0.1, 1e-5));
    ops.put("cross entropy", x -> F.crossEntropy(x, classes(x)));
    ops.put("matmul", x -> x.matmul(x.t()));
    ops.put("matmul, float64", x -> x.to(DType.FLOAT64).t().matmul(x.to(DType.FLOAT64)));
    ops.put("bmm", x -> x.reshape(3, -1, 31).matmul(x.reshape(3, 31, -1)));
    ops.put("conv2d", x -> F.conv2d(images(x), kernels(x, 9, 3), null, 1, 1));
    ops.put("conv2d, stride 2", x -> F.conv2d(images(x), kernels(x, 25, 5), null, 2, 2));
    ops.put("max pool", x -> F.maxPool2d(images(x), 3));
    ops.put("index_select", x -> x.indexSelect(0, repeated(x, 5000)));
    ops.put("gather", x -> x.gather(0, repeated(x, 5000).unsqueeze(1).expand(5000, 40)));
    ops.put("scatter_add",
        x -> x.scatterAdd(0, repeated(x, 5000).unsqueeze(1).expand(5000, 40), Nabla.ones(5000, 40).mul(0.1)));
    ops.put("index_add", x -> x.indexAdd(0, repeated(x, 5000), Nabla.ones(5000, x.shape().size(1)).mul(0.1)));
    ops.put("embedding", x -> F.embedding(repeated(x, 5000), x));
    ops.put("gelu", x -> F.gelu(x));
    ops.put("broadcast product", x -> x.mul(x.sum(0)).mul(x.sum(1, true)));
    List<DynamicTest> tests = new ArrayList<>();
    ops.forEach((name, op) -> tests.add(DynamicTest.dynamicTest(name, () -> same(() -> valueAndGradient(op)))));
    tests.add(DynamicTest.dynamicTest("random numbers", () -> same(() -> {
      Nabla.manualSeed(3);
      return List.of(Nabla.rand(100_003), Nabla.randn(100_003), F.dropout(Nabla.ones(300, 301), 0.3, true));
    })));
    tests.add(DynamicTest.dynamicTest("three steps of training", () -> same(ThreadsTest::trained)));
    return tests;
  }

  /** On 372 x 403 elements: no power of two, several blocks for each thread. */
  private static List<Tensor> valueAndGradient(UnaryOperator<Tensor> op) {
    Nabla.manualSeed(1);
    Tensor x = Nabla.randn(372, 403).requiresGrad_();
    Tensor y = op.apply(x);
    y.backward(Nabla.randn(y.dtype(), y.shape().toArray()));
    return List.of(y, grad(x));
  }

  private static Tensor grad(Tensor x) {
    Tensor g = x.grad();
    assertThat(g).isNotNull();
    return g;
  }

  private static Tensor weights(int n) {
    return Nabla.linspace(0.5, 2, n);
  }

  private static Tensor classes(Tensor x) {
    return Nabla.arange(x.shape().size(0)).mul(7).remainder(x.shape().size(1));
  }

  private static Tensor repeated(Tensor x, int n) {
    return Nabla.arange(n).mul(n / 3).remainder(x.shape().size(0) / 4);
  }

  private static Tensor images(Tensor x) {
    return x.narrow(1, 0, 400).reshape(5, 24, 31, 40);
  }

  private static Tensor kernels(Tensor x, int taps, int side) {
    return x.narrow(0, 0, 24).narrow(1, 0, 8 * taps).reshape(24, 8, taps).transpose(0, 1).reshape(8, 24, side, side);
  }

  private static List<Tensor> trained() {
    Nabla.manualSeed(2);
    Module net = new Sequential(new Conv2d(3, 16, 3), new BatchNorm2d(16), new ReLU(), new MaxPool2d(2), new Flatten(),
        new Linear(16 * 15 * 15, 100), new ReLU(), new Linear(100, 10));
    AdamW optimizer = new AdamW(net.parameters(), 1e-2);
    Tensor x = Nabla.randn(20, 3, 32, 32);
    Tensor target = Nabla.arange(20).remainder(10);
    for (int i = 0; i < 3; i++) {
      optimizer.zeroGrad();
      F.crossEntropy(net.forward(x), target).backward();
      optimizer.step();
    }
    return net.parameters();
  }

  private static void same(Supplier<List<Tensor>> compute) {
    Nabla.setNumThreads(1);
    List<Tensor> one = compute.get();
    for (int threads : new int[] {2, 3}) {
      Nabla.setNumThreads(threads);
      List<Tensor> several = compute.get();
      for (int i = 0; i < one.size(); i++) {
        assertThat(bits(several.get(i))).as("result %d with %d threads", i, threads).isEqualTo(bits(one.get(i)));
      }
    }
  }

  private static long[] bits(Tensor x) {
    double[] values = x.detach().reshape(-1).to(DType.FLOAT64).toDoubleArray();
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return bits;
  }
}
