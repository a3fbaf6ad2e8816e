package dev.nabla.io;

import dev.nabla.data.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A value in a JSON file that knows where it stands, so that errors can name the place.
 *
 * @param place the file and the keys that lead here, such as {@code tokenizer.json: model.vocab}
 * @param value a map, a list, a string, a number, a truth value or null
 */
record JsonTree(String place, @Nullable Object value) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads {@code text}, the content of {@code file}. */
  static JsonTree parse(String file, String text) {
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonTree tree = new JsonTree(file, read(p, p.nextToken()));
      if (p.nextToken() != null) {
        throw new DataException(file + ": there is something after the end of the JSON value");
      }
      return tree;
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new DataException(file + (at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr())
          + ": not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static @Nullable Object read(JsonParser p, @Nullable JsonToken at) {
    return switch (at) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        while (p.nextToken() != JsonToken.END_OBJECT) {
          String key = p.currentName();
          out.put(key, read(p, p.nextToken()));
        }
        yield out;
      }
      case START_ARRAY -> {
        List<@Nullable Object> out = new ArrayList<>();
        for (JsonToken t = p.nextToken(); t != JsonToken.END_ARRAY; t = p.nextToken()) {
          out.add(read(p, t));
        }
        yield out;
      }
      case VALUE_STRING -> p.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> null;
    };
  }

  /** The value under {@code key}; one that is null if there is none. */
  JsonTree at(String key) {
    return new JsonTree(place + (place.endsWith(".json") ? ": " : ".") + key, object().get(key));
  }

  boolean isNull() {
    return value == null;
  }

  Map<?, ?> object() {
    return as(Map.class, "an object");
  }

  /** The items of a list; none if it is null. */
  List<JsonTree> items() {
    List<JsonTree> items = new ArrayList<>();
    if (!isNull()) {
      for (Object item : as(List.class, "an array")) {
        items.add(new JsonTree(place + "[" + items.size() + "]", item));
      }
    }
    return items;
  }

  String string() {
    return as(String.class, "a string");
  }

  /** The string; {@code otherwise} if this is null. */
  String string(String otherwise) {
    return isNull() ? otherwise : string();
  }

  /** The truth value; {@code otherwise} if this is null. */
  boolean isTrue(boolean otherwise) {
    return isNull() ? otherwise : as(Boolean.class, "true or false");
  }

  int integer() {
    double number = as(Double.class, "a whole number");
    if (number != (int) number) {
      throw error("expected a whole number, found " + number);
    }
    return (int) number;
  }

  private <T> T as(Class<T> type, String wanted) {
    if (!type.isInstance(value)) {
      throw error("expected " + wanted + ", found " + (value == null ? "nothing" : value.getClass().getSimpleName()));
    }
    return type.cast(value);
  }

  DataException error(String problem) {
    return new DataException(place + ": " + problem);
  }
}
