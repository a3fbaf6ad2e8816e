package dev.nabla.nn;

import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/** Encoder layers one after the other, then perhaps a normalisation. */
public final class TransformerEncoder extends TransformerStack<TransformerEncoderLayer> {
  /** {@code n} copies of {@code layer}. */
  public TransformerEncoder(TransformerEncoderLayer layer, int n) {
    this(layer, n, null);
  }

  /** {@code n} copies of {@code layer}, then {@code norm} if it is not null. */
  public TransformerEncoder(TransformerEncoderLayer layer, int n, @Nullable Module norm) {
    super(layer, n, TransformerEncoderLayer.class, norm);
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
    Tensor y = x;
    for (TransformerEncoderLayer layer : layers) {
      y = layer.forward(y, mask, keyPaddingMask, isCausal);
    }
    return normalised(y);
  }
}
