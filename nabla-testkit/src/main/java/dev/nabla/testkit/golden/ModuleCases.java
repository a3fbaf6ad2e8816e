package dev.nabla.testkit.golden;

import dev.nabla.Autograd;
import dev.nabla.Tensor;
import dev.nabla.nn.Bilinear;
import dev.nabla.nn.GRU;
import dev.nabla.nn.GRUCell;
import dev.nabla.nn.LSTM;
import dev.nabla.nn.LSTMCell;
import dev.nabla.nn.Module;
import dev.nabla.nn.MultiheadAttention;
import dev.nabla.nn.RNN;
import dev.nabla.nn.RNNCell;
import dev.nabla.nn.TransformerDecoderLayer;
import dev.nabla.nn.TransformerEncoderLayer;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Recurrent and attention modules with recorded weights: outputs, and the gradients of all parameters and inputs. */
final class ModuleCases implements CaseKind {
  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    Map<Aspect, Check> out = new EnumMap<>(Aspect.class);
    out.put(Aspect.FORWARD, () -> new Run(entry).forward());
    out.put(Aspect.BACKWARD, () -> new Run(entry).backward());
    return out;
  }

  /** One module, its inputs by their paths, and what it gives. */
  private static final class Run {
    private final Entry entry;
    private final Module module;
    private final Closeness close;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();

    Run(Entry entry) {
      this.entry = entry;
      Map<String, Tensor> state = entry.tensors("state_dict");
      DType dtype = state.values().iterator().next().dtype();
      this.module = Modules.create(entry.text("module").substring("nn.".length()), entry.values("args"),
          entry.settings("kwargs"));
      this.close = Tolerance.of(dtype, Tolerance.LOOSE);
      module.to(dtype);
      module.loadStateDict(state);
      List<@Nullable Object> given = entry.values("inputs");
      for (int i = 0; i < given.size(); i++) {
        add("inputs." + i, given.get(i));
      }
      inputs.values().stream().filter(t -> t.dtype().isFloating()).forEach(t -> t.requiresGrad_());
    }

    private void add(String path, @Nullable Object value) {
      if (value instanceof List<?> parts) {
        for (int k = 0; k < parts.size(); k++) {
          add(path + "." + k, parts.get(k));
        }
      } else {
        inputs.put(path, Values.tensor(value));
      }
    }

    void forward() {
      List<@Nullable Tensor> out = outputs();
      List<@Nullable Object> expected = entry.values("outputs");
      for (int i = 0; i < expected.size(); i++) {
        Tensor y = out.get(i);
        if (y != null && expected.get(i) instanceof Tensor e) {
          close.check("output " + i, y.detach(), e);
        } else if (y != null || expected.get(i) != null) {
          throw new Mismatch("output " + i, new Difference("it", String.valueOf(y), String.valueOf(expected.get(i))));
        }
      }
    }

    void backward() {
      List<@Nullable Tensor> out = outputs();
      List<@Nullable Object> g = entry.values("grad_outputs");
      List<Tensor> roots = new ArrayList<>();
      List<Tensor> cotangents = new ArrayList<>();
      for (int i = 0; i < g.size(); i++) {
        if (g.get(i) instanceof Tensor gi) {
          roots.add(Objects.requireNonNull(out.get(i)));
          cotangents.add(gi);
        }
      }
      Autograd.backward(roots, cotangents, false, false, null);
      Map<String, Tensor> parameters = module.namedParameters();
      entry.tensors("parameter_grads").forEach((name, e) -> gradient(name, parameters.get(name), e));
      entry.tensors("input_grads").forEach((path, e) -> gradient(path, inputs.get(path), e));
    }

    private void gradient(String name, @Nullable Tensor of, Tensor expected) {
      Tensor actual = Objects.requireNonNull(of, name).grad();
      if (actual == null) {
        throw new Mismatch(name, new Difference("the gradient", "None", "a tensor"));
      }
      close.check(name, actual, expected);
    }

    private @Nullable Tensor mask(Settings call, String name) {
      return (Tensor) call.get(name);
    }

    private List<@Nullable Tensor> outputs() {
      Settings call = entry.settings("call_kwargs");
      List<Tensor> in = List.copyOf(inputs.values());
      Tensor x = in.get(0);
      Tensor h = in.size() > 1 ? in.get(1) : null;
      Tensor s = in.size() > 2 ? in.get(2) : null;
      List<@Nullable Tensor> out = switch (module) {
        case Bilinear b -> List.of(b.forward(x, Objects.requireNonNull(h)));
        case TransformerDecoderLayer d -> List.of(d.forward(x, Objects.requireNonNull(h)));
        case TransformerEncoderLayer e ->
          List.of(e.forward(x, mask(call, "src_mask"), mask(call, "src_key_padding_mask"), false));
        case MultiheadAttention a -> {
          var r = a.forward(x, Objects.requireNonNull(h), Objects.requireNonNull(s), mask(call, "key_padding_mask"),
              mask(call, "attn_mask"), call.flag("need_weights", true), false);
          yield Arrays.asList(r.output(), r.weights());
        }
        default -> recurrent(x, h, s);
      };
      call.check(entry.text("module"));
      return out;
    }

    private List<@Nullable Tensor> recurrent(Tensor x, @Nullable Tensor h, @Nullable Tensor s) {
      int[] lengths = entry.has("lengths")
          ? entry.values("lengths").stream().mapToInt(v -> (int) Values.real(v)).toArray()
          : null;
      return switch (module) {
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
        default -> List.of(module.forward(x));
      };
    }
  }
}
