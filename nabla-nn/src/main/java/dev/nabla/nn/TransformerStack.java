package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What encoder and decoder share: layers that start alike, then perhaps a normalisation. */
public abstract sealed class TransformerStack<L extends TransformerLayer> extends Layer
    permits TransformerEncoder, TransformerDecoder {
  final List<L> layers;
  private final @Nullable Module norm;

  TransformerStack(L layer, int n, Class<L> type, @Nullable Module norm) {
    layers = TransformerLayer.copies(layer, n, type);
    register("layers", new ModuleList(layers));
    this.norm = norm == null ? null : register("norm", norm);
  }

  final Tensor normalised(Tensor y) {
    return norm == null ? y : norm.call(y);
  }
}
