package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Encoder layers one after the other, then perhaps a normalisation. */
public final class TransformerEncoder extends Module {
  private final List<TransformerEncoderLayer> layers = new ArrayList<>();
  private final @Nullable Module norm;

  /** {@code n} layers, each made by {@code layer}. */
  public TransformerEncoder(Supplier<TransformerEncoderLayer> layer, int n) {
    this(layer, n, null);
  }

  /** {@code n} layers, each made by {@code layer}, then {@code norm}. */
  public TransformerEncoder(Supplier<TransformerEncoderLayer> layer, int n, @Nullable Module norm) {
    for (int i = 0; i < n; i++) {
      layers.add(layer.get());
    }
    register("layers", new ModuleList(layers));
    this.norm = norm == null ? null : register("norm", norm);
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, null, null, false);
  }

  /** With masks as {@link MultiheadAttention} takes them; null for none. */
  public Tensor forward(Tensor x, @Nullable Tensor mask, @Nullable Tensor keyPaddingMask, boolean isCausal) {
    Tensor y = x;
    for (TransformerEncoderLayer layer : layers) {
      y = layer.forward(y, mask, keyPaddingMask, isCausal);
    }
    return norm == null ? y : norm.forward(y);
  }
}
