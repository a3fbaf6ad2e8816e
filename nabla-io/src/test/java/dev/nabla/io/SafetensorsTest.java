package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors survive the way through a file; damaged files are told in one line. */
class SafetensorsTest {
  @Test
  void everyTypeAndLayoutComesBack(@TempDir Path folder) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType d : DType.values()) {
      tensors.put(d.toString(), Nabla.arange(6).reshape(2, 3).to(d));
    }
    tensors.put("transposed", Nabla.arange(6.0).reshape(2, 3).t());
    tensors.put("slice", Nabla.arange(6.0).get("2:4"));
    tensors.put("scalar", Nabla.tensor(2.5));
    tensors.put("empty", Nabla.zeros(0, 3));
    Path file = folder.resolve("a.safetensors");
    Safetensors.save(file, tensors, Map.of("epoch", "3"));
    Safetensors.Content c = Safetensors.load(file);
    assertThat(c.metadata()).containsExactly(Map.entry("epoch", "3"));
    assertThat(c.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    tensors.forEach((name, t) -> {
      assertThat(c.tensors().get(name).type()).isEqualTo(t.type());
      assertThat(c.tensors().get(name).equal(t)).as(name).isTrue();
    });
    assertThat(folder.toFile().list()).containsExactly("a.safetensors");
  }

  @Test
  void readsAFileWrittenByHandToTheFormat(@TempDir Path folder) throws IOException {
    byte[] header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong(header.length).put(header).putFloat(1.5f).putFloat(-2f);
    Path file = Files.write(folder.resolve("hand.safetensors"), b.array());
    assertThat(Safetensors.load(file).tensors().get("w")).hasToString("tensor([ 1.5000, -2.0000])");
  }

  @Test
  void aDamagedFileIsToldInOneLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.safetensors");
    assertThatThrownBy(() -> Safetensors.load(file)).hasMessageContaining("no such file");
    Safetensors.save(file, Map.of("w", Nabla.ones(100)), Map.of());
    byte[] good = Files.readAllBytes(file);
    for (int n : new int[] {0, 5, 20, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, n));
      assertThatThrownBy(() -> Safetensors.load(file)).as("first %s bytes", n).isInstanceOf(FormatError.class)
          .hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
    }
    good[9] = 'x';
    Files.write(file, good);
    assertThatThrownBy(() -> Safetensors.load(file)).isInstanceOf(FormatError.class);
  }
}
