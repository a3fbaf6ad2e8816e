package dev.nabla.testkit.golden;

import dev.nabla.F;
import dev.nabla.Nabla;
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
import dev.nabla.nn.BatchNorm1d;
import dev.nabla.nn.BatchNorm2d;
import dev.nabla.nn.BatchNorm3d;
import dev.nabla.nn.Bilinear;
import dev.nabla.nn.CELU;
import dev.nabla.nn.ConstantPad1d;
import dev.nabla.nn.ConstantPad2d;
import dev.nabla.nn.Conv1d;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.Conv3d;
import dev.nabla.nn.ConvOptions;
import dev.nabla.nn.ConvTranspose1d;
import dev.nabla.nn.ConvTranspose2d;
import dev.nabla.nn.ConvTranspose3d;
import dev.nabla.nn.Dropout;
import dev.nabla.nn.Dropout1d;
import dev.nabla.nn.Dropout2d;
import dev.nabla.nn.Dropout3d;
import dev.nabla.nn.ELU;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.EmbeddingBag;
import dev.nabla.nn.EmbeddingOptions;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.GELU;
import dev.nabla.nn.GLU;
import dev.nabla.nn.GRU;
import dev.nabla.nn.GRUCell;
import dev.nabla.nn.GroupNorm;
import dev.nabla.nn.Hardshrink;
import dev.nabla.nn.Hardsigmoid;
import dev.nabla.nn.Hardswish;
import dev.nabla.nn.Hardtanh;
import dev.nabla.nn.Identity;
import dev.nabla.nn.InstanceNorm1d;
import dev.nabla.nn.InstanceNorm2d;
import dev.nabla.nn.InstanceNorm3d;
import dev.nabla.nn.LPPool1d;
import dev.nabla.nn.LPPool2d;
import dev.nabla.nn.LPPool3d;
import dev.nabla.nn.LSTM;
import dev.nabla.nn.LSTMCell;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.LeakyReLU;
import dev.nabla.nn.Linear;
import dev.nabla.nn.LocalResponseNorm;
import dev.nabla.nn.LogSigmoid;
import dev.nabla.nn.LogSoftmax;
import dev.nabla.nn.MaxPool1d;
import dev.nabla.nn.MaxPool2d;
import dev.nabla.nn.MaxPool3d;
import dev.nabla.nn.Mish;
import dev.nabla.nn.Module;
import dev.nabla.nn.MultiheadAttention;
import dev.nabla.nn.NormOptions;
import dev.nabla.nn.PReLU;
import dev.nabla.nn.PixelShuffle;
import dev.nabla.nn.PixelUnshuffle;
import dev.nabla.nn.PoolOptions;
import dev.nabla.nn.RMSNorm;
import dev.nabla.nn.RNN;
import dev.nabla.nn.RNNCell;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.ReLU6;
import dev.nabla.nn.RecurrentOptions;
import dev.nabla.nn.ReflectionPad1d;
import dev.nabla.nn.ReflectionPad2d;
import dev.nabla.nn.ReplicationPad1d;
import dev.nabla.nn.ReplicationPad2d;
import dev.nabla.nn.SELU;
import dev.nabla.nn.SiLU;
import dev.nabla.nn.Sigmoid;
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
import dev.nabla.nn.TransformerDecoderLayer;
import dev.nabla.nn.TransformerEncoderLayer;
import dev.nabla.nn.TransformerOptions;
import dev.nabla.nn.Unflatten;
import dev.nabla.nn.Upsample;
import dev.nabla.nn.ZeroPad2d;
import dev.nabla.type.DType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Modules by PyTorch's names and arguments. */
final class Modules {
  private final List<@Nullable Object> args;
  private final Settings settings;

  private Modules(List<@Nullable Object> args, Settings settings) {
    this.args = args;
    this.settings = settings;
  }

  /** The module {@code torch.nn.NAME(*args, **settings)}. */
  static Module create(String name, List<@Nullable Object> args, Settings settings) {
    DType dtype = settings.get("dtype") instanceof DType d ? d : Nabla.defaultDType();
    Modules call = new Modules(args, settings);
    Module out = underDefault(dtype, () -> call.module(name));
    settings.check("nn." + name);
    return out;
  }

  /** What {@code make} gives while {@code dtype} is the default. */
  static <T> T underDefault(DType dtype, Supplier<T> make) {
    DType before = Nabla.defaultDType();
    try {
      Nabla.setDefaultDType(dtype);
      return make.get();
    } finally {
      Nabla.setDefaultDType(before);
    }
  }

  /** Argument {@code i}, or the one of this name; null for None or nothing. */
  private @Nullable Object get(int i, String name) {
    return i < args.size() ? args.get(i) : settings.get(name);
  }

  private int arg(int i) {
    return i < args.size() && args.get(i) instanceof Long v ? v.intValue() : refuse(i);
  }

  private int refuse(int i) {
    throw new Unsupported("no module with the arguments " + args + ", number " + i + " of which should be whole");
  }

  private int whole(int i, String name, int otherwise) {
    return get(i, name) instanceof Number n ? n.intValue() : otherwise;
  }

  private double number(int i, String name, double otherwise) {
    return get(i, name) instanceof Number n ? n.doubleValue() : otherwise;
  }

  private boolean flag(int i, String name, boolean otherwise) {
    return get(i, name) instanceof Boolean b ? b : otherwise;
  }

  private String text(int i, String name, String otherwise) {
    return get(i, name) instanceof String t ? t : otherwise;
  }

  private int[] wholes(int i, String name, int... otherwise) {
    Object v = get(i, name);
    return v == null ? otherwise : Values.wholes(v);
  }

  private Module module(String name) {
    boolean bias = settings.flag("bias", true);
    return switch (name) {
      case "Linear" -> new Linear(arg(0), arg(1), flag(2, "bias", true));
      case "Bilinear" -> new Bilinear(arg(0), arg(1), arg(2), flag(3, "bias", true));
      case "Conv1d" -> new Conv1d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "Conv2d" -> new Conv2d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "Conv3d" -> new Conv3d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "ConvTranspose1d" -> new ConvTranspose1d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "ConvTranspose2d" -> new ConvTranspose2d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "ConvTranspose3d" -> new ConvTranspose3d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "Embedding" -> new Embedding(arg(0), arg(1), embedding());
      case "EmbeddingBag" -> new EmbeddingBag(arg(0), arg(1), settings.text("mode", "mean"),
          settings.flag("include_last_offset", false), embedding());
      case "PReLU" -> new PReLU(whole(0, "num_parameters", 1), number(1, "init", 0.25));
      default -> name.contains("Norm") ? norm(name) : name.contains("Pool") ? pool(name) : sequenceModule(name, bias);
    };
  }

  private EmbeddingOptions embedding() {
    Object index = settings.get("padding_idx");
    Object limit = settings.get("max_norm");
    return new EmbeddingOptions(index == null ? null : (int) Values.real(index),
        limit == null ? null : Values.real(limit), settings.number("norm_type", 2),
        settings.flag("scale_grad_by_freq", false));
  }

  private Module norm(String name) {
    return switch (name) {
      case "BatchNorm1d" -> new BatchNorm1d(arg(0), options(NormOptions.BATCH));
      case "BatchNorm2d" -> new BatchNorm2d(arg(0), options(NormOptions.BATCH));
      case "BatchNorm3d" -> new BatchNorm3d(arg(0), options(NormOptions.BATCH));
      case "InstanceNorm1d" -> new InstanceNorm1d(arg(0), options(NormOptions.INSTANCE));
      case "InstanceNorm2d" -> new InstanceNorm2d(arg(0), options(NormOptions.INSTANCE));
      case "InstanceNorm3d" -> new InstanceNorm3d(arg(0), options(NormOptions.INSTANCE));
      case "GroupNorm" ->
        new GroupNorm(arg(0), arg(1), number(2, "eps", 1e-5), flag(3, "affine", true));
      case "LayerNorm" -> new LayerNorm(Values.wholes(args.get(0)), number(1, "eps", 1e-5),
          flag(2, "elementwise_affine", true), settings.flag("bias", true));
      case "RMSNorm" ->
        new RMSNorm(Values.wholes(args.get(0)), get(1, "eps") instanceof Number n ? n.doubleValue() : null,
            flag(2, "elementwise_affine", true));
      case "LocalResponseNorm" ->
        new LocalResponseNorm(arg(0), number(1, "alpha", 1e-4), number(2, "beta", 0.75), number(3, "k", 1));
      default -> throw new Unsupported("no module " + name);
    };
  }

  private NormOptions options(NormOptions usual) {
    Object momentum = args.size() > 2 ? args.get(2) : settings.given("momentum", usual.momentum());
    return new NormOptions(number(1, "eps", usual.eps()), momentum == null ? null : Values.real(momentum),
        flag(3, "affine", usual.affine()), flag(4, "track_running_stats", usual.trackRunningStats()));
  }

  private Module pool(String name) {
    return switch (name) {
      case "MaxPool1d" -> new MaxPool1d(maxima());
      case "MaxPool2d" -> new MaxPool2d(maxima());
      case "MaxPool3d" -> new MaxPool3d(maxima());
      case "AvgPool1d" -> new AvgPool1d(means());
      case "AvgPool2d" -> new AvgPool2d(means());
      case "AvgPool3d" -> new AvgPool3d(means());
      case "LPPool1d" -> new LPPool1d(number(0, "norm_type", 2), powers());
      case "LPPool2d" -> new LPPool2d(number(0, "norm_type", 2), powers());
      case "LPPool3d" -> new LPPool3d(number(0, "norm_type", 2), powers());
      case "AdaptiveAvgPool1d" -> new AdaptiveAvgPool1d(wholes(0, "output_size"));
      case "AdaptiveAvgPool2d" -> new AdaptiveAvgPool2d(wholes(0, "output_size"));
      case "AdaptiveAvgPool3d" -> new AdaptiveAvgPool3d(wholes(0, "output_size"));
      case "AdaptiveMaxPool1d" -> new AdaptiveMaxPool1d(wholes(0, "output_size"));
      case "AdaptiveMaxPool2d" -> new AdaptiveMaxPool2d(wholes(0, "output_size"));
      case "AdaptiveMaxPool3d" -> new AdaptiveMaxPool3d(wholes(0, "output_size"));
      default -> throw new Unsupported("no module " + name);
    };
  }

  private PoolOptions windows(int at, boolean ceilMode) {
    PoolOptions o = PoolOptions.of(wholes(at, "kernel_size"));
    o = get(at + 1, "stride") == null ? o : o.withStride(wholes(at + 1, "stride"));
    return ceilMode ? o.withCeilMode() : o;
  }

  private PoolOptions maxima() {
    return windows(0, flag(5, "ceil_mode", false)).withPadding(wholes(2, "padding", 0))
        .withDilation(wholes(3, "dilation", 1));
  }

  private PoolOptions means() {
    PoolOptions o = windows(0, flag(3, "ceil_mode", false)).withPadding(wholes(2, "padding", 0));
    o = flag(4, "count_include_pad", true) ? o : o.withoutCountingPad();
    return get(5, "divisor_override") instanceof Number n ? o.withDivisor(n.intValue()) : o;
  }

  private PoolOptions powers() {
    return windows(1, flag(3, "ceil_mode", false));
  }

  private Module sequenceModule(String name, boolean bias) {
    return switch (name) {
      case "LSTM" -> new LSTM(arg(0), arg(1), recurrent(bias));
      case "GRU" -> new GRU(arg(0), arg(1), recurrent(bias));
      case "RNN" -> new RNN(arg(0), arg(1), settings.text("nonlinearity", "tanh"), recurrent(bias));
      case "LSTMCell" -> new LSTMCell(arg(0), arg(1), bias);
      case "GRUCell" -> new GRUCell(arg(0), arg(1), bias);
      case "RNNCell" -> new RNNCell(arg(0), arg(1), bias, settings.text("nonlinearity", "tanh"));
      case "MultiheadAttention" -> new MultiheadAttention(arg(0), arg(1),
          new AttentionOptions(settings.number("dropout", 0), bias, settings.flag("add_bias_kv", false),
              settings.flag("add_zero_attn", false), settings.whole("kdim", 0), settings.whole("vdim", 0),
              settings.flag("batch_first", false)));
      case "TransformerEncoderLayer" -> new TransformerEncoderLayer(arg(0), arg(1), transformer(bias));
      case "TransformerDecoderLayer" -> new TransformerDecoderLayer(arg(0), arg(1), transformer(bias));
      case "Transformer" -> new Transformer(whole(0, "d_model", 512), whole(1, "nhead", 8),
          whole(2, "num_encoder_layers", 6), whole(3, "num_decoder_layers", 6), transformer(bias));
      default -> activation(name);
    };
  }

  private Module activation(String name) {
    return switch (name) {
      case "ReLU" -> new ReLU(flag(0, "inplace", false));
      case "ReLU6" -> new ReLU6();
      case "SELU" -> new SELU();
      case "SiLU" -> new SiLU();
      case "Mish" -> new Mish();
      case "Sigmoid" -> new Sigmoid();
      case "Tanh" -> new Tanh();
      case "Softsign" -> new Softsign();
      case "Hardsigmoid" -> new Hardsigmoid();
      case "Hardswish" -> new Hardswish();
      case "Tanhshrink" -> new Tanhshrink();
      case "LogSigmoid" -> new LogSigmoid();
      case "Softmax2d" -> new Softmax2d();
      case "ELU" -> new ELU(number(0, "alpha", 1));
      case "CELU" -> new CELU(number(0, "alpha", 1));
      case "LeakyReLU" -> new LeakyReLU(number(0, "negative_slope", 0.01));
      case "Hardshrink" -> new Hardshrink(number(0, "lambd", 0.5));
      case "Softshrink" -> new Softshrink(number(0, "lambd", 0.5));
      case "Hardtanh" -> new Hardtanh(number(0, "min_val", -1), number(1, "max_val", 1));
      case "Softplus" -> new Softplus(number(0, "beta", 1), number(1, "threshold", 20));
      case "Threshold" -> new Threshold(number(0, "threshold", 0), number(1, "value", 0));
      case "GELU" -> new GELU(text(0, "approximate", "none"));
      case "GLU" -> new GLU(whole(0, "dim", -1));
      case "Softmax" -> new Softmax(whole(0, "dim", 1));
      case "Softmin" -> new Softmin(whole(0, "dim", 1));
      case "LogSoftmax" -> new LogSoftmax(whole(0, "dim", 1));
      default -> arrangement(name);
    };
  }

  private Module arrangement(String name) {
    return switch (name) {
      case "Identity" -> new Identity();
      case "Dropout" -> new Dropout(number(0, "p", 0.5));
      case "Dropout1d" -> new Dropout1d(number(0, "p", 0.5));
      case "Dropout2d" -> new Dropout2d(number(0, "p", 0.5));
      case "Dropout3d" -> new Dropout3d(number(0, "p", 0.5));
      case "AlphaDropout" -> new AlphaDropout(number(0, "p", 0.5));
      case "Flatten" -> new Flatten(whole(0, "start_dim", 1), whole(1, "end_dim", -1));
      case "Unflatten" -> new Unflatten(arg(0), wholes(1, "unflattened_size"));
      case "PixelShuffle" -> new PixelShuffle(whole(0, "upscale_factor", 1));
      case "PixelUnshuffle" -> new PixelUnshuffle(whole(0, "downscale_factor", 1));
      case "Upsample" -> new Upsample(get(0, "size") == null ? null : wholes(0, "size"),
          get(1, "scale_factor") instanceof Number n ? new double[] {n.doubleValue()} : null,
          text(2, "mode", "nearest"), get(3, "align_corners") instanceof Boolean b ? b : null);
      case "ZeroPad2d" -> new ZeroPad2d(wholes(0, "padding"));
      case "ReflectionPad1d" -> new ReflectionPad1d(wholes(0, "padding"));
      case "ReflectionPad2d" -> new ReflectionPad2d(wholes(0, "padding"));
      case "ReplicationPad1d" -> new ReplicationPad1d(wholes(0, "padding"));
      case "ReplicationPad2d" -> new ReplicationPad2d(wholes(0, "padding"));
      case "ConstantPad1d" -> new ConstantPad1d(wholes(0, "padding"), number(1, "value", 0));
      case "ConstantPad2d" -> new ConstantPad2d(wholes(0, "padding"), number(1, "value", 0));
      default -> throw new Unsupported("no module " + name);
    };
  }

  private ConvOptions conv(boolean bias) {
    boolean named = get(4, "padding") instanceof String;
    ConvOptions o = new ConvOptions(wholes(3, "stride", 1), named ? new int[] {0} : wholes(4, "padding", 0),
        false, settings.wholes("dilation", 1), settings.whole("groups", 1), bias,
        settings.text("padding_mode", "zeros"), settings.wholes("output_padding", 0));
    return text(4, "padding", "valid").equals("same") ? o.withSamePadding() : o;
  }

  private RecurrentOptions recurrent(boolean bias) {
    return new RecurrentOptions(settings.whole("num_layers", 1), bias, settings.flag("batch_first", false),
        settings.number("dropout", 0), settings.flag("bidirectional", false), settings.whole("proj_size", 0));
  }

  private TransformerOptions transformer(boolean bias) {
    TransformerOptions o = TransformerOptions.DEFAULT.withFeedforward(settings.whole("dim_feedforward", 2048))
        .withDropout(settings.number("dropout", 0.1)).withLayerNormEps(settings.number("layer_norm_eps", 1e-5))
        .withActivation(settings.text("activation", "relu").equals("gelu") ? F::gelu : F::relu);
    o = settings.flag("norm_first", false) ? o.withNormFirst() : o;
    o = bias ? o : o.withoutBias();
    return settings.flag("batch_first", false) ? o.withBatchFirst() : o;
  }
}
