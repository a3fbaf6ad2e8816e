package dev.nabla.kernel.vector;

import dev.nabla.expr.Formula;
import dev.nabla.expr.Program;
import dev.nabla.kernel.Backend;
import dev.nabla.kernel.Step;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceBackend;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SweepsTest {
  private static final int[][] SHAPES = {{}, {0}, {1}, {15}, {511}, {512}, {513}, {3, 400}, {40_000}, {2, 3, 4}};
  private static final double[] PARAMS = {0.9, 0.1};

  private static final Formula MEAN = Formula.parse("r * m + s * g", "m g", "r s");
  private static final Formula UPDATE = Formula.parse("p - r * m / (sqrt(abs(g)) + s)", "p m g", "r s");

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void stepsOverOneBlockAfterTheOtherGiveWhatTheyGiveInTurn(DType dtype) {
    for (Layout layout : Windows.WRITABLE) {
      List<Strided> expected = swept(new ReferenceBackend(), dtype, layout);
      List<Strided> got = swept(new VectorBackend(), dtype, layout);
      for (int i = 0; i < got.size(); i++) {
        Windows.assertClose(layout + " " + got.get(i).shape(), expected.get(i), got.get(i), 1e-6);
      }
    }
  }

  @Test
  void bitsDoNotDependOnTheNumberOfThreads() {
    int before = Parallel.threads();
    try {
      Parallel.setThreads(1);
      List<Strided> one = swept(new VectorBackend(), DType.FLOAT32, Layout.DENSE);
      Parallel.setThreads(2);
      List<Strided> two = swept(new VectorBackend(), DType.FLOAT32, Layout.DENSE);
      for (int i = 0; i < one.size(); i++) {
        Windows.assertSame("two threads", one.get(i), two.get(i));
      }
    } finally {
      Parallel.setThreads(before);
    }
  }

  /** All that is written by three rounds of two dependent steps on windows of all shapes. */
  private static List<Strided> swept(Backend backend, DType dtype, Layout layout) {
    Random random = new Random(5);
    List<Step[]> groups = new ArrayList<>();
    List<Strided> written = new ArrayList<>();
    Program mean = MEAN.program(dtype);
    Program update = UPDATE.program(dtype);
    for (int[] dims : SHAPES) {
      Strided p = Windows.random(random, dtype, layout, false, dims);
      Strided m = Windows.random(random, dtype, layout, false, dims);
      Strided g = Windows.random(random, dtype, Layout.OFFSET, false, dims);
      groups.add(new Step[] {new Step(mean, PARAMS, new Strided[] {m, g}, m),
        new Step(update, PARAMS, new Strided[] {p, m, g}, p)});
      written.add(p);
      written.add(m);
    }
    for (int round = 0; round < 3; round++) {
      backend.sweep(groups);
    }
    return written;
  }
}
