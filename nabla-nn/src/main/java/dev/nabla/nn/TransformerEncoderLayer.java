package dev.nabla.nn;

import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Self-attention, then two linear layers, each added to what it read and normalised (Vaswani and others 2017). x [T, B, E]; with batchFirst [B, T, E]. */
public final class TransformerEncoderLayer extends Module {
  private final TransformerOptions options;
  private final MultiheadAttention selfAttn;
  private final Linear linear1;
  private final Dropout dropout;
  private final Linear linear2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final Dropout dropout1;
  private final Dropout dropout2;

  /** With the usual settings. */
  public TransformerEncoderLayer(int dModel, int nhead) {
    this(dModel, nhead, TransformerOptions.DEFAULT);
  }

  /** With these settings. */
  public TransformerEncoderLayer(int dModel, int nhead, TransformerOptions options) {
    this.options = options;
    selfAttn = register("self_attn", new MultiheadAttention(dModel, nhead, options.attention()));
    linear1 = register("linear1", new Linear(dModel, options.feedforward()));
    dropout = register("dropout", new Dropout(options.dropout()));
    linear2 = register("linear2", new Linear(options.feedforward(), dModel));
    norm1 = register("norm1", new LayerNorm(new int[] {dModel}, options.layerNormEps()));
    norm2 = register("norm2", new LayerNorm(new int[] {dModel}, options.layerNormEps()));
    dropout1 = register("dropout1", new Dropout(options.dropout()));
    dropout2 = register("dropout2", new Dropout(options.dropout()));
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, null, null, false);
  }

  /** With masks as {@link MultiheadAttention} takes them; null for none. */
  public Tensor forward(Tensor x, @Nullable Tensor mask, @Nullable Tensor keyPaddingMask, boolean isCausal) {
    if (options.normFirst()) {
      Tensor y = x.add(attention(norm1.forward(x), mask, keyPaddingMask, isCausal));
      return y.add(feedForward(norm2.forward(y)));
    }
    Tensor y = norm1.forward(x.add(attention(x, mask, keyPaddingMask, isCausal)));
    return norm2.forward(y.add(feedForward(y)));
  }

  private Tensor attention(Tensor x, @Nullable Tensor mask, @Nullable Tensor keyPaddingMask, boolean isCausal) {
    return dropout1.forward(selfAttn.forward(x, x, x, keyPaddingMask, mask, false, isCausal).output());
  }

  private Tensor feedForward(Tensor x) {
    return dropout2.forward(linear2.forward(dropout.forward(options.activation().apply(linear1.forward(x)))));
  }
}
