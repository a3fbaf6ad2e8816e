package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Init;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import dev.nabla.type.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How parameters start after a seed: by the functions of {@code nn.init}, and in new modules. */
final class InitCases implements CaseKind {
  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> {
      if (entry.has("module")) {
        module(entry);
      } else {
        function(entry);
      }
    });
  }

  private static void function(Entry entry) {
    String name = entry.text("fn").substring("nn.init.".length());
    if (name.equals("calculate_gain")) {
      List<@Nullable Object> args = entry.values("args");
      Object param = args.get(1);
      double gain = Init.calculateGain(String.valueOf(args.get(0)), param == null ? null : Values.real(param));
      Closeness.EXACT.check(name, gain, entry.number("output"));
      return;
    }
    Tensor t = Nabla.zeros(Values.dtype(entry.text("dtype")), Values.wholes(entry.value("shape")));
    Nabla.manualSeed((long) entry.number("seed"));
    Settings settings = entry.settings("kwargs");
    fill(name, t, settings);
    settings.check(name);
    close(t).check(name, t, entry.tensor("output"));
  }

  private static Tensor fill(String name, Tensor t, Settings s) {
    return switch (name) {
      case "uniform_" -> Init.uniform_(t, s.number("a", 0), s.number("b", 1));
      case "normal_" -> Init.normal_(t, s.number("mean", 0), s.number("std", 1));
      case "trunc_normal_" ->
        Init.truncNormal_(t, s.number("mean", 0), s.number("std", 1), s.number("a", -2), s.number("b", 2));
      case "constant_" -> Init.constant_(t, s.number("val", 0));
      case "ones_" -> Init.ones_(t);
      case "zeros_" -> Init.zeros_(t);
      case "eye_" -> Init.eye_(t);
      case "dirac_" -> Init.dirac_(t, s.whole("groups", 1));
      case "xavier_uniform_" -> Init.xavierUniform_(t, s.number("gain", 1));
      case "xavier_normal_" -> Init.xavierNormal_(t, s.number("gain", 1));
      case "kaiming_uniform_" -> Init.kaimingUniform_(t, s.number("a", 0), s.text("mode", "fan_in"),
          s.text("nonlinearity", "leaky_relu"));
      case "kaiming_normal_" -> Init.kaimingNormal_(t, s.number("a", 0), s.text("mode", "fan_in"),
          s.text("nonlinearity", "leaky_relu"));
      case "orthogonal_" -> Init.orthogonal_(t, s.number("gain", 1));
      case "sparse_" -> Init.sparse_(t, s.number("sparsity", 0), s.number("std", 0.01));
      default -> throw new Unsupported("no function " + name);
    };
  }

  private static Closeness close(Tensor t) {
    return t.dtype() == DType.FLOAT64 ? new Closeness(1e-13, 1e-14) : new Closeness(5e-6, 1e-7);
  }

  private static void module(Entry entry) {
    Nabla.manualSeed((long) entry.number("seed"));
    String name = entry.text("module").substring("nn.".length());
    Map<String, Tensor> actual = Modules.create(name, entry.values("args"), entry.settings("kwargs")).stateDict();
    Map<String, Tensor> expected = entry.tensors("state_dict");
    if (!List.copyOf(actual.keySet()).equals(List.copyOf(expected.keySet()))) {
      throw new Mismatch("state", new Difference("the list of names", actual.keySet(), expected.keySet()));
    }
    expected.forEach((key, e) -> close(e).check(key, Objects.requireNonNull(actual.get(key)), e));
    next(entry.value("next_rand"));
  }

  /** What is drawn next tells how much of the stream was used. */
  private static void next(@Nullable Object recorded) {
    Tensor expected = Values.tensor(recorded);
    Closeness.EXACT.check("next numbers", Nabla.rand(expected.dtype(), expected.shape().toArray()), expected);
  }
}
