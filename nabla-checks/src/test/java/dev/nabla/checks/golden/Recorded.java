package dev.nabla.checks.golden;

import dev.nabla.Tensor;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.GoldenCases;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this project recorded from PyTorch itself, in the resources beside the scripts that made it. */
final class Recorded {
  /** How near float32 results have to be. */
  static final Closeness CLOSE = new Closeness(1e-5, 1e-6);

  private Recorded() {}

  /** The lines of a file of JSON objects. */
  static Stream<Map<String, @Nullable Object>> lines(String name) {
    try {
      return GoldenCases.read(Path.of(Objects.requireNonNull(Recorded.class.getResource("/recorded/" + name)).toURI()))
          .stream();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static String text(Map<String, @Nullable Object> c, String name) {
    return (String) Objects.requireNonNull(c.get(name));
  }

  static Tensor tensor(@Nullable Object json) {
    return (Tensor) Objects.requireNonNull(GoldenCases.decode(json));
  }

  static double[] numbers(Map<String, @Nullable Object> c, String name) {
    return ((List<?>) Objects.requireNonNull(c.get(name))).stream().mapToDouble(v -> ((Number) v).doubleValue())
        .toArray();
  }

  static Map<String, Tensor> tensors(Map<String, @Nullable Object> c, String name) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(c.get(name))).forEach((k, v) -> out.put((String) k, tensor(v)));
    return out;
  }
}
