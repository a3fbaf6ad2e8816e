package dev.nabla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors from lists of anything: what PyTorch refuses is refused. */
class NestedArraysTest {
  @Test
  void numbersBesideListsAreRefused() {
    assertThatThrownBy(() -> Nabla.tensor(List.of(1, List.of(2)))).isInstanceOf(NablaException.class);
    assertThatThrownBy(() -> Nabla.tensor(List.of(List.of(2), 1))).isInstanceOf(NablaException.class);
    assertThatThrownBy(() -> Nabla.tensor(Arrays.asList(1, null))).isInstanceOf(NablaException.class)
        .hasMessageContaining("element 1 is null");
  }

  @Test
  void wholeNumbersBeyondInt64AreRefused() {
    BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
    Tensor t = Nabla.tensor(List.of(most, 1));
    assertThat(t.dtype()).isEqualTo(DType.INT64);
    assertThat(t.toLongArray()).containsExactly(Long.MAX_VALUE, 1);
    assertThatThrownBy(() -> Nabla.tensor(List.of(most.add(BigInteger.ONE)))).isInstanceOf(NablaException.class)
        .hasMessageContaining("9223372036854775808");
  }
}
