package dev.nabla.cli;

import dev.nabla.type.NablaException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a training measures, one JSON object a line: {@code {"step":3,"loss":2.31,"lr":3.0E-5}}. */
final class Metrics {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String STEP = "step";

  /** What was measured after a step, by name. */
  record Point(int step, Map<String, Double> values) {}

  private final Path file;
  private final List<Point> points = new ArrayList<>();

  Metrics(Path file) {
    this.file = file;
  }

  /** The course of one measure. */
  record Curve(String name, double[] steps, double[] values) {}

  /** The course of measure {@code name}, without values that are not finite. */
  Curve curve(String name) {
    List<Point> with = points.stream()
        .filter(p -> Double.isFinite(p.values().getOrDefault(name, Double.NaN))).toList();
    return new Curve(name, with.stream().mapToDouble(Point::step).toArray(),
        with.stream().mapToDouble(p -> p.values().getOrDefault(name, 0.0)).toArray());
  }

  /** Adds a line. */
  void add(Point point) {
    points.add(point);
    try {
      Files.writeString(file, line(point), StandardCharsets.UTF_8, StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new NablaException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static String line(Point point) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      g.writeStartObject();
      g.writeNumberProperty(STEP, point.step());
      point.values().forEach(g::writeNumberProperty);
      g.writeEndObject();
    }
    return text.append('\n').toString();
  }

  /** Reads the file of an earlier start and drops what came after {@code step}, which will be measured again. */
  void keepUntil(int step) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      StringBuilder kept = new StringBuilder();
      for (String line : Files.readAllLines(file)) {
        Point point = parse(line);
        if (point.step() <= step) {
          points.add(point);
          kept.append(line).append('\n');
        }
      }
      Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
      Files.writeString(temporary, kept);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NablaException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The point of a line; of one that a crash has cut off, a point after all others. */
  private static Point parse(String line) {
    int step = Integer.MAX_VALUE;
    Map<String, Double> values = new LinkedHashMap<>();
    try (JsonParser p = JSON.createParser(ObjectReadContext.empty(), line)) {
      while (p.nextToken() != null) {
        if (p.currentToken() == JsonToken.PROPERTY_NAME) {
          String name = p.currentName();
          JsonToken value = p.nextToken();
          if (name.equals(STEP)) {
            step = p.getIntValue();
          } else {
            values.put(name, value == JsonToken.VALUE_STRING ? Double.NaN : p.getDoubleValue());
          }
        }
      }
      return new Point(step, values);
    } catch (JacksonException e) {
      return new Point(Integer.MAX_VALUE, Map.of());
    }
  }
}
