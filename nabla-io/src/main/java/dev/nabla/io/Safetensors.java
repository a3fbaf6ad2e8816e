package dev.nabla.io;

import dev.nabla.ConcreteTensor;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import dev.nabla.type.DType;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Named tensors in the safetensors format: the length of the header (8 bytes, little-endian), the header (JSON: type, shape and place of each
 * tensor, and free text under {@code __metadata__}), the elements (little-endian, row-major).
 */
public final class Safetensors {
  private Safetensors() {}

  private static final JsonFactory JSON = new JsonFactory();
  private static final String METADATA = "__metadata__";
  private static final long LONGEST_HEADER = 100_000_000;

  private static final Map<DType, String> NAMES = Map.of(DType.BOOL, "BOOL", DType.UINT8, "U8", DType.INT8, "I8",
      DType.INT16, "I16", DType.INT32,
      "I32", DType.INT64, "I64", DType.FLOAT32, "F32", DType.FLOAT64, "F64");

  /** What a file holds. */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  private record Entry(String dtype, List<Integer> shape, long begin, long end) {}

  /** Writes {@code tensors} to {@code file}. The file appears whole or not at all: a temporary file beside it is moved into place. */
  public static void save(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
        write(out, header(tensors, metadata));
        for (Tensor t : tensors.values()) {
          write(out, bytes(t));
        }
        out.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TensorFileException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static ByteBuffer header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      g.writeStartObject();
      if (!metadata.isEmpty()) {
        g.writeName(METADATA);
        g.writeStartObject();
        metadata.forEach((k, v) -> g.writeStringProperty(k, v));
        g.writeEndObject();
      }
      long at = 0;
      for (var e : tensors.entrySet()) {
        Tensor t = e.getValue();
        long end = at + (long) t.numel() * t.dtype().bytes();
        g.writeName(e.getKey());
        g.writeStartObject();
        g.writeStringProperty("dtype", NAMES.get(t.dtype()));
        g.writeName("shape");
        g.writeArray(t.shape().toArray(), 0, t.dim());
        g.writeName("data_offsets");
        g.writeArray(new long[] {at, end}, 0, 2);
        g.writeEndObject();
        at = end;
      }
      g.writeEndObject();
    }
    byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
    // Padded with spaces to a multiple of 8, so that the elements are aligned.
    int padded = Math.ceilDiv(json.length, 8) * 8;
    ByteBuffer out = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(padded).put(json);
    while (out.hasRemaining()) {
      out.put((byte) ' ');
    }
    return out.flip();
  }

  private static ByteBuffer bytes(Tensor t) {
    Storage s = ((ConcreteTensor) t.detach().contiguous()).window().storage();
    int from = ((ConcreteTensor) t.detach().contiguous()).window().offset();
    ByteBuffer out = ByteBuffer.allocate(t.numel() * t.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int n = t.numel();
    switch (t.dtype()) {
      case FLOAT32 -> out.asFloatBuffer().put(s.floats(), from, n);
      case FLOAT64 -> out.asDoubleBuffer().put(s.doubles(), from, n);
      case INT64 -> out.asLongBuffer().put(s.longs(), from, n);
      case INT32 -> out.asIntBuffer().put(s.ints(), from, n);
      case INT16 -> out.asShortBuffer().put(s.shorts(), from, n);
      case INT8, UINT8, BOOL -> out.duplicate().put(s.bytes(), from, n);
    }
    s.fence();
    return out;
  }

  /**
   * Reads all tensors of {@code file}.
   *
   * @throws TensorFileException if the file is missing, truncated or no safetensors file
   */
  public static Content load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TensorFileException(file + ": no such file");
    }
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = in.size();
      if (size < 8) {
        throw new TensorFileException(file + ": the file is truncated (" + size + " bytes); not a safetensors file");
      }
      long length = read(in, 0, 8).getLong();
      if (length < 2 || length > LONGEST_HEADER || 8 + length > size) {
        throw new TensorFileException(
            file + ": not a safetensors file, or truncated (header of " + length + " bytes in a file of " + size + ")");
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, Entry> entries = entries(file, read(in, 8, (int) length), metadata);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (var e : entries.entrySet()) {
        tensors.put(e.getKey(), tensor(file, in, 8 + length, size, e.getKey(), e.getValue()));
      }
      return new Content(tensors, metadata);
    } catch (JacksonException e) {
      throw new TensorFileException(file + ": not a safetensors file: its header is no JSON", e);
    } catch (IOException e) {
      throw new TensorFileException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static ByteBuffer read(FileChannel in, long at, int n) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(n).order(ByteOrder.LITTLE_ENDIAN);
    while (out.hasRemaining() && in.read(out, at + out.position()) >= 0) {
      // read on
    }
    return out.flip();
  }

  private static Map<String, Entry> entries(Path file, ByteBuffer header, Map<String, String> metadata) {
    Map<String, Entry> out = new LinkedHashMap<>();
    byte[] json = new byte[header.remaining()];
    header.get(json);
    try (JsonParser p = JSON.createParser(ObjectReadContext.empty(), json)) {
      expect(file, p.nextToken(), JsonToken.START_OBJECT);
      while (p.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = p.currentName();
        expect(file, p.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA)) {
          while (p.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = p.currentName();
            expect(file, p.nextToken(), JsonToken.VALUE_STRING);
            metadata.put(key, p.getString());
          }
        } else {
          out.put(name, entry(file, name, p));
        }
      }
    }
    return out;
  }

  private static Entry entry(Path file, String name, JsonParser p) {
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (p.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = p.currentName();
      p.nextToken();
      switch (key) {
        case "dtype" -> dtype = p.getString();
        case "shape" -> shape = numbers(file, p);
        case "data_offsets" -> offsets = numbers(file, p);
        default -> p.skipChildren();
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new TensorFileException(file + ": tensor \"" + name + "\" lacks its dtype, shape or data_offsets");
    }
    return new Entry(dtype, shape.stream().map(Math::toIntExact).toList(), offsets.get(0), offsets.get(1));
  }

  private static List<Long> numbers(Path file, JsonParser p) {
    expect(file, p.currentToken(), JsonToken.START_ARRAY);
    List<Long> out = new ArrayList<>();
    while (p.nextToken() != JsonToken.END_ARRAY) {
      out.add(p.getLongValue());
    }
    return out;
  }

  private static void expect(Path file, @Nullable JsonToken got, JsonToken wanted) {
    if (got != wanted) {
      throw new TensorFileException(file + ": not a safetensors file: its header has another structure");
    }
  }

  private static Tensor tensor(Path file, FileChannel in, long start, long size, String name, Entry e)
      throws IOException {
    DType dtype = NAMES.entrySet().stream().filter(n -> n.getValue().equals(e.dtype)).map(Map.Entry::getKey).findFirst()
        .orElseThrow(() -> new TensorFileException(
            file + ": tensor \"" + name + "\" is of type " + e.dtype + ", which is not supported"));
    int[] dims = e.shape.stream().mapToInt(Integer::intValue).toArray();
    Tensor t = Nabla.zeros(dtype, dims);
    long bytes = (long) t.numel() * dtype.bytes();
    if (e.begin < 0 || e.end - e.begin != bytes) {
      throw new TensorFileException(
          file + ": tensor \"" + name + "\" has shape " + e.shape + " but " + (e.end - e.begin) + " bytes");
    }
    if (start + e.end > size) {
      throw new TensorFileException(
          file + ": the file is truncated: tensor \"" + name + "\" ends at byte " + (start + e.end) + " of " + size);
    }
    fill(((ConcreteTensor) t).window().storage(), read(in, start + e.begin, (int) bytes));
    return t;
  }

  private static void fill(Storage s, ByteBuffer from) {
    switch (s.dtype()) {
      case FLOAT32 -> from.asFloatBuffer().get(s.floats());
      case FLOAT64 -> from.asDoubleBuffer().get(s.doubles());
      case INT64 -> from.asLongBuffer().get(s.longs());
      case INT32 -> from.asIntBuffer().get(s.ints());
      case INT16 -> from.asShortBuffer().get(s.shorts());
      case INT8, UINT8, BOOL -> from.get(s.bytes());
    }
  }
}
