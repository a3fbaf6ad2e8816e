package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.Closeness;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signs that a decomposition leaves open: for each output the factors, 1 or -1, that turn its columns or rows into the recorded ones. The
 * same factors go onto cotangents and tangents.
 */
final class Gauge {
  private final List<@Nullable Tensor> factors;
  private final boolean complete;

  private Gauge(List<@Nullable Tensor> factors, boolean complete) {
    this.factors = factors;
    this.complete = complete;
  }

  /** The signs of {@code actual} against {@code expected}, by the kind of decomposition. */
  static Gauge of(String kind, List<@Nullable Object> actual, List<@Nullable Object> expected) {
    List<@Nullable Tensor> factors = new ArrayList<>();
    switch (kind) {
      case "eigh" -> {
        factors.add(null);
        factors.add(signs(actual, expected, 1, -2));
      }
      case "svd", "svd_v" -> {
        Tensor columns = signs(actual, expected, 0, -2);
        factors.add(columns);
        factors.add(null);
        factors.add(kind.equals("svd") ? columns.mT() : columns);
      }
      case "qr", "qr_r", "qr_complete" -> {
        Tensor rows = signs(actual, expected, 1, -1);
        factors.add(kind.equals("qr_r") ? null : rows.mT());
        factors.add(rows);
      }
      default -> throw new Unsupported("gauge " + kind);
    }
    boolean complete = kind.equals("qr_complete");
    if (complete) {
      orthonormal(Values.tensor(actual.get(0)),
          Values.tensor(actual.get(1)),
          (Values.tensor(expected.get(0))).matmul(
              Values.tensor(expected.get(1))));
    }
    return new Gauge(factors, complete);
  }

  /** The sign of the product of each line of one output with the recorded line; lines run along {@code axis}. */
  private static Tensor signs(List<@Nullable Object> actual, List<@Nullable Object> expected, int output, int axis) {
    Tensor a = Values.tensor(actual.get(output));
    Tensor e = Values.tensor(expected.get(output));
    Tensor products = a.detach().mul(e).sum(axis, true);
    return Nabla.where(products.lt(0.0), Nabla.zerosLike(products).sub(1.0), Nabla.onesLike(products));
  }

  private static void orthonormal(Tensor q, Tensor r, Tensor product) {
    Closeness close = new Closeness(1e-9, 1e-11);
    close.check("Q'Q", q.mT().matmul(q), Nabla.eye(q.size(-1), q.dtype()));
    close.check("QR", q.matmul(r), product);
  }

  /** Whether output {@code i} is not determined beyond what was checked at once: the complement in a complete Q. */
  boolean isFree(int i) {
    return complete && i == 0;
  }

  /** {@code t} of output {@code i} with the recorded signs. */
  Tensor align(int i, Tensor t) {
    Tensor f = i < factors.size() ? factors.get(i) : null;
    return f == null || complete && i == 0 ? t : t.mul(f);
  }
}
