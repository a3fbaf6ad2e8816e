package dev.nabla.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Generator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The orders in which examples are taken are those of PyTorch 2.13 for the same seed; the numbers here were printed by it. */
class SamplersTest {
  private static Dataset<Tensor> numbers(int n) {
    return new Dataset<>() {
      @Override
      public int size() {
        return n;
      }

      @Override
      public Tensor get(int index) {
        return Nabla.tensor((long) index);
      }
    };
  }

  private static String pass(DataLoader<Tensor> loader) {
    StringBuilder text = new StringBuilder();
    loader.forEach(b -> text.append(Arrays.toString(b.toLongArray())));
    return text.toString();
  }

  @Test
  void aShuffledLoaderTakesPyTorchsOrderFromTheDefaultGenerator() {
    Nabla.manualSeed(5);
    DataLoader<Tensor> loader = new DataLoader<>(numbers(11), 4, true);
    assertThat(pass(loader)).isEqualTo("[4, 3, 1, 10][5, 2, 9, 7][0, 6, 8]");
    assertThat(pass(loader)).isEqualTo("[4, 8, 7, 3][10, 1, 6, 0][5, 2, 9]");
    assertThat(Nabla.rand(1).item()).as("the generator stands where PyTorch's does").isEqualTo(0.0332646369934082);
    Nabla.manualSeed(5);
    loader = new DataLoader<>(numbers(11),
        LoaderOptions.DEFAULT.withBatchSize(4).withShuffle(true).withDropLast(true).withWorkers(2));
    assertThat(loader.size()).isEqualTo(2);
    assertThat(pass(loader)).isEqualTo("[4, 3, 1, 10][5, 2, 9, 7]");
    assertThat(pass(loader)).isEqualTo("[4, 8, 7, 3][10, 1, 6, 0]");
    assertThat(Nabla.rand(1).item()).isEqualTo(0.0332646369934082);
  }

  @Test
  void aLongPassIsPyTorchsToo() {
    Nabla.manualSeed(0);
    DataLoader<Tensor> loader = new DataLoader<>(numbers(100_000), 100, true);
    loader.iterator().close();
    long sum = 0;
    long at = 0;
    for (Tensor b : loader) { // the second pass
      for (long v : b.toLongArray()) {
        sum += ++at * v;
      }
    }
    assertThat(sum).isEqualTo(250_358_695_228_906L);
  }

  @Test
  void aLoaderWithItsOwnGeneratorLeavesTheDefaultOneAlone() {
    Nabla.manualSeed(1);
    double before = Nabla.rand(1).item();
    Nabla.manualSeed(1);
    DataLoader<Tensor> loader = new DataLoader<>(numbers(10),
        LoaderOptions.DEFAULT.withBatchSize(5).withShuffle(true).withGenerator(new Generator(7)));
    assertThat(pass(loader)).isEqualTo("[1, 3, 5, 7, 9][4, 6, 2, 8, 0]");
    assertThat(pass(loader)).isEqualTo("[5, 1, 6, 0, 9][7, 8, 4, 3, 2]");
    assertThat(Nabla.rand(1).item()).isEqualTo(before);
  }

  @Test
  void randomSamplersDrawPyTorchsNumbers() {
    Generator g = new Generator(3);
    Sampler again = new RandomSampler(13, true, 40, g);
    assertThat(again.draw()).containsExactly(2, 6, 5, 3, 0, 10, 5, 2, 11, 6, 5, 0, 5, 5, 5, 8, 3, 7, 0, 10, 11, 7, 4,
        11, 10, 0, 8, 1, 12, 0, 2, 8, 12, 8, 1, 2, 2, 11, 10, 0);
    assertThat(again.draw()).startsWith(4, 3, 3, 1, 9);
    Sampler several = new RandomSampler(6, false, 15, g);
    assertThat(several.draw()).containsExactly(3, 5, 4, 1, 2, 0, 4, 5, 1, 2, 3, 0, 0, 1, 2);
    assertThat(several.draw()).containsExactly(1, 2, 0, 3, 5, 4, 5, 3, 2, 4, 0, 1, 4, 2, 1);
  }

  @Test
  void weightedAndSubsetSamplersDrawPyTorchsNumbers() {
    Generator g = new Generator(4);
    Tensor weights = Nabla.tensor(new double[] {.1, .9, .4, .7, 3., .6});
    assertThat(new WeightedRandomSampler(weights, 10, true, g).draw()).containsExactly(4, 4, 1, 5, 5, 4, 4, 4, 1, 4);
    assertThat(new WeightedRandomSampler(weights, 5, false, g).draw()).containsExactly(3, 4, 5, 2, 0);
    assertThat(new SubsetRandomSampler(new int[] {3, 1, 4, 1, 5, 9, 2, 6}, g).draw())
        .containsExactly(2, 4, 5, 6, 3, 1, 1, 9);
    Nabla.manualSeed(1);
    assertThat(pass(new DataLoader<>(numbers(10),
        LoaderOptions.DEFAULT.withBatchSize(3).withSampler(new SubsetRandomSampler(3, 1, 4, 1, 5, 9, 2, 6)))))
        .isEqualTo("[5, 3, 1][2, 6, 1][9, 4]");
  }

  @Test
  void randomSplitIsPyTorchs() {
    List<Subset<Tensor>> parts = numbers(10).randomSplit(new Generator(42), 3, 7);
    assertThat(parts.get(0).indices()).containsExactly(2, 6, 1);
    assertThat(parts.get(1).indices()).containsExactly(8, 4, 5, 0, 9, 3, 7);
    assertThat(parts.get(1).get(2).itemLong()).isEqualTo(5);
    parts = numbers(31).randomSplit(new Generator(42), .3, .3, .4);
    assertThat(parts.get(0).indices()).containsExactly(19, 18, 23, 29, 13, 16, 26, 27, 9, 22);
    assertThat(parts.get(1).indices()).containsExactly(17, 25, 15, 4, 12, 0, 21, 30, 20);
    assertThat(parts.get(2).indices()).containsExactly(3, 10, 7, 2, 1, 5, 6, 24, 28, 14, 8, 11);
  }

  @Test
  void whatMakesNoSenseIsRefusedWithBothValues() {
    assertThatThrownBy(() -> numbers(10).randomSplit(3, 8)).hasMessageContaining("add up to the 10 examples")
        .hasMessageContaining("[3, 8]");
    assertThatThrownBy(() -> numbers(10).randomSplit(.5, .6)).hasMessageContaining("[0.5, 0.6]");
    assertThatThrownBy(() -> numbers(3).subset(0, 3)).hasMessageContaining("no example 3 in a data set of 3");
    assertThatThrownBy(() -> new DataLoader<>(numbers(0), 2, true)).hasMessageContaining("RandomSampler");
    assertThatThrownBy(() -> new DataLoader<>(numbers(3), 0)).hasMessageContaining("got 0");
    LoaderOptions sampled = LoaderOptions.DEFAULT.withSampler(new SequentialSampler(3));
    assertThatThrownBy(() -> sampled.withShuffle(true)).isInstanceOf(DataException.class);
    BatchSampler pairs = BatchSampler.of(new SequentialSampler(4), 2, false);
    assertThatThrownBy(() -> sampled.withBatchSampler(pairs)).isInstanceOf(DataException.class);
    assertThat(pass(new DataLoader<>(numbers(4), LoaderOptions.DEFAULT.withBatchSampler(pairs))))
        .isEqualTo("[0, 1][2, 3]");
  }
}
