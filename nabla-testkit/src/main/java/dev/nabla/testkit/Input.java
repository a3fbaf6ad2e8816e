package dev.nabla.testkit;

import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What an op is tried on: a shape, and how its elements are drawn. Meant for {@code import static dev.nabla.testkit.Input.*}.
 *
 * @param shape the shape
 * @param source where the elements come from
 * @param fixed the element type; null for a real tensor, which is tried as float32 and as float64
 * @param differentiable whether derivatives with respect to this input exist and are checked
 */
public record Input(Shape shape, Source source, @Nullable DType fixed, boolean differentiable) {
  /** Draws all elements of one tensor. */
  @FunctionalInterface
  public interface Source {
    /** Row-major elements for a tensor with {@code n} elements. */
    double[] draw(SplittableRandom random, int n);
  }

  /** One number after the other. */
  private static Source each(java.util.function.ToDoubleFunction<SplittableRandom> one) {
    return (random, n) -> {
      double[] out = new double[n];
      for (int i = 0; i < n; i++) {
        out[i] = one.applyAsDouble(random);
      }
      return out;
    };
  }

  private static Input real(int[] dims, Source source) {
    return new Input(Shape.of(dims), source, null, true);
  }

  /** Standard normal numbers, but none closer than 0.05 to 0. */
  public static Input normal(int... dims) {
    return real(dims, each(r -> {
      double v = r.nextGaussian();
      return Math.abs(v) < 0.05 ? Math.copySign(0.05 + Math.abs(v), v) : v;
    }));
  }

  /** Numbers spread evenly over low to high. */
  public static Input uniform(double low, double high, int... dims) {
    return real(dims, each(r -> r.nextDouble(low, high)));
  }

  /** Numbers between 0.2 and 3. */
  public static Input positive(int... dims) {
    return uniform(0.2, 3, dims);
  }

  /** Normal numbers of standard deviation 2, none closer than 0.05 to one of {@code kinks}. */
  public static Input awayFrom(double[] kinks, int... dims) {
    return real(dims, each(r -> {
      while (true) {
        double v = 2 * r.nextGaussian();
        if (java.util.Arrays.stream(kinks).allMatch(k -> Math.abs(v - k) >= 0.05)) {
          return v;
        }
      }
    }));
  }

  /** Numbers in random order, no two closer than 0.1: for sorting and extremes. */
  public static Input distinct(int... dims) {
    return real(dims, (random, n) -> {
      double[] out = new double[n];
      for (int i = 0; i < n; i++) {
        int at = random.nextInt(i + 1);
        out[i] = out[at];
        out[at] = (i - n / 2) * 0.25 + random.nextDouble(0.15);
      }
      return out;
    });
  }

  /** Whole numbers 0 to bound - 1, int64. */
  public static Input indices(int bound, int... dims) {
    return new Input(Shape.of(dims), each(r -> r.nextInt(bound)), DType.INT64, false);
  }

  /** Whole numbers 0 to bound - 1, none twice, int64. */
  public static Input permutation(int bound, int... dims) {
    return new Input(Shape.of(dims), (random, n) -> {
      double[] all = new double[bound];
      for (int i = 0; i < bound; i++) {
        int at = random.nextInt(i + 1);
        all[i] = all[at];
        all[at] = i;
      }
      return java.util.Arrays.copyOf(all, n);
    }, DType.INT64, false);
  }

  /** Truth values. */
  public static Input truths(int... dims) {
    return new Input(Shape.of(dims), each(r -> r.nextBoolean() ? 1 : 0), DType.BOOL, false);
  }

  /** Exactly these numbers, a vector. */
  public static Input values(double... elements) {
    return real(new int[] {elements.length}, (random, n) -> elements.clone());
  }

  /** Exactly these whole numbers, int64, of shape {@code dims}. */
  public static Input wholes(long[] elements, int... dims) {
    return new Input(Shape.of(dims), (random, n) -> java.util.Arrays.stream(elements).asDoubleStream().toArray(),
        DType.INT64, false);
  }

  /** This input without derivatives. */
  public Input constant() {
    return new Input(shape, source, fixed, false);
  }

  /** This input with another shape. */
  Input shaped(Shape other) {
    return new Input(other, source, fixed, differentiable);
  }

  /** A tensor of this kind; real ones have type {@code real}. */
  Tensor make(SplittableRandom random, DType real) {
    return Elements.tensor(fixed == null ? real : fixed, shape, source.draw(random, shape.numel()));
  }
}
