package dev.nabla;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nabla.expr.Formula;
import dev.nabla.type.DType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PointwiseTest {
  /** Arguments at which every function is defined and smooth, no two alike. */
  private static final double[] AT = {0.62, 0.37, 0.81};

  private static final double[] PARAMS = {0.45, 1.7, 2.3};
  private static final double STEP = 1e-5;

  /** Defined on whole numbers only, or not continuous. */
  private static final Set<String> NO_SLOPES = Set.of("gcd", "lcm", "nextafter", "bitwise_not", "bitwise_and",
      "bitwise_or", "bitwise_xor",
      "bitwise_left_shift", "bitwise_right_shift");

  private static List<ElementwiseOp> ops() throws IllegalAccessException {
    List<ElementwiseOp> ops = new ArrayList<>();
    for (Field f : Pointwise.class.getDeclaredFields()) {
      if (f.getType() == ElementwiseOp.class) {
        ElementwiseOp op = (ElementwiseOp) f.get(null);
        int params = op.formula().params();
        ops.add(params == 0 ? op : op.with(params(op.name(), params)));
      }
    }
    return ops;
  }

  private static double[] params(String name, int n) {
    return name.equals("polygamma")
        ? new double[] {2}
        : name.equals("logit") ? new double[] {1e-3} : Arrays.copyOf(PARAMS, n);
  }

  /** Argument {@code i}; the zeta function is infinite or undefined for first arguments up to 1. */
  private static double at(ElementwiseOp op, int i) {
    return AT[i] + (op.name().equals("special_zeta") ? 1 : 0);
  }

  static Stream<ElementwiseOp> smoothOps() throws IllegalAccessException {
    return ops().stream().filter(op -> !op.formula().isTruth() && !NO_SLOPES.contains(op.name()));
  }

  @Test
  void everyFormulaAndSlopeReads() throws IllegalAccessException {
    List<ElementwiseOp> ops = ops();
    for (ElementwiseOp op : ops) {
      Formula f = op.formula();
      assertEquals(0, op.saves(0), f::toString);
      assertTrue(op.saves((1 << f.inputs()) - 1) >= 0, f::toString);
    }
    assertTrue(ops.size() > 150);
  }

  @ParameterizedTest
  @MethodSource("smoothOps")
  void slopesAreLimitsOfDifferences(ElementwiseOp op) {
    Tensor[] in = new Tensor[op.formula().inputs()];
    for (int i = 0; i < in.length; i++) {
      in[i] = Nabla.tensor(at(op, i), DType.FLOAT64).requiresGrad_();
    }
    List<Tensor> slopes = Autograd.grad(Dispatch.apply(op, in), in);
    for (int i = 0; i < in.length; i++) {
      double slope = slopes.get(i).item();
      if (!Double.isNaN(slope)) { // NaN: a parameter of a special function, which has no slope
        double difference = (shifted(op, i, STEP) - shifted(op, i, -STEP)) / (2 * STEP);
        assertEquals(difference, slope, 1e-6 * Math.max(1, Math.abs(slope)), op + ", input " + i);
      }
    }
  }

  private static double shifted(ElementwiseOp op, int input, double by) {
    Tensor[] in = new Tensor[op.formula().inputs()];
    for (int i = 0; i < in.length; i++) {
      in[i] = Nabla.tensor(at(op, i) + (i == input ? by : 0), DType.FLOAT64);
    }
    return Dispatch.apply(op, in).item();
  }

  @Test
  void aMaskedCotangentIsZeroEvenWhereItIsInfinite() {
    Tensor x = Nabla.tensor(-1.0, 2.0).requiresGrad_();
    x.relu().backward(Nabla.tensor(Double.POSITIVE_INFINITY, 3.0));
    assertTrue(Nabla.tensor(0.0, 3.0).equal(Objects.requireNonNull(x.grad())));
  }

  @Test
  void aTensorOverwrittenWithConstantsHasGradientZero() {
    Tensor x = Nabla.tensor(1.0, 2.0).requiresGrad_();
    Tensor y = x.mul(2);
    y.copy_(Nabla.tensor(3.0, 4.0));
    assertTrue(y.requiresGrad());
    assertTrue(Nabla.zeros(2).equal(Autograd.grad(y.sum(), x).get(0)));
  }

  @Test
  void refusedInPlaceWritesChangeNothing() {
    Tensor x = Nabla.tensor(1L, 2L);
    RuntimeException e = assertThrows(RuntimeException.class, () -> x.add_(1.5));
    assertEquals("result type Float can't be cast to the desired output type Long", e.getMessage());
    assertTrue(Nabla.tensor(1L, 2L).equal(x));
    assertFalse(Nabla.tensor(1L, 3L).equal(x));
  }
}
