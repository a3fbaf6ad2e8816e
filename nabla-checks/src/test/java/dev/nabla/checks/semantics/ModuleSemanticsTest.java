package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;

import dev.nabla.Tensor;
import dev.nabla.nn.BatchNorm1d;
import dev.nabla.nn.BatchNorm2d;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.ConvTranspose2d;
import dev.nabla.nn.Dropout;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.EmbeddingOptions;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.GELU;
import dev.nabla.nn.Identity;
import dev.nabla.nn.LSTM;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.Linear;
import dev.nabla.nn.MaxPool2d;
import dev.nabla.nn.Module;
import dev.nabla.nn.ModuleDict;
import dev.nabla.nn.NormOptions;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.RecurrentOptions;
import dev.nabla.nn.Sequential;
import dev.nabla.nn.Softmax;
import dev.nabla.optim.Adam;
import dev.nabla.optim.GradientClipping;
import dev.nabla.optim.Optimizer;
import dev.nabla.optim.SGD;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Layers and optimizers: short programs, with what PyTorch 1.13 printed for them; the numbers are those of the recordings. */
class ModuleSemanticsTest {
  @TestFactory
  Stream<DynamicTest> modules() {
    return Stream.of(
        says(47, "Module.zero_grad with set_to_none",
            "[[[0.0]], [0.0]]\n"
                + "[None, None]",
            () -> {
              Module m = new Linear(1, 1);
              m.call(ones(1, 1)).sum().backward();
              m.zeroGrad(false);
              String first = text(m.parameters().stream().map(p -> grad(p).toList()).toList());
              m.zeroGrad(true);
              return first + "\n"
                  + m.parameters().stream().map(p -> text(p.grad())).collect(Collectors.joining(", ", "[", "]"));
            }),
        says(133, "A full backward hook on a module",
            "gi tensor([[1., 2.]]) go tensor([[1.]])",
            () -> {
              Linear m = new Linear(2, 1, false);
              noGrad(() -> m.weight().copy_(tensor(new double[][] {{1, 2}})));
              StringBuilder out = new StringBuilder();
              m.registerFullBackwardHook((_, gi, go) -> {
                out.append(text("gi", gi, "go", go));
                return null;
              });
              m.call(ones(1, 2).requiresGrad_()).sum().backward();
              return out.toString();
            }),
        says(134, "Forward hook and pre-hook on a module",
            "tensor([20.])",
            () -> {
              Module m = new Identity();
              m.registerForwardPreHook((_, in) -> in.add(1));
              m.registerForwardHook((_, _, out) -> out.mul(10));
              return text(m.call(tensor(new double[] {1.0})));
            }),
        says(207, "named_parameters order and names",
            "[('0.weight', (3, 2)), ('0.bias', (3,)), ('2.0.weight', (1, 3)), ('2.1.weight', (1,)), ('2.1.bias', (1,))]\n"
                + "['2.1.running_mean', '2.1.running_var', '2.1.num_batches_tracked']\n"
                + "['', '0', '1', '2', '2.0', '2.1']\n"
                + "['0.weight', '0.bias', '2.0.weight', '2.1.weight', '2.1.bias', '2.1.running_mean', '2.1.running_var', "
                + "'2.1.num_batches_tracked']",
            () -> {
              Module m = new Sequential(new Linear(2, 3), new ReLU(),
                  new Sequential(new Linear(3, 1, false), new BatchNorm1d(1)));
              String parameters = m.namedParameters().entrySet().stream()
                  .map(e -> "('" + e.getKey() + "', " + tuple(e.getValue().shape().toArray()) + ")")
                  .collect(Collectors.joining(", ", "[", "]"));
              return String.join("\n", parameters, names(m.namedBuffers()), names(m.namedModules()),
                  names(m.stateDict()));
            }),
        fails(209, "load_state_dict strict",
            "Error(s) in loading state_dict for Linear:\n"
                + "\tMissing key(s) in state_dict: \"bias\". \n"
                + "\tUnexpected key(s) in state_dict: \"extra\". ",
            () -> new Linear(2, 1).loadStateDict(Map.of("weight", ones(1, 2), "extra", ones(1)))),
        says(210, "load_state_dict not strict",
            "IncompatibleKeys[missingKeys=[bias], unexpectedKeys=[extra]] Parameter containing:\n"
                + "tensor([[1., 1.]], requires_grad=True)",
            () -> {
              Linear m = new Linear(2, 1);
              return text(m.loadStateDict(Map.of("weight", ones(1, 2), "extra", ones(1)), false), m.weight());
            }),
        fails(211, "load_state_dict with another shape",
            "Error(s) in loading state_dict for Linear:\n"
                + "\tsize mismatch for weight: copying a param with shape torch.Size([2, 2]) from checkpoint, the shape in "
                + "current model is torch.Size([1, 2]).",
            () -> new Linear(2, 1).loadStateDict(Map.of("weight", ones(2, 2), "bias", ones(1)))),
        says(213, "BatchNorm running statistics",
            "tensor([0.2000, 0.4000]) tensor([1.1000, 1.7000]) tensor(1)\n"
                + "tensor([0.3800, 0.7600]) tensor([1.1900, 2.3300]) tensor(2)\n"
                + "tensor([[-0.3483, -0.4979]])",
            () -> {
              Module m = new BatchNorm1d(2);
              Tensor x = tensor(new double[][] {{1, 2}, {3, 6}});
              m.call(x);
              String first = statistics(m);
              m.call(x);
              String second = statistics(m);
              m.eval();
              return String.join("\n", first, second, text(m.call(zeros(1, 2)).detach()));
            }),
        says(214, "BatchNorm without momentum averages cumulatively",
            "tensor([3.5000]) tensor([5.]) tensor(2)",
            () -> {
              Module m = new BatchNorm1d(1, NormOptions.BATCH.withMomentum(null));
              m.call(tensor(new double[][] {{0}, {2}}));
              m.call(tensor(new double[][] {{4}, {8}}));
              return statistics(m);
            }),
        says(216, "Freezing a parameter",
            "tensor([[1., 1.]]) None",
            () -> {
              Linear m = new Linear(2, 1);
              Tensor bias = Objects.requireNonNull(m.bias()).requiresGrad_(false);
              m.call(ones(1, 2)).sum().backward();
              return text(m.weight().grad(), bias.grad());
            }),
        says(217, "repr of modules",
            """
                Sequential(
                  (0): Linear(in_features=2, out_features=3, bias=True)
                  (1): Conv2d(1, 4, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))
                  (2): ReLU(inplace=True)
                  (3): LSTM(2, 3, num_layers=2, batch_first=True)
                  (4): Dropout(p=0.1, inplace=False)
                  (5): BatchNorm2d(4, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
                  (6): Embedding(5, 2, padding_idx=0)
                  (7): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
                  (8): LayerNorm((3,), eps=1e-05, elementwise_affine=True)
                  (9): Softmax(dim=1)
                  (10): GELU(approximate='none')
                  (11): Flatten(start_dim=1, end_dim=-1)
                  (12): ConvTranspose2d(1, 2, kernel_size=(3, 3), stride=(1, 1))
                )""",
            () -> text(new Sequential(new Linear(2, 3), new Conv2d(1, 4, 3, 2, 1), new ReLU(true),
                new LSTM(2, 3, RecurrentOptions.DEFAULT.withNumLayers(2).withBatchFirst()), new Dropout(0.1),
                new BatchNorm2d(4), new Embedding(5, 2, EmbeddingOptions.DEFAULT.withPaddingIdx(0)), new MaxPool2d(2),
                new LayerNorm(3), new Softmax(1), new GELU(), new Flatten(), new ConvTranspose2d(1, 2, 3)))),
        says(279, "Gradient through unused module parameters stays None",
            "[('a.weight', False), ('a.bias', False), ('b.weight', True), ('b.bias', True)]",
            () -> {
              ModuleDict m = new ModuleDict().put("a", new Linear(1, 1)).put("b", new Linear(1, 1));
              m.get("a").call(ones(1, 1)).sum().backward();
              return m.namedParameters().entrySet().stream()
                  .map(e -> "('" + e.getKey() + "', " + python(e.getValue().grad() == null) + ")")
                  .collect(Collectors.joining(", ", "[", "]"));
            }));
  }

  @TestFactory
  Stream<DynamicTest> optimizers() {
    return Stream.of(
        says(46, "optimizer.zero_grad: set_to_none False and True",
            "tensor([0., 0.])\n"
                + "None",
            () -> {
              Tensor w = parameter(ones(2));
              Optimizer opt = new SGD(List.of(w), 0.1);
              w.mul(2).sum().backward();
              opt.zeroGrad(false);
              String first = text(w.grad());
              opt.zeroGrad(true);
              return first + "\n" + text(w.grad());
            }),
        says(219, "clip_grad_norm_",
            "tensor(5.) tensor([0.6000, 0.8000])",
            () -> {
              Tensor w = withGradient(3, 4);
              return text(GradientClipping.clipGradNorm_(List.of(w), 1), w.grad());
            }),
        says(220, "clip_grad_norm_ below the bound and with the infinity norm",
            "tensor(0.5000) tensor([ 0.3000, -0.4000])\n"
                + "tensor(0.4000) tensor([ 0.0750, -0.1000])",
            () -> {
              Tensor w = withGradient(0.3, -0.4);
              String first = text(GradientClipping.clipGradNorm_(List.of(w), 1), w.grad());
              return first + "\n"
                  + text(GradientClipping.clipGradNorm_(List.of(w), 0.1, Double.POSITIVE_INFINITY, false), w.grad());
            }),
        says(221, "clip_grad_value_",
            "tensor([ 1.0000, -1.0000,  0.5000])",
            () -> {
              Tensor w = withGradient(3, -4, 0.5);
              GradientClipping.clipGradValue_(List.of(w), 1);
              return text(w.grad());
            }),
        says(223, "An optimizer skips parameters without grad",
            "Parameter containing:\n"
                + "tensor([0.7500], requires_grad=True) Parameter containing:\n"
                + "tensor([1.], requires_grad=True)",
            () -> {
              Tensor a = parameter(ones(1));
              Tensor b = parameter(ones(1));
              Optimizer opt = new SGD(List.of(a, b), 0.1).weightDecay(0.5);
              a.mul(2).sum().backward();
              opt.step();
              return text(a, b);
            }),
        fails(224, "An optimizer with an empty parameter list",
            "SGD: got an empty parameter list; give it what is to be learned",
            () -> new SGD(List.of(), 0.1)),
        fails(226, "An optimizer over a non-leaf",
            "SGD: can't optimize a non-leaf Tensor, of shape [1]; give it the leaf that the tensor was computed from",
            () -> new SGD(List.of(parameter(ones(1)).mul(2)), 0.1)),
        fails(227, "Nesterov needs momentum",
            "SGD: Nesterov momentum requires a momentum and zero dampening; got momentum 0.0 and dampening 0.0",
            () -> new SGD(List.of(parameter(ones(1))), 0.1).nesterov()),
        says(229, "state_dict of an optimizer",
            "step=tensor(1.) exp_avg=tensor([0.3000, 0.3000]) exp_avg_sq=tensor([0.0090, 0.0090])\n"
                + "lr=0.1 betas=[0.9, 0.999] eps=1.0E-8 weight_decay=0.0 amsgrad=False params=[0]",
            () -> {
              Tensor a = parameter(ones(2));
              Optimizer opt = new Adam(List.of(a), 0.1);
              a.mul(3).sum().backward();
              opt.step();
              Map<?, ?> state = (Map<?, ?>) Objects.requireNonNull(opt.stateDict().get("state"));
              List<?> groups = (List<?>) Objects.requireNonNull(opt.stateDict().get("param_groups"));
              return entries((Map<?, ?>) state.values().iterator().next(), "step", "exp_avg", "exp_avg_sq") + "\n"
                  + entries((Map<?, ?>) groups.get(0), "lr", "betas", "eps", "weight_decay", "amsgrad", "params");
            }));
  }

  private static String names(Map<String, ?> named) {
    return named.keySet().stream().collect(Collectors.joining("', '", "['", "']"));
  }

  private static String statistics(Module m) {
    return m.namedBuffers().values().stream().map(b -> text(b)).collect(Collectors.joining(" "));
  }

  private static String entries(Map<?, ?> map, String... keys) {
    return Stream.of(keys).map(k -> k + "=" + python(map.get(k))).collect(Collectors.joining(" "));
  }

  /** A parameter whose gradient is equal to itself. */
  private static Tensor withGradient(double... values) {
    Tensor w = parameter(tensor(values));
    w.mul(w).div(2).sum().backward();
    return w;
  }
}
