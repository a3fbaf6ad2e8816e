package dev.nabla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.reference.ReferenceBackend;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What linear algebra does where nabla-linalg is not on the path, as in the core's own tests. */
class LinalgWithoutLibraryTest {
  @Test
  void namesTheArtifact() {
    assertThatThrownBy(() -> Linalg.inv(Nabla.eye(2))).isInstanceOf(NablaException.class)
        .hasMessageContaining("dev.nabla:nabla-linalg");
  }

  @Test
  void triangularSystemsNeedNone() {
    Tensor a = Nabla.tensor(new double[][] {{2, 0}, {1, 4}});
    Tensor b = Nabla.tensor(new double[][] {{2}, {9}});
    assertThat(Linalg.solveTriangular(a, b, false).toDoubleArray()).containsExactly(1, 2);
    assertThat(Linalg.det(Nabla.zeros(0, 0)).item()).isEqualTo(1);
  }

  /** Large enough that rows are taken in blocks; the product with the matrix, by the reference back end, gives the right side back. */
  @ParameterizedTest
  @CsvSource({"true, true, false", "false, true, false", "true, false, false", "false, false, true",
    "true, true, true"})
  void largeTriangularSystemsAreSolved(boolean upper, boolean left, boolean unit) {
    for (int n : new int[] {47, 48, 49, 131}) {
      Tensor a = Nabla.randn(n, n).toDouble().div(n).add(Nabla.eye(n, DType.FLOAT64).mul(2.0));
      Tensor b = left ? Nabla.randn(n, 19).toDouble() : Nabla.randn(19, n).toDouble();
      Tensor x = Linalg.solveTriangular(a, b, upper, left, unit);
      Tensor triangle = upper ? a.triu(unit ? 1 : 0) : a.tril(unit ? -1 : 0);
      Tensor whole = unit ? triangle.add(Nabla.eye(n, DType.FLOAT64)) : triangle;
      Backend active = Backends.active();
      Backends.use(new ReferenceBackend());
      try {
        Tensor back = left ? whole.matmul(x) : x.matmul(whole);
        assertThat(back.sub(b).abs().amax().item()).isLessThan(1e-12);
      } finally {
        Backends.use(active);
      }
    }
  }
}
