package dev.nabla.nn;

import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** As {@link TransformerEncoderLayer}, with attention to an encoder's result ({@code memory}) between self-attention and the linear layers. */
public final class TransformerDecoderLayer extends Module {
  private final TransformerOptions options;
  private final MultiheadAttention selfAttn;
  private final MultiheadAttention multiheadAttn;
  private final Linear linear1;
  private final Dropout dropout;
  private final Linear linear2;
  private final LayerNorm norm1;
  private final LayerNorm norm2;
  private final LayerNorm norm3;
  private final Dropout dropout1;
  private final Dropout dropout2;
  private final Dropout dropout3;

  /** With the usual settings. */
  public TransformerDecoderLayer(int dModel, int nhead) {
    this(dModel, nhead, TransformerOptions.DEFAULT);
  }

  /** With these settings. */
  public TransformerDecoderLayer(int dModel, int nhead, TransformerOptions options) {
    this.options = options;
    selfAttn = register("self_attn", new MultiheadAttention(dModel, nhead, options.attention()));
    multiheadAttn = register("multihead_attn", new MultiheadAttention(dModel, nhead, options.attention()));
    linear1 = register("linear1", new Linear(dModel, options.feedforward()));
    dropout = register("dropout", new Dropout(options.dropout()));
    linear2 = register("linear2", new Linear(options.feedforward(), dModel));
    norm1 = register("norm1", new LayerNorm(new int[] {dModel}, options.layerNormEps()));
    norm2 = register("norm2", new LayerNorm(new int[] {dModel}, options.layerNormEps()));
    norm3 = register("norm3", new LayerNorm(new int[] {dModel}, options.layerNormEps()));
    dropout1 = register("dropout1", new Dropout(options.dropout()));
    dropout2 = register("dropout2", new Dropout(options.dropout()));
    dropout3 = register("dropout3", new Dropout(options.dropout()));
  }

  /** What attention may see; null masks for all. Masks as {@link MultiheadAttention} takes them. */
  public record Masks(@Nullable Tensor target, @Nullable Tensor memory, @Nullable Tensor targetPadding,
      @Nullable Tensor memoryPadding, boolean targetIsCausal) {
    /** Everything. */
    public static final Masks NONE = new Masks(null, null, null, null, false);

    /** A target that sees nothing behind it. */
    public static final Masks CAUSAL = new Masks(null, null, null, null, true);
  }

  /** With the target as its own memory. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, x, Masks.NONE);
  }

  /** The target {@code x} with attention to {@code memory}. */
  public Tensor forward(Tensor x, Tensor memory) {
    return forward(x, memory, Masks.NONE);
  }

  /** The target {@code x} with attention to {@code memory}, as far as the masks let it. */
  public Tensor forward(Tensor x, Tensor memory, Masks masks) {
    if (options.normFirst()) {
      Tensor y = x.add(self(norm1.forward(x), masks));
      y = y.add(cross(norm2.forward(y), memory, masks));
      return y.add(feedForward(norm3.forward(y)));
    }
    Tensor y = norm1.forward(x.add(self(x, masks)));
    y = norm2.forward(y.add(cross(y, memory, masks)));
    return norm3.forward(y.add(feedForward(y)));
  }

  private Tensor self(Tensor x, Masks m) {
    return dropout1.forward(
        selfAttn.forward(x, x, x, m.targetPadding(), m.target(), false, m.targetIsCausal()).output());
  }

  private Tensor cross(Tensor x, Tensor memory, Masks m) {
    return dropout2.forward(
        multiheadAttn.forward(x, memory, memory, m.memoryPadding(), m.memory(), false, false).output());
  }

  private Tensor feedForward(Tensor x) {
    return dropout3.forward(linear2.forward(dropout.forward(options.activation().apply(linear1.forward(x)))));
  }
}
