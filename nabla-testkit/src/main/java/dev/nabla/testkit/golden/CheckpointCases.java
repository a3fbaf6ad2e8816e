package dev.nabla.testkit.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of PyTorch and NumPy, each with its content beside it as JSON. */
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
    throw new Unsupported("no reader of " + ((Path) entry.field(PATH)).getFileName());
  }
}
