package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Leaves, graphs and transforms used by 64 threads at a time. Numbers are small whole ones, so that sums are exact in any order. */
class ConcurrencyTest {
  private static final int THREADS = 64;
  private static final int ROUNDS = 50;

  /** Runs {@code task} in all threads, which start together; the results. */
  private static <T> List<T> together(Callable<T> task) throws Exception {
    CountDownLatch start = new CountDownLatch(THREADS);
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(pool.submit(() -> {
          start.countDown();
          start.await();
          return task.call();
        }));
      }
      List<T> out = new ArrayList<>();
      for (Future<T> f : futures) {
        out.add(f.get());
      }
      return out;
    }
  }

  @Test
  void backwardPassesOfOwnGraphsAddUpInSharedLeaves() throws Exception {
    Tensor w = Nabla.tensor(new double[] {1, 2, 3}, DType.FLOAT64).requiresGrad_();
    together(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        w.mul(w).sum().backward();
      }
      return null;
    });
    assertThat(java.util.Objects.requireNonNull(w.grad()).toDoubleArray()).containsExactly(2.0 * THREADS * ROUNDS,
        4.0 * THREADS * ROUNDS,
        6.0 * THREADS * ROUNDS);
  }

  @Test
  void backwardPassesOfOneGraphAddUp() throws Exception {
    Tensor x = Nabla.tensor(new double[] {1, 2}, DType.FLOAT64).requiresGrad_();
    Tensor h = x.mul(x);
    Tensor y = h.mul(h).add(h).sum();
    together(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        y.backward(true, false);
      }
      return null;
    });
    double n = THREADS * ROUNDS;
    assertThat(java.util.Objects.requireNonNull(x.grad()).toDoubleArray()).containsExactly(6 * n, 36 * n);
  }

  @Test
  void gradientsOfOneGraphDoNotMix() throws Exception {
    Tensor x = Nabla.tensor(new double[] {1, 2}, DType.FLOAT64).requiresGrad_();
    Tensor h = x.mul(3);
    Tensor y = h.mul(h);
    List<double[]> results = together(() -> {
      double[] last = {};
      for (int i = 1; i <= ROUNDS; i++) {
        Tensor g = Nabla.tensor(new double[] {i, -i}, DType.FLOAT64);
        last = Autograd.grad(List.of(y), List.of(x), List.of(g), true, false).get(0).toDoubleArray();
        assertThat(last).containsExactly(18.0 * i, -36.0 * i);
      }
      return last;
    });
    assertThat(results).hasSize(THREADS);
  }

  @Test
  void transformsDoNotSeeEachOther() throws Exception {
    Tensor x = Nabla.tensor(new double[] {1, 2, 3}, DType.FLOAT64);
    List<double[]> results = together(() -> {
      double[] last = {};
      for (int i = 0; i < ROUNDS; i++) {
        last = Func.vmap(Func.grad(Func.grad((Tensor t) -> t.mul(t).mul(t)))).apply(x).toDoubleArray();
        assertThat(last).containsExactly(6, 12, 18);
        assertThat(Func.jvp(Func.grad((Tensor t) -> t.mul(t).mul(t).sum()), x, x).tangent().toDoubleArray())
            .containsExactly(6, 24, 54);
      }
      return last;
    });
    assertThat(results).hasSize(THREADS);
  }

  @Test
  void noGradHoldsForOneThread() throws Exception {
    Tensor x = Nabla.tensor(2.0).requiresGrad_();
    try (var _ = Nabla.noGrad()) {
      List<Boolean> recorded = together(() -> x.mul(x).requiresGrad());
      assertThat(recorded).containsOnly(true);
      assertThat(x.mul(x).requiresGrad()).isFalse();
    }
  }
}
