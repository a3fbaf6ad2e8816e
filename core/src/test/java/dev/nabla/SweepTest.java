package dev.nabla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.kernel.Backends;
import dev.nabla.type.GradientException;
import org.junit.jupiter.api.Test;

class SweepTest {
  private static final ElementwiseOp SUM = ElementwiseOp.define("sweep_sum", "a b", "", "a + b");
  private static final ElementwiseOp TWICE = ElementwiseOp.define("sweep_twice", "a", "", "2 * a");

  @Test
  void aStepReadsWhatTheOneBeforeWrote() {
    Tensor a = Nabla.tensor(1.0, 2.0);
    Tensor b = Nabla.tensor(10.0, 20.0);
    Sweep sweep = new Sweep();
    sweep.add(TWICE.into(a), SUM.into(b, a));
    assertThat(a.toDoubleArray()).as("before run").containsExactly(1, 2);
    sweep.run();
    assertThat(a.toDoubleArray()).containsExactly(2, 4);
    assertThat(b.toDoubleArray()).containsExactly(12, 24);
  }

  @Test
  void groupsThatMeetAreDoneInTheOrderInWhichTheyWereAdded() {
    int before = Backends.threads();
    try {
      Backends.setThreads(2);
      Tensor a = Nabla.ones(300_000);
      Tensor b = Nabla.ones(300_000);
      Sweep sweep = new Sweep();
      sweep.add(SUM.into(a, b));
      sweep.add(TWICE.into(b));
      sweep.add(SUM.into(a, b));
      sweep.run();
      assertThat(a.sum().item()).isEqualTo(4.0 * 300_000);
    } finally {
      Backends.setThreads(before);
    }
  }

  @Test
  void windowsThatOverlapAreRefused() {
    Tensor all = Nabla.arange(5).to(Nabla.FLOAT64);
    Sweep sweep = new Sweep();
    assertThatThrownBy(() -> {
      sweep.add(SUM.into(all.narrow(0, 1, 4), all.narrow(0, 0, 4)));
      sweep.run();
    }).hasMessageContaining("some elements of the input tensor");
    assertThat(all.toDoubleArray()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void operandsBroadcastAndPromoteAsInPlace() {
    Tensor a = Nabla.ones(2, 3);
    Sweep sweep = new Sweep();
    sweep.add(SUM.into(a, Nabla.tensor(2.0)));
    sweep.add(SUM.into(a, Nabla.tensor(1L)));
    sweep.run();
    assertThat(a.sum().item()).isEqualTo(24);
  }

  @Test
  void graphsNoticeTheWrite() {
    Tensor x = Nabla.tensor(3.0).requiresGrad_();
    Tensor c = Nabla.tensor(2.0);
    Tensor y = x.mul(c);
    Sweep sweep = new Sweep();
    sweep.add(TWICE.into(c));
    sweep.run();
    assertThatThrownBy(y::backward).isInstanceOf(GradientException.class).hasMessageContaining("version 1");
    assertThatThrownBy(() -> new Sweep().add(TWICE.into(x))).isInstanceOf(GradientException.class)
        .hasMessageContaining("a leaf Variable");
  }
}
