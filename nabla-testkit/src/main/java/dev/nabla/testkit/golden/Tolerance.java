package dev.nabla.testkit.golden;

import dev.nabla.testkit.Closeness;
import dev.nabla.type.DType;
import java.util.Set;

/** How close results must be to recorded ones, by what the corpus advises. */
final class Tolerance {
  /** Numbers of 24 bits. */
  static final Closeness SINGLE = new Closeness(1e-5, 1e-6);

  /** Special functions, linear algebra and recurrent modules: their recorded numbers are themselves good to fewer digits. */
  static final Closeness LOOSE = new Closeness(1e-7, 1e-9);

  /** Derivatives of float64 numbers. */
  static final Closeness DERIVED = new Closeness(1e-8, 1e-10);

  private static final Closeness PLAIN = new Closeness(1e-9, 1e-11);

  private static final Set<String> LOOSE_OPS = Set.of("special", "linalg", "digamma", "lgamma", "polygamma", "mvlgamma",
      "igamma", "igammac", "erfinv", "matrix_exp", "cholesky", "cholesky_inverse", "cholesky_solve", "det", "logdet",
      "slogdet", "inverse", "pinverse", "qr", "svd", "gru", "gru_cell", "lstm", "lstm_cell", "rnn_relu",
      "rnn_relu_cell",
      "rnn_tanh", "rnn_tanh_cell", "i0", "vander");

  private Tolerance() {}

  /** For the values of {@code op} in float64. */
  static Closeness values(String op) {
    return LOOSE_OPS.contains(op) || LOOSE_OPS.contains(op.split("\\.", -1)[0]) ? LOOSE : PLAIN;
  }

  /** For derivatives of {@code op} in float64, of forward mode or of second order. */
  static Closeness derivatives(String op) {
    return values(op) == LOOSE ? LOOSE : DERIVED;
  }

  /** For elements of type {@code dtype}, given what holds for float64. */
  static Closeness of(DType dtype, Closeness in64) {
    return switch (dtype.toString()) {
      case "float32" -> SINGLE;
      // One unit in the last place.
      case "float16" -> new Closeness(0x1p-10, 0x1p-24);
      case "bfloat16" -> new Closeness(0x1p-7, 0x1p-133);
      default -> in64;
    };
  }
}
