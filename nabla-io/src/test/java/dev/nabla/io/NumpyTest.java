package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NumPy's files, made by hand to the format's description and by ourselves. */
class NumpyTest {
  @TempDir Path folder;

  private static byte[] npy(int version, String header, ByteBuffer elements) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(12 + text.length + elements.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      out.putShort((short) text.length);
    } else {
      out.putInt(text.length);
    }
    out.put(text).put(elements);
    return java.util.Arrays.copyOf(out.array(), out.position());
  }

  private static Tensor read(byte[] bytes) {
    return Numpy.read(Source.of("a.npy", bytes));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void readsEveryVersionOfTheFormat(int version) {
    ByteBuffer elements = ByteBuffer.allocate(12).order(ByteOrder.BIG_ENDIAN).putShort((short) 1).putShort((short) -2)
        .putShort((short) 300).putShort((short) 4).putShort((short) 5).putShort((short) 6).flip();
    Tensor t = read(npy(version, "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }   \n", elements));
    assertThat(t.dtype()).isEqualTo(DType.INT16);
    assertThat(t.equal(Nabla.tensor(new long[][] {{1, 300, 5}, {-2, 4, 6}}).to(DType.INT16))).isTrue();
    assertThat(Elements.window(t).strides()).containsExactly(1, 2);
  }

  @Test
  void everyTypeAndShapeComesBack() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (DType d : DType.values()) {
      if (!d.scalarName().equals("BFloat16")) {
        tensors.put(d.toString(), Nabla.tensor(new double[] {0, 1, 2}, d));
      }
    }
    tensors.put("scalar", Nabla.tensor(2.5));
    tensors.put("empty", Nabla.zeros(0, 3));
    tensors.put("transposed", Nabla.arange(6.0).reshape(2, 3).t());
    tensors.put("ends", Nabla.tensor(Double.NaN, Double.POSITIVE_INFINITY, -0.0));
    tensors.put("recorded", Nabla.ones(2).requiresGrad_().mul(3));
    tensors.forEach((name, t) -> {
      Numpy.save(folder.resolve("a.npy"), t);
      assertSame(name, Numpy.load(folder.resolve("a.npy")), t);
    });
    for (boolean compressed : new boolean[] {true, false}) {
      Numpy.saveArchive(folder.resolve("a.npz"), tensors, compressed);
      Map<String, Tensor> back = Numpy.loadArchive(folder.resolve("a.npz"));
      assertThat(back.keySet()).containsExactlyElementsOf(tensors.keySet());
      tensors.forEach((name, t) -> assertSame(name, back.get(name), t));
    }
  }

  private static void assertSame(String name, Tensor is, Tensor expected) {
    assertThat(is.type()).as(name).isEqualTo(expected.type());
    assertThat(is.toDoubleArray()).as(name).isEqualTo(expected.toDoubleArray());
  }

  @Test
  void theHeaderIsAsNumPyWritesIt() throws IOException {
    Numpy.save(folder.resolve("a.npy"), Nabla.zeros(3));
    byte[] bytes = Files.readAllBytes(folder.resolve("a.npy"));
    String expected = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    assertThat(new String(bytes, 0, bytes.length, StandardCharsets.ISO_8859_1))
        .startsWith("\u0093NUMPY\u0001\0v\0" + expected + " ").contains(" \n");
    assertThat(bytes).hasSize(128 + 12);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
      {'descr': '|O', 'fortran_order': False, 'shape': (1,), } ; of a type among
      {'descr': '<U5', 'fortran_order': False, 'shape': (1,), } ; of a type among
      {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), } ; once each
      {'descr': '<f4', 'fortran_order': False, 'shape': (2,), } ; 2 elements
      {'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,), } ; fewer than 2^31
      {'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999, 0), } ; fewer than 2^31
      {'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } ; once each
      {'descr': '<f4', 'fortran_order': False, } ; 'shape'
      {'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)} ; once each
      import os ; expected a header
      """)
  void otherHeadersAreErrors(String header, String expected) {
    byte[] file = npy(1, header.strip() + "\n", ByteBuffer.allocate(4));
    assertThatThrownBy(() -> read(file)).isInstanceOf(FormatError.class).hasMessageStartingWith("a.npy, byte ")
        .hasMessageContaining(expected);
  }

  private static final String ONE_BYTE = "{'descr': '|i1', 'fortran_order': False, 'shape': (1,), }\n";

  /** An archive of two small arrays, with a field of the directory's second entry overwritten. */
  private static Source archive(boolean deflated, int field, int value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipWriter zip = new ZipWriter(out)) {
      for (String name : new String[] {"a.npy", "b.npy"}) {
        AtomicFile.Content content = o -> o.write(npy(1, ONE_BYTE, ByteBuffer.allocate(1)));
        if (deflated) {
          zip.deflate(name, content);
        } else {
          zip.store(name, content);
        }
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int second = bytes.limit() - 22;
    while (bytes.getInt(second) != 0x02014b50) {
      second--;
    }
    bytes.putInt(second + field, value);
    return Source.of("a.npz", bytes.array());
  }

  /** Deflate packs a thousand to one: a megabyte could fill a gigabyte. */
  @Test
  void anArchiveDoesNotGrowBeyondWhatItsSizeJustifies() throws IOException {
    Source bomb = archive(true, 24, 300_000_000);
    assertThatThrownBy(() -> Numpy.readArchive(bomb)).isInstanceOf(FormatError.class)
        .hasMessageContaining("once inflated");
    Source boaster = archive(true, 24, 200_000_000);
    assertThatThrownBy(() -> Numpy.readArchive(boaster)).isInstanceOf(FormatError.class)
        .hasMessageContaining("to inflate to 200000000 bytes");
  }

  /** Where entries share the bytes of one, every entry would inflate them anew. */
  @Test
  void entriesThatShareBytesAreAnError() throws IOException {
    Source shared = archive(false, 42, 0);
    assertThatThrownBy(() -> Numpy.readArchive(shared)).isInstanceOf(FormatError.class)
        .hasMessageContaining("share no bytes");
  }
}
