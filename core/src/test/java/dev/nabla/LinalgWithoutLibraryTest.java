package dev.nabla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.type.NablaException;
import org.junit.jupiter.api.Test;

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
}
