package dev.nabla.io;

import dev.nabla.ConcreteTensor;
import dev.nabla.Tensor;
import dev.nabla.kernel.Strided;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Named tensors in the safetensors format: the length of the header (8 bytes, little-endian), the header (JSON: type, shape and place of each
 * tensor, and free text under {@code __metadata__}), the elements (little-endian, row-major).
 *
 * <p>An open file is mapped into memory, and a tensor is read when it is asked for; so parts of a large file cost only themselves. There is
 * nothing to close: the mapping ends when this object is collected. Meanwhile the file must not be changed, only replaced.
 */
public final class Safetensors {
  private static final JsonFactory JSON = new JsonFactory();

  private final Source source;
  private final SafetensorsHeader header;

  private Safetensors(Source source) {
    this.source = source;
    this.header = SafetensorsHeader.read(source);
  }

  /** What a file holds. */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /**
   * Opens {@code file} and reads its header.
   *
   * @throws FormatError if the file is missing, truncated or no safetensors file
   */
  public static Safetensors open(Path file) {
    return new Safetensors(Source.map(file, Arena.ofAuto()));
  }

  /** All tensors and the metadata of {@code file}, with the errors of {@link #open} and {@link #get}. */
  public static Content load(Path file) {
    return Source.read(file, Safetensors::read);
  }

  static Content read(Source source) {
    Safetensors file = new Safetensors(source);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    file.names().forEach(name -> tensors.put(name, file.get(name)));
    return new Content(tensors, file.metadata());
  }

  /** The names of the tensors, in the order of the file. */
  public Set<String> names() {
    return header.entries().keySet();
  }

  /** The free text that came with the tensors. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /**
   * Reads one tensor.
   *
   * @throws FormatError if there is none of this name, or its elements are of a type that tensors don't have
   */
  public Tensor get(String name) {
    SafetensorsHeader.Entry e = header.entry(name, source);
    return ConcreteTensor.of(Strided.contiguous(
        Elements.read(source, header.data() + e.begin(), e.shape().numel(), e.dtype(name, source),
            ByteOrder.LITTLE_ENDIAN),
        e.shape()));
  }

  /** Writes {@code tensors} to {@code file}. The file appears whole or not at all. */
  public static void save(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    byte[] head = header(tensors, metadata);
    AtomicFile.write(file, out -> {
      out.write(head);
      for (Tensor t : tensors.values()) {
        Elements.write(t, out);
      }
    });
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      g.writeStartObject();
      if (!metadata.isEmpty()) {
        g.writeName(SafetensorsHeader.METADATA);
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
        g.writeStringProperty("dtype", SafetensorsHeader.name(t.dtype()));
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
    return out.array();
  }
}
