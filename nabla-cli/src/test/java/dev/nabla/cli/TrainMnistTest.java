package dev.nabla.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.io.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command that trains, on a handful of images. */
class TrainMnistTest {
  @TempDir Path folder;

  private Path data;

  private record Result(int status, String out, String err) {}

  private Result train(String... more) {
    List<String> args = new ArrayList<>(
        List.of("train", "mnist", "--data", data.toString(), "--batch", "8", "--threads", "1"));
    args.addAll(Arrays.asList(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine nabla = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int status = nabla.execute(args.toArray(new String[0]));
    return new Result(status, out.toString(), err.toString());
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
  void aResumedTrainingEndsWhereAnUninterruptedOneDoes() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    // The learning rate falls with the number of epochs asked for, so the interrupted one asks for two as well and is cut off.
    assertThat(train("--epochs", "2", "--output", whole.toString()).status()).isZero();
    assertThat(train("--epochs", "2", "--output", parts.toString()).status()).isZero();
    assertThat(weights(parts)).isEqualTo(weights(whole));
    Result first = train("--epochs", "1", "--output", folder.resolve("one").toString());
    assertThat(first.out().lines().reduce((a, b) -> b).orElseThrow()).matches("test accuracy: \\d\\.\\d{4}");
    Result more = train("--epochs", "2", "--resume", "--output", folder.resolve("one").toString());
    assertThat(more.status()).isZero();
    assertThat(more.out()).contains("epoch 2/2: training loss").doesNotContain("epoch 1/2: training loss");
    assertThat(
        Files.readAllLines(folder.resolve("one/metrics.jsonl")).stream().filter(l -> l.contains("test_accuracy")))
        .hasSize(2);
    assertThat(folder.resolve("one/best.safetensors")).exists();
  }

  private static String weights(Path run) {
    return Safetensors.load(run.resolve("last.safetensors")).tensors().get("model.fc2.weight").toString();
  }

  @Test
  void aBadFileGetsOneLineAndStatus2AndCostsNoCheckpoint() throws IOException {
    Path output = folder.resolve("run");
    assertThat(train("--epochs", "1", "--output", output.toString()).status()).isZero();
    byte[] checkpoint = Files.readAllBytes(output.resolve("last.safetensors"));
    Path images = data.resolve("t10k-images-idx3-ubyte");
    byte[] good = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(good, good.length / 2));
    Result cut = train("--epochs", "2", "--resume", "--output", output.toString());
    assertThat(cut.status()).isEqualTo(2);
    assertThat(cut.err().strip().lines()).hasSize(1);
    assertThat(cut.err()).contains("truncated");
    Result fresh = train("--epochs", "1", "--output", output.toString());
    assertThat(fresh.status()).isEqualTo(2);
    assertThat(Files.readAllBytes(output.resolve("last.safetensors"))).isEqualTo(checkpoint);
    Files.delete(images);
    assertThat(train("--output", output.toString()).status()).isEqualTo(2);
    Files.write(images, good);
    Files.write(output.resolve("last.safetensors"), Arrays.copyOf(checkpoint, 1000));
    Result broken = train("--epochs", "2", "--resume", "--output", output.toString());
    assertThat(broken.status()).isEqualTo(2);
    assertThat(broken.err()).contains("last.safetensors");
  }

  @Test
  void anEarlierTrainingIsSetAsideNotOverwritten() throws IOException {
    Path output = folder.resolve("run");
    assertThat(train("--epochs", "1", "--output", output.toString()).status()).isZero();
    byte[] before = Files.readAllBytes(output.resolve("last.safetensors"));
    assertThat(train("--epochs", "1", "--seed", "5", "--output", output.toString()).status()).isZero();
    assertThat(Files.readAllBytes(output.resolve("previous-1/last.safetensors"))).isEqualTo(before);
  }

  @Test
  void senselessOptionsAreRefused() {
    assertThat(train("--epochs", "0").status()).isEqualTo(2);
    assertThat(train("--lr", "-1").err()).contains("--lr");
    assertThat(train("--resume", "--output", folder.resolve("nothing").toString()).err()).contains("nothing to resume");
    assertThat(folder.resolve("nothing")).doesNotExist();
  }
}
