package dev.nabla.nn;

import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Self-attention, then two linear layers, each added to what it read and normalised (Vaswani and others 2017). x [T, B, E]; with batchFirst [B, T, E]. */
public final class TransformerEncoderLayer extends TransformerLayer {
  /** With the usual settings. */
  public TransformerEncoderLayer(int dModel, int nhead) {
    this(dModel, nhead, TransformerOptions.DEFAULT);
  }

  /** With these settings. */
  public TransformerEncoderLayer(int dModel, int nhead, TransformerOptions options) {
    super(dModel, nhead, options, false);
  }

  @Override
  TransformerEncoderLayer fresh() {
    return new TransformerEncoderLayer(dModel, nhead, options);
  }

  @Override
  protected Tensor compute(Tensor x) {
    return encoded(x, null, null, false);
  }

  /** With masks as {@link MultiheadAttention} takes them; null for none. */
  public Tensor forward(Tensor x, @Nullable Tensor mask, @Nullable Tensor keyPaddingMask, boolean isCausal) {
    return around(x, in -> encoded(in, mask, keyPaddingMask, isCausal));
  }

  private Tensor encoded(Tensor x, @Nullable Tensor mask, @Nullable Tensor keyPaddingMask, boolean isCausal) {
    Tensor y = add(0, x, s -> selfAttn.forward(s, s, s, keyPaddingMask, mask, false, isCausal).output());
    return add(1, y, this::feedForward);
  }
}
