package dev.nabla.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Nabla;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Schedules against PyTorch 2.13, and going on from a state dict. */
class LRSchedulerTest {
  private static final Map<String, Function<Optimizer, LRScheduler>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("StepLR", o -> new StepLR(o, 3));
    ALL.put("MultiStepLR", o -> new MultiStepLR(o, 2, 5, 5, 8));
    ALL.put("ConstantLR", ConstantLR::new);
    ALL.put("LinearLR", o -> new LinearLR(o, 0.1, 0.9, 8));
    ALL.put("ExponentialLR", o -> new ExponentialLR(o, 0.9));
    ALL.put("PolynomialLR", o -> new PolynomialLR(o, 8, 2));
    ALL.put("CosineAnnealingLR", o -> new CosineAnnealingLR(o, 5, 0.01));
    ALL.put("CosineAnnealingWarmRestarts", o -> new CosineAnnealingWarmRestarts(o, 2, 2, 0.01));
    ALL.put("LambdaLR", o -> new LambdaLR(o, e -> 1.0 / (1 + e)));
    ALL.put("MultiplicativeLR", o -> new MultiplicativeLR(o, e -> 0.9));
    ALL.put("CyclicLR", o -> new CyclicLR(o, 0.01, 0.1, CyclicOptions.DEFAULT.withStepSizes(2, 3)));
    ALL.put("OneCycleLR", o -> new OneCycleLR(o, 0.1, 12));
    ALL.put("SWALR", o -> new SWALR(o, 6, true, 0.02));
    ALL.put("ReduceLROnPlateau", o -> new ReduceLROnPlateau(o).patience(1).cooldown(1));
    ALL.put("ChainedScheduler", o -> new ChainedScheduler(List.of(new ConstantLR(o), new ExponentialLR(o, 0.9))));
    ALL.put("SequentialLR", o -> new SequentialLR(o, List.of(new LinearLR(o), new CosineAnnealingLR(o, 6)), 5));
  }

  private static SGD sgd() {
    return new SGD(List.of(Nabla.zeros(1).requiresGrad_()), 0.1).momentum(0.9);
  }

  private static List<Double> go(Optimizer o, LRScheduler s, int steps) {
    List<Double> out = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      if (s instanceof ReduceLROnPlateau plateau) {
        plateau.step(1);
      } else {
        s.step();
      }
      out.add(o.paramGroups().getFirst().lr());
      out.add(o.paramGroups().getFirst().get("momentum"));
      assertThat(s.lastLr()).containsExactly(o.paramGroups().getFirst().lr());
    }
    return out;
  }

  @TestFactory
  Stream<DynamicTest> schedulesResumedFromStateDictsGiveTheSameRates() {
    return ALL.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
      SGD first = sgd();
      LRScheduler before = e.getValue().apply(first);
      go(first, before, 4);
      SGD second = sgd();
      LRScheduler after = e.getValue().apply(second);
      second.loadStateDict(first.stateDict());
      after.loadStateDict(before.stateDict());
      assertThat(go(second, after, 8)).isEqualTo(go(first, before, 8));
      assertThat(after.epoch()).isEqualTo(12);
    }));
  }

  private static void check(Function<Optimizer, LRScheduler> make, double... expected) {
    SGD o = sgd();
    LRScheduler s = make.apply(o);
    double[] got = new double[expected.length];
    for (int i = 0; i < got.length; i++) {
      got[i] = o.paramGroups().getFirst().lr();
      s.step();
    }
    assertThat(got).containsExactly(expected, within(1e-15));
  }

  @Test
  void ratesArePyTorchs() {
    check(o -> new SWALR(o, 4, false, 0.02), 0.1, 0.08828427124746191, 0.06, 0.0317157287525381, 0.02, 0.02, 0.02);
    check(o -> new SWALR(o, 4, true, 0.02), 0.1, 0.08, 0.06, 0.04, 0.02, 0.02, 0.02);
    check(o -> new ChainedScheduler(List.of(new ConstantLR(o, 0.5, 3), new ExponentialLR(o, 0.9))), 0.05, 0.045, 0.0405,
        0.0729, 0.06561, 0.059049);
    check(o -> new MultiplicativeLR(o, e -> e % 2 == 1 ? 0.9 : 1.1), 0.1, 0.09, 0.099, 0.0891, 0.09801, 0.088209);
    check(o -> new CosineAnnealingWarmRestarts(o, 2, 2, 0.01), 0.1, 0.055, 0.1, 0.08681980515339464, 0.055,
        0.023180194846605363, 0.1, 0.0965745789630079, 0.08681980515339464);
    check(o -> new CyclicLR(o, 0.01, 0.1, CyclicOptions.DEFAULT.withStepSizes(2, 3).withExpRange(0.9)
        .withoutCycleMomentum()), 0.01, 0.0505, 0.0829, 0.05374, 0.029683, 0.01, 0.033914845, 0.053046721,
        0.0358280326);
    check(
        o -> new SequentialLR(o, List.of(new LinearLR(o, 0.5, 1, 2), new StepLR(o, 2, 0.1), new PolynomialLR(o, 3, 2)),
            2, 6),
        0.05, 0.075, 0.1, 0.1, 0.01, 0.01, 0.1, 0.04444444444444445, 0.011111111111111113, 0, 0);
  }

  @Test
  void oneCycleEndsWithItsSteps() {
    OneCycleOptions options = OneCycleOptions.DEFAULT.withLinear().withPctStart(0.5).withDivFactors(10, 100);
    SGD o = sgd();
    LRScheduler s = new OneCycleLR(o, 0.1, 8, options);
    List<Double> rates = new ArrayList<>(s.lastLr());
    for (int i = 0; i < 8; i++) {
      s.step();
      rates.addAll(s.lastLr());
    }
    assertThat(rates.stream().mapToDouble(r -> r).toArray()).containsExactly(new double[] {0.01, 0.04, 0.07, 0.1,
      0.075025, 0.05005, 0.025075, 0.0001, -0.024875}, within(1e-15));
    assertThatThrownBy(s::step).isInstanceOf(NablaException.class).hasMessageContaining("8 steps and is over; got 9");
  }

  @Test
  void mistakesAreNamed() {
    SGD o = sgd();
    assertThatThrownBy(() -> new StepLR(o, 0)).hasMessageContaining("step size must be above 0; got 0");
    assertThatThrownBy(() -> new ReduceLROnPlateau(o).step()).hasMessageContaining("step(metric)");
    assertThatThrownBy(() -> new ReduceLROnPlateau(o).minLr(0.1, 0.2)).hasMessageContaining("got 2");
    assertThatThrownBy(() -> new SequentialLR(o, List.of(new ConstantLR(o)), 3)).hasMessageContaining("milestone");
    assertThatThrownBy(() -> new ChainedScheduler(List.of(new ConstantLR(o), new ConstantLR(sgd()))))
        .hasMessageContaining("same optimizer");
    Rprop rprop = new Rprop(List.of(Nabla.zeros(1).requiresGrad_()));
    assertThatThrownBy(() -> new OneCycleLR(rprop, 0.1, 5)).hasMessageContaining("neither momentum nor betas");
    assertThatThrownBy(() -> new StepLR(o, 1).loadStateDict(Map.of())).hasMessageContaining("last_epoch");
  }
}
