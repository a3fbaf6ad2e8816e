package dev.nabla.testkit.golden;

import dev.nabla.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a file of recorded cases.
 *
 * @param fields what stands in the JSON object, parsed but not decoded
 */
public record Entry(Map<String, @Nullable Object> fields) {
  /** The name of the case: that of its group and a number, such as {@code nn.functional.conv2d/3}. */
  public String id() {
    return text("id");
  }

  /** What the case is about: the name of an op, or the start of the id where there is no one op. */
  public String group() {
    String id = id();
    return has("op") ? text("op") : id.contains("/") ? id.substring(0, id.lastIndexOf('/')) : id;
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /** Whether the field is true. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** A field that every entry of the kind has, as it stands in the JSON. */
  Object field(String name) {
    Object v = fields.get(name);
    if (v == null) {
      throw new IllegalArgumentException("no " + name + " in " + fields.get("id"));
    }
    return v;
  }

  /** A text field. */
  public String text(String name) {
    return (String) field(name);
  }

  double number(String name) {
    return Values.real(field(name));
  }

  /** A field that is an object with fields of its own. */
  Entry part(String name) {
    return new Entry(Values.map(field(name)));
  }

  /** The field as the value that it stands for, made anew by each call; null if it is not there. */
  @Nullable
  Object value(String name) {
    return Values.decode(fields.get(name));
  }

  /** A list as the values that it stands for; empty if it is not there. */
  public List<@Nullable Object> values(String name) {
    return has(name) ? Values.list(value(name)) : List.of();
  }

  /** A field that is a tensor. */
  public Tensor tensor(String name) {
    return Values.tensor(value(name));
  }

  /** An object as values by their names; empty if it is not there. */
  Map<String, @Nullable Object> named(String name) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    if (has(name)) {
      Values.map(field(name)).forEach((k, v) -> out.put(k, Values.decode(v)));
    }
    return out;
  }

  /** An object whose fields are all tensors, such as a state. */
  public Map<String, Tensor> tensors(String name) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    named(name).forEach((k, v) -> out.put(k, Values.tensor(v)));
    return out;
  }

  /** An object of named arguments. */
  Settings settings(String name) {
    return Settings.of(has(name) ? Values.map(field(name)) : Map.of());
  }

  @Override
  public String toString() {
    return id();
  }
}
