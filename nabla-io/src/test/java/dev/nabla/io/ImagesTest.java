package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Tensor;
import dev.nabla.data.DataException;
import dev.nabla.data.DataLoader;
import dev.nabla.data.Example;
import dev.nabla.data.LoaderOptions;
import dev.nabla.data.image.ImageTransforms;
import dev.nabla.data.text.CharTokenizer;
import dev.nabla.data.text.TextLines;
import dev.nabla.data.text.TokenWindows;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image files, folders of them, and texts, as examples. */
class ImagesTest {
  @TempDir Path folder;

  private Path image(String name, int type, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, rgb);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())).isTrue();
    return file;
  }

  @Test
  void coloursAndGreyLevelsAreTheFilesOwn() throws IOException {
    Tensor x = Images.read(image("a.png", BufferedImage.TYPE_INT_RGB, 3, 2, 0x102030));
    assertThat(x.shape()).hasToString("[3, 2, 3]");
    assertThat(x.toIntArray()).containsExactly(16, 16, 16, 16, 16, 16, 32, 32, 32, 32, 32, 32, 48, 48, 48, 48, 48, 48);
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 128);
    grey.getRaster().setSample(1, 0, 0, 7);
    Path file = folder.resolve("grey.png");
    ImageIO.write(grey, "png", file.toFile());
    assertThat(Images.read(file).toIntArray()).containsExactly(128, 7, 128, 7, 128, 7);
    assertThat(Images.read(image("b.bmp", BufferedImage.TYPE_INT_RGB, 1, 1, 0xFF8001)).toIntArray())
        .containsExactly(255, 128, 1);
    assertThat(Images.read(image("c.png", BufferedImage.TYPE_INT_ARGB, 1, 1, 0x80FF8001)).toIntArray())
        .as("transparency is passed over").containsExactly(255, 128, 1);
  }

  @Test
  void aFolderForEachClassIsADataSet() throws IOException {
    image("root/dog/2.png", BufferedImage.TYPE_INT_RGB, 8, 4, 0x0000FF);
    image("root/cat/b.png", BufferedImage.TYPE_INT_RGB, 4, 4, 0xFF0000);
    image("root/cat/a.PNG", BufferedImage.TYPE_INT_RGB, 6, 9, 0x00FF00);
    Files.writeString(folder.resolve("root/dog/notes.txt"), "no image");
    ImageFolder data = new ImageFolder(folder.resolve("root"));
    assertThat(data.classes()).containsExactly("cat", "dog");
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.file(0).getFileName()).hasToString("a.PNG");
    Example b = new DataLoader<>(data.map(Example.onInput(ImageTransforms.resize(4).then(ImageTransforms.centerCrop(4))
        .then(ImageTransforms.toFloat()))), LoaderOptions.DEFAULT.withBatchSize(3).withWorkers(2)).iterator().next();
    assertThat(b.input().shape()).hasToString("[3, 3, 4, 4]");
    assertThat(b.target()).hasToString("tensor([0, 0, 1])");
    assertThat(b.input().select(0, 2).mean(new int[] {1, 2}).toFloatArray()).containsExactly(0, 0, 1);
    Files.createDirectories(folder.resolve("root/empty"));
    assertThatThrownBy(() -> new ImageFolder(folder.resolve("root"))).hasMessageContaining("empty: holds no images");
    assertThatThrownBy(() -> new ImageFolder(folder.resolve("root/empty"))).hasMessageContaining("holds no folders");
    assertThatThrownBy(() -> new ImageFolder(folder.resolve("none"))).isInstanceOf(DataException.class);
  }

  @Test
  void damagedFilesGiveErrorsThatNameThem() throws IOException {
    Random random = new Random(1);
    for (String name : List.of("x.png", "x.jpg", "x.bmp", "x.gif", "x.tiff")) {
      Path file = image(name, BufferedImage.TYPE_INT_RGB, 20, 20, 0x336699);
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < 100; i++) {
        byte[] bad = Arrays.copyOf(good, random.nextInt(3) == 0 ? random.nextInt(good.length) : good.length);
        for (int k = random.nextInt(5); k > 0 && bad.length > 0; k--) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        Files.write(file, bad);
        try {
          assertThat(Images.read(file).size(0)).isEqualTo(3);
        } catch (DataException e) {
          assertThat(e).hasMessageContaining(name).hasMessageNotContaining("\n");
        }
      }
    }
    Files.writeString(folder.resolve("text.png"), "hello");
    assertThatThrownBy(() -> Images.read(folder.resolve("text.png"))).hasMessageContaining("not an image");
    assertThatThrownBy(() -> Images.read(folder.resolve("none.png"))).hasMessageContaining("no such file");
  }

  @Test
  void aFewBytesThatClaimAHugeImageAreNotBelieved() throws IOException {
    Path file = image("x.png", BufferedImage.TYPE_INT_RGB, 2, 2, 0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[18] = (byte) 200; // the width, then the height: 200 * 256 + 2
    bytes[22] = (byte) 200;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Images.read(file)).isInstanceOf(DataException.class).hasMessageContaining("pixels");
  }

  @Test
  void linesAndWindowsOfTextAreExamples() throws IOException {
    Path file = Files.writeString(folder.resolve("lines.txt"), "one\ntwo\n\nthree");
    List<String> lines = new ArrayList<>();
    new DataLoader<>(new TextLines(file), LoaderOptions.DEFAULT.withBatchSize(3).withWorkers(1),
        batch -> String.join("|", batch))
        .forEach(lines::add);
    assertThat(lines).containsExactly("one|two|", "three");
    ByteArrayOutputStream bad = new ByteArrayOutputStream();
    bad.writeBytes(new byte[] {'a', '\n', (byte) 0xFF, '\n'});
    Files.write(file, bad.toByteArray());
    assertThatThrownBy(() -> new TextLines(file).forEach(lines::add)).isInstanceOf(DataException.class)
        .hasMessageContaining("lines.txt").hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> new TextLines(folder.resolve("none")).iterator()).hasMessageContaining("none");
    CharTokenizer letters = CharTokenizer.of("abc");
    TokenWindows windows = TokenWindows.of(letters, "abcab", 2);
    Example last = new DataLoader<>(windows, 3).iterator().next();
    assertThat(last.input()).hasToString("tensor([[0, 1],\n        [1, 2],\n        [2, 0]])");
    assertThat(last.target()).hasToString("tensor([[1, 2],\n        [2, 0],\n        [0, 1]])");
    assertThatThrownBy(() -> TokenWindows.of(letters, "ab", 2)).hasMessageContaining("more than 2 tokens");
  }
}
