package dev.nabla;

import static dev.nabla.Nabla.arange;
import static dev.nabla.Nabla.cat;
import static dev.nabla.Nabla.concat;
import static dev.nabla.Nabla.isGradEnabled;
import static dev.nabla.Nabla.manualSeed;
import static dev.nabla.Nabla.multinomial;
import static dev.nabla.Nabla.ones;
import static dev.nabla.Nabla.randint;
import static dev.nabla.Nabla.setGradEnabled;
import static dev.nabla.Nabla.stack;
import static dev.nabla.Nabla.tensor;
import static dev.nabla.Nabla.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nabla.type.NablaException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody who knows PyTorch writes first, and what PyTorch answers. */
class FamiliarSpellingsTest {
  private static String message(Runnable body) {
    return String.valueOf(assertThrows(NablaException.class, body::run).getMessage());
  }

  @Test
  void dataSharesElementsButNotTheVersion() {
    Tensor x = tensor(new double[] {1, 2, 3}).requiresGrad_();
    Tensor y = x.exp();
    Tensor before = y.detach().cloneTensor();
    y.data().mul_(2);
    assertEquals(0, y.version());
    y.sum().backward();
    assertTrue(assertNotNullGrad(x).equal(before.mul(2)));
    assertFalse(x.data().requiresGrad());
    x.data().add_(1);
    assertEquals("tensor([2., 3., 4.], requires_grad=True)", x.toString());
  }

  private static Tensor assertNotNullGrad(Tensor x) {
    Tensor g = x.grad();
    assertNotNull(g);
    return g;
  }

  @Test
  void dataThatOverlapsIsRefused() {
    Tensor x = arange(4);
    assertThrows(NablaException.class, () -> x.get("1:").copy_(x.data().get("0:3")));
    assertEquals("tensor([0, 1, 2, 3])", x.toString());
  }

  @Test
  void detachInPlaceMakesALeaf() {
    Tensor x = ones(2).requiresGrad_();
    Tensor y = x.mul(2);
    Tensor z = y.mul(y).sum();
    y.detach_();
    assertTrue(y.isLeaf());
    assertFalse(y.requiresGrad());
    z.backward();
    assertEquals("tensor([8., 8.])", assertNotNullGrad(x).toString());
    assertFalse(ones(2).requiresGrad_().detach_().requiresGrad());
    assertTrue(message(() -> x.mul(2).view(2, 1).detach_()).startsWith("Can't detach views in-place"));
  }

  @Test
  void recordingIsSetOnAndOff() {
    Tensor x = ones(1).requiresGrad_();
    try (GradMode.Scope _ = setGradEnabled(false)) {
      assertFalse(x.mul(2).requiresGrad());
      setGradEnabled(true);
      assertTrue(x.mul(2).requiresGrad());
    }
    assertTrue(isGradEnabled());
  }

  @Test
  void listsAreJoinedAlongTheFirstAxis() {
    List<Tensor> two = List.of(arange(2), arange(2));
    assertEquals("tensor([0, 1, 0, 1])", cat(two).toString());
    assertEquals("tensor([0, 1, 0, 1])", concat(two).toString());
    assertEquals("[2, 2]", stack(two).shape().toString());
  }

  @Test
  void randomNumbersTakeSizesOneByOne() {
    manualSeed(0);
    assertEquals("tensor([[4, 9, 3],\n        [0, 3, 9]])", randint(0, 10, 2, 3).toString());
    assertEquals(2, multinomial(ones(3), 2).unique().values().numel());
    assertEquals(8, F.dropout(ones(8), 0.5).numel());
    assertEquals(0, F.dropout(ones(8), 1).sum().item());
    assertTrue(F.dropout(ones(64)).eq(0).any().itemBoolean());
  }

  @Test
  void oneBoundIsEnough() {
    Tensor x = arange(4);
    assertEquals("tensor([1, 1, 2, 3])", x.clamp(1, null).toString());
    assertEquals("tensor([0, 1, 2, 2])", x.clamp(null, 2).toString());
    assertEquals("tensor([0.5000, 1.0000, 2.0000, 3.0000])", x.clamp(0.5, null).toString());
    assertEquals("tensor([1., 1., 1.])", zeros(3).clamp_(1, null).toString());
    assertTrue(message(() -> x.clamp((Number) null, null)).contains("At least one of 'min' or 'max' must not be None"));
  }

  @Test
  void mistakesNameTheAxisAndTheOperation() {
    Tensor x = zeros(2, 3, 4);
    assertEquals("index 5 is out of bounds for dimension 1 with size 3", message(() -> x.get(0, 5)));
    assertEquals("index 7 is out of bounds for dimension 2 with size 4", message(() -> x.get(0, "None", 1, 7)));
    assertEquals("slice step must be positive; got -1. Reverse an axis with flip(axis)", message(() -> x.get("::-1")));
    assertEquals("slice step must be positive; got -2. Reverse an axis with flip(axis), then take \"::2\" of it",
        message(() -> x.get("::-2")));
    assertEquals("The size of tensor a (5) must match the size of tensor b (4) at non-singleton dimension 0;"
        + " matmul got float32[5, 2, 3] and float32[4, 3, 2]", message(() -> zeros(5, 2, 3).matmul(zeros(4, 3, 2))));
  }
}
