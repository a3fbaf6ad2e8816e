package dev.nabla.examples;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.DataLoader;
import dev.nabla.data.Dataset;
import dev.nabla.data.Example;
import dev.nabla.data.LoaderOptions;
import dev.nabla.data.StrokeDigits;
import dev.nabla.data.Subset;
import dev.nabla.data.image.ImageTransforms;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Sequential;
import dev.nabla.optim.Adam;
import java.util.List;
import java.util.Locale;

/** Digits split at random, moved about at random for training, loaded in the background, and classified by one linear layer. */
public final class DataLoading {
  private DataLoading() {}

  /** Runs the program. */
  public static void main(String[] args) {
    Nabla.manualSeed(0);
    List<Subset<Example>> parts = new StrokeDigits(1).draw(2000).randomSplit(0.8, 0.2);
    Dataset<Example> moved = parts.get(0).map(Example.onInput(ImageTransforms.randomCrop(28, 2)));
    DataLoader<Example> training = new DataLoader<>(moved,
        LoaderOptions.DEFAULT.withBatchSize(32).withShuffle(true).withWorkers(2));
    DataLoader<Example> test = new DataLoader<>(parts.get(1), 100);

    Sequential model = new Sequential(new Flatten(), new Linear(28 * 28, 10));
    Adam optimizer = new Adam(model.parameters(), 1e-3);
    for (int epoch = 1; epoch <= 3; epoch++) {
      for (Example batch : training) {
        optimizer.zeroGrad();
        Tensor loss = F.crossEntropy(model.forward(batch.input()), batch.target());
        loss.backward();
        optimizer.step();
      }
      long right = 0;
      try (var _ = Nabla.noGrad()) {
        for (Example batch : test) {
          right += model.forward(batch.input()).argmax(1).eq(batch.target()).sum().itemLong();
        }
      }
      System.out.printf(Locale.ROOT, "epoch %d: %.2f of the test images are recognised%n", epoch, right / 400.0);
    }
  }
}
