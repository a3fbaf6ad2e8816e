package dev.nabla.io;

import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the elements of a {@code .npy} file (NumPy Enhancement Proposal 1): magic bytes, the version, the length of a Python dict
 * literal, and that, such as {@code {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }}.
 *
 * @param length where the elements begin
 */
record NpyHeader(DType dtype, ByteOrder order, boolean fortran, Shape shape, long length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int LONGEST = 1 << 16;

  /** One entry of the dict, and the comma after it. */
  private static final Pattern ENTRY = Pattern.compile(
      "\\s*['\"](descr|fortran_order|shape)['\"]\\s*:\\s*(?:['\"]([^'\"]*)['\"]|(True|False)|\\(([0-9L,\\s]*)\\))\\s*(,|(?=\\}))");
  private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,18})L?\\s*");
  private static final Pattern DESCR = Pattern.compile("([<>|=]?)([?a-zA-Z][0-9]*)");

  private static final Map<String, DType> TYPES = types();

  private static Map<String, DType> types() {
    Map<String, DType> out = new HashMap<>();
    for (DType d : DType.values()) {
      code(d).ifPresent(c -> out.put(c, d));
    }
    out.put("?", DType.BOOL);
    return out;
  }

  /** NumPy's letter and width; it has none for bfloat16. */
  private static Optional<String> code(DType d) {
    return switch (d.category()) {
      case BOOL -> Optional.of("b1");
      case INTEGRAL -> Optional.of((d == DType.UINT8 ? "u" : "i") + d.bytes());
      case FLOATING -> d == DType.BFLOAT16 ? Optional.empty() : Optional.of("f" + d.bytes());
    };
  }

  static NpyHeader read(Source source) {
    if (!source.has(0, MAGIC)) {
      throw source.error(0, "expected the magic bytes of an .npy file; got others");
    }
    int version = source.u8(6);
    if (version < 1 || version > 3) {
      throw source.error(6, "expected version 1 to 3 of the format; got " + version);
    }
    long start = version == 1 ? 10 : 12;
    long length = version == 1 ? source.u16(8) : source.u32(8);
    if (length > LONGEST) {
      throw source.error(8, "expected a header of at most " + LONGEST + " bytes; got one of " + length);
    }
    Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return parse(source, start, source.text(start, length, charset, "a header"), start + length);
  }

  private static NpyHeader parse(Source source, long at, String text, long end) {
    Map<String, Matcher> entries = new HashMap<>();
    String dict = text.strip();
    if (!dict.startsWith("{") || !dict.endsWith("}")) {
      throw source.error(at, "expected a header {'descr': …, 'fortran_order': …, 'shape': …}; got " + quoted(text));
    }
    int next = 1;
    while (!dict.substring(next).strip().equals("}")) {
      Matcher m = ENTRY.matcher(dict).region(next, dict.length());
      if (!m.lookingAt() || entries.put(m.group(1), m) != null) {
        throw source.error(at,
            "expected the entries 'descr': 'type', 'fortran_order': True or False, 'shape': (sizes) once each; got "
                + quoted(text));
      }
      next = m.end();
    }
    String descr = group(source, at, entries, "descr", 2);
    Matcher type = DESCR.matcher(descr);
    if (!type.matches() || !TYPES.containsKey(type.group(2))) {
      throw source.error(at, "expected elements of a type among " + TYPES.keySet() + "; got " + quoted(descr));
    }
    DType dtype = TYPES.getOrDefault(type.group(2), DType.BOOL);
    ByteOrder order = switch (type.group(1)) {
      case ">" -> ByteOrder.BIG_ENDIAN;
      case "<" -> ByteOrder.LITTLE_ENDIAN;
      default -> ByteOrder.nativeOrder();
    };
    boolean fortran = group(source, at, entries, "fortran_order", 3).equals("True");
    return new NpyHeader(dtype, order, fortran, shape(source, at, group(source, at, entries, "shape", 4)), end);
  }

  private static String group(Source source, long at, Map<String, Matcher> entries, String key, int group) {
    Matcher m = entries.get(key);
    String text = m == null ? null : m.group(group);
    if (text == null) {
      throw source.error(at, "expected '" + key + "' in the header, with a value of the right kind");
    }
    return text;
  }

  private static Shape shape(Source source, long at, String text) {
    String[] parts = text.isBlank() ? new String[0] : text.replaceFirst(",\\s*$", "").split(",", -1);
    long[] dims = new long[parts.length];
    for (int i = 0; i < dims.length; i++) {
      Matcher n = NUMBER.matcher(parts[i]);
      if (!n.matches()) {
        throw source.error(at, "expected sizes; got " + quoted(text));
      }
      dims[i] = Long.parseLong(n.group(1));
    }
    return Elements.shape(dims, problem -> source.error(at, problem));
  }

  private static String quoted(String text) {
    return '"' + text.strip() + '"';
  }

  /** The bytes of the header for {@code t}, written row-major. */
  static byte[] of(Tensor t) {
    String type = code(t.dtype()).orElseThrow(() -> new NablaException(
        "save: expected elements of a type that NumPy has; got " + t.dtype() + ": convert them with to(FLOAT32)"));
    String dict = "{'descr': '" + (t.dtype().bytes() == 1 ? "|" : "<") + type + "', 'fortran_order': False, 'shape': "
        + tuple(t.shape()) + ", }";
    int length = Math.ceilDiv(MAGIC.length + 4 + dict.length() + 1, ALIGNMENT) * ALIGNMENT;
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - MAGIC.length - 4));
    out.put((dict + " ".repeat(out.remaining() - dict.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    return out.array();
  }

  private static String tuple(Shape shape) {
    String sizes = shape.toString();
    return "(" + sizes.substring(1, sizes.length() - 1) + (shape.rank() == 1 ? ",)" : ")");
  }
}
