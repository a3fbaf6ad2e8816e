package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.BCELoss;
import dev.nabla.nn.BCEWithLogitsLoss;
import dev.nabla.nn.CrossEntropyLoss;
import dev.nabla.nn.HingeEmbeddingLoss;
import dev.nabla.nn.HuberLoss;
import dev.nabla.nn.KLDivLoss;
import dev.nabla.nn.L1Loss;
import dev.nabla.nn.Loss;
import dev.nabla.nn.MSELoss;
import dev.nabla.nn.Module;
import dev.nabla.nn.MultiLabelMarginLoss;
import dev.nabla.nn.MultiLabelSoftMarginLoss;
import dev.nabla.nn.MultiMarginLoss;
import dev.nabla.nn.NLLLoss;
import dev.nabla.nn.PoissonNLLLoss;
import dev.nabla.nn.Sequential;
import dev.nabla.nn.SmoothL1Loss;
import dev.nabla.nn.SoftMarginLoss;
import dev.nabla.optim.GradientClipping;
import dev.nabla.optim.Optimizer;
import dev.nabla.testkit.Closeness;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Small networks, trained for some steps: the first output and gradients, every loss, the state at the end. */
final class TrainingCases implements CaseKind {
  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    Map<Aspect, Check> out = new EnumMap<>(Aspect.class);
    out.put(Aspect.FORWARD, () -> training(entry));
    out.put(Aspect.BACKWARD, () -> firstGradients(entry));
    return out;
  }

  private static Module network(Entry entry) {
    DType dtype = Values.dtype(entry.text("dtype"));
    List<Module> parts = new ArrayList<>();
    for (Object layer : Values.list(entry.field("layers"))) {
      List<@Nullable Object> l = Values.list(layer);
      Settings settings = Settings.of(Values.map(l.get(2)));
      parts.add(Modules.underDefault(dtype,
          () -> Modules.create(String.valueOf(l.get(0)), Values.list(Values.decode(l.get(1))), settings)));
    }
    Sequential network = new Sequential(parts.toArray(new Module[0]));
    network.loadStateDict(entry.tensors("initial_state_dict"));
    return network;
  }

  private static Loss loss(String name) {
    return switch (name) {
      case "MSELoss" -> new MSELoss();
      case "L1Loss" -> new L1Loss();
      case "BCELoss" -> new BCELoss();
      case "BCEWithLogitsLoss" -> new BCEWithLogitsLoss();
      case "CrossEntropyLoss" -> new CrossEntropyLoss();
      case "NLLLoss" -> new NLLLoss();
      case "SmoothL1Loss" -> new SmoothL1Loss();
      case "HuberLoss" -> new HuberLoss();
      case "KLDivLoss" -> new KLDivLoss();
      case "SoftMarginLoss" -> new SoftMarginLoss();
      case "PoissonNLLLoss" -> new PoissonNLLLoss();
      case "HingeEmbeddingLoss" -> new HingeEmbeddingLoss();
      case "MultiMarginLoss" -> new MultiMarginLoss();
      case "MultiLabelMarginLoss" -> new MultiLabelMarginLoss();
      case "MultiLabelSoftMarginLoss" -> new MultiLabelSoftMarginLoss();
      default -> throw new Unsupported("no loss " + name);
    };
  }

  private static Closeness close(Entry entry) {
    return Tolerance.of(Values.dtype(entry.text("dtype")), Tolerance.DERIVED);
  }

  private static void firstGradients(Entry entry) {
    Module network = network(entry);
    loss(entry.text("loss")).forward(network.forward(entry.tensor("input")), entry.tensor("target")).backward();
    Map<String, Tensor> parameters = network.namedParameters();
    entry.tensors("first_grads").forEach((name, e) -> close(entry).check(name,
        Objects.requireNonNull(Objects.requireNonNull(parameters.get(name)).grad()), e));
  }

  private static void training(Entry entry) {
    Closeness close = close(entry);
    Module network = network(entry);
    Loss loss = loss(entry.text("loss"));
    Optimizer optimizer = Optimizers.create(entry.text("optimizer"), network.parameters(),
        entry.settings("optimizer_kwargs"));
    List<@Nullable Object> losses = entry.values("losses");
    for (int step = 0; step < losses.size(); step++) {
      Tensor y = network.forward(entry.tensor("input"));
      if (step == 0) {
        close.check("first output", y.detach(), entry.tensor("first_output"));
      }
      Tensor value = loss.forward(y, entry.tensor("target"));
      close.check("loss before step " + step, value.item(), Values.real(losses.get(step)));
      optimizer.zeroGrad();
      value.backward();
      if (entry.has("clip_grad_norm")) {
        GradientClipping.clipGradNorm_(network.parameters(), Values.real(entry.field("clip_grad_norm")));
      }
      optimizer.step();
    }
    Map<String, Tensor> state = network.stateDict();
    entry.tensors("final_state_dict")
        .forEach((name, e) -> close.check(name, Objects.requireNonNull(state.get(name)), e));
    network.eval();
    Tensor output = Nabla.noGrad(() -> network.forward(entry.tensor("input")));
    close.check("output in evaluation mode", output, entry.tensor("eval_output"));
  }
}
