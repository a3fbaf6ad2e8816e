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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void anOpenFileGivesItsTensorsOneByOne(@TempDir Path folder) {
    Path file = folder.resolve("a.safetensors");
    Safetensors.save(file, Map.of("w", Nabla.arange(3.0), "b", Nabla.tensor(1L, 2L)), Map.of("epoch", "3"));
    Safetensors open = Safetensors.open(file);
    assertThat(open.names()).containsExactlyInAnyOrder("w", "b");
    assertThat(open.metadata()).containsEntry("epoch", "3");
    assertThat(open.get("b").toLongArray()).containsExactly(1, 2);
    assertThatThrownBy(() -> open.get("c")).isInstanceOf(FormatError.class).hasMessageContaining("\"c\"");
  }

  /** One unknown type costs that tensor alone. */
  @Test
  void aTypeThatTensorsDoNotHaveIsAnErrorOnlyWhenAskedFor(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.safetensors");
    Files.write(file, file("{\"q\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]},"
        + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8));
    Safetensors open = Safetensors.open(file);
    assertThat(open.get("w").toDoubleArray()).containsExactly(0);
    assertThatThrownBy(() -> open.get("q")).isInstanceOf(FormatError.class).hasMessageContaining("F8_E4M3");
  }

  private static byte[] file(String header, int elements) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + elements).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json)
        .array();
  }

  private static String entry(String name, String shape, long begin, long end) {
    return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end + "]}";
  }

  static Stream<Arguments> badHeaders() {
    return Stream.of(
        Arguments.of("a gap", "{" + entry("a", "[1]", 0, 4) + "," + entry("b", "[1]", 8, 12) + "}", 12, "without gaps"),
        Arguments.of("shared bytes", "{" + entry("a", "[2]", 0, 8) + "," + entry("b", "[1]", 4, 8) + "}", 8,
            "without gaps"),
        Arguments.of("bytes left over", "{" + entry("a", "[1]", 0, 4) + "}", 8, "end with the file"),
        Arguments.of("beyond the end", "{" + entry("a", "[4]", 0, 16) + "}", 8, "end with the file"),
        Arguments.of("another size", "{" + entry("a", "[3]", 0, 8) + "}", 8, "expected 12 bytes"),
        Arguments.of("a negative size", "{" + entry("a", "[-1]", 0, 8) + "}", 8, "fewer than 2^31"),
        Arguments.of("a huge shape", "{" + entry("a", "[65536,65536]", 0, 8) + "}", 8, "fewer than 2^31"),
        Arguments.of("a number of 30 digits", "{" + entry("a", "[" + "9".repeat(30) + "]", 0, 8) + "}", 8, "JSON"),
        Arguments.of("two of a name", "{" + entry("a", "[1]", 0, 4) + "," + entry("a", "[1]", 4, 8) + "}", 8, "JSON"),
        Arguments.of("a real number", "{" + entry("a", "[1.0]", 0, 4) + "}", 4, "VALUE_NUMBER_INT"),
        Arguments.of("deep nesting", "{\"a\":" + "[".repeat(100_000), 0, "START_OBJECT"),
        Arguments.of("more after it", "{}{}", 0, "end of the header"), Arguments.of("a list", "[]", 0, "START_OBJECT"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badHeaders")
  void otherHeadersAreErrors(String name, String header, int elements, String expected) {
    assertThatThrownBy(() -> Safetensors.read(Source.of("a.safetensors", file(header, elements)))).as(name)
        .isInstanceOf(FormatError.class).hasMessageStartingWith("a.safetensors, byte ").hasMessageContaining(expected);
  }
}
