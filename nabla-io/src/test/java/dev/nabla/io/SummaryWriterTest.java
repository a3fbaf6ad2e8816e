package dev.nabla.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read by a reader of their own written from the formats' specifications. */
class SummaryWriterTest {
  @TempDir Path folder;

  /** CRC-32C bit by bit, by its polynomial. */
  private static int crc32c(byte[] bytes) {
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xFF;
      for (int i = 0; i < 8; i++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
      }
    }
    return ~crc;
  }

  private static int masked(byte[] bytes) {
    int crc = crc32c(bytes);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  /** The records of a file; each checksum must be right. */
  private static List<byte[]> records(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> out = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] record = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(record);
      assertThat(in.getInt()).isEqualTo(masked(record));
      out.add(record);
    }
    return out;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0;; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  /** A message's fields by number; of repeated ones the last. */
  private static Map<Integer, Object> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, Object> out = new TreeMap<>();
    while (in.hasRemaining()) {
      int key = (int) varint(in);
      Object value = switch (key & 7) {
        case 0 -> varint(in);
        case 1 -> in.getDouble();
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          yield bytes;
        }
        case 5 -> in.getFloat();
        default -> throw new AssertionError("kind " + (key & 7));
      };
      out.put(key >> 3, value);
    }
    return out;
  }

  private static Object at(byte[] message, int... path) {
    Object value = message;
    for (int field : path) {
      value = fields((byte[]) value).get(field);
    }
    return value;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private static double[] doubles(Object packed) {
    ByteBuffer in = ByteBuffer.wrap((byte[]) packed).order(ByteOrder.LITTLE_ENDIAN);
    double[] out = new double[in.remaining() / 8];
    in.asDoubleBuffer().get(out);
    return out;
  }

  @Test
  void theChecksumIsTheOneOfTheSpecification() {
    // RFC 3720, appendix B.4: 32 bytes of zeros; the check value of the catalogue of CRCs.
    assertThat(crc32c(new byte[32])).isEqualTo(0x8A9136AA);
    assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283);
  }

  @Test
  void scalarsAndTextsAreEvents() throws IOException {
    double before = System.currentTimeMillis() / 1e3;
    Path file;
    try (SummaryWriter writer = new SummaryWriter(folder.resolve("run"))) {
      file = writer.file();
      writer.addScalar("loss", 0.1, 300);
      writer.addText("sample", "∇ is nabla", 1L << 40);
      assertThat(records(file)).as("written at once").hasSize(3);
    }
    assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
    List<byte[]> events = records(file);
    assertThat(text(at(events.get(0), 3))).isEqualTo("brain.Event:2");
    assertThat((double) at(events.get(1), 1)).isBetween(before, before + 60);
    assertThat(at(events.get(1), 2)).isEqualTo(300L);
    assertThat(text(at(events.get(1), 5, 1, 1))).isEqualTo("loss");
    assertThat(at(events.get(1), 5, 1, 2)).isEqualTo(0.1f);
    assertThat(at(events.get(2), 2)).isEqualTo(1L << 40);
    assertThat(text(at(events.get(2), 5, 1, 1))).isEqualTo("sample/text_summary");
    assertThat(text(at(events.get(2), 5, 1, 9, 1, 1))).isEqualTo("text");
    assertThat(at(events.get(2), 5, 1, 8, 1)).as("DT_STRING").isEqualTo(7L);
    assertThat(text(at(events.get(2), 5, 1, 8, 8))).isEqualTo("∇ is nabla");
  }

  @Test
  void aTrainingThatGoesOnVoidsWhatCameAfter() throws IOException {
    Path first;
    Path second;
    try (SummaryWriter writer = new SummaryWriter(folder)) {
      first = writer.file();
    }
    try (SummaryWriter writer = new SummaryWriter(folder, 250)) {
      second = writer.file();
    }
    assertThat(second.getFileName().toString()).isGreaterThan(first.getFileName().toString());
    byte[] start = records(second).get(1);
    assertThat(at(start, 2)).isEqualTo(250L);
    assertThat(at(start, 7, 1)).as("SessionLog.START").isEqualTo(1L);
  }

  @Test
  void aHistogramCountsEveryElementInTheBucketThatHoldsIt() throws IOException {
    Tensor values = Nabla.tensor(new double[] {-3, -1e-3, 0, 0, 2e-5, 0.5, 0.5, 7}, DType.FLOAT64);
    Path file;
    try (SummaryWriter writer = new SummaryWriter(folder)) {
      file = writer.file();
      writer.addHistogram("weights", values.reshape(2, 4), 1);
      assertThatThrownBy(() -> writer.addHistogram("bad", Nabla.tensor(Double.NaN), 1))
          .isInstanceOf(NablaException.class).hasMessageContaining("\"bad\"");
      assertThatThrownBy(() -> writer.addHistogram("empty", Nabla.zeros(0), 1)).isInstanceOf(NablaException.class);
    }
    List<byte[]> events = records(file);
    assertThat(events).as("nothing of the refused ones").hasSize(2);
    byte[] h = (byte[]) at(events.get(1), 5, 1, 5);
    assertThat(at(h, 1)).isEqualTo(-3.0);
    assertThat(at(h, 2)).isEqualTo(7.0);
    assertThat(at(h, 3)).isEqualTo(8.0);
    assertThat((double) at(h, 4)).isCloseTo(4.99902, within(1e-12));
    assertThat((double) at(h, 5)).isCloseTo(9 + 1e-6 + 4e-10 + 0.5 + 49, within(1e-12));
    double[] limits = doubles(at(h, 6));
    double[] counts = doubles(at(h, 7));
    assertThat(counts).hasSameSizeAs(limits);
    assertThat(limits).isSorted();
    for (int i = 0; i < counts.length; i++) {
      double low = i == 0 ? Double.NEGATIVE_INFINITY : limits[i - 1];
      double high = limits[i];
      assertThat(counts[i]).isEqualTo(values.ge(low).logicalAnd(values.lt(high)).sum().item());
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path taken = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(() -> new SummaryWriter(taken)).isInstanceOf(NablaException.class)
        .hasMessageContaining(taken.toString());
  }
}
