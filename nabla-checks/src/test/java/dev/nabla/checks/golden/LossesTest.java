package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.BatchNorm2d;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.GELU;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.Linear;
import dev.nabla.nn.MaxPool2d;
import dev.nabla.nn.Module;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.Sequential;
import dev.nabla.nn.SiLU;
import dev.nabla.nn.Tanh;
import dev.nabla.nn.Transformer;
import dev.nabla.nn.TransformerEncoder;
import dev.nabla.nn.TransformerEncoderLayer;
import dev.nabla.nn.TransformerOptions;
import dev.nabla.optim.Adam;
import dev.nabla.optim.AdamW;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.SGD;
import dev.nabla.type.DType;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The same model, seed and order of data give the losses of PyTorch over a hundred steps. */
class LossesTest {
  private record Lesson(Module model, Optimizer optimizer, Tensor x, Tensor target) {}

  /** In float64, to nine digits. */
  @TestFactory
  Stream<DynamicTest> inFloat64() {
    return Recorded.entries("losses").map(c -> DynamicTest.dynamicTest(c.id(), () -> {
      double[] recorded = Recorded.numbers(c, "float64");
      double[] got = losses(c.id(), DType.FLOAT64, recorded.length);
      for (int i = 0; i < got.length; i++) {
        assertThat(got[i]).as("step " + i).isCloseTo(recorded[i], within(1e-9 * recorded[i]));
      }
    }));
  }

  /** In float32, where each step enlarges what was rounded before: as far from PyTorch as its own float32 is from its float64, times ten. */
  @TestFactory
  Stream<DynamicTest> inFloat32() {
    return Recorded.entries("losses").map(c -> DynamicTest.dynamicTest(c.id(), () -> {
      double[] recorded = Recorded.numbers(c, "float32");
      double[] own = Recorded.numbers(c, "rounding");
      double rounding = 1e-6;
      double[] got = losses(c.id(), DType.FLOAT32, recorded.length);
      for (int i = 0; i < got.length; i++) {
        rounding = Math.max(rounding, own[i]);
        assertThat(got[i]).as("step " + i).isCloseTo(recorded[i], within(10 * rounding * recorded[i]));
      }
    }));
  }

  private static double[] losses(String id, DType dtype, int steps) {
    DType before = Nabla.defaultDType();
    try {
      Nabla.setDefaultDType(dtype);
      Nabla.manualSeed(1234);
      Lesson lesson = switch (id) {
        case "images" -> images();
        case "numbers" -> numbers();
        default -> characters();
      };
      double[] out = new double[steps];
      Tensor order = Nabla.randperm(64);
      for (int i = 0; i < steps; i++) {
        order = i == 0 || i % 4 != 0 ? order : Nabla.randperm(64);
        out[i] = step(lesson, order.narrow(0, i % 4 * 16, 16));
      }
      return out;
    } finally {
      Nabla.setDefaultDType(before);
    }
  }

  private static double step(Lesson l, Tensor batch) {
    Tensor y = l.model.call(l.x.indexSelect(0, batch));
    Tensor target = l.target.indexSelect(0, batch);
    Tensor loss = target.dtype().isFloating()
        ? F.mseLoss(y, target)
        : F.crossEntropy(y.flatten(0, -2), target.flatten(0, -1));
    l.optimizer.zeroGrad();
    loss.backward();
    l.optimizer.step();
    return loss.item();
  }

  private static Lesson images() {
    Tensor x = Nabla.rand(64, 1, 8, 8);
    Tensor target = Nabla.randint(0, 5, 64);
    Module model = new Sequential(new Conv2d(1, 6, 3, 1, 1), new BatchNorm2d(6), new ReLU(), new MaxPool2d(2),
        new Conv2d(6, 8, 3), new GELU(), new Flatten(), new Linear(32, 5));
    return new Lesson(model, new SGD(model.parameters(), 0.05).momentum(0.9).weightDecay(1e-3), x, target);
  }

  private static Lesson numbers() {
    Tensor x = Nabla.rand(64, 6);
    Tensor target = x.narrow(1, 0, 1).mul(x.narrow(1, 1, 1));
    Module model = new Sequential(new Linear(6, 24), new Tanh(), new LayerNorm(24), new Linear(24, 24), new SiLU(),
        new Linear(24, 1));
    return new Lesson(model, new Adam(model.parameters(), 0.01), x, target);
  }

  private static Lesson characters() {
    Tensor text = Nabla.randint(0, 11, 64, 9);
    Module model = new Characters();
    return new Lesson(model, new AdamW(model.parameters(), 3e-3), text.narrow(1, 0, 8), text.narrow(1, 1, 8));
  }

  /** A small transformer that predicts the next of 11 characters. */
  private static final class Characters extends Module {
    private final Embedding embedding = register("embedding", new Embedding(11, 16));
    private final Embedding position = register("position", new Embedding(8, 16));
    private final TransformerEncoder encoder = register("encoder", new TransformerEncoder(
        new TransformerEncoderLayer(16, 4, TransformerOptions.DEFAULT.withFeedforward(32).withDropout(0)
            .withActivation(F::gelu).withBatchFirst().withNormFirst()),
        2, new LayerNorm(16)));
    private final Linear head = register("head", new Linear(16, 11));

    @Override
    public Tensor forward(Tensor x) {
      Tensor y = embedding.forward(x).add(position.forward(Nabla.arange(8)));
      return head.forward(encoder.forward(y, Transformer.generateSquareSubsequentMask(8), null, false));
    }
  }
}
