package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.nn.TransformerDecoderLayer.Masks;
import org.jspecify.annotations.Nullable;

/** Decoder layers one after the other, all with attention to the same memory, then perhaps a normalisation. */
public final class TransformerDecoder extends TransformerStack<TransformerDecoderLayer> {
  /** {@code n} copies of {@code layer}. */
  public TransformerDecoder(TransformerDecoderLayer layer, int n) {
    this(layer, n, null);
  }

  /** {@code n} copies of {@code layer}, then {@code norm} if it is not null. */
  public TransformerDecoder(TransformerDecoderLayer layer, int n, @Nullable Module norm) {
    super(layer, n, TransformerDecoderLayer.class, norm);
  }

  /** With the target as its own memory. */
  @Override
  protected Tensor compute(Tensor x) {
    return decoded(x, x, Masks.NONE);
  }

  /** The target {@code x} with attention to {@code memory}, as far as the masks let it. */
  public Tensor forward(Tensor x, Tensor memory, Masks masks) {
    return around(x, in -> decoded(in, memory, masks));
  }

  private Tensor decoded(Tensor x, Tensor memory, Masks masks) {
    Tensor y = x;
    for (TransformerDecoderLayer layer : layers) {
      y = layer.forward(y, memory, masks);
    }
    return normalised(y);
  }
}
