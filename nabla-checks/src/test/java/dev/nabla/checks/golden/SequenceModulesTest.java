package dev.nabla.checks.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.Autograd;
import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.AttentionOptions;
import dev.nabla.nn.Bilinear;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.GRU;
import dev.nabla.nn.GRUCell;
import dev.nabla.nn.GroupNorm;
import dev.nabla.nn.LSTM;
import dev.nabla.nn.LSTMCell;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.Module;
import dev.nabla.nn.MultiheadAttention;
import dev.nabla.nn.RNN;
import dev.nabla.nn.RNNCell;
import dev.nabla.nn.RecurrentOptions;
import dev.nabla.nn.TransformerDecoderLayer;
import dev.nabla.nn.TransformerEncoderLayer;
import dev.nabla.nn.TransformerOptions;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.GoldenCases;
import dev.nabla.type.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recurrent and attention modules with recorded weights, and the weights that modules start with. */
class SequenceModulesTest {
  private static final Set<String> STARTS = Set.of("nn.GRU", "nn.RNN", "nn.LSTM", "nn.LSTMCell",
      "nn.MultiheadAttention", "nn.TransformerEncoderLayer", "nn.TransformerDecoderLayer", "nn.LayerNorm",
      "nn.GroupNorm", "nn.Bilinear");

  @TestFactory
  Stream<DynamicTest> modules() {
    Path folder = GoldenTest.folder();
    assumeTrue(folder != null, "no recordings in shared/golden");
    return GoldenCases.read(folder.resolve("rnn.jsonl")).stream()
        .map(c -> DynamicTest.dynamicTest(String.valueOf(c.get("id")), () -> check(new Case(c))));
  }

  @TestFactory
  Stream<DynamicTest> starts() {
    Path folder = GoldenTest.folder();
    assumeTrue(folder != null, "no recordings in shared/golden");
    return GoldenCases.read(folder.resolve("init.jsonl")).stream()
        .filter(c -> STARTS.contains(String.valueOf(c.get("module"))))
        .map(c -> DynamicTest.dynamicTest(String.valueOf(c.get("id")), () -> start(new Case(c))));
  }

  /** One line of a recording. */
  private record Case(Map<String, @Nullable Object> entry) {
    List<?> list(String name) {
      return (List<?>) Objects.requireNonNull(entry.get(name));
    }

    Map<String, Tensor> tensors(String name) {
      Map<String, Tensor> out = new LinkedHashMap<>();
      ((Map<?, ?>) Objects.requireNonNull(entry.get(name))).forEach((k, v) -> out.put((String) k, tensor(v)));
      return out;
    }

    private @Nullable Object setting(String name) {
      return ((Map<?, ?>) Objects.requireNonNull(entry.get("kwargs"))).get(name);
    }

    boolean is(String name, boolean other) {
      return setting(name) instanceof Boolean b ? b : other;
    }

    int whole(String name, int other) {
      return setting(name) instanceof Number n ? n.intValue() : other;
    }

    double number(String name, double other) {
      return setting(name) instanceof Number n ? n.doubleValue() : other;
    }

    @Nullable
    Tensor mask(String name) {
      Object m = ((Map<?, ?>) Objects.requireNonNull(entry.get("call_kwargs"))).get(name);
      return m == null ? null : tensor(m);
    }

    int arg(int i) {
      return ((Number) list("args").get(i)).intValue();
    }
  }

  private static Tensor tensor(@Nullable Object json) {
    return (Tensor) Objects.requireNonNull(GoldenCases.decode(json));
  }

  private static Module module(Case c) {
    boolean bias = c.is("bias", true);
    return switch (String.valueOf(c.entry.get("module"))) {
      case "nn.LSTM" -> new LSTM(c.arg(0), c.arg(1), recurrent(c));
      case "nn.GRU" -> new GRU(c.arg(0), c.arg(1), recurrent(c));
      case "nn.RNN" ->
        new RNN(c.arg(0), c.arg(1), Objects.toString(c.setting("nonlinearity"), "tanh").replace("null", "tanh"),
            recurrent(c));
      case "nn.LSTMCell" -> new LSTMCell(c.arg(0), c.arg(1), bias);
      case "nn.GRUCell" -> new GRUCell(c.arg(0), c.arg(1), bias);
      case "nn.RNNCell" -> new RNNCell(c.arg(0), c.arg(1), bias, "tanh");
      case "nn.MultiheadAttention" -> new MultiheadAttention(c.arg(0), c.arg(1),
          new AttentionOptions(c.number("dropout", 0), bias, c.is("add_bias_kv", false), c.is("add_zero_attn", false),
              c.whole("kdim", 0), c.whole("vdim", 0), c.is("batch_first", false)));
      case "nn.TransformerEncoderLayer" -> new TransformerEncoderLayer(c.arg(0), c.arg(1), transformer(c));
      case "nn.TransformerDecoderLayer" -> new TransformerDecoderLayer(c.arg(0), c.arg(1), transformer(c));
      case "nn.Embedding" -> new Embedding(c.arg(0), c.arg(1));
      case "nn.Bilinear" -> new Bilinear(c.arg(0), c.arg(1), c.arg(2), bias);
      case "nn.GroupNorm" -> new GroupNorm(c.arg(0), c.arg(1));
      case "nn.LayerNorm" -> new LayerNorm(((List<?>) Objects.requireNonNull(GoldenCases.decode(c.list("args").get(0))))
          .stream().mapToInt(v -> ((Number) v).intValue()).toArray());
      default -> throw new AssertionError(c.entry.get("module"));
    };
  }

  private static RecurrentOptions recurrent(Case c) {
    return new RecurrentOptions(c.whole("num_layers", 1), c.is("bias", true), c.is("batch_first", false), 0,
        c.is("bidirectional", false), c.whole("proj_size", 0));
  }

  private static TransformerOptions transformer(Case c) {
    TransformerOptions o = TransformerOptions.DEFAULT.withFeedforward(c.whole("dim_feedforward", 2048))
        .withDropout(c.number("dropout", 0.1)).withLayerNormEps(c.number("layer_norm_eps", 1e-5))
        .withActivation("gelu".equals(c.setting("activation")) ? F::gelu : F::relu);
    return c.is("batch_first", false) ? o.withBatchFirst() : o;
  }

  /** All outputs, flattened. */
  private static List<@Nullable Tensor> outputs(Case c, Module m, List<Tensor> in) {
    int[] lengths = c.entry.get("lengths") instanceof List<?> l
        ? l.stream().mapToInt(v -> ((Number) v).intValue()).toArray()
        : null;
    Tensor x = in.get(0);
    Tensor h = in.size() > 1 ? in.get(1) : null;
    Tensor s = in.size() > 2 ? in.get(2) : null;
    return switch (m) {
      case LSTM lstm -> {
        LSTM.Result r = lengths == null ? lstm.forward(x, h, s) : lstm.forward(x, h, s, lengths);
        yield List.of(r.output(), r.hidden(), r.cell());
      }
      case GRU gru -> {
        var r = lengths == null ? gru.forward(x, h) : gru.forward(x, h, lengths);
        yield List.of(r.output(), r.hidden());
      }
      case RNN rnn -> {
        var r = lengths == null ? rnn.forward(x, h) : rnn.forward(x, h, lengths);
        yield List.of(r.output(), r.hidden());
      }
      case LSTMCell cell -> {
        LSTMCell.Result r = cell.forward(x, h, s);
        yield List.of(r.hidden(), r.cell());
      }
      case GRUCell cell -> List.of(cell.forward(x, h));
      case RNNCell cell -> List.of(cell.forward(x, h));
      case Bilinear b -> List.of(b.forward(x, Objects.requireNonNull(h)));
      case TransformerDecoderLayer d -> List.of(d.forward(x, Objects.requireNonNull(h)));
      case TransformerEncoderLayer e -> List.of(e.forward(x, null, c.mask("src_key_padding_mask"), false));
      case MultiheadAttention a -> {
        boolean weights = !Boolean.FALSE.equals(((Map<?, ?>) c.entry.get("call_kwargs")).get("need_weights"));
        var r = a.forward(x, Objects.requireNonNull(h), Objects.requireNonNull(s), c.mask("key_padding_mask"),
            c.mask("attn_mask"), weights, false);
        yield Arrays.asList(r.output(), r.weights());
      }
      default -> List.of(m.forward(x));
    };
  }

  private static void check(Case c) {
    DType dtype = c.tensors("state_dict").values().iterator().next().dtype();
    Closeness close = dtype == DType.FLOAT64 ? new Closeness(1e-7, 1e-9) : new Closeness(1e-5, 1e-6);
    Module m = module(c);
    m.to(dtype);
    m.loadStateDict(c.tensors("state_dict"));
    List<Tensor> in = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < c.list("inputs").size(); i++) {
      Object decoded = Objects.requireNonNull(GoldenCases.decode(c.list("inputs").get(i)));
      List<?> parts = decoded instanceof List<?> l ? l : List.of(decoded);
      for (int k = 0; k < parts.size(); k++) {
        in.add((Tensor) parts.get(k));
        names.add("inputs." + i + (decoded instanceof List<?> ? "." + k : ""));
      }
    }
    in.stream().filter(t -> t.dtype().isFloating()).forEach(t -> t.requiresGrad_());
    List<@Nullable Tensor> out = outputs(c, m, in);
    List<Tensor> roots = new ArrayList<>();
    List<Tensor> cotangents = new ArrayList<>();
    for (int i = 0; i < c.list("outputs").size(); i++) {
      Object json = c.list("outputs").get(i);
      Tensor y = out.get(i);
      if (json == null || y == null) {
        if (json != null || y != null) {
          throw new AssertionError("output " + i + " is " + y + ", recorded " + json);
        }
        continue;
      }
      close.check("output " + i, y.detach(), tensor(json));
      if (c.list("grad_outputs").get(i) != null) {
        roots.add(y);
        cotangents.add(tensor(c.list("grad_outputs").get(i)));
      }
    }
    Autograd.backward(roots, cotangents, false, false, null);
    Map<String, Tensor> parameters = m.namedParameters();
    c.tensors("parameter_grads").forEach(
        (name, g) -> close.check(name, Objects.requireNonNull(Objects.requireNonNull(parameters.get(name)).grad()), g));
    c.tensors("input_grads").forEach((path, g) -> close.check(path,
        Objects.requireNonNull(in.get(names.indexOf(path)).grad()), g));
  }

  private static void start(Case c) {
    DType before = Nabla.defaultDType();
    boolean wide = c.tensors("state_dict").values().iterator().next().dtype() == DType.FLOAT64;
    try {
      Nabla.setDefaultDType(wide ? DType.FLOAT64 : DType.FLOAT32);
      Nabla.manualSeed(((Number) Objects.requireNonNull(c.entry.get("seed"))).longValue());
      Map<String, Tensor> got = module(c).stateDict();
      Map<String, Tensor> recorded = c.tensors("state_dict");
      if (!List.copyOf(got.keySet()).equals(List.copyOf(recorded.keySet()))) {
        throw new AssertionError("names " + got.keySet() + ", recorded " + recorded.keySet());
      }
      recorded.forEach((name, t) -> new Closeness(1e-6, 1e-7).check(name, Objects.requireNonNull(got.get(name)), t));
    } finally {
      Nabla.setDefaultDType(before);
    }
  }
}
