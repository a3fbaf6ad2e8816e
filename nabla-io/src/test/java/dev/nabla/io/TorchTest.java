package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Linear;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.Sequential;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PyTorch's files: what was written comes back; what must not be built is not built. */
class TorchTest {
  @TempDir Path folder;

  private @Nullable Object throughAFile(@Nullable Object value) {
    Path file = folder.resolve("value.pt");
    Torch.save(value, file);
    return Torch.load(file);
  }

  @Test
  void valuesComeBack() {
    Map<Object, Object> numbered = new LinkedHashMap<>();
    numbered.put(0L, "a");
    numbered.put(Tuple.of(1L, 2L), false);
    List<@Nullable Object> values = new ArrayList<>(List.of(0L, 255L, 256L, -1L, Long.MIN_VALUE, BigInteger.TWO.pow(70),
        BigInteger.TWO.pow(64).negate(), 2.5, Double.NaN, true, false, "", "Nabla ∇ 😀", Tuple.of(),
        Tuple.of(1L, Tuple.of("x")),
        new ArrayList<>(List.of(1L)), Set.of(3L), numbered, Shape.of(2, 3), Shape.SCALAR, DType.INT16,
        new Device("cpu"), new Device("cuda", 1)));
    values.add(null);
    assertThat(throughAFile(values)).isEqualTo(values);
    assertThat(throughAFile(null)).isNull();
    assertThat(throughAFile(Map.of("a", 1, "b", 1.5f))).isEqualTo(Map.of("a", 1L, "b", 1.5));
    assertThat((byte[]) throughAFile(new byte[] {0, 127, -128, -1})).containsExactly(0, 127, -128, -1);
  }

  @Test
  void tensorsKeepTypeStridesGradientAndWhatTheyShare() {
    Tensor base = Nabla.arange(12.0).reshape(3, 4);
    Map<String, Object> values = new LinkedHashMap<>();
    for (DType d : DType.values()) {
      values.put(d.toString(), Nabla.tensor(new double[] {0, 1, 2}, d));
    }
    values.put("base", base);
    values.put("column", base.get(":, 1"));
    values.put("transposed", base.t());
    values.put("expanded", base.get("1, :2").expand(Shape.of(5, 2)));
    values.put("parameter", Nabla.parameter(Nabla.ones(2)));
    values.put("frozen", Nabla.parameter(Nabla.ones(2)).requiresGrad_(false));
    values.put("leaf", Nabla.ones(2).requiresGrad_());
    values.put("empty", Nabla.zeros(0, 3));
    values.put("scalar", Nabla.tensor(2.5));
    Map<?, ?> back = (Map<?, ?>) throughAFile(values);
    values.forEach((name, value) -> {
      Tensor was = (Tensor) value;
      Tensor is = (Tensor) back.get(name);
      assertThat(is.type()).as(name).isEqualTo(was.type());
      assertThat(is.equal(was)).as(name).isTrue();
      assertThat(is.requiresGrad()).as(name).isEqualTo(was.requiresGrad());
      assertThat(is.isParameter()).as(name).isEqualTo(was.isParameter());
      assertThat(Elements.window(is).strides()).as(name).containsExactly(Elements.window(was).strides());
    });
    ((Tensor) back.get("base")).fill_(7);
    assertThat(((Tensor) back.get("column")).toDoubleArray()).containsExactly(7, 7, 7);
  }

  @Test
  void whatOccursTwiceIsOneObject() {
    List<Object> shared = new ArrayList<>(List.of(1L));
    List<?> back = (List<?>) throughAFile(List.of(shared, shared));
    assertThat(back.get(0)).isSameAs(back.get(1));
  }

  @Test
  void aModelTakesAStateDictAsItIs() {
    Path file = folder.resolve("model.pt");
    Sequential model = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 1));
    Torch.save(model.stateDict(), file);
    Sequential other = new Sequential(new Linear(3, 4), new ReLU(), new Linear(4, 1));
    other.loadStateDict(Torch.loadStateDict(file));
    Tensor x = Nabla.ones(2, 3);
    assertThat(other.forward(x).equal(model.forward(x))).isTrue();
    Torch.save(Map.of("model", model.stateDict()), file);
    assertThatThrownBy(() -> Torch.loadStateDict(file)).isInstanceOf(FormatError.class)
        .hasMessageContaining("\"model\" is none");
  }

  @Test
  void whatCannotBeWrittenIsNamedAndLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("old.pt");
    Torch.save(1, file);
    byte[] old = Files.readAllBytes(file);
    assertThatThrownBy(() -> Torch.save(Map.of("thread", Thread.currentThread()), file))
        .isInstanceOf(NablaException.class).hasMessageContaining("java.lang.Thread");
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    List<Object> deepest = deep;
    assertThatThrownBy(() -> Torch.save(deepest, file)).hasMessageContaining("lie deeper");
    assertThat(Files.readAllBytes(file)).isEqualTo(old);
    assertThat(folder.toFile().list()).containsExactly("old.pt");
  }

  // --- files that somebody made to do harm ---

  private static byte[] zipOf(String pickle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(pickle.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      zip.closeEntry();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static @Nullable Object unpickle(String pickle) {
    return TorchReader.read(Source.of("file.pt", zipOf(pickle)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"os.system", "posix.system", "builtins.eval", "builtins.getattr", "__builtin__.exec",
    "subprocess.Popen",
    "torch.load", "torch.nn.modules.linear.Linear", "numpy.core.multiarray.scalar", "collections.namedtuple"})
  void noOtherClassOrFunctionIsTouched(String name) {
    int dot = name.lastIndexOf('.');
    String global = "c" + name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n";
    assertThatThrownBy(() -> unpickle("\u0080\u0002" + global + "X\u0003\0\0\0rm \u0085R."))
        .isInstanceOf(FormatError.class)
        .hasMessageContaining(name.replace("__builtin__", "builtins")).hasMessageContaining("byte 2:");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ]q\\x00h\\x00a.                             | contain themselves
      }q\\x00K\\x01h\\x00s.                       | contain themselves
      ]q\\x00}h\\x00K\\x01s.                      | has a hash
      h\\x05.                                     | remembered under 5
      K\\x01a.                                    | made none
      (K\\x01u.                                   | keys and values in turn
      (K\\x01K\\x01u.                             | made none
      N)R.                                        | a function to call
      ccollections\\nOrderedDict\\n(]K\\x01atR.   | a pair
      X\\xff\\xff\\xff\\x7fa.                     | truncated
      \\x8d\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7fa. | truncated
      \\x8b\\xff\\xff\\xff\\x7f.                  | at most 1024 bytes
      X\\x02\\x00\\x00\\x00\\xff\\xfe.            | a string in UTF-8
      cos                                         | expected a byte
      ctorch\\nFloatStorage\\n.                   | the class or function
      ]ctorch\\nFloatStorage\\na.                 | the class or function
      }ctorch\\nSize\\nK\\x01s.                   | has a hash
      Q.                                          | made none
      NQ.                                         | names a storage
      \\xf0.                                      | instruction of a pickle
      """)
  void brokenPicklesAreErrors(String escaped, String expected) {
    StringBuilder pickle = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.startsWith("\\x", i)) {
        pickle.append((char) Integer.parseInt(escaped.substring(i + 2, i + 4), 16));
        i += 3;
      } else if (escaped.startsWith("\\n", i)) {
        pickle.append('\n');
        i++;
      } else {
        pickle.append(escaped.charAt(i));
      }
    }
    assertThatThrownBy(() -> unpickle(pickle.toString())).isInstanceOf(FormatError.class)
        .hasMessageContaining(expected);
  }

  @Test
  void nestingEndsBeforeTheStackDoes() {
    assertThatThrownBy(() -> unpickle("]".repeat(1_000_000) + "a".repeat(999_999) + "."))
        .isInstanceOf(FormatError.class).hasMessageContaining("lie deeper");
    assertThatThrownBy(() -> unpickle(")" + "\u0085".repeat(1_000_000) + ".")).isInstanceOf(FormatError.class);
    assertThat(unpickle("]".repeat(400) + "a".repeat(399) + ".")).isInstanceOf(List.class);
  }

  /** A list that holds the list before it twice, forty times over: small in memory, endless for whoever walks through it naively. */
  @Test
  void sharedListsAreLookedAtOnce() {
    StringBuilder pickle = new StringBuilder("]q\0");
    for (int i = 1; i <= 40; i++) {
      pickle.append("](h").append((char) (i - 1)).append('h').append((char) (i - 1)).append("eq").append((char) i);
    }
    assertThat(unpickle(pickle.append('.').toString())).isInstanceOf(List.class);
  }

  @Test
  void copiesCostWhatTheFileCanPay() {
    String text = "X\0\0\1\0" + "a".repeat(1 << 16) + "q\0";
    String copies = "c_codecs\nencode\nq\1" + "h\1h\0\u0085R0".repeat(10_000);
    assertThatThrownBy(() -> unpickle(text + copies + ".")).isInstanceOf(FormatError.class)
        .hasMessageContaining("can account for");
  }

  @Test
  void everyPrefixOfAFileIsAnError() throws IOException {
    Path file = folder.resolve("whole.pt");
    Torch.save(Map.of("w", Nabla.ones(3), "n", List.of(1, 2.5)), file);
    byte[] whole = Files.readAllBytes(file);
    for (int n = 0; n < whole.length; n++) {
      Source part = Source.of("part.pt", Arrays.copyOf(whole, n));
      assertThatThrownBy(() -> TorchReader.read(part)).as("the first %s bytes", n).isInstanceOf(FormatError.class)
          .hasMessageStartingWith("part.pt, byte ").hasMessageNotContaining("\n");
    }
  }

  @Test
  void aChangedElementIsNoticed() throws IOException {
    Path file = folder.resolve("w.pt");
    Torch.save(Nabla.tensor(new long[] {0x1122334455667788L}), file);
    byte[] bytes = Files.readAllBytes(file);
    int at = 0;
    while (bytes[at] != (byte) 0x88 || bytes[at + 1] != 0x77 || bytes[at + 2] != 0x66) {
      at++;
    }
    bytes[at]++;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Torch.load(file)).isInstanceOf(FormatError.class).hasMessageContaining("checksum");
  }

  @Test
  void aFileThatIsMissingOrAFolderIsNamed() {
    assertThatThrownBy(() -> Torch.load(folder.resolve("none.pt"))).isInstanceOf(FormatError.class)
        .hasMessage(folder.resolve("none.pt") + ": no such file");
    assertThatThrownBy(() -> Torch.load(folder)).isInstanceOf(FormatError.class).hasMessageContaining("folder");
    assertThatThrownBy(() -> Torch.save(1, folder.resolve("none/a.pt"))).isInstanceOf(FormatError.class)
        .hasMessageContaining("cannot be written");
  }
}
