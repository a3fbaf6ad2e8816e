package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Forward mode follows in-place writes through views, as reverse mode does. */
class InPlaceUnderJvpTest {
  private static final Tensor X = Nabla.tensor(new double[] {1, 2, 3}, DType.FLOAT64);
  private static final Tensor T = Nabla.tensor(new double[] {1, 10, 100}, DType.FLOAT64);

  private static double[] tangent(UnaryOperator<Tensor> f) {
    return Func.jvp(f, X, T).tangent().toDoubleArray();
  }

  @Test
  void aWriteToAViewReachesItsBaseAndTheOtherViews() {
    assertThat(tangent(x -> {
      Tensor y = x.mul(1);
      Tensor other = y.get("1:");
      y.get(":2").mul_(3);
      return y.add(Nabla.cat(java.util.List.of(other, other.get(":1")), 0).mul(1000));
    })).containsExactly(3 + 30_000, 30 + 100_000, 100 + 30_000);
  }

  @Test
  void aWriteToABaseReachesItsViews() {
    assertThat(tangent(x -> {
      Tensor y = x.mul(1);
      Tensor v = y.unsqueeze(0).t();
      y.mul_(x);
      return v.squeeze(1);
    })).containsExactly(2, 40, 600);
  }

  @Test
  void aWriteDoesNotReachTensorsThatHaveTheSameTangent() {
    assertThat(tangent(x -> {
      Tensor y = x.mul(1);
      Tensor z = y.add(1);
      y.get(0).mul_(3);
      return z.add(y.mul(1000));
    })).containsExactly(3001, 10_010, 100_100);
    assertThat(X.toDoubleArray()).containsExactly(1, 2, 3);
    assertThat(T.toDoubleArray()).containsExactly(1, 10, 100);
  }

  @Test
  void aDetachedTensorHasTheTangentOfWhatIsWrittenToIt() {
    assertThat(tangent(x -> {
      Tensor y = x.mul(1);
      Tensor constant = y.detach();
      Tensor part = constant.get(":2");
      constant.mul_(x);
      return Nabla.cat(java.util.List.of(part, y.get("2:")), 0);
    })).containsExactly(1, 20, 100);
  }

  @Test
  void aDetachedTensorHasNoTangent() {
    assertThat(tangent(x -> x.detach().view(3).mul(2))).containsExactly(0, 0, 0);
  }

  @Test
  void rowsThatAreOneInAnExpandedTensorAreWrittenOneByOne() {
    assertThat(tangent(x -> {
      Tensor y = x.mul(1);
      Tensor rows = y.expand(2, 3);
      rows.set_(x.mul(5), 0);
      return rows.get(1);
    })).containsExactly(5, 50, 500);
  }

  @Test
  void aWriteToAPartOfASplitReachesTheWhole() {
    assertThat(tangent(x -> {
      Tensor y = x.mul(1);
      y.split(1).get(0).mul_(2);
      return y;
    })).containsExactly(2, 10, 100);
  }
}
