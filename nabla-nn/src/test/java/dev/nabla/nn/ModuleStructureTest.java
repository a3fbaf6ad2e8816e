package dev.nabla.nn;

import static dev.nabla.Nabla.ones;
import static dev.nabla.Nabla.randn;
import static dev.nabla.Nabla.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Places in errors, hooks, containers, parametrizations, packed sequences, summaries. */
class ModuleStructureTest {
  /** A model as users write it: with forward or call, as they like. */
  private static final class Net extends Module {
    private final TransformerEncoder encoder = register("encoder",
        new TransformerEncoder(new TransformerEncoderLayer(8, 2), 3));
    private final ModuleDict heads = register("heads", new ModuleDict().put("first_head", new Linear(8, 3)));
    private final Own own = register("own", new Own());

    @Override
    public Tensor forward(Tensor x) {
      return heads.get("first_head").forward(own.call(encoder.forward(x)));
    }
  }

  private static final class Own extends Module {
    private final Tensor weight = parameter("weight", ones(8, 8));

    @Override
    public Tensor forward(Tensor x) {
      return x.matmul(weight);
    }
  }

  @Test
  void anErrorNamesThePlaceOfTheLayerInTheModel() {
    Net net = new Net();
    assertThatThrownBy(() -> net.forward(ones(4, 1, 7))).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("encoder.layers.0.selfAttn.inProj: ");
    assertThatThrownBy(() -> net.heads.get("first_head").forward(ones(7)))
        .hasMessageStartingWith("heads.firstHead: matmul");
    assertThatThrownBy(() -> net.own.call(ones(2, 3))).hasMessageStartingWith("own: ");
    assertThatThrownBy(() -> new Sequential(new ReLU(), new Sequential(new Conv2d(1, 2, 3))).forward(ones(1, 2, 5, 5)))
        .hasMessageStartingWith("1.0: ");
    assertThatThrownBy(() -> new Linear(2, 3).forward(ones(4))).hasMessageStartingWith("matmul");
  }

  @Test
  void hooksSeeAndReplaceInputsOutputsAndGradients() {
    Linear m = new Linear(1, 1, false);
    m.loadStateDict(Map.of("weight", tensor(new double[][] {{3}})));
    List<String> seen = new ArrayList<>();
    var pre = m.registerForwardPreHook((part, x) -> x.add(1.0));
    m.registerForwardHook((part, x, y) -> {
      seen.add(part == m ? "forward" : "?");
      return y.mul(10.0);
    });
    m.registerFullBackwardPreHook((part, g) -> g.mul(2.0));
    m.registerFullBackwardHook((part, gradIn, gradOut) -> {
      seen.add("backward " + gradOut.item());
      return gradIn == null ? null : gradIn.add(0.5);
    });
    Tensor x = tensor(new double[][] {{2}}).requiresGrad_();
    Tensor y = m.forward(x);
    assertThat(y.item()).isEqualTo(90);
    y.backward();
    // y = 10 · 3 (x + 1), its gradient doubled, then half of one added to that of the input
    assertThat(x.grad()).hasToString("tensor([[60.5000]])");
    assertThat(seen).containsExactly("forward", "backward 2.0");
    pre.remove();
    assertThat(m.forward(x).item()).isEqualTo(60);
  }

  @Test
  void applyVisitsPartsBeforeTheirWhole() {
    List<String> seen = new ArrayList<>();
    new Sequential(new ReLU(), new Sequential(new Tanh())).apply(m -> seen.add(m.getClass().getSimpleName()));
    assertThat(seen).containsExactly("ReLU", "Tanh", "Sequential", "Sequential");
  }

  @Test
  void buffersThatAreNotPersistentAreNotSaved() {
    class Positions extends Module {
      Positions() {
        buffer("mask", ones(2), false);
        buffer("mean", ones(1));
      }

      @Override
      public Tensor forward(Tensor x) {
        return x;
      }
    }
    Positions m = new Positions();
    assertThat(m.namedBuffers()).containsOnlyKeys("mask", "mean");
    assertThat(m.stateDict()).containsOnlyKeys("mean");
    assertThat(m.to(DType.FLOAT64).buffers()).allMatch(b -> b.dtype() == DType.FLOAT64);
  }

  @Test
  void containersNameTheirParts() {
    Linear shared = new Linear(2, 2);
    ModuleList list = new ModuleList(shared, new ReLU(), shared);
    assertThat(list.namedParameters()).containsOnlyKeys("0.weight", "0.bias");
    assertThat(list.stateDict()).containsOnlyKeys("0.weight", "0.bias", "2.weight", "2.bias");
    assertThat(new ParameterList(ones(1), ones(2)).namedParameters()).containsOnlyKeys("0", "1");
    assertThat(new ParameterDict(Map.of("left", ones(1))).get("left").requiresGrad()).isTrue();
    assertThat(list.getSubmodule("2")).isSameAs(shared);
    assertThatThrownBy(() -> list.getSubmodule("3.weight")).isInstanceOf(NablaException.class)
        .hasMessageContaining("\"3\"");
    assertThatThrownBy(() -> list.forward(ones(1))).hasMessageContaining("ModuleList");
  }

  @Test
  void frozenParametersWantNoGradient() {
    Sequential m = new Sequential(new Linear(2, 2), new Linear(2, 1));
    m.get(0).requiresGrad_(false);
    m.forward(ones(1, 2)).sum().backward();
    assertThat(m.getParameter("0.weight").grad()).isNull();
    assertThat(m.getParameter("1.weight").grad()).isNotNull();
  }

  @Test
  void parametrizationsKeepTheValueAndLearnTheirOriginals() {
    Linear m = new Linear(3, 2);
    Tensor before = m.weight().detach().cloneTensor();
    Tensor x = randn(4, 3);
    Tensor y = m.forward(x).detach();
    Parametrizations.weightNorm(m);
    assertThat(m.stateDict()).containsOnlyKeys("bias", "parametrizations.weight.original0",
        "parametrizations.weight.original1");
    assertThat(m.forward(x).allClose(y)).isTrue();
    m.forward(x).sum().backward();
    assertThat(m.parameters()).hasSize(3).allMatch(p -> p.grad() != null);
    assertThat(Parametrizations.isParametrized(m, "weight")).isTrue();
    Parametrizations.remove(m, "weight");
    assertThat(m.stateDict()).containsOnlyKeys("bias", "weight");
    assertThat(m.weight().allClose(before)).isTrue();
  }

  @Test
  void filesWithTheOlderNamesOfWeightNormLoad() {
    Linear m = Parametrizations.weightNorm(new Linear(2, 1));
    Map<String, Tensor> old = new LinkedHashMap<>();
    old.put("bias", ones(1));
    old.put("weight_g", tensor(new double[][] {{10}}));
    old.put("weight_v", tensor(new double[][] {{3, 4}}));
    m.loadStateDict(old);
    assertThat(m.weight().detach()).hasToString("tensor([[6., 8.]])");
  }

  @Test
  void spectralNormMakesTheLargestSingularValueOne() {
    Nabla.manualSeed(1);
    Linear m = Parametrizations.spectralNorm(new Linear(5, 4));
    // One step of power iteration a call: slow where the two largest singular values are near each other.
    for (int i = 0; i < 500; i++) {
      m.forward(ones(1, 5));
    }
    assertThat(dev.nabla.Linalg.svdvals(m.weight().detach()).amax().item()).isCloseTo(1,
        org.assertj.core.api.Assertions.within(1e-4));
  }

  @Test
  void packedSequencesRunAsEachByItself() {
    Nabla.manualSeed(3);
    for (boolean batchFirst : new boolean[] {false, true}) {
      RecurrentOptions o = RecurrentOptions.DEFAULT.withBidirectional();
      LSTM m = new LSTM(2, 3, batchFirst ? o.withBatchFirst() : o);
      List<Tensor> xs = List.of(randn(2, 2), randn(4, 2), randn(1, 2));
      LSTM.PackedResult r = m.forward(PackedSequence.packSequence(xs, false), null, null);
      List<Tensor> ys = r.output().unpackSequence();
      for (int i = 0; i < xs.size(); i++) {
        LSTM.Result alone = m.forward(xs.get(i), null, null);
        assertThat(ys.get(i).allClose(alone.output())).isTrue();
        assertThat(r.hidden().select(1, i).allClose(alone.hidden())).isTrue();
        assertThat(r.cell().select(1, i).allClose(alone.cell())).isTrue();
      }
    }
  }

  @Test
  void packingFollowsPyTorch() {
    // pack_padded_sequence(x, [1, 3], enforce_sorted=False)
    Tensor x = tensor(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    PackedSequence p = PackedSequence.packPaddedSequence(x, new int[] {1, 3}, false, false);
    assertThat(p.data()).hasToString("tensor([2., 1., 4., 6.])");
    assertThat(p.batchSizes()).containsExactly(2, 1, 1);
    assertThat(p.sortedIndices()).containsExactly(1, 0);
    PackedSequence.Padded back = p.padPackedSequence(true, -1, 4);
    assertThat(back.output()).hasToString("tensor([[ 1., -1., -1., -1.],\n        [ 2.,  4.,  6., -1.]])");
    assertThat(back.lengths()).containsExactly(1, 3);
    assertThatThrownBy(() -> PackedSequence.packPaddedSequence(x, new int[] {1, 3}, false, true))
        .hasMessageContaining("sorted in decreasing order");
    assertThatThrownBy(() -> PackedSequence.packPaddedSequence(x, new int[] {4, 3}, false, false))
        .isInstanceOf(ShapeException.class).hasMessageContaining("from 1 to 3");
  }

  @Test
  void theSummaryCountsParametersAndWork() {
    Sequential m = new Sequential(new Conv2d(1, 4, 3, 1, 1), new ReLU(), new Flatten(), new Linear(64, 10));
    m.get(3).requiresGrad_(false);
    Summary s = Summary.of(m, ones(2, 1, 4, 4));
    // convolution: 2 · 2 images · 16 positions · 4 · 9; linear: 2 · 2 · 640
    assertThat(s.rows().get(0)).isEqualTo(
        new Summary.Row(0, "", "Sequential", Shape.of(2, 10), 40 + 650, 650, 2 * 2 * 16 * 36 + 2 * 2 * 640));
    assertThat(s.rows().get(1).output()).isEqualTo(Shape.of(2, 4, 4, 4));
    assertThat(m.isTraining()).isTrue();
    assertThat(s).hasToString("""
        Layer         Output shape  Parameters  FLOPs
        ---------------------------------------------
        Sequential    [2, 10]              690  4,864
          Conv2d: 0   [2, 4, 4, 4]          40  2,304
          ReLU: 1     [2, 4, 4, 4]           -      -
          Flatten: 2  [2, 64]                -      -
          Linear: 3   [2, 10]              650  2,560
        Parameters: 690, of which learned: 40
        FLOPs: 4,864
        """);
  }

  @Test
  void unpoolingPutsTheLargestBack() {
    MaxPool2d pool = new MaxPool2d(2);
    Tensor x = tensor(new double[][][][] {{{{1, 2}, {4, 3}}}});
    var r = pool.forwardWithIndices(x);
    assertThat(new MaxUnpool2d(2).forward(r.values(), r.indices()))
        .hasToString("tensor([[[[0., 0.],\n          [4., 0.]]]])");
    assertThat(new MaxUnpool2d(2)).hasToString("MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))");
  }

  @Test
  void channelDropoutDropsWholeChannelsAndScalesTheRest() {
    Tensor y = new Dropout2d(0.5).forward(ones(8, 16, 3, 3));
    Tensor means = y.mean(new int[] {2, 3}, false);
    assertThat(means.eq(0.0).logicalOr(means.eq(2.0)).all().item()).isEqualTo(1);
    Tensor z = new FeatureAlphaDropout(0.5).forward(randn(4, 8, 5));
    assertThat(z.isFinite().all().item()).isEqualTo(1);
  }
}
