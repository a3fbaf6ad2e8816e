package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.kernel.Generator;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Module;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training goes on where it was. */
class TrainingCheckpointTest {
  @TempDir Path folder;

  @Test
  void allPartsComeBack() {
    Path file = folder.resolve("run.pt");
    Module model = new Linear(2, 3);
    Generator generator = new Generator(5);
    TrainingCheckpoint checkpoint = new TrainingCheckpoint().with("model", model).with("generator", generator);
    assertThat(checkpoint.restore(file)).isEmpty();
    checkpoint.save(file, 7);
    long[] place = generator.state();

    Module other = new Linear(2, 3);
    Generator another = new Generator(6);
    long[] epoch = {0};
    TrainingCheckpoint resumed = new TrainingCheckpoint().with("model", other).with("generator", another);
    assertThat(resumed.restore(file)).hasValue(7);
    assertThat(another.state()).isEqualTo(place);
    model.stateDict().forEach((name, t) -> assertThat(other.stateDict().get(name).equal(t)).as(name).isTrue());
    assertThatThrownBy(() -> new TrainingCheckpoint().with("model", other).restore(file))
        .isInstanceOf(FormatError.class)
        .hasMessageContaining("[model]").hasMessageContaining("[model, generator]");

    TrainingCheckpoint counting = new TrainingCheckpoint().with("data", () -> Map.of("epoch", epoch[0]),
        state -> epoch[0] = state.get("epoch"));
    epoch[0] = 4;
    counting.save(file, 8);
    epoch[0] = 0;
    assertThat(counting.restore(file)).hasValue(8);
    assertThat(epoch[0]).isEqualTo(4);
  }

  @Test
  void anotherFileIsNoCheckpoint() {
    Path file = folder.resolve("weights.pt");
    Torch.save(new Linear(1, 1).stateDict(), file);
    assertThatThrownBy(() -> new TrainingCheckpoint().restore(file)).isInstanceOf(FormatError.class)
        .hasMessageContaining("[weight, bias]");
    Torch.save(Map.of("nabla_checkpoint", 99, "step", 1), file);
    assertThatThrownBy(() -> new TrainingCheckpoint().restore(file)).hasMessageContaining("newer");
  }
}
