package dev.nabla.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** All expected numbers here were computed by PyTorch 1.13 on a CPU. */
class RandomTest {
  private static Strided window(DType dtype, int... dims) {
    return Strided.allocate(dtype, Shape.of(dims));
  }

  @Test
  void uniformNumbersAreThoseOfPyTorch() {
    Generator g = new Generator(0);
    Strided floats = window(DType.FLOAT32, 5);
    Random.uniform(g, 0, 1, floats);
    assertThat(floats.storage().floats()).containsExactly(0.4962566f, 0.7682218f, 0.08847743f, 0.13203049f,
        0.30742282f);
    Random.uniform(g.seed(0), -1, 3, floats);
    assertThat(floats.storage().floats()).containsExactly(0.98502636f, 2.0728872f, -0.64609027f, -0.47187805f,
        0.22969127f);
    Strided doubles = window(DType.FLOAT64, 3);
    Random.uniform(g.seed(0), 0, 1, doubles);
    assertThat(doubles.storage().doubles()).containsExactly(0.9700530018065531, 0.707819864399788, 0.45938294312745087);
  }

  @Test
  void normalNumbersAreThoseOfPyTorchBelowAndAboveSixteen() {
    Generator g = new Generator(0);
    Strided single = window(DType.FLOAT32, 1);
    for (float expected : new float[] {1.5409961f, -0.2934289f, -2.1787894f}) {
      Random.normal(g, 0, 1, single);
      assertThat(single.storage().floats()[0]).isEqualTo(expected);
    }
    Strided many = window(DType.FLOAT32, 17);
    Random.normal(g.seed(0), 0, 1, many);
    Strided expected = Strided
        .contiguous(Storage.of(new float[] {-1.1258398f, -1.6959312f, 0.5666506f, 0.79350835f, 0.59883946f, -1.5550951f,
          -0.3413604f, 1.8530061f, 0.4680964f, -0.58549756f, -0.17339675f, 0.18347794f, 1.3893661f, 1.5863342f,
          0.94629836f, -0.84367675f,
          0.9318266f}), Shape.of(17));
    Windows.assertClose("randn(17)", expected, many, 2e-6);
  }

  @Test
  void wholeNumbersAndOrdersAreThoseOfPyTorch() {
    Generator g = new Generator(0);
    Strided out = window(DType.INT64, 15);
    Random.randint(g, 0, 10, out);
    assertThat(out.storage().longs()).containsExactly(4, 9, 3, 0, 3, 9, 7, 3, 7, 3, 1, 6, 6, 9, 8);
    Strided wide = window(DType.INT64, 1);
    Random.randint(g.seed(0), 0, 1L << 40, wide);
    assertThat(wide.storage().longs()).containsExactly(741280623151L);
    Strided order = window(DType.INT64, 7);
    Random.uniform(g.seed(42), 0, 1, window(DType.FLOAT32, 5));
    Random.normal(g, 0, 1, window(DType.FLOAT32, 5));
    Random.randint(g, 0, 100, window(DType.INT64, 5));
    Random.permutation(g, order);
    assertThat(order.storage().longs()).containsExactly(0, 6, 1, 4, 2, 3, 5);
  }

  @Test
  void drawsByProbabilityAreThoseOfPyTorch() {
    Generator g = new Generator(0);
    Strided coins = window(DType.FLOAT32, 5);
    Random.bernoulli(g, 0.5, coins);
    assertThat(coins.storage().floats()).containsExactly(0, 0, 1, 0, 0);
    Strided p = Strided.contiguous(Storage.of(new float[] {0.3f, 0.3f, 0.3f, 0.3f, 0.3f}), Shape.of(5));
    Random.bernoulli(g.seed(0), p, coins);
    assertThat(coins.storage().floats()).containsExactly(0, 0, 1, 1, 0);
    Strided weights = Strided.contiguous(Storage.of(new float[] {0.1f, 0.4f, 0.2f, 0.3f}), Shape.of(4));
    Strided drawn = window(DType.INT64, 3);
    Random.multinomial(g.seed(0), weights, true, drawn);
    assertThat(drawn.storage().longs()).containsExactly(3, 3, 1);
    Strided exponential = window(DType.FLOAT32, 5);
    Random.exponential(g.seed(0), 1.5, exponential);
    Windows.assertClose("exponential",
        Strided.contiguous(Storage.of(new float[] {2.338884f, 0.82025653f, 0.41002938f, 1.6900791f, 0.6904703f}),
            Shape.of(5)),
        exponential, 1e-7);
  }

  @Test
  void aRestoredStateContinuesTheStream() {
    Generator g = new Generator(3);
    Strided skipped = window(DType.FLOAT32, 1001);
    Random.uniform(g, 0, 1, skipped);
    Random.normal(g, 0, 1, window(DType.FLOAT64, 3));
    long[] state = g.state();
    Strided first = window(DType.FLOAT64, 700);
    Random.normal(g, 0, 1, window(DType.FLOAT64, 1));
    Random.uniform(g, 0, 1, first);
    Strided second = window(DType.FLOAT64, 700);
    Generator other = new Generator(99).restore(state);
    Random.normal(other, 0, 1, window(DType.FLOAT64, 1));
    Random.uniform(other, 0, 1, second);
    Windows.assertSame("restored", first, second);
    assertThat(other.initialSeed()).isEqualTo(3);
  }

  @Test
  void windowsAreFilledInTheOrderOfMemory() {
    Strided transposed = new Strided(Storage.allocate(DType.FLOAT32, 12), 0, Shape.of(3, 4), new int[] {1, 3});
    Strided dense = window(DType.FLOAT32, 12);
    Random.uniform(new Generator(1), 0, 1, transposed);
    Random.uniform(new Generator(1), 0, 1, dense);
    assertThat(transposed.storage().floats()).isEqualTo(dense.storage().floats());
  }

  @Test
  void allRecordedStreamsOfPyTorchAreReproduced() throws IOException {
    Path file = goldenFile();
    assumeTrue(file != null, "no golden cases here");
    int calls = 0;
    List<String> failures = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Map<?, ?> record = (Map<?, ?>) Json.parse(line);
      Generator g = new Generator((Long) record.get("seed"));
      List<?> outputs = (List<?>) record.get("outputs");
      int i = 0;
      for (Object call : (List<?>) record.get("calls")) {
        Strided actual = run(g, (Map<?, ?>) call);
        Object expected = outputs.get(i++);
        if (actual == null) {
          if (expected != null) {
            break;
          }
          continue;
        }
        calls++;
        boolean exact = ((String) ((Map<?, ?>) call).get("fn"))
            .matches(".*(rand|uniform_|randint|random_|randperm|bernoulli|rand_like|randint_like)");
        String fault = compare(tensor((Map<?, ?>) expected), actual, exact);
        if (fault != null) {
          failures.add(record.get("id") + " call " + i + ": " + fault);
        }
      }
    }
    assertThat(failures).isEmpty();
    assertThat(calls).as("calls compared").isGreaterThan(100);
  }

  private static @Nullable Path goldenFile() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/golden/rng.jsonl");
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }

  private static @Nullable String compare(Strided expected, Strided actual, boolean exact) {
    if (!expected.shape().equals(actual.shape()) || expected.dtype() != actual.dtype()) {
      return "expected " + expected.dtype() + expected.shape() + ", got " + actual.dtype() + actual.shape();
    }
    boolean isFloat = expected.dtype() == DType.FLOAT32;
    for (int i = 0; i < expected.numel(); i++) {
      double e = expected.storage().getDouble(i);
      double a = actual.storage().getDouble(i);
      double bound = exact || !expected.dtype().isFloating()
          ? 0
          : isFloat ? 1e-7 + 5e-6 * Math.abs(e) : 1e-15 + 1e-14 * Math.abs(e);
      if (!(Math.abs(e - a) <= bound) || (bound == 0 && expected.storage().getLong(i) != actual.storage().getLong(i))) {
        return "element " + i + " is " + a + ", expected " + e;
      }
    }
    return null;
  }

  private static Strided tensor(Map<?, ?> json) {
    int[] dims = ints((List<?>) json.get("shape"));
    Strided out = window(DType.valueOf(((String) json.get("dtype")).toUpperCase(Locale.ROOT)), dims);
    List<?> data = (List<?>) json.get("data");
    for (int i = 0; i < data.size(); i++) {
      if (data.get(i) instanceof Long v) {
        out.storage().setLong(i, v);
      } else {
        out.storage().setDouble(i, (Double) data.get(i));
      }
    }
    return out;
  }

  private static int[] ints(List<?> list) {
    return list.stream().mapToInt(v -> ((Long) v).intValue()).toArray();
  }

  private static double real(Object v) {
    return ((Number) v).doubleValue();
  }

  /** The result of one recorded call; null for those that are made of other operations as well. */
  private static @Nullable Strided run(Generator g, Map<?, ?> call) {
    List<?> args = (List<?>) call.get("args");
    String fn = (String) call.get("fn");
    DType dtype = ((Map<?, ?>) call.get("kwargs")).get("dtype") instanceof Map<?, ?> name
        ? DType.valueOf(((String) name.get("dtype_arg")).toUpperCase(Locale.ROOT))
        : fn.equals("randint") || fn.equals("randperm") ? DType.INT64 : DType.FLOAT32;
    Strided first = !args.isEmpty() && args.get(0) instanceof Map<?, ?> json ? tensor(json) : null;
    switch (fn) {
      case "manual_seed" -> g.seed((Long) args.get(0));
      case "rand", "randn" -> {
        Strided out = window(dtype, ints(args));
        if (fn.equals("rand")) {
          Random.uniform(g, 0, 1, out);
        } else {
          Random.normal(g, 0, 1, out);
        }
        return out;
      }
      case "randint" -> {
        Strided out = window(dtype, ints((List<?>) ((Map<?, ?>) args.get(2)).get("tuple")));
        Random.randint(g, (Long) args.get(0), (Long) args.get(1), out);
        return out;
      }
      case "randperm" -> {
        Strided out = window(dtype, ints(args));
        Random.permutation(g, out);
        return out;
      }
      case "normal" -> {
        if (first == null) {
          Strided out = window(dtype, ints((List<?>) ((Map<?, ?>) args.get(2)).get("tuple")));
          Random.normal(g, real(args.get(0)), real(args.get(1)), out);
          return out;
        }
      }
      default -> {}
    }
    return first == null ? null : fill(g, fn, args, first);
  }

  private static @Nullable Strided fill(Generator g, String fn, List<?> args, Strided out) {
    switch (fn) {
      case "rand_like" -> Random.uniform(g, 0, 1, out);
      case "randn_like" -> Random.normal(g, 0, 1, out);
      case "randint_like" -> Random.randint(g, 0, (Long) args.get(1), out);
      case "Tensor.uniform_" -> Random.uniform(g, real(args.get(1)), real(args.get(2)), out);
      case "Tensor.normal_" -> Random.normal(g, real(args.get(1)), real(args.get(2)), out);
      case "Tensor.log_normal_" -> Random.logNormal(g, real(args.get(1)), real(args.get(2)), out);
      case "Tensor.cauchy_" -> Random.cauchy(g, real(args.get(1)), real(args.get(2)), out);
      case "Tensor.exponential_" -> Random.exponential(g, real(args.get(1)), out);
      case "Tensor.geometric_" -> Random.geometric(g, real(args.get(1)), out);
      case "Tensor.bernoulli_" -> Random.bernoulli(g, real(args.get(1)), out);
      case "Tensor.random_" -> {
        if (args.size() == 1) {
          Random.wholeRange(g, out);
        } else {
          Random.randint(g, (Long) args.get(1), (Long) args.get(2), out);
        }
      }
      case "bernoulli" -> Random.bernoulli(g, Windows.copy(out), out);
      case "poisson" -> Random.poisson(g, Windows.copy(out), out);
      case "multinomial" -> {
        int[] dims = out.shape().toArray();
        dims[dims.length - 1] = ((Long) args.get(1)).intValue();
        Strided drawn = window(DType.INT64, dims);
        Random.multinomial(g, out, (Boolean) args.get(2), drawn);
        return drawn;
      }
      default -> {
        return null;
      }
    }
    return out;
  }
}
