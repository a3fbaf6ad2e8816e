package dev.nabla.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Generator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, and the threads that load them. */
@Timeout(60)
class DataLoaderTest {
  private static <T> Dataset<T> examples(int n, IntFunction<T> get) {
    return new Dataset<>() {
      @Override
      public int size() {
        return n;
      }

      @Override
      public T get(int index) {
        return get.apply(index);
      }
    };
  }

  private static Dataset<Tensor> numbers(int n) {
    return examples(n, i -> Nabla.tensor((double) i));
  }

  private static LoaderOptions workers(int n) {
    return LoaderOptions.DEFAULT.withBatchSize(4).withWorkers(n);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("nabla-data-")).count();
  }

  /** Waits until no worker is left; the class's time limit is the test. */
  @AfterEach
  void noThreadStays() throws InterruptedException {
    while (threads() > 0) {
      Thread.sleep(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void everyExampleComesOnceAndInOrder(int workers) {
    List<Long> seen = new ArrayList<>();
    for (Tensor b : new DataLoader<>(numbers(50).map(Transform.of(x -> {
      Thread.onSpinWait();
      return x.mul(2);
    })), workers(workers))) {
      for (long v : b.toLongArray()) {
        seen.add(v);
      }
    }
    assertThat(seen).hasSize(50).isSorted().endsWith(98L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void randomTransformsAreTheSameForASeedWhateverTheWorkers(int workers) {
    Transform<Tensor, Tensor> noisy = (x, random) -> x.add(Nabla.rand(random, Nabla.FLOAT32, 3));
    Nabla.manualSeed(11);
    List<String> alone = texts(new DataLoader<>(numbers(23).map(noisy), workers(0).withShuffle(true)));
    Nabla.manualSeed(11);
    DataLoader<Tensor> loader = new DataLoader<>(numbers(23).map(noisy), workers(workers).withShuffle(true));
    assertThat(texts(loader)).isEqualTo(alone);
    assertThat(texts(loader)).as("the next pass has others").isNotEqualTo(alone);
    Nabla.manualSeed(11);
    List<String> rest = new ArrayList<>();
    loader.iteratorFrom(2).forEachRemaining(b -> rest.add(b.toString()));
    assertThat(rest).as("a pass that goes on in the middle").isEqualTo(alone.subList(2, alone.size()));
  }

  private static List<String> texts(DataLoader<Tensor> loader) {
    List<String> texts = new ArrayList<>();
    loader.forEach(b -> texts.add(b.toString()));
    return texts;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void anExceptionComesOutOfTheLoopInItsTurnWithItsCause(int workers) {
    IOException damaged = new IOException("damaged");
    Dataset<Tensor> data = examples(40, i -> {
      if (i == 13) {
        throw new IllegalStateException("cannot read 13", damaged);
      }
      return Nabla.tensor((double) i);
    });
    AtomicInteger batches = new AtomicInteger();
    DataLoader<Tensor> loader = new DataLoader<>(data, workers(workers));
    for (int epoch = 0; epoch < 3; epoch++) {
      batches.set(0);
      assertThatThrownBy(() -> loader.forEach(_ -> batches.incrementAndGet())).isInstanceOf(DataException.class)
          .hasMessageContaining("batch 3").hasMessageContaining("cannot read 13").hasRootCause(damaged);
      assertThat(batches).hasValue(3);
    }
    Pass<Tensor> pass = loader.iteratorFrom(3);
    assertThatThrownBy(pass::hasNext).isInstanceOf(DataException.class);
    assertThat(pass.hasNext()).as("the pass is over").isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anErrorComesOutAsItIs(int workers) {
    Dataset<Tensor> data = examples(8, _ -> {
      throw new StackOverflowError("deep");
    });
    assertThatThrownBy(() -> new DataLoader<>(data, workers(workers)).forEach(_ -> {}))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void workersLoadNoFurtherAheadThanAskedFor() throws InterruptedException {
    Set<Integer> loaded = ConcurrentHashMap.newKeySet();
    Dataset<Tensor> data = examples(1000, i -> {
      loaded.add(i);
      return Nabla.tensor((double) i);
    });
    Pass<Tensor> pass = new DataLoader<>(data, workers(2).withPrefetch(3)).iterator();
    pass.next();
    while (threads() > 0) {
      Thread.sleep(10);
    }
    // One batch that was taken and two workers with three each.
    assertThat(loaded).hasSize((1 + 2 * 3) * 4);
    assertThat(pass.next().toLongArray()).as("workers begin again").containsExactly(4, 5, 6, 7);
    pass.close();
    assertThat(pass.hasNext()).isFalse();
  }

  @Test
  void loopsThatAreLeftEarlyLeaveNoThreads() {
    DataLoader<Tensor> loader = new DataLoader<>(numbers(100), workers(3));
    for (int i = 0; i < 200; i++) {
      for (Tensor b : loader) {
        assertThat(b.size(0)).isEqualTo(4);
        break;
      }
    }
    try (Pass<Tensor> pass = loader.iterator()) {
      assertThat(pass.next().size(0)).isEqualTo(4);
    }
    // noThreadStays waits for the rest.
  }

  @Test
  void manyPassesOverManyWorkersGiveEveryExampleEachTime() {
    DataLoader<Tensor> loader = new DataLoader<>(numbers(97), workers(4).withShuffle(true));
    for (int epoch = 0; epoch < 100; epoch++) {
      double sum = 0;
      for (Tensor b : loader) {
        sum += b.sum().item();
      }
      assertThat(sum).isEqualTo(97 * 96 / 2);
    }
    assertThat(threads()).isLessThan(100);
  }

  @Test
  void workersWorkAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    Dataset<Tensor> data = examples(8, i -> {
      both.countDown();
      try {
        assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Nabla.tensor((double) i);
    });
    assertThat(texts(new DataLoader<>(data, workers(2)))).hasSize(2);
  }

  @Test
  void aThreadThatIsInterruptedWhileItWaitsSaysSo() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Dataset<Tensor> data = examples(8, i -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Nabla.tensor((double) i);
    });
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> new DataLoader<>(data, workers(1)).iterator().next())
        .isInstanceOf(DataException.class).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    never.countDown();
  }

  /** Counts how often a pass over it has been closed. */
  private record Counted(int n, AtomicInteger closed) implements IterableDataset<Tensor> {
    private final class Numbers implements Iterator<Tensor>, AutoCloseable {
      private int at;

      @Override
      public boolean hasNext() {
        return at < n;
      }

      @Override
      public Tensor next() {
        return Nabla.tensor((double) at++);
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }

    @Override
    public Iterator<Tensor> iterator() {
      return new Numbers();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void aStreamIsReadInOrderAndClosedAtItsEnd(int workers) throws InterruptedException {
    AtomicInteger closed = new AtomicInteger();
    Transform<Tensor, Tensor> noisy = (x, random) -> x.add(Nabla.rand(random, Nabla.FLOAT32));
    IterableDataset<Tensor> data = new Counted(10, closed).map(noisy);
    Nabla.manualSeed(2);
    List<String> alone = texts(new DataLoader<>(data, workers(0)));
    Nabla.manualSeed(2);
    assertThat(texts(new DataLoader<>(data, workers(workers)))).isEqualTo(alone).hasSize(3);
    Nabla.manualSeed(2);
    assertThat(texts(new DataLoader<>(data, workers(workers).withDropLast(true)))).isEqualTo(alone.subList(0, 2));
    noThreadStays();
    assertThat(closed).hasValue(3);
    DataLoader<Tensor> loader = new DataLoader<>(data, workers(workers));
    Nabla.manualSeed(2);
    assertThat(loader.iteratorFrom(2).next()).hasToString(alone.get(2));
    assertThatThrownBy(loader::size).hasMessageContaining("count them");
    assertThatThrownBy(() -> new DataLoader<>(data, workers(workers).withShuffle(true)))
        .hasMessageContaining("leave out shuffle");
  }

  @Test
  void batchesAreStackedWhateverTheExamplesAre() {
    Tensor x = Nabla.arange(6).view(3, 2);
    Tensor y = Nabla.arange(3);
    List<Tensor> b = new DataLoader<>(new TensorDataset(x, y), 2).iterator().next();
    assertThat(b.get(0)).hasToString("tensor([[0, 1],\n        [2, 3]])");
    assertThat(b.get(1)).hasToString("tensor([0, 1])");
    b.getFirst().zero_();
    assertThat(x.sum().itemLong()).as("a batch is a copy").isEqualTo(15);
    Example e = new DataLoader<>(new Examples(x, y).map(Example.onInput(Transform.of(t -> t.neg()))), 3).iterator()
        .next();
    assertThat(e.input()).hasToString(x.neg().toString());
    assertThat(e.target().equal(y)).isTrue();
    assertThat(e.size()).isEqualTo(3);
    assertThat(Collate.stack(List.of(Map.of("a", y), Map.of("a", y))).get("a").shape()).hasToString("[2, 3]");
    assertThat(new DataLoader<>(examples(4, i -> "word " + i), LoaderOptions.DEFAULT.withBatchSize(3),
        words -> String.join(",", words)).iterator().next()).isEqualTo("word 0,word 1,word 2");
    Dataset<Tensor> two = numbers(3).concat(numbers(2).map(Transform.of(t -> t.add(10))));
    assertThat(new DataLoader<>(two.subset(4, 0), 2).iterator().next()).hasToString("tensor([11.,  0.])");
  }

  @Test
  void whatCannotBeStackedIsNamed() {
    assertThatThrownBy(() -> Collate.stack(List.of("a", "b"))).hasMessageContaining("cannot stack String");
    assertThatThrownBy(() -> Collate.stack(List.of(Nabla.zeros(2), Nabla.zeros(3)))).hasMessageContaining("[2]")
        .hasMessageContaining("[3]");
    assertThatThrownBy(() -> Collate.stack(List.of(List.of(Nabla.zeros(2)), List.of())))
        .hasMessageContaining("1 and 0");
    assertThatThrownBy(() -> new TensorDataset(Nabla.zeros(2), Nabla.zeros(3))).hasMessageContaining("[[2], [3]]");
    assertThatThrownBy(() -> new Examples(Nabla.zeros(2), Nabla.zeros(3))).hasMessageContaining("[2] and [3]");
  }

  @Test
  void transformsFollowEachOther() {
    Transform<Tensor, Tensor> add = Transform.of(x -> x.add(1));
    Transform<Tensor, Tensor> twice = Transform.compose(add, Transform.of(x -> x.mul(2)));
    assertThat(twice.then(Transform.of(x -> x.item())).apply(Nabla.tensor(3.0), new Generator(1))).isEqualTo(8);
  }
}
