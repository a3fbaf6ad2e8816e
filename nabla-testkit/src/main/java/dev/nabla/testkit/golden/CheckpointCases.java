package dev.nabla.testkit.golden;

import dev.nabla.Tensor;
import dev.nabla.io.Numpy;
import dev.nabla.io.Torch;
import dev.nabla.io.Tuple;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of PyTorch and NumPy, each with its content beside it as JSON: values to the bit, strides, offsets, what wants a gradient. */
final class CheckpointCases implements CaseKind {
  /** The field with the {@link Path} of the file. */
  private static final String PATH = "path";

  /** The files of a folder for which there is a file {@code NAME.json}. */
  static List<Entry> entries(Path folder) {
    List<Entry> out = new ArrayList<>();
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path json : inside.filter(p -> p.toString().endsWith(".json")).sorted().toList()) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(Values.map(Json.parse(Files.readString(json))));
        fields.put("id", "checkpoints/" + fields.get("file"));
        fields.put(PATH, folder.resolve(String.valueOf(fields.get("file"))));
        out.add(new Entry(fields));
      }
    } catch (IOException e) {
      throw Corpus.unreadable(folder, e);
    }
    return out;
  }

  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> run(entry));
  }

  private static void run(Entry entry) {
    Path file = (Path) entry.field(PATH);
    if (entry.has("array")) {
      compare("the array", Numpy.load(file), entry.field("array"));
    } else if (entry.has("arrays")) {
      Map<String, Tensor> arrays = Numpy.loadArchive(file);
      Map<String, @Nullable Object> expected = Values.map(entry.field("arrays"));
      same("the arrays", "names", List.copyOf(arrays.keySet()), List.copyOf(expected.keySet()));
      expected.forEach((name, json) -> compare(name, arrays.get(name), json));
    } else {
      compare("the content", Torch.load(file), entry.fields().get("content"));
    }
  }

  private static void compare(String where, @Nullable Object actual, @Nullable Object json) {
    switch (json) {
      case Map<?, ?> m when m.containsKey("data") -> tensor(where, actual, Values.map(json));
      case Map<?, ?> m when m.containsKey("dict") -> dict(where, actual, Values.list(m.get("dict")));
      case Map<?, ?> m when m.containsKey("tuple") -> items(where, actual, Tuple.class, Values.list(m.get("tuple")));
      case List<?> l -> items(where, actual, ArrayList.class, Values.list(l));
      case null, default -> same(where, "the value", actual, Values.decode(json));
    }
  }

  private static void items(String where, @Nullable Object actual, Class<?> type, List<@Nullable Object> expected) {
    if (!(actual instanceof List<?> items) || !type.isInstance(actual) || items.size() != expected.size()) {
      throw new Mismatch(where, new Difference("the value", String.valueOf(actual), expected));
    }
    for (int i = 0; i < expected.size(); i++) {
      compare(where + "[" + i + "]", items.get(i), expected.get(i));
    }
  }

  private static void dict(String where, @Nullable Object actual, List<@Nullable Object> entries) {
    Map<?, ?> map = actual instanceof Map<?, ?> m ? m : Map.of();
    List<@Nullable Object> keys = new ArrayList<>();
    entries.forEach(e -> keys.add(Values.decode(Values.list(e).get(0))));
    same(where, "the keys", new ArrayList<>(map.keySet()), keys);
    for (int i = 0; i < keys.size(); i++) {
      compare(where + "[" + keys.get(i) + "]", map.get(keys.get(i)), Values.list(entries.get(i)).get(1));
    }
  }

  private static void tensor(String where, @Nullable Object actual, Map<String, @Nullable Object> expected) {
    if (!(actual instanceof Tensor t)) {
      throw new Mismatch(where, new Difference("the value", String.valueOf(actual), "a tensor"));
    }
    Closeness.EXACT.check(where, t.detach(), Values.tensor(Values.decode(expected)));
    if (expected.containsKey("stride")) {
      same(where, "strides", java.util.Arrays.toString(t.stride()), String.valueOf(expected.get("stride")));
      same(where, "offset", (long) t.storageOffset(), expected.get("storage_offset"));
      same(where, "requires_grad", t.requiresGrad(), expected.get("requires_grad"));
      same(where, "whether it is a parameter", t.isParameter(), expected.containsKey("parameter"));
    }
    if (Boolean.TRUE.equals(expected.get("fortran_order")) && t.dim() > 1) {
      same(where, "whether it is contiguous", t.isContiguous(), false);
    }
  }

  private static void same(String where, String what, @Nullable Object actual, @Nullable Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new Mismatch(where, new Difference(what, String.valueOf(actual), String.valueOf(expected)));
    }
  }
}
