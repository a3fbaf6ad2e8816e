package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decoder layers one after the other, all with attention to the same memory, then perhaps a normalisation. */
public final class TransformerDecoder extends Module {
  private final List<TransformerDecoderLayer> layers = new ArrayList<>();
  private final @Nullable Module norm;

  /** {@code n} layers, each made by {@code layer}, then {@code norm} if it is not null. */
  public TransformerDecoder(Supplier<TransformerDecoderLayer> layer, int n, @Nullable Module norm) {
    for (int i = 0; i < n; i++) {
      layers.add(layer.get());
    }
    register("layers", new ModuleList(layers));
    this.norm = norm == null ? null : register("norm", norm);
  }

  /** With the target as its own memory. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, x, TransformerDecoderLayer.Masks.NONE);
  }

  /** The target {@code x} with attention to {@code memory}, as far as the masks let it. */
  public Tensor forward(Tensor x, Tensor memory, TransformerDecoderLayer.Masks masks) {
    Tensor y = x;
    for (TransformerDecoderLayer layer : layers) {
      y = layer.forward(y, memory, masks);
    }
    return norm == null ? y : norm.forward(y);
  }
}
