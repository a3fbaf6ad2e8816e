package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What layers of encoder and decoder share: their parts, and how each part is added to what it read and normalised. */
public abstract sealed class TransformerLayer extends Layer permits TransformerEncoderLayer, TransformerDecoderLayer {
  final int dModel;
  final int nhead;
  final TransformerOptions options;
  final MultiheadAttention selfAttn;
  final @Nullable MultiheadAttention multiheadAttn;
  private final Linear linear1;
  private final Dropout dropout;
  private final Linear linear2;
  private final List<LayerNorm> norms = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();

  /** {@code cross}: whether there is attention to something else. */
  TransformerLayer(int dModel, int nhead, TransformerOptions options, boolean cross) {
    this.dModel = dModel;
    this.nhead = nhead;
    this.options = options;
    int parts = cross ? 3 : 2;
    selfAttn = register("self_attn", new MultiheadAttention(dModel, nhead, options.attention()));
    multiheadAttn = cross
        ? register("multihead_attn", new MultiheadAttention(dModel, nhead, options.attention()))
        : null;
    linear1 = register("linear1", new Linear(dModel, options.feedforward(), options.bias()));
    dropout = register("dropout", new Dropout(options.dropout()));
    linear2 = register("linear2", new Linear(options.feedforward(), dModel, options.bias()));
    for (int i = 1; i <= parts; i++) {
      norms.add(register("norm" + i, options.norm(dModel)));
    }
    for (int i = 1; i <= parts; i++) {
      dropouts.add(register("dropout" + i, new Dropout(options.dropout())));
    }
  }

  /** A layer of the same settings with starting values of its own. */
  abstract TransformerLayer fresh();

  /** {@code n} layers with the values of {@code layer}; nothing is drawn for them. */
  static <L extends TransformerLayer> List<L> copies(L layer, int n, Class<L> type) {
    long[] random = Nabla.defaultGenerator().state();
    List<L> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      L copy = type.cast(layer.fresh());
      copy.loadStateDict(layer.stateDict());
      out.add(copy);
    }
    Nabla.defaultGenerator().restore(random);
    return out;
  }

  /** Part {@code i} with its dropout, added to what it reads, and normalised before or after. */
  final Tensor add(int i, Tensor x, UnaryOperator<Tensor> part) {
    Dropout drop = dropouts.get(i);
    LayerNorm norm = norms.get(i);
    return options.normFirst()
        ? x.add(drop.forward(part.apply(norm.forward(x))))
        : norm.forward(x.add(drop.forward(part.apply(x))));
  }

  /** The linear layers. */
  final Tensor feedForward(Tensor x) {
    return linear2.forward(dropout.forward(options.activation().apply(linear1.forward(x))));
  }
}
