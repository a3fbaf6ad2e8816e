package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Reduction;
import dev.nabla.Tensor;
import dev.nabla.nn.AdaptiveAvgPool1d;
import dev.nabla.nn.AdaptiveAvgPool2d;
import dev.nabla.nn.AdaptiveAvgPool3d;
import dev.nabla.nn.AdaptiveMaxPool1d;
import dev.nabla.nn.AdaptiveMaxPool2d;
import dev.nabla.nn.AdaptiveMaxPool3d;
import dev.nabla.nn.AlphaDropout;
import dev.nabla.nn.AttentionOptions;
import dev.nabla.nn.AvgPool1d;
import dev.nabla.nn.AvgPool2d;
import dev.nabla.nn.AvgPool3d;
import dev.nabla.nn.BCELoss;
import dev.nabla.nn.BCEWithLogitsLoss;
import dev.nabla.nn.BatchNorm1d;
import dev.nabla.nn.BatchNorm2d;
import dev.nabla.nn.BatchNorm3d;
import dev.nabla.nn.Bilinear;
import dev.nabla.nn.CELU;
import dev.nabla.nn.CTCLoss;
import dev.nabla.nn.ChannelShuffle;
import dev.nabla.nn.CircularPad1d;
import dev.nabla.nn.CircularPad2d;
import dev.nabla.nn.CircularPad3d;
import dev.nabla.nn.ConstantPad1d;
import dev.nabla.nn.ConstantPad2d;
import dev.nabla.nn.ConstantPad3d;
import dev.nabla.nn.Conv1d;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.Conv3d;
import dev.nabla.nn.ConvOptions;
import dev.nabla.nn.ConvTranspose1d;
import dev.nabla.nn.ConvTranspose2d;
import dev.nabla.nn.ConvTranspose3d;
import dev.nabla.nn.CosineEmbeddingLoss;
import dev.nabla.nn.CosineSimilarity;
import dev.nabla.nn.CrossEntropyLoss;
import dev.nabla.nn.Dropout;
import dev.nabla.nn.Dropout1d;
import dev.nabla.nn.Dropout2d;
import dev.nabla.nn.Dropout3d;
import dev.nabla.nn.ELU;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.EmbeddingBag;
import dev.nabla.nn.EmbeddingOptions;
import dev.nabla.nn.FeatureAlphaDropout;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.Fold;
import dev.nabla.nn.FractionalMaxPool2d;
import dev.nabla.nn.FractionalMaxPool3d;
import dev.nabla.nn.GELU;
import dev.nabla.nn.GLU;
import dev.nabla.nn.GRU;
import dev.nabla.nn.GaussianNLLLoss;
import dev.nabla.nn.GroupNorm;
import dev.nabla.nn.Hardshrink;
import dev.nabla.nn.Hardsigmoid;
import dev.nabla.nn.Hardswish;
import dev.nabla.nn.Hardtanh;
import dev.nabla.nn.HingeEmbeddingLoss;
import dev.nabla.nn.HuberLoss;
import dev.nabla.nn.Identity;
import dev.nabla.nn.InstanceNorm1d;
import dev.nabla.nn.InstanceNorm2d;
import dev.nabla.nn.InstanceNorm3d;
import dev.nabla.nn.KLDivLoss;
import dev.nabla.nn.L1Loss;
import dev.nabla.nn.LPPool1d;
import dev.nabla.nn.LPPool2d;
import dev.nabla.nn.LPPool3d;
import dev.nabla.nn.LSTM;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.LeakyReLU;
import dev.nabla.nn.Linear;
import dev.nabla.nn.LocalResponseNorm;
import dev.nabla.nn.LogSigmoid;
import dev.nabla.nn.LogSoftmax;
import dev.nabla.nn.Loss;
import dev.nabla.nn.MSELoss;
import dev.nabla.nn.MarginRankingLoss;
import dev.nabla.nn.MaxPool1d;
import dev.nabla.nn.MaxPool2d;
import dev.nabla.nn.MaxPool3d;
import dev.nabla.nn.Mish;
import dev.nabla.nn.Module;
import dev.nabla.nn.MultiLabelMarginLoss;
import dev.nabla.nn.MultiLabelSoftMarginLoss;
import dev.nabla.nn.MultiMarginLoss;
import dev.nabla.nn.MultiheadAttention;
import dev.nabla.nn.NLLLoss;
import dev.nabla.nn.NormOptions;
import dev.nabla.nn.PReLU;
import dev.nabla.nn.PairwiseDistance;
import dev.nabla.nn.Parametrizations;
import dev.nabla.nn.PixelShuffle;
import dev.nabla.nn.PixelUnshuffle;
import dev.nabla.nn.PoissonNLLLoss;
import dev.nabla.nn.PoolOptions;
import dev.nabla.nn.RMSNorm;
import dev.nabla.nn.RNN;
import dev.nabla.nn.RReLU;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.ReLU6;
import dev.nabla.nn.RecurrentOptions;
import dev.nabla.nn.ReflectionPad1d;
import dev.nabla.nn.ReflectionPad2d;
import dev.nabla.nn.ReflectionPad3d;
import dev.nabla.nn.ReplicationPad1d;
import dev.nabla.nn.ReplicationPad2d;
import dev.nabla.nn.ReplicationPad3d;
import dev.nabla.nn.SELU;
import dev.nabla.nn.Sequential;
import dev.nabla.nn.SiLU;
import dev.nabla.nn.Sigmoid;
import dev.nabla.nn.SmoothL1Loss;
import dev.nabla.nn.SoftMarginLoss;
import dev.nabla.nn.Softmax;
import dev.nabla.nn.Softmax2d;
import dev.nabla.nn.Softmin;
import dev.nabla.nn.Softplus;
import dev.nabla.nn.Softshrink;
import dev.nabla.nn.Softsign;
import dev.nabla.nn.Tanh;
import dev.nabla.nn.Tanhshrink;
import dev.nabla.nn.Threshold;
import dev.nabla.nn.Transformer;
import dev.nabla.nn.TransformerDecoder;
import dev.nabla.nn.TransformerDecoderLayer;
import dev.nabla.nn.TransformerEncoder;
import dev.nabla.nn.TransformerEncoderLayer;
import dev.nabla.nn.TransformerOptions;
import dev.nabla.nn.TripletMarginLoss;
import dev.nabla.nn.TripletMarginWithDistanceLoss;
import dev.nabla.nn.Unflatten;
import dev.nabla.nn.Unfold;
import dev.nabla.nn.Upsample;
import dev.nabla.nn.UpsamplingBilinear2d;
import dev.nabla.nn.UpsamplingNearest2d;
import dev.nabla.nn.ZeroPad1d;
import dev.nabla.nn.ZeroPad2d;
import dev.nabla.nn.ZeroPad3d;
import dev.nabla.testkit.golden.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every kind of module against PyTorch's: text, names and values of its state after a seed, output, gradients, buffers; and every loss. */
class ModulesTest {
  /** Their zeros are drawn by another library in the PyTorch that recorded these. */
  private static final Set<String> OTHER_STREAM = Set.of("dropout", "dropout1d", "dropout2d", "dropout3d",
      "alphadropout", "featurealphadropout", "transformer dropout", "attention dropout");

  private static final ConvOptions CONV = ConvOptions.DEFAULT;
  private static final TransformerOptions BLOCK = TransformerOptions.DEFAULT.withDropout(0);

  private static final Map<String, Supplier<Module>> MODULES = Map.ofEntries(
      of("bilinear", () -> new Bilinear(3, 3, 2)),
      of("conv1d circular", () -> new Conv1d(2, 4, 3, CONV.withPadding(2).withPaddingMode("circular"))),
      of("conv1d same", () -> new Conv1d(2, 2, 4, CONV.withSamePadding().withoutBias())),
      of("conv2d", () -> new Conv2d(2, 4, new int[] {3, 2},
          CONV.withStride(2, 1).withPadding(1, 0).withDilation(1, 2).withGroups(2))),
      of("conv2d same reflect",
          () -> new Conv2d(1, 2, new int[] {2, 3}, CONV.withSamePadding().withPaddingMode("reflect"))),
      of("conv3d replicate", () -> new Conv3d(1, 2, 2, CONV.withPadding(1).withPaddingMode("replicate"))),
      of("convtranspose1d",
          () -> new ConvTranspose1d(2, 3, 3, CONV.withStride(2).withPadding(1).withOutputPadding(1))),
      of("convtranspose2d",
          () -> new ConvTranspose2d(2, 4, new int[] {2, 3}, CONV.withStride(2).withGroups(2).withoutBias())),
      of("convtranspose3d", () -> new ConvTranspose3d(2, 1, 2, CONV.withDilation(2))),
      of("maxpool1d", () -> new MaxPool1d(2, 1, 1)),
      of("maxpool2d", () -> new MaxPool2d(PoolOptions.of(3, 2).withStride(2).withPadding(1).withCeilMode())),
      of("maxpool2d dilation", () -> new MaxPool2d(PoolOptions.of(2).withDilation(2))),
      of("maxpool3d", () -> new MaxPool3d(2)),
      of("avgpool1d", () -> new AvgPool1d(3, 2, 1)),
      of("avgpool2d", () -> new AvgPool2d(PoolOptions.of(2, 3).withPadding(1).withoutCountingPad())),
      of("avgpool2d divisor", () -> new AvgPool2d(PoolOptions.of(2).withDivisor(3))),
      of("avgpool3d", () -> new AvgPool3d(PoolOptions.of(2).withStride(1))),
      of("lppool1d", () -> new LPPool1d(2, PoolOptions.of(3).withStride(2))),
      of("lppool2d", () -> new LPPool2d(4, 2)),
      of("lppool3d", () -> new LPPool3d(2, 2)),
      of("adaptiveavg1d", () -> new AdaptiveAvgPool1d(3)),
      of("adaptiveavg2d", () -> new AdaptiveAvgPool2d(2, 3)),
      of("adaptiveavg3d", () -> new AdaptiveAvgPool3d(2)),
      of("adaptivemax1d", () -> new AdaptiveMaxPool1d(3)),
      of("adaptivemax2d", () -> new AdaptiveMaxPool2d(2, 3)),
      of("adaptivemax3d", () -> new AdaptiveMaxPool3d(2)),
      of("fractional2d", () -> new FractionalMaxPool2d(2, 3)),
      of("fractional3d", () -> new FractionalMaxPool3d(new int[] {2}, 0.5)),
      of("zeropad1d", () -> new ZeroPad1d(1, 2)),
      of("zeropad2d", () -> new ZeroPad2d(1)),
      of("zeropad3d", () -> new ZeroPad3d(0, 1, 1, 0, 2, 0)),
      of("constantpad1d", () -> new ConstantPad1d(2, 3.5)),
      of("constantpad2d", () -> new ConstantPad2d(new int[] {1, 0, 2, 1}, -1)),
      of("constantpad3d", () -> new ConstantPad3d(1, 0.5)),
      of("reflectionpad1d", () -> new ReflectionPad1d(1, 2)),
      of("reflectionpad2d", () -> new ReflectionPad2d(1)),
      of("reflectionpad3d", () -> new ReflectionPad3d(1)),
      of("replicationpad1d", () -> new ReplicationPad1d(1)),
      of("replicationpad2d", () -> new ReplicationPad2d(1, 2, 0, 1)),
      of("replicationpad3d", () -> new ReplicationPad3d(1)),
      of("circularpad1d", () -> new CircularPad1d(2)),
      of("circularpad2d", () -> new CircularPad2d(1, 0, 1, 2)),
      of("circularpad3d", () -> new CircularPad3d(1)),
      of("relu", ReLU::new), of("relu6", ReLU6::new), of("elu", ELU::new), of("celu", () -> new CELU(0.5)),
      of("selu", SELU::new), of("silu", SiLU::new), of("mish", Mish::new), of("gelu", GELU::new),
      of("gelu tanh", () -> new GELU("tanh")), of("softsign", Softsign::new), of("softplus", Softplus::new),
      of("hardsigmoid", Hardsigmoid::new), of("hardswish", Hardswish::new), of("hardtanh", Hardtanh::new),
      of("hardshrink", Hardshrink::new), of("softshrink", Softshrink::new), of("tanhshrink", Tanhshrink::new),
      of("threshold", () -> new Threshold(0.1, 2)), of("leakyrelu", () -> new LeakyReLU(0.2)),
      of("prelu", () -> new PReLU(3, 0.1)), of("rrelu eval", () -> new RReLU().eval()),
      of("logsigmoid", LogSigmoid::new), of("sigmoid", Sigmoid::new), of("tanh", Tanh::new), of("glu", GLU::new),
      of("softmax", () -> new Softmax(1)), of("softmin", () -> new Softmin(1)),
      of("logsoftmax", () -> new LogSoftmax(1)), of("softmax2d", Softmax2d::new),
      of("batchnorm1d", () -> new BatchNorm1d(3)),
      of("batchnorm1d cumulative",
          () -> new BatchNorm1d(2, NormOptions.BATCH.withMomentum(null).withAffine(false))),
      of("batchnorm2d", () -> new BatchNorm2d(2, NormOptions.BATCH.withEps(0.001).withMomentum(0.2))),
      of("batchnorm2d untracked",
          () -> new BatchNorm2d(2, NormOptions.BATCH.withTrackRunningStats(false)).eval()),
      of("batchnorm3d", () -> new BatchNorm3d(2)),
      of("instancenorm1d", () -> new InstanceNorm1d(2)),
      of("instancenorm2d",
          () -> new InstanceNorm2d(2, NormOptions.INSTANCE.withAffine(true).withTrackRunningStats(true))),
      of("instancenorm3d", () -> new InstanceNorm3d(2, NormOptions.INSTANCE.withAffine(true))),
      of("layernorm", () -> new LayerNorm(new int[] {2, 3}, 0.001)),
      of("layernorm no bias", () -> new LayerNorm(new int[] {3}, 1e-5, true, false)),
      of("groupnorm", () -> new GroupNorm(2, 4)),
      of("rmsnorm", () -> new RMSNorm(4)),
      of("localresponsenorm", () -> new LocalResponseNorm(3)),
      of("dropout", () -> new Dropout(0.3)), of("dropout1d", Dropout1d::new), of("dropout2d", () -> new Dropout2d(0.4)),
      of("dropout3d", Dropout3d::new), of("alphadropout", AlphaDropout::new),
      of("featurealphadropout", () -> new FeatureAlphaDropout(0.4)),
      of("embedding", () -> new Embedding(5, 3, new EmbeddingOptions(-1, 1.5, 2, true))),
      of("embeddingbag", () -> new EmbeddingBag(5, 3, "max", false, EmbeddingOptions.DEFAULT)),
      of("embeddingbag offsets",
          () -> new EmbeddingBag(5, 3, "mean", false, EmbeddingOptions.DEFAULT.withPaddingIdx(1))),
      of("pixelshuffle", () -> new PixelShuffle(2)), of("pixelunshuffle", () -> new PixelUnshuffle(2)),
      of("channelshuffle", () -> new ChannelShuffle(2)),
      of("upsample", () -> new Upsample(2)),
      of("upsample bicubic", () -> new Upsample(new int[] {3, 5}, null, "bicubic", true)),
      of("upsamplingnearest2d", () -> new UpsamplingNearest2d(1.5)),
      of("upsamplingbilinear2d", () -> new UpsamplingBilinear2d(new int[] {3, 3})),
      of("flatten", Flatten::new), of("unflatten", () -> new Unflatten(1, 2, 2)),
      of("fold", () -> new Fold(new int[] {3, 3}, 2)),
      of("unfold", () -> new Unfold(new int[] {2, 1}, CONV.withPadding(1).withStride(2))),
      of("identity", Identity::new),
      of("weight norm", () -> Parametrizations.weightNorm(new Linear(3, 2))),
      of("weight norm of all", () -> Parametrizations.weightNorm(new Conv1d(2, 2, 2), "weight", -1)),
      of("spectral norm", () -> Parametrizations.spectralNorm(new Linear(3, 4))),
      of("spectral norm transposed",
          () -> Parametrizations.spectralNorm(new ConvTranspose2d(2, 3, 2), "weight", 2, 1e-12, 1)),
      of("lstm", () -> new LSTM(2, 4,
          RecurrentOptions.DEFAULT.withNumLayers(2).withBatchFirst().withBidirectional().withProjSize(3))),
      of("gru", () -> new GRU(2, 3, RecurrentOptions.DEFAULT.withoutBias())),
      of("rnn", () -> new RNN(2, 3, "relu", RecurrentOptions.DEFAULT)),
      of("encoder", () -> new TransformerEncoder(
          new TransformerEncoderLayer(4, 2, BLOCK.withFeedforward(6).withActivation(F::gelu).withNormFirst()), 2,
          new LayerNorm(4))),
      of("decoder", () -> new TransformerDecoder(
          new TransformerDecoderLayer(4, 2, BLOCK.withFeedforward(5).withBatchFirst().withoutBias()), 2)),
      of("transformer", () -> new Transformer(4, 2, 1, 2, BLOCK.withFeedforward(4))),
      of("transformer dropout",
          () -> new TransformerEncoderLayer(4, 1, BLOCK.withFeedforward(4).withDropout(0.5))),
      of("attention dropout",
          () -> new MultiheadAttention(4, 2, AttentionOptions.DEFAULT.withDropout(0.5).withBatchFirst())),
      of("sequential", () -> new Sequential(new Linear(2, 3), new Sequential(new BatchNorm1d(3), new Tanh()),
          new Linear(3, 1))));

  private static final Map<String, Function<List<Tensor>, Tensor>> LOSSES = Map.ofEntries(
      loss("l1", new L1Loss()), loss("mse sum", new MSELoss(Reduction.SUM)),
      loss("huber", new HuberLoss(Reduction.MEAN, 0.5)), loss("smooth l1", new SmoothL1Loss()),
      loss("cross entropy", new CrossEntropyLoss().withLabelSmoothing(0.1)),
      loss("nll", new NLLLoss(null, 1, Reduction.MEAN)), loss("bce", new BCELoss()),
      loss("bce with logits", new BCEWithLogitsLoss()), loss("kl", new KLDivLoss(Reduction.BATCH_MEAN, false)),
      loss("poisson", new PoissonNLLLoss()), loss("hinge embedding", new HingeEmbeddingLoss()),
      loss("soft margin", new SoftMarginLoss()), loss("multilabel margin", new MultiLabelMarginLoss()),
      loss("multilabel soft margin", new MultiLabelSoftMarginLoss()), loss("multi margin", new MultiMarginLoss()),
      Map.entry("gaussian",
          x -> new GaussianNLLLoss(true, 1e-6, Reduction.MEAN).forward(x.get(0), x.get(1), x.get(2))),
      Map.entry("margin ranking",
          x -> new MarginRankingLoss(0.5, Reduction.MEAN).forward(x.get(0), x.get(1), x.get(2))),
      Map.entry("cosine embedding", x -> new CosineEmbeddingLoss().forward(x.get(0), x.get(1), x.get(2))),
      Map.entry("triplet",
          x -> new TripletMarginLoss(1, 2, 1e-6, true, Reduction.MEAN).forward(x.get(0), x.get(1), x.get(2))),
      Map.entry("triplet with distance",
          x -> new TripletMarginWithDistanceLoss().forward(x.get(0), x.get(1), x.get(2))),
      Map.entry("ctc", x -> new CTCLoss().forward(x.get(0), x.get(1), ints(x.get(2)), ints(x.get(3)))),
      Map.entry("cosine similarity", x -> new CosineSimilarity().forward(x.get(0), x.get(1))),
      Map.entry("pairwise distance", x -> new PairwiseDistance().forward(x.get(0), x.get(1))));

  private static Map.Entry<String, Supplier<Module>> of(String id, Supplier<Module> make) {
    return Map.entry(id, make);
  }

  private static Map.Entry<String, Function<List<Tensor>, Tensor>> loss(String id, Loss loss) {
    return Map.entry(id, x -> loss.forward(x.get(0), x.get(1)));
  }

  private static int[] ints(Tensor t) {
    int[] out = new int[t.numel()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) t.select(0, i).item();
    }
    return out;
  }

  @TestFactory
  Stream<DynamicTest> asRecorded() {
    return Recorded.entries("modules").map(c -> DynamicTest.dynamicTest(c.id(), () -> check(c)));
  }

  private static void check(Entry c) {
    String id = c.id();
    List<Tensor> in = c.values("inputs").stream().map(v -> (Tensor) Objects.requireNonNull(v)).toList();
    if (c.has("input_grad")) {
      in.get(0).requiresGrad_();
    }
    if (!c.has("repr")) {
      Tensor y = Objects.requireNonNull(LOSSES.get(id)).apply(in);
      outputs(c, in, y);
      return;
    }
    Nabla.manualSeed(7);
    Module m = Objects.requireNonNull(MODULES.get(id)).get();
    if (!id.contains(" norm")) {
      assertThat(plain(m.toString())).isEqualTo(plain(c.text("repr")));
    }
    same(m.stateDict(), c.tensors("state_dict"));
    Tensor y = output(m, in);
    if (OTHER_STREAM.contains(id)) {
      return;
    }
    outputs(c, in, y);
    Map<String, Tensor> parameters = m.namedParameters();
    c.tensors("parameter_grads").forEach(
        (name, g) -> Recorded.CLOSE.check(name,
            Objects.requireNonNull(Objects.requireNonNull(parameters.get(name)).grad()), g));
    same(m.namedBuffers(), c.tensors("after"));
  }

  /** Norms print their bias only in the newest releases, and one name is of a class that is not public. */
  private static String plain(String text) {
    return text.replaceAll("(affine=\\w+), bias=\\w+", "$1").replace("NonDynamicallyQuantizable", "");
  }

  private static Tensor output(Module m, List<Tensor> in) {
    return switch (m) {
      case Bilinear b -> b.forward(in.get(0), in.get(1));
      case EmbeddingBag b when in.size() > 1 -> b.forward(in.get(0), in.get(1), null);
      case TransformerDecoder d -> d.forward(in.get(0), in.get(1), TransformerDecoderLayer.Masks.NONE);
      case Transformer t -> t.forward(in.get(0), in.get(1));
      case MultiheadAttention a -> a.forward(in.get(0), in.get(1), in.get(2));
      default -> m.forward(in.get(0));
    };
  }

  private static void outputs(Entry c, List<Tensor> in, Tensor y) {
    Recorded.CLOSE.check("output", y.detach(), c.tensor("output"));
    if (y.requiresGrad()) {
      Tensor g = Nabla.arange(y.numel()).to(y.dtype()).mul(0.7).add(1.0).cos().reshape(y.shape().toArray());
      y.backward(g);
    }
    if (c.has("input_grad")) {
      Recorded.CLOSE.check("input gradient", Objects.requireNonNull(in.get(0).grad()), c.tensor("input_grad"));
    }
  }

  private static void same(Map<String, Tensor> got, Map<String, Tensor> recorded) {
    assertThat(got.keySet()).containsExactlyElementsOf(recorded.keySet());
    recorded.forEach((name, t) -> Recorded.CLOSE.check(name, Objects.requireNonNull(got.get(name)), t));
  }
}
