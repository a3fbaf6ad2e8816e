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
  @TempDir
  Path folder;

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

  /** A megabyte that says it is a gigabyte of zeros: deflate packs a thousand to one. */
  @Test
  void anArchiveDoesNotGrowBeyondWhatItsSizeJustifies() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipWriter zip = new ZipWriter(out)) {
      for (int i = 0; i < 2; i++) {
        zip.deflate(i + ".npy", o -> {
          o.write(npy(1, "{'descr': '|i1', 'fortran_order': False, 'shape': (134217728,), }\n", ByteBuffer.allocate(0)));
          o.write(new byte[1 << 27]);
        });
      }
    }
    Source bomb = Source.of("bomb.npz", out.toByteArray());
    assertThat(bomb.size()).isLessThan(1 << 20);
    assertThatThrownBy(() -> Numpy.readArchive(bomb)).isInstanceOf(FormatError.class)
        .hasMessageContaining("once inflated");
  }

  /** Where entries share the bytes of one, every entry would inflate them anew. */
  @Test
  void entriesThatShareBytesAreAnError() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipWriter zip = new ZipWriter(out)) {
      zip.store("a.npy", o -> o.write(npy(1, "{'descr': '|i1', 'fortran_order': False, 'shape': (1,), }\n", ByteBuffer.allocate(1))));
      zip.store("b.npy", o -> o.write(npy(1, "{'descr': '|i1', 'fortran_order': False, 'shape': (1,), }\n", ByteBuffer.allocate(1))));
    }
    byte[] bytes = out.toByteArray();
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int second = bytes.length - 22;
    while (b.getInt(second) != 0x02014b50) {
      second--;
    }
    b.putInt(second + 42, 0);
    assertThatThrownBy(() -> Numpy.readArchive(Source.of("a.npz", bytes))).isInstanceOf(FormatError.class)
        .hasMessageContaining("share no bytes");
  }
}
