package dev.nabla.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.type.DType;
import org.junit.jupiter.api.Test;

class ArrayPoolTest {
  /** A length that nobody else asks for. */
  private static final int N = 123_457;

  @Test
  void aReleasedArrayGoesToTheNextBufferOfItsTypeAndLength() {
    Storage first = Storage.obtain(DType.FLOAT32, N);
    Object array = first.array();
    first.release();
    assertThat(Storage.obtain(DType.FLOAT64, N).array()).isNotSameAs(array);
    assertThat(Storage.obtain(DType.FLOAT32, N + 1).array()).isNotSameAs(array);
    assertThat(Storage.obtain(DType.FLOAT32, N).array()).isSameAs(array);
    assertThat(Storage.obtain(DType.FLOAT32, N).array()).isNotSameAs(array);
  }

  @Test
  void zerosAreZerosInAUsedArrayToo() {
    Storage first = Storage.obtain(DType.FLOAT64, N + 2);
    java.util.Arrays.fill(first.doubles(), 7);
    first.release();
    assertThat(Storage.zeros(DType.FLOAT64, N + 2).doubles()).containsOnly(0);
  }

  @Test
  void aReleasedBufferFailsAtOnce() {
    Storage gone = Storage.obtain(DType.FLOAT32, N + 3);
    gone.release();
    gone.release();
    assertThatThrownBy(gone::floats).isInstanceOf(ClassCastException.class);
  }

  @Test
  void smallArraysAndThoseOfOthersStay() {
    Storage lent = Storage.obtain(DType.FLOAT32, N + 4);
    Storage alias = lent.alias();
    lent.release();
    assertThat(lent.floats()).isSameAs(alias.floats());
    Storage given = Storage.of(new float[N + 4]);
    given.release();
    assertThat(given.floats()).hasSize(N + 4);
    Storage plain = Storage.allocate(DType.FLOAT32, N + 4);
    plain.release();
    assertThat(plain.floats()).hasSize(N + 4);
  }

  @Test
  void theArrayOfAGarbageBufferComesBack() throws InterruptedException {
    Object array = Storage.obtain(DType.INT64, N + 5).array();
    Object again = null;
    for (int i = 0; i < 100 && again != array; i++) {
      System.gc();
      Thread.sleep(10);
      again = Storage.obtain(DType.INT64, N + 5).array();
    }
    assertThat(again).isSameAs(array);
  }

  @Test
  void theArrayOfABufferInUseDoesNot() throws InterruptedException {
    Storage used = Storage.obtain(DType.INT32, N + 6);
    Storage alias = Storage.obtain(DType.INT32, N + 6).alias();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(5);
      assertThat(Storage.obtain(DType.INT32, N + 6).array()).isNotSameAs(used.array()).isNotSameAs(alias.array());
    }
  }
}
