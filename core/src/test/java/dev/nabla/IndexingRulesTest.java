package dev.nabla;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nabla.transform.Func;
import dev.nabla.transform.JvpResult;
import dev.nabla.transform.TensorFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the ops that move, pick and place elements, against each other: batches against loops, tangents against cotangents. */
class IndexingRulesTest {
  private static final int BATCH = 3;

  private final SplittableRandom random = new SplittableRandom(11);

  /** A function with the shapes of its real inputs and, for index inputs, a shape and the number of positions to choose from. */
  private record Case(TensorFunction f, int[][] real, int[][] index, int positions) {}

  private static int[] s(int... dims) {
    return dims;
  }

  private static Case one(TensorFunction f, int... shape) {
    return new Case(f, new int[][] {shape}, new int[0][], 0);
  }

  private static Case two(TensorFunction f, int[] a, int[] b) {
    return new Case(f, new int[][] {a, b}, new int[0][], 0);
  }

  private static Case indexed(TensorFunction f, int[][] real, int positions, int[]... index) {
    return new Case(f, real, index, positions);
  }

  private static Map<String, Case> cases() {
    Map<String, Case> c = new TreeMap<>();
    c.put("view", one(x -> x[0].view(3, 4), 2, 6));
    c.put("expand", one(x -> x[0].expand(4, 2, 3), 2, 1));
    c.put("permute", one(x -> x[0].permute(2, 0, 1), 2, 3, 4));
    c.put("select", one(x -> x[0].select(1, -1), 2, 3));
    c.put("slice", one(x -> x[0].slice(1, 1, 5, 2), 2, 6));
    c.put("unsqueeze", one(x -> x[0].unsqueeze(1), 2, 3));
    c.put("squeeze", one(x -> x[0].squeeze(), 1, 3, 1));
    c.put("squeeze two", one(x -> x[0].squeeze(0, 2), 1, 3, 1));
    c.put("diagonal", one(x -> x[0].diagonal(1, 0, 2), 3, 2, 4));
    c.put("diagEmbed", one(x -> x[0].diagEmbed(-1, 0, 2), 2, 3));
    c.put("diag", one(x -> x[0].diag(1), 3));
    c.put("unfold", one(x -> x[0].unfold(0, 3, 2), 7, 2));
    c.put("asStrided", one(x -> x[0].asStrided(s(2, 2), s(1, 2), 1), 6));
    c.put("movedim", one(x -> x[0].movedim(0, -1), 2, 3, 4));
    c.put("unflatten", one(x -> x[0].unflatten(1, 2, 3), 2, 6));
    c.put("split", one(x -> Nabla.cat(x[0].split(2, 1).reversed(), 1), 2, 5));
    c.put("chunk one used", one(x -> x[0].chunk(2, 0).get(1), 5, 2));
    c.put("unbind", one(x -> Nabla.stack(x[0].unbind(1).reversed(), 0), 2, 3));
    c.put("flip", one(x -> x[0].flip(0, 2), 2, 3, 4));
    c.put("roll", one(x -> x[0].roll(s(1, -2), 0, 1), 3, 4));
    c.put("roll flat", one(x -> x[0].roll(5), 3, 4));
    c.put("rot90", one(x -> x[0].rot90(3, 1, 0), 2, 3));
    c.put("repeat", one(x -> x[0].repeat(2, 1, 3), 2, 3));
    c.put("tile", one(x -> x[0].tile(2), 2, 3));
    c.put("repeatInterleave", one(x -> x[0].repeatInterleave(Nabla.tensor(2, 0, 1), 1), 2, 3));
    c.put("tril", one(x -> x[0].tril(-1), 4, 3));
    c.put("triu", one(x -> x[0].triu(1), 2, 3, 4));
    c.put("pad", one(x -> F.pad(x[0], s(1, -1, 2, 0), 3.5), 2, 3));
    c.put("reflect", one(x -> F.pad(x[0], s(2, 1), "reflect"), 2, 4));
    c.put("replicate", one(x -> F.pad(x[0], s(2, 1, 0, 1), "replicate"), 2, 3, 3));
    c.put("circular", one(x -> F.pad(x[0], s(2, 1), "circular"), 2, 3));
    c.put("sumToSize", one(x -> x[0].sumToSize(3, 1), 2, 3, 4));
    c.put("meshgrid", two(x -> Nabla.stack(Nabla.meshgrid(List.of(x), "xy"), 0), s(2), s(3)));
    c.put("cat", two(x -> Nabla.cat(List.of(x), 1), s(2, 3), s(2, 1)));
    c.put("stack", two(x -> Nabla.stack(List.of(x), 1), s(2, 3), s(2, 3)));
    c.put("blockDiag", two(Nabla::blockDiag, s(2, 3), s(1, 2)));
    c.put("selectScatter", two(x -> x[0].selectScatter(x[1], 1, -1), s(2, 3), s(2)));
    c.put("sliceScatter", two(x -> x[0].sliceScatter(x[1], 1, 1, 5, 2), s(2, 6), s(2, 2)));
    c.put("diagonalScatter", two(x -> x[0].diagonalScatter(x[1], 0, 0, 1), s(3, 4), s(3)));
    c.put("maskedSelect", one(x -> x[0].maskedSelect(Nabla.tensor(true, false, true)), 2, 3));
    c.put("maskedScatter", two(x -> x[0].maskedScatter(Nabla.tensor(true, false, true), x[1]), s(2, 3), s(5)));
    c.put("get slices", one(x -> x[0].get("1:, None, ::2, 0"), 3, 4, 2));
    c.put("get neighbours", indexed(x -> x[0].get(":", x[1], x[2]), new int[][] {{2, 3, 4, 2}}, 3, s(2, 2), s(2)));
    c.put("get apart", indexed(x -> x[0].get(x[1], ":", x[2]), new int[][] {{3, 2, 4, 2}}, 3, s(3), s(3)));
    c.put("get scalar", indexed(x -> x[0].get(x[1]), new int[][] {{3, 2}}, 3, s()));
    c.put("indexPut",
        indexed(x -> x[0].indexPut(List.of(x[2], x[3]), x[1], true), new int[][] {{3, 4, 2}, {3, 2}}, 3, s(3), s(3)));
    c.put("indexPut apart", indexed(x -> x[0].indexPut(java.util.Arrays.asList(x[2], null, x[3]), x[1], true),
        new int[][] {{3, 2, 4}, {3, 2}}, 3, s(3), s(3)));
    c.put("gather", indexed(x -> x[0].gather(1, x[1]), new int[][] {{2, 4}}, 4, s(2, 3)));
    c.put("takeAlongDim", indexed(x -> x[0].takeAlongDim(x[1], 0), new int[][] {{4, 2}}, 4, s(3, 1)));
    c.put("scatterAdd", indexed(x -> x[0].scatterAdd(1, x[2], x[1]), new int[][] {{2, 4}, {2, 3}}, 4, s(2, 3)));
    c.put("scatterReduce prod",
        indexed(x -> x[0].scatterReduce(0, x[2], x[1], "prod"), new int[][] {{4}, {3}}, 4, s(3)));
    c.put("scatterReduce mean",
        indexed(x -> x[0].scatterReduce(0, x[2], x[1], "mean", false), new int[][] {{4}, {3}}, 4, s(3)));
    c.put("scatterReduce amax",
        indexed(x -> x[0].scatterReduce(0, x[2], x[1], "amax"), new int[][] {{4}, {3}}, 4, s(3)));
    c.put("indexSelect", indexed(x -> x[0].indexSelect(1, x[1]), new int[][] {{2, 4}}, 4, s(3)));
    c.put("indexAdd", indexed(x -> x[0].indexAdd(1, x[2], x[1], -2), new int[][] {{2, 4}, {2, 3}}, 4, s(3)));
    c.put("indexReduce",
        indexed(x -> x[0].indexReduce(0, x[2], x[1], "amin", true), new int[][] {{4, 2}, {3, 2}}, 4, s(3)));
    c.put("take", indexed(x -> x[0].take(x[1]), new int[][] {{2, 3}}, 6, s(2, 2)));
    c.put("put", indexed(x -> x[0].put(x[2], x[1], true), new int[][] {{2, 3}, {4}}, 6, s(4)));
    c.put("embedding", indexed(x -> F.embedding(x[1], x[0]), new int[][] {{4, 2}}, 4, s(2, 3)));
    c.put("embedding padding", indexed(x -> F.embedding(x[1], x[0], 1), new int[][] {{4, 2}}, 4, s(2, 3)));
    c.put("embeddingBag", indexed(x -> F.embeddingBag(x[1], x[0]), new int[][] {{4, 2}}, 4, s(2, 3)));
    return c;
  }

  private Tensor normal(int... dims) {
    int n = java.util.Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    return Nabla.fromArray(random.doubles(n, -1, 1).toArray(), n).reshape(dims);
  }

  private Tensor[] draw(Case c) {
    List<Tensor> in = new ArrayList<>();
    for (int[] shape : c.real) {
      in.add(normal(shape));
    }
    for (int[] shape : c.index) {
      int n = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      in.add(Nabla.fromArray(random.longs(n, 0, c.positions).toArray(), n).reshape(shape));
    }
    return in.toArray(new Tensor[0]);
  }

  private static void assertSame(Tensor expected, Tensor actual, String what) {
    assertEquals(expected.shape(), actual.shape(), what);
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-12, what);
  }

  @TestFactory
  Stream<DynamicTest> aBatchIsALoop() {
    return cases().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
      Case c = e.getValue();
      int n = c.real.length + c.index.length;
      for (int flags = 1; flags < 1 << n; flags++) {
        batch(e.getKey() + " batched " + Integer.toBinaryString(flags), c, n, flags);
      }
    }));
  }

  private void batch(String what, Case c, int n, int flags) {
    Tensor[] first = draw(c);
    Tensor[][] examples = new Tensor[BATCH][];
    for (int b = 0; b < BATCH; b++) {
      examples[b] = draw(c);
      for (int i = 0; i < n; i++) {
        examples[b][i] = (flags >> i & 1) != 0 ? examples[b][i] : first[i];
      }
    }
    Tensor[] whole = first.clone();
    int[] axes = new int[n];
    for (int i = 0; i < n; i++) {
      int k = i;
      boolean batched = (flags >> i & 1) != 0;
      axes[i] = batched ? 0 : Func.NONE;
      whole[i] = batched ? Nabla.stack(Stream.of(examples).map(x -> x[k]).toList(), 0) : first[i];
    }
    Tensor expected = Nabla.stack(Stream.of(examples).map(x -> c.f.apply(x.clone())).toList(), 0);
    assertSame(expected, Func.vmapN(c.f, axes, 0).apply(whole), what);
  }

  @TestFactory
  Stream<DynamicTest> tangentsAndCotangentsAgree() {
    return cases().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
      Case c = e.getValue();
      Tensor[] in = draw(c);
      int n = c.real.length;
      TensorFunction f = x -> {
        Tensor[] all = in.clone();
        System.arraycopy(x, 0, all, 0, n);
        return c.f.apply(all);
      };
      Tensor[] x = new Tensor[n];
      Tensor[] v = new Tensor[n];
      for (int i = 0; i < n; i++) {
        x[i] = in[i].cloneTensor().requiresGrad_();
        v[i] = normal(c.real[i]);
      }
      Tensor y = f.apply(x);
      Tensor w = normal(y.shape().toArray());
      List<Tensor> g = Autograd.grad(List.of(y), List.of(x), List.of(w), false, false);
      JvpResult forward = Func.jvpN(f, java.util.Arrays.copyOf(in, n), v);
      double back = 0;
      for (int i = 0; i < n; i++) {
        back += g.get(i).mul(v[i]).sum().item();
      }
      assertSame(y.detach(), forward.value(), "value");
      assertEquals(back, forward.tangent().mul(w).sum().item(), 1e-12);
      finiteDifference(f, in, v, n, forward.tangent());
    }));
  }

  private static void finiteDifference(TensorFunction f, Tensor[] in, Tensor[] v, int n, Tensor tangent) {
    double h = 1e-6;
    Tensor[] up = new Tensor[n];
    Tensor[] down = new Tensor[n];
    for (int i = 0; i < n; i++) {
      up[i] = in[i].add(v[i].mul(h));
      down[i] = in[i].sub(v[i].mul(h));
    }
    assertArrayEquals(f.apply(up).sub(f.apply(down)).div(2 * h).toDoubleArray(), tangent.toDoubleArray(), 1e-7);
  }
}
