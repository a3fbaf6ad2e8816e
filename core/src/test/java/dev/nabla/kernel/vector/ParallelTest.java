package dev.nabla.kernel.vector;

import static dev.nabla.kernel.Windows.withThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
  @Test
  void everyNumberIsVisitedOnce() {
    for (int threads : new int[] {1, 2, 5}) {
      withThreads(threads, () -> {
        for (int n : new int[] {0, 1, 2, 7, 100, 12345}) {
          for (int grain : new int[] {1, 3, 1000}) {
            assertThat(visits(n, grain)).as("n %s, grain %s", n, grain).isTrue();
          }
        }
      });
    }
  }

  @Test
  void partsAreNotSmallerThanTheGrain() {
    withThreads(4, () -> Parallel.range(1000, 30, (from, to) -> assertThat(to - from).isGreaterThanOrEqualTo(30)));
  }

  @Test
  void innerLoopsAndLoopsOfOtherThreadsRunToo() throws Exception {
    try (var users = Executors.newFixedThreadPool(6)) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Callable<Boolean> user = () -> {
          boolean good = true;
          for (int r = 0; r < 500; r++) {
            boolean[] inner = new boolean[16];
            Parallel.range(16, 1, (from, to) -> {
              for (int k = from; k < to; k++) {
                inner[k] = visits(50, 1);
              }
            });
            for (boolean b : inner) {
              good &= b;
            }
          }
          return good;
        };
        results.add(users.submit(user));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  @Test
  void errorsReachTheCallerAndTheNextLoopWorks() {
    for (int bad = 0; bad < 100; bad++) {
      int at = bad;
      assertThatThrownBy(() -> Parallel.range(100, 1, (from, to) -> {
        if (from <= at && at < to) {
          throw new IllegalStateException("at " + at);
        }
      })).isInstanceOf(IllegalStateException.class).hasMessage("at " + at);
      assertThat(visits(100, 1)).isTrue();
    }
  }

  private static boolean visits(int n, int grain) {
    AtomicIntegerArray seen = new AtomicIntegerArray(n);
    Parallel.range(n, grain, (from, to) -> {
      for (int i = from; i < to; i++) {
        seen.incrementAndGet(i);
      }
    });
    for (int i = 0; i < n; i++) {
      if (seen.get(i) != 1) {
        return false;
      }
    }
    return true;
  }
}
