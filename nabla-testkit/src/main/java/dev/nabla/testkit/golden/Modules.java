package dev.nabla.testkit.golden;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.nn.AttentionOptions;
import dev.nabla.nn.BatchNorm1d;
import dev.nabla.nn.Bilinear;
import dev.nabla.nn.Conv1d;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.Conv3d;
import dev.nabla.nn.ConvOptions;
import dev.nabla.nn.ConvTranspose2d;
import dev.nabla.nn.ELU;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.Flatten;
import dev.nabla.nn.GRU;
import dev.nabla.nn.GRUCell;
import dev.nabla.nn.GroupNorm;
import dev.nabla.nn.LSTM;
import dev.nabla.nn.LSTMCell;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.Linear;
import dev.nabla.nn.LogSoftmax;
import dev.nabla.nn.MaxPool2d;
import dev.nabla.nn.Module;
import dev.nabla.nn.MultiheadAttention;
import dev.nabla.nn.RNN;
import dev.nabla.nn.RNNCell;
import dev.nabla.nn.ReLU;
import dev.nabla.nn.RecurrentOptions;
import dev.nabla.nn.Sigmoid;
import dev.nabla.nn.Tanh;
import dev.nabla.nn.TransformerDecoderLayer;
import dev.nabla.nn.TransformerEncoderLayer;
import dev.nabla.nn.TransformerOptions;
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

  private int arg(int i) {
    return args.get(i) instanceof Long v ? v.intValue() : refuse(i);
  }

  private int refuse(int i) {
    throw new Unsupported("no module with " + args.get(i) + " as argument " + i);
  }

  private Module module(String name) {
    boolean bias = settings.flag("bias", true);
    return switch (name) {
      case "Linear" -> new Linear(arg(0), arg(1), bias);
      case "Bilinear" -> new Bilinear(arg(0), arg(1), arg(2), bias);
      case "Conv1d" -> new Conv1d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "Conv2d" -> new Conv2d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "Conv3d" -> new Conv3d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "ConvTranspose2d" ->
        new ConvTranspose2d(arg(0), arg(1), Values.wholes(args.get(2)), conv(bias));
      case "Embedding" -> new Embedding(arg(0), arg(1));
      case "BatchNorm1d" -> new BatchNorm1d(arg(0));
      case "GroupNorm" -> new GroupNorm(arg(0), arg(1));
      case "LayerNorm" ->
        new LayerNorm(Values.wholes(args.get(0)));
      case "MaxPool2d" -> new MaxPool2d(arg(0));
      case "Flatten" -> new Flatten();
      case "Tanh" -> new Tanh();
      case "ReLU" -> new ReLU();
      case "Sigmoid" -> new Sigmoid();
      case "ELU" -> new ELU();
      case "LogSoftmax" -> new LogSoftmax(settings.whole("dim", 1));
      default -> sequenceModule(name, bias);
    };
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
      case "TransformerEncoderLayer" -> new TransformerEncoderLayer(arg(0), arg(1), transformer());
      case "TransformerDecoderLayer" -> new TransformerDecoderLayer(arg(0), arg(1), transformer());
      default -> throw new Unsupported("no module " + name);
    };
  }

  private ConvOptions conv(boolean bias) {
    return new ConvOptions(settings.wholes("stride", 1), settings.wholes("padding", 0), false,
        settings.wholes("dilation", 1), settings.whole("groups", 1), bias, settings.text("padding_mode", "zeros"),
        settings.wholes("output_padding", 0));
  }

  private RecurrentOptions recurrent(boolean bias) {
    return new RecurrentOptions(settings.whole("num_layers", 1), bias, settings.flag("batch_first", false),
        settings.number("dropout", 0), settings.flag("bidirectional", false), settings.whole("proj_size", 0));
  }

  private TransformerOptions transformer() {
    TransformerOptions o = TransformerOptions.DEFAULT.withFeedforward(settings.whole("dim_feedforward", 2048))
        .withDropout(settings.number("dropout", 0.1)).withLayerNormEps(settings.number("layer_norm_eps", 1e-5))
        .withActivation(settings.text("activation", "relu").equals("gelu") ? F::gelu : F::relu);
    if (settings.flag("norm_first", false)) {
      o = o.withNormFirst();
    }
    return settings.flag("batch_first", false) ? o.withBatchFirst() : o;
  }
}
