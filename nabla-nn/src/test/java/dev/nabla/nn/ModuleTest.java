package dev.nabla.nn;

import static dev.nabla.Nabla.ones;
import static dev.nabla.Nabla.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Modules: names, modes, state, hooks, printing; expected texts and numbers are PyTorch's. */
class ModuleTest {
  private static Sequential nested() {
    return new Sequential(new Linear(2, 3), new ReLU(), new Sequential(new Linear(3, 1, false), new BatchNorm1d(1)));
  }

  @Test
  void namesFollowTheTreeInTheOrderOfRegistration() {
    Sequential m = nested();
    assertThat(m.namedParameters().keySet()).containsExactly("0.weight", "0.bias", "2.0.weight", "2.1.weight",
        "2.1.bias");
    assertThat(m.namedBuffers().keySet()).containsExactly("2.1.running_mean", "2.1.running_var",
        "2.1.num_batches_tracked");
    assertThat(m.namedModules().keySet()).containsExactly("", "0", "1", "2", "2.0", "2.1");
    assertThat(m.stateDict().keySet()).containsExactly("0.weight", "0.bias", "2.0.weight", "2.1.weight", "2.1.bias",
        "2.1.running_mean",
        "2.1.running_var", "2.1.num_batches_tracked");
  }

  @Test
  void loadingAStrictStateNamesWhatIsMissingUnexpectedOrOfAnotherShape() {
    Linear m = new Linear(2, 1);
    assertThatThrownBy(() -> m.loadStateDict(Map.of("weight", ones(1, 2), "extra", ones(1))))
        .isInstanceOf(NablaException.class)
        .hasMessage("Error(s) in loading state_dict for Linear:\n\tMissing key(s) in state_dict: \"bias\". "
            + "\n\tUnexpected key(s) in state_dict: \"extra\". ");
    Map<String, Tensor> other = new LinkedHashMap<>();
    other.put("weight", ones(2, 2));
    other.put("bias", ones(1));
    Tensor before = m.weight().detach().cloneTensor();
    assertThatThrownBy(() -> m.loadStateDict(other))
        .hasMessageContaining("size mismatch for weight: copying a param with shape torch.Size([2, 2]) from"
            + " checkpoint, the shape in current model is torch.Size([1, 2]).");
    assertThat(m.weight().equal(before)).isTrue();
    assertThat(m.loadStateDict(Map.of("weight", ones(1, 2)), false).missingKeys()).isEqualTo(List.of("bias"));
    assertThat(m.weight().toString()).isEqualTo("Parameter containing:\ntensor([[1., 1.]], requires_grad=True)");
  }

  @Test
  void transposedConvolutionsComputeAndPrintAsPyTorchs() {
    ConvTranspose1d line = new ConvTranspose1d(1, 1, 3, 2, 1);
    line.loadStateDict(Map.of("weight", tensor(new double[][][] {{{1, 2, 3}}}), "bias", tensor(new double[] {0.5})));
    assertThat(line.forward(tensor(new double[][][] {{{1, 2, 3}}})).detach())
        .hasToString("tensor([[[2.5000, 5.5000, 4.5000, 9.5000, 6.5000]]])");
    assertThat(line).hasToString("ConvTranspose1d(1, 1, kernel_size=(3,), stride=(2,), padding=(1,))");
    ConvTranspose2d plane = new ConvTranspose2d(4, 6, 3,
        ConvOptions.DEFAULT.withStride(2).withPadding(1).withGroups(2).withoutBias().withOutputPadding(1));
    assertThat(plane).hasToString("ConvTranspose2d(4, 6, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1),"
        + " output_padding=(1, 1), groups=2, bias=False)");
    assertThat(plane.weight().shape()).isEqualTo(Shape.of(4, 3, 3, 3));
    assertThat(plane.forward(ones(2, 4, 5, 5)).shape()).isEqualTo(Shape.of(2, 6, 10, 10));
    ConvTranspose3d volume = new ConvTranspose3d(2, 3, 2, ConvOptions.DEFAULT.withDilation(2));
    assertThat(volume.forward(ones(1, 2, 3, 3, 3)).shape()).isEqualTo(Shape.of(1, 3, 5, 5, 5));
  }

  @Test
  void batchNormMovesItsRunningStatisticsInTrainingOnly() {
    BatchNorm1d m = new BatchNorm1d(2);
    Tensor x = tensor(new double[][] {{1, 2}, {3, 6}});
    m.forward(x);
    m.forward(x);
    assertThat(m.stateDict().get("running_mean")).hasToString("tensor([0.3800, 0.7600])");
    assertThat(m.stateDict().get("running_var")).hasToString("tensor([1.1900, 2.3300])");
    assertThat(m.stateDict().get("num_batches_tracked")).hasToString("tensor(2)");
    m.eval();
    assertThat(m.forward(Nabla.zeros(1, 2)).detach()).hasToString("tensor([[-0.3483, -0.4979]])");
  }

  @Test
  void printsAsPyTorchDoes() {
    assertThat(new Sequential(new Linear(2, 3), new Conv2d(1, 4, 3, 2, 1), new Dropout(0.1), new BatchNorm2d(4),
        new MaxPool2d(2), new LayerNorm(3),
        new Softmax(1), new GELU(), new Flatten())).hasToString("""
            Sequential(
              (0): Linear(in_features=2, out_features=3, bias=True)
              (1): Conv2d(1, 4, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))
              (2): Dropout(p=0.1, inplace=False)
              (3): BatchNorm2d(4, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
              (4): MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)
              (5): LayerNorm((3,), eps=1e-05, elementwise_affine=True)
              (6): Softmax(dim=1)
              (7): GELU(approximate='none')
              (8): Flatten(start_dim=1, end_dim=-1)
            )""");
  }

  @Test
  void forwardHooksSeeAndReplace() {
    Identity m = new Identity();
    m.registerForwardHook((part, x, y) -> y.mul(10));
    assertThat(m.call(tensor(new double[] {2}))).hasToString("tensor([20.])");
  }

  @Test
  void parametersStartAsPyTorchsDo() {
    // torch.manual_seed(0); nn.Linear(2, 1): weight and bias
    Nabla.manualSeed(0);
    Linear m = new Linear(2, 1);
    assertThat(m.weight().detach()).hasToString("tensor([[-0.0053,  0.3793]])");
    assertThat(m.bias()).isNotNull();
    assertThat(m.bias().detach()).hasToString("tensor([-0.5820])");
  }

  @Test
  void evaluationModeReachesAllParts() {
    Sequential m = new Sequential(new Sequential(new Dropout()));
    m.eval();
    assertThat(m.namedModules().values()).noneMatch(Module::isTraining);
    assertThat(m.forward(ones(3))).hasToString("tensor([1., 1., 1.])");
  }
}
