package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.cli.TrainingCommand.Result;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that trains, on a handful of images: four steps an epoch. */
class TrainMnistTest {
  @TempDir Path folder;

  private Path data;

  private Result train(String... more) {
    return TrainingCommand.of("mnist", "--data", data.toString(), "--batch", "8").run(more);
  }

  private static void idx(Path file, byte[] elements, int... dims) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(8 << 8 | dims.length);
    for (int d : dims) {
      out.writeInt(d);
    }
    out.write(elements);
    Files.write(file, bytes.toByteArray());
  }

  @BeforeEach
  void fewImages() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    int n = 40;
    byte[] pixels = new byte[n * 28 * 28];
    new Random(1).nextBytes(pixels);
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (i % 10);
    }
    idx(data.resolve("t10k-images-idx3-ubyte"), pixels, n, 28, 28);
    idx(data.resolve("t10k-labels-idx1-ubyte"), labels, n);
  }

  @Test
  void anInterruptedTrainingGoesOnToTheSameBitsAsAnUnbrokenOne() throws Exception {
    TrainingCommand train = TrainingCommand.of("mnist", "--data", data.toString(), "--batch", "8", "--epochs", "8",
        "--eval-interval", "15");
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    assertThat(train.run("--out", whole.toString()).status()).isZero();
    // The first evaluation and seven steps: in the middle of the second epoch, between two evaluations.
    String printed = train.interrupt(parts, 8, "--out", parts.toString());
    assertThat(printed).contains("interrupted after step", "--resume");
    assertThat(TrainingCommand.checkpoint(parts)).isNotEqualTo(TrainingCommand.checkpoint(whole));
    Result rest = train.run("--resume", "--out", parts.toString());
    assertThat(rest.status()).isZero();
    assertThat(rest.out()).contains("step 32/32: test accuracy").doesNotContain("step 0/32");
    assertThat(TrainingCommand.checkpoint(parts)).isEqualTo(TrainingCommand.checkpoint(whole));
    assertThat(losses(parts)).isEqualTo(losses(whole)).hasSize(32);
    assertThat(Files.readAllBytes(parts.resolve("best.safetensors")))
        .isEqualTo(Files.readAllBytes(whole.resolve("best.safetensors")));
  }

  private static List<String> losses(Path run) throws IOException {
    return TrainingCommand.metrics(run).stream().filter(l -> l.contains("\"loss\"")).toList();
  }

  @Test
  void theFolderHoldsWeightsMetricsEventsAndAPicture() throws IOException {
    Path output = folder.resolve("run");
    Result result = train("--epochs", "1", "--out", output.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out().lines().reduce((a, b) -> b).orElseThrow()).matches("test accuracy: \\d\\.\\d{4}");
    List<String> metrics = TrainingCommand.metrics(output);
    assertThat(metrics).hasSize(6); // four steps, evaluations before and after
    assertThat(metrics.get(0)).startsWith("{\"step\":0,\"test_accuracy\":");
    assertThat(metrics.get(1)).matches("\\{\"step\":1,\"loss\":\\d.*,\"lr\":0.001}");
    assertThat(metrics.get(5)).startsWith("{\"step\":4,\"test_accuracy\":").contains("test_loss", "mean_loss",
        "images_per_second");
    assertThat(output.resolve("best.safetensors")).exists();
    if (Files.exists(output.resolve("loss.png"))) { // not drawn on machines without fonts
      assertThat(ImageIO.read(output.resolve("loss.png").toFile()).getWidth()).isEqualTo(900);
    } else {
      assertThat(result.out()).contains("loss curve: not drawn");
    }
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.filter(p -> p.getFileName().toString().startsWith("events.out.tfevents."))).hasSize(1);
    }
  }

  @Test
  void aBadFileGetsOneLineAndStatus2AndCostsNoCheckpoint() throws IOException {
    Path output = folder.resolve("run");
    assertThat(train("--epochs", "1", "--out", output.toString()).status()).isZero();
    byte[] checkpoint = Files.readAllBytes(output.resolve("last.pt"));
    Path images = data.resolve("t10k-images-idx3-ubyte");
    byte[] good = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(good, good.length / 2));
    Result cut = train("--epochs", "2", "--resume", "--out", output.toString());
    assertThat(cut.status()).isEqualTo(2);
    assertThat(cut.err().strip().lines()).hasSize(1);
    assertThat(cut.err()).contains("truncated");
    Result fresh = train("--epochs", "1", "--out", output.toString());
    assertThat(fresh.status()).isEqualTo(2);
    assertThat(Files.readAllBytes(output.resolve("last.pt"))).isEqualTo(checkpoint);
    Files.delete(images);
    assertThat(train("--out", output.toString()).status()).isEqualTo(2);
    Files.write(images, good);
    Files.write(output.resolve("last.pt"), Arrays.copyOf(checkpoint, 1000));
    Result broken = train("--epochs", "2", "--resume", "--out", output.toString());
    assertThat(broken.status()).isEqualTo(2);
    assertThat(broken.err()).contains("last.pt");
  }

  @Test
  void anEarlierTrainingIsSetAsideNotOverwritten() throws IOException {
    Path output = folder.resolve("run");
    assertThat(train("--steps", "2", "--out", output.toString()).status()).isZero();
    byte[] before = Files.readAllBytes(output.resolve("last.pt"));
    assertThat(train("--steps", "2", "--seed", "5", "--out", output.toString()).status()).isZero();
    assertThat(Files.readAllBytes(output.resolve("previous-1/last.pt"))).isEqualTo(before);
    assertThat(output.resolve("previous-1/metrics.jsonl")).exists();
  }

  @Test
  void quietMeansTheResultOnly() {
    Result quiet = train("--steps", "1", "--quiet", "--out", folder.resolve("run").toString());
    assertThat(quiet.out().strip()).matches("test accuracy: \\d\\.\\d{4}");
  }

  @Test
  void aFinishedTrainingIsNotProlongedUnlessAsked() throws IOException {
    String output = folder.resolve("run").toString();
    train("--steps", "2", "--out", output);
    int lines = TrainingCommand.metrics(Path.of(output)).size();
    Result again = train("--steps", "2", "--resume", "--out", output);
    assertThat(again.out()).contains("has 2 steps already").contains("test accuracy: ");
    assertThat(TrainingCommand.metrics(Path.of(output))).hasSize(lines);
    assertThat(train("--steps", "3", "--resume", "--out", output).out()).contains("step 3/3");
  }

  @Test
  void senselessOptionsAreRefused() {
    assertThat(train("--epochs", "0").status()).isEqualTo(2);
    assertThat(train("--lr", "-1").err()).contains("--lr");
    assertThat(train("--steps", "3", "--epochs", "3").err()).contains("--steps and --epochs");
    assertThat(train("--resume", "--out", folder.resolve("nothing").toString()).err()).contains("nothing to resume");
    assertThat(folder.resolve("nothing")).doesNotExist();
    String output = folder.resolve("run").toString();
    assertThat(train("--steps", "1", "--out", output).status()).isZero();
    assertThat(train("--steps", "2", "--seed", "7", "--resume", "--out", output).err()).contains("--seed 0, not 7");
  }
}
