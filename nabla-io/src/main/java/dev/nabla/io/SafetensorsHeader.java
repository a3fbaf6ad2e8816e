package dev.nabla.io;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The header of a safetensors file, checked: the tensors fill the rest of the file without gaps and without sharing bytes.
 *
 * @param data where the elements begin
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata, long data) {
  static final String METADATA = "__metadata__";

  private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();
  private static final long LONGEST = 100_000_000;
  private static final int START = 8;

  private static final Map<String, DType> TYPES = Arrays.stream(DType.values())
      .collect(Collectors.toMap(SafetensorsHeader::name, d -> d));

  /** Bytes of an element of the types that the format has and tensors don't. */
  private static final Map<String, Integer> OTHERS = Map.of("U16", 2, "U32", 4, "U64", 8, "F8_E4M3", 1, "F8_E5M2", 1,
      "C64", 8);

  /** Where a tensor lies, {@code begin} and {@code end} counted from {@link SafetensorsHeader#data}. */
  record Entry(String type, Shape shape, long begin, long end) {
    DType dtype(String name, Source source) {
      DType dtype = TYPES.get(type);
      if (dtype == null) {
        throw source.error(START,
            "expected elements of a type among " + TYPES.keySet() + "; tensor \"" + name + "\" is of "
                + type);
      }
      return dtype;
    }
  }

  /** The format's name of a type. */
  static String name(DType d) {
    return switch (d.category()) {
      case BOOL -> "BOOL";
      case INTEGRAL -> (d == DType.UINT8 ? "U" : "I") + 8 * d.bytes();
      case FLOATING -> (d == DType.BFLOAT16 ? "BF" : "F") + 8 * d.bytes();
    };
  }

  Entry entry(String name, Source source) {
    Entry e = entries.get(name);
    if (e == null) {
      throw source.error(START, "expected a tensor \"" + name + "\"; the file has " + entries.keySet());
    }
    return e;
  }

  static SafetensorsHeader read(Source source) {
    long length = source.i64(0);
    if (length < 2 || length > LONGEST || length > source.size() - START) {
      throw source.error(0,
          "expected the length of a header that fits into the file of " + source.size() + " bytes; got "
              + length + ": truncated, or no safetensors file");
    }
    byte[] json = source.array(START, length, "a header");
    try (JsonParser p = JSON.createParser(ObjectReadContext.empty(), json)) {
      return new Reader(source, p, START + length).read();
    } catch (JacksonException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
      throw source.error(START + at, "expected JSON; " + e.getOriginalMessage().lines().findFirst().orElse("got none"));
    }
  }

  /** Reads the JSON. */
  private record Reader(Source source, JsonParser p, long data) {
    SafetensorsHeader read() {
      Map<String, Entry> entries = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      expect(p.nextToken(), JsonToken.START_OBJECT);
      while (p.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = p.currentName();
        expect(p.nextToken(), JsonToken.START_OBJECT);
        if (name.equals(METADATA)) {
          while (p.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = p.currentName();
            expect(p.nextToken(), JsonToken.VALUE_STRING);
            metadata.put(key, p.getString());
          }
        } else {
          entries.put(name, entry(name));
        }
      }
      expect(p.currentToken(), JsonToken.END_OBJECT);
      expect(p.nextToken(), null);
      checkPlaces(entries);
      return new SafetensorsHeader(entries, metadata, data);
    }

    private Entry entry(String name) {
      String type = null;
      long[] shape = null;
      long[] offsets = null;
      while (p.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = p.currentName();
        JsonToken value = p.nextToken();
        switch (key) {
          case "dtype" -> {
            expect(value, JsonToken.VALUE_STRING);
            type = p.getString();
          }
          case "shape" -> shape = numbers();
          case "data_offsets" -> offsets = numbers();
          default -> throw error("expected dtype, shape and data_offsets; got " + key);
        }
      }
      if (type == null || shape == null || offsets == null || offsets.length != 2) {
        throw error("expected dtype, shape and two data_offsets of tensor \"" + name + "\"");
      }
      Entry e = new Entry(type, Elements.shape(shape, this::error), offsets[0], offsets[1]);
      DType known = TYPES.get(type);
      Integer width = known != null ? (Integer) known.bytes() : OTHERS.get(type);
      if (width != null && e.end - e.begin != (long) e.shape.numel() * width) {
        throw error(
            "expected " + (long) e.shape.numel() * width + " bytes of tensor \"" + name + "\", " + type + " of shape "
                + e.shape + "; data_offsets say " + e.begin + " to " + e.end);
      }
      return e;
    }

    private long[] numbers() {
      expect(p.currentToken(), JsonToken.START_ARRAY);
      List<Long> out = new ArrayList<>();
      while (p.nextToken() != JsonToken.END_ARRAY) {
        expect(p.currentToken(), JsonToken.VALUE_NUMBER_INT);
        out.add(p.getLongValue());
      }
      return out.stream().mapToLong(Long::longValue).toArray();
    }

    private void checkPlaces(Map<String, Entry> entries) {
      long end = 0;
      for (Entry e : entries.values().stream()
          .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
          .toList()) {
        if (e.begin != end || e.end < e.begin) {
          throw error("expected tensors without gaps that share no bytes; one goes from " + e.begin + " to " + e.end
              + " after one that ends at " + end);
        }
        end = e.end;
      }
      if (data + end != source.size()) {
        throw error("expected the last tensor to end with the file at " + source.size() + "; it ends at " + (data + end)
            + ": truncated or damaged");
      }
    }

    private void expect(@Nullable JsonToken got, @Nullable JsonToken wanted) {
      if (got != wanted) {
        throw error("expected " + (wanted == null ? "the end of the header" : wanted) + "; got " + got);
      }
    }

    private FormatError error(String problem) {
      return source.error(START + Math.max(0, p.currentTokenLocation().getByteOffset()), problem);
    }
  }
}
