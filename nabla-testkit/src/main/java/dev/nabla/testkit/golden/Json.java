package dev.nabla.testkit.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, strings, truth values, longs (or big integers) and doubles; a number with a point or an exponent is a double. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static @Nullable Object parse(String text) {
    try (JsonParser p = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return value(p, p.nextToken());
    }
  }

  private static @Nullable Object value(JsonParser p, @Nullable JsonToken at) {
    return switch (at) {
      case START_OBJECT -> object(p);
      case START_ARRAY -> array(p);
      case VALUE_STRING -> p.getString();
      case VALUE_NUMBER_INT -> whole(p);
      case VALUE_NUMBER_FLOAT -> p.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new IllegalArgumentException("unexpected in JSON: " + at);
    };
  }

  private static Object whole(JsonParser p) {
    return p.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) p.getBigIntegerValue()
        : (Object) p.getLongValue();
  }

  private static Map<String, @Nullable Object> object(JsonParser p) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    while (p.nextToken() != JsonToken.END_OBJECT) {
      String key = p.currentName();
      out.put(key, value(p, p.nextToken()));
    }
    return out;
  }

  private static List<@Nullable Object> array(JsonParser p) {
    List<@Nullable Object> out = new ArrayList<>();
    for (JsonToken t = p.nextToken(); t != JsonToken.END_ARRAY; t = p.nextToken()) {
      out.add(value(p, t));
    }
    return out;
  }
}
