package dev.nabla;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Indexing, views and writes through them. Expected values are PyTorch's (and NumPy's). */
class IndexingTest {
  private static Tensor cube() {
    return Nabla.arange(24).reshape(2, 3, 4);
  }

  private static void assertLongs(Tensor x, long... expected) {
    assertArrayEquals(expected, x.toLongArray(), x.toString());
  }

  private static void assertDoubles(Tensor x, double... expected) {
    assertArrayEquals(expected, x.toDoubleArray(), 1e-12, x.toString());
  }

  private static String message(Runnable body) {
    return String.valueOf(assertThrows(NablaException.class, body::run).getMessage());
  }

  @Test
  void numbersAndSlicesGiveViews() {
    Tensor x = cube();
    assertLongs(x.get(1, 2), 20, 21, 22, 23);
    assertLongs(x.get("1, :, -1"), 15, 19, 23);
    assertLongs(x.get(-1, "1:", "::2"), 16, 18, 20, 22);
    assertLongs(x.get("..., 0"), 0, 4, 8, 12, 16, 20);
    assertEquals(Shape.of(2, 1, 4, 1), x.get(":, None, 0, :, None").shape());
    assertEquals(Shape.of(2, 0, 4), x.get(":, 5:2").shape());
    x.get("0, 0").fill_(-1);
    assertLongs(x.get("0, 0"), -1, -1, -1, -1);
  }

  @Test
  void positionsAndMasksGiveCopies() {
    Tensor x = cube();
    Tensor y = x.get(":", new int[] {2, 0}, new int[] {-1, 1});
    assertLongs(y, 11, 1, 23, 13);
    y.fill_(0);
    assertEquals(11, x.get(0, 2, 3).itemLong());
    assertLongs(x.get(x.gt(20)), 21, 22, 23);
    assertLongs(x.get(0, new boolean[] {true, false, true}, 1), 1, 9);
    assertEquals(Shape.of(1, 2, 3, 4), x.get(true).shape());
    assertEquals(Shape.of(0, 2, 3, 4), x.get(false).shape());
  }

  @Test
  void positionsThatAreNoNeighboursComeFirst() {
    Tensor x = Nabla.zeros(2, 3, 4, 5);
    int[] i = {0, 1, 1};
    assertEquals(Shape.of(2, 3, 5), x.get(":", i, i).shape());
    assertEquals(Shape.of(3, 2, 4), x.get(":", i, ":", i).shape());
    assertEquals(Shape.of(3, 3, 4, 5), x.get((Object) i).shape());
    assertEquals(Shape.of(2, 2, 1, 3, 4, 5),
        Nabla.zeros(7, 3, 4, 5).get((Object) Nabla.zeros(DType.INT64, 2, 2, 1)).shape());
  }

  @Test
  void setWritesThroughAndIsRecorded() {
    Tensor leaf = Nabla.tensor(1.0, 2.0, 3.0, 4.0).to(DType.FLOAT64).requiresGrad_();
    Tensor v = Nabla.tensor(10.0).to(DType.FLOAT64).requiresGrad_();
    Tensor x = leaf.mul(2.0);
    x.set_(v, "1:3");
    x.set_(5, 0);
    x.set_(v.mul(3.0), new int[] {3});
    assertDoubles(x.detach(), 5, 10, 10, 30);
    x.mul(x).sum().backward();
    assertDoubles(leaf.grad(), 0, 0, 0, 0);
    assertEquals(2 * 10 * 2 + 2 * 30 * 3, v.grad().item());
  }

  @Test
  void setThroughAViewReachesItsBase() {
    Tensor leaf = Nabla.ones(DType.FLOAT64, 2, 3).requiresGrad_();
    Tensor x = leaf.mul(1.0);
    x.t().set_(7, new int[] {0, 2}, 1);
    assertDoubles(x.detach(), 1, 1, 1, 7, 1, 7);
    x.sum().backward();
    assertDoubles(leaf.grad(), 1, 1, 1, 0, 1, 0);
  }

  @Test
  void setInsideATransformIsTracked() {
    Tensor x = Nabla.tensor(new double[] {1, 2, 3}, DType.FLOAT64);
    Tensor g = Func.grad((Tensor t) -> {
      Tensor y = t.mul(2.0);
      y.set_(t.get(0).mul(t.get(0)), 1);
      return y.mul(y).sum();
    }).apply(x);
    assertDoubles(g, 8 + 4, 0, 24);
    Tensor batch = Nabla.arange(6).reshape(2, 3);
    Tensor y = Func.vmap((Tensor t) -> t.cloneTensor().set_(t.sum(), "::2")).apply(batch);
    assertLongs(y, 3, 1, 3, 12, 4, 12);
  }

  @Test
  void accumulatingPutAddsAtRepeatedPositions() {
    Tensor x = Nabla.zeros(DType.FLOAT64, 3);
    x.indexPut_(List.of(Nabla.tensor(0, 0, 2)), Nabla.ones(DType.FLOAT64, 3), true);
    assertDoubles(x, 2, 0, 1);
    Tensor square = Nabla.zeros(DType.FLOAT64, 2, 3);
    square.indexPut_(Arrays.asList(null, Nabla.tensor(2)), Nabla.tensor(4.0).to(DType.FLOAT64));
    assertDoubles(square, 0, 0, 4, 0, 0, 4);
  }

  @Test
  void partsOfOneSplitMustNotBeWritten() {
    Tensor x = Nabla.ones(4).requiresGrad_().mul(1.0);
    List<Tensor> parts = x.split(2);
    assertEquals("SplitBackward0", String.valueOf(parts.get(1).gradFn()));
    assertSame(parts.get(0).gradFn(), parts.get(1).gradFn());
    assertEquals(1, parts.get(1).outputNr());
    assertTrue(message(() -> parts.get(0).mul_(2.0)).contains("returns multiple views"));
    Tensor free = Nabla.ones(4);
    free.split(2).get(1).fill_(3);
    assertDoubles(free, 1, 1, 3, 3);
    free.unbind().get(0).fill_(9);
    assertEquals(9, free.get(0).item());
  }

  @Test
  void onlyTheUsedPartOfASplitGetsAGradient() {
    Tensor x = Nabla.ones(5).requiresGrad_();
    x.chunk(2).get(1).sum().backward();
    assertDoubles(x.grad(), 0, 0, 0, 1, 1);
  }

  @Test
  void indicesOutOfRangeAreNamed() {
    Tensor x = Nabla.zeros(3, 4);
    assertTrue(message(() -> x.get(3)).contains("index 3 is out of bounds for dimension 0 with size 3"));
    assertTrue(
        message(() -> x.get(":", new int[] {0, -5})).contains("index -5 is out of bounds for dimension 1 with size 4"));
    assertTrue(message(() -> x.get("0, 0, 0")).contains("too many indices for tensor of dimension 2"));
    assertTrue(message(() -> x.get("::-1")).contains("flip"));
    assertTrue(message(() -> x.get("a")).contains("\"a\""));
    assertTrue(message(() -> x.gather(1, Nabla.tensor(new long[][] {{4}})))
        .contains("index 4 is out of bounds for dimension 1 with size 4"));
    assertTrue(message(() -> x.set_(Nabla.zeros(3), 0))
        .contains("expanded size of the tensor (4) must match the existing size (3)"));
  }

  @Test
  void aRefusedWriteChangesNothing() {
    Tensor x = Nabla.zeros(3);
    int before = x.version();
    assertThrows(NablaException.class, () -> x.scatterAdd_(0, Nabla.tensor(0, 3), Nabla.ones(2)));
    assertDoubles(x, 0, 0, 0);
    assertEquals(before, x.version());
    Tensor leaf = Nabla.zeros(3).requiresGrad_();
    assertTrue(message(() -> leaf.indexFill_(0, Nabla.tensor(0), 1.0)).contains("leaf Variable"));
    assertTrue(message(() -> Nabla.zeros(1).expand(3).put_(Nabla.tensor(0), Nabla.ones(1), false))
        .contains("single memory location"));
  }

  @Test
  void sourcesMayOverlapTheTarget() {
    Tensor x = Nabla.arange(5);
    assertTrue(message(() -> x.set_(x.get(":-1"), "1:")).contains("refer to a single memory location"));
    x.set_(x.get(":-1").cloneTensor(), "1:");
    assertLongs(x, 0, 0, 1, 2, 3);
    Tensor y = Nabla.arange(4);
    y.indexCopy_(0, Nabla.tensor(3, 2, 1, 0), y);
    assertLongs(y, 3, 2, 1, 0);
  }

  @Test
  void savedIndicesMustNotChange() {
    Tensor x = Nabla.ones(3).requiresGrad_();
    Tensor index = Nabla.tensor(0, 1);
    Tensor y = x.indexSelect(0, index);
    index.fill_(2);
    assertTrue(message(() -> y.sum().backward()).contains("modified by an inplace operation"));
  }

  @Test
  void shapesChangeInPlace() {
    Tensor leaf = Nabla.arange(6.0).reshape(2, 3).requiresGrad_();
    Tensor x = leaf.mul(1.0);
    x.t_().unsqueeze_(0);
    assertEquals(Shape.of(1, 3, 2), x.shape());
    x.select(0, 0).select(0, 2).sum().backward();
    assertDoubles(leaf.grad(), 0, 0, 1, 0, 0, 1);
    assertTrue(message(() -> Nabla.zeros(2, 3).get("1:").transpose_(0, 1)).contains("a view"));
  }

  @Test
  void elementsAsJavaValues() {
    Tensor x = Nabla.arange(4.0).reshape(2, 2).t();
    assertEquals(List.of(List.of(0.0, 2.0), List.of(1.0, 3.0)), x.toList());
    assertArrayEquals(new float[] {0, 2, 1, 3}, x.toFloatArray());
    assertArrayEquals(new boolean[] {false, true, true, true}, x.toBooleanArray());
    assertEquals(List.of(true), Nabla.tensor(new boolean[] {true}).toList());
    assertEquals(3L, Nabla.tensor(3).toList());
  }

  @Test
  void numbersOfListsPromote() {
    assertEquals(DType.INT64, Nabla.tensor(List.of(1, true)).dtype());
    assertEquals(DType.FLOAT32, Nabla.tensor(List.of(1, 2.5)).dtype());
    assertEquals(DType.FLOAT32, Nabla.tensor(List.of()).dtype());
  }

  @Test
  void seedsGiveTheNumbersOfPyTorch() {
    // torch.manual_seed(0); torch.rand(2); torch.randn(2); torch.randperm(4)
    Nabla.manualSeed(0);
    assertArrayEquals(new float[] {0.4962566f, 0.7682218f}, Nabla.rand(2).toFloatArray());
    Tensor x = Nabla.zeros(3).requiresGrad_();
    assertNull(Nabla.noGrad(() -> x.uniform_()).gradFn());
    assertEquals(1, x.version());
  }
}
