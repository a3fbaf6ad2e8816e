package dev.nabla.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IDX files and drawn digits. */
class DataTest {
  private static byte[] idx(int type, byte[] elements, int... dims) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(type << 8 | dims.length);
    for (int d : dims) {
      out.writeInt(d);
    }
    out.write(elements);
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream z = new GZIPOutputStream(out)) {
      z.write(bytes);
    }
    return out.toByteArray();
  }

  private static void write(Path folder, String set, int n) throws IOException {
    byte[] pixels = new byte[n * 4];
    byte[] labels = new byte[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (byte) (i % 10);
    }
    pixels[0] = (byte) 255;
    Files.write(folder.resolve(set + "-images-idx3-ubyte.gz"), gzip(idx(8, pixels, n, 2, 2)));
    Files.write(folder.resolve(set + "-labels-idx1-ubyte"), idx(8, labels, n));
  }

  @Test
  void readsGzippedAndPlainFilesAndSplitsALoneSet(@TempDir Path folder) throws IOException {
    write(folder, "t10k", 10);
    Mnist m = Mnist.load(folder);
    assertThat(m.train().size()).isEqualTo(8);
    assertThat(m.test().size()).isEqualTo(2);
    assertThat(m.train().inputs().shape()).hasToString("[8, 1, 2, 2]");
    assertThat(m.train().inputs().get(0, 0, 0, 0).item()).isCloseTo((1 - 0.1307) / 0.3081,
        org.assertj.core.data.Offset.offset(1e-6));
    assertThat(m.test().targets()).hasToString("tensor([8, 9])");
    write(folder, "train", 20);
    assertThat(Mnist.load(folder).train().size()).isEqualTo(20);
    assertThat(Mnist.load(folder).test().size()).isEqualTo(10);
  }

  @Test
  void aDamagedFileIsNamedInOneLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("f");
    byte[] good = idx(8, new byte[12], 3, 2, 2);
    Files.write(file, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> Idx.read(file, 3)).isInstanceOf(DataException.class).hasMessageContaining("truncated")
        .hasMessageNotContaining("\n");
    Files.write(file, Arrays.copyOf(good, 6));
    assertThatThrownBy(() -> Idx.read(file, 3)).hasMessageContaining("truncated");
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> Idx.read(file, 3)).hasMessageContaining("longer");
    Files.write(file, idx(13, new byte[12], 3, 2, 2));
    assertThatThrownBy(() -> Idx.read(file, 3)).hasMessageContaining("not an IDX file");
    Files.write(file, good);
    assertThatThrownBy(() -> Idx.read(file, 1)).hasMessageContaining("3 axes where 1 are expected");
    byte[] zipped = gzip(good);
    Files.write(file, Arrays.copyOf(zipped, zipped.length - 9));
    assertThatThrownBy(() -> Idx.read(file, 3)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Idx.read(folder.resolve("none"), 3)).hasMessageContaining("no such file");
    assertThatThrownBy(() -> Mnist.load(folder.resolve("none"))).hasMessageContaining("no such folder");
    assertThatThrownBy(() -> Mnist.load(folder)).hasMessageContaining("holds no MNIST files");
    write(folder, "train", 20);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(8, new byte[19], 19));
    assertThatThrownBy(() -> Mnist.load(folder)).hasMessageContaining("19 labels for the 20 images");
    byte[] wrong = new byte[20];
    wrong[7] = 11;
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(8, wrong, 20));
    assertThatThrownBy(() -> Mnist.load(folder)).hasMessageContaining("label 11");
  }

  @Test
  void theSameSeedDrawsTheSameDigits() {
    Tensor a = new StrokeDigits(3).draw(20).inputs();
    assertThat(new StrokeDigits(3).draw(20).inputs().equal(a)).isTrue();
    assertThat(new StrokeDigits(4).draw(20).inputs().equal(a)).isFalse();
    assertThat(new StrokeDigits(3).draw(20).targets().get("8:12")).hasToString("tensor([8, 9, 0, 1])");
  }
}
