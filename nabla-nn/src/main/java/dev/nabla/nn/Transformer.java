package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.TransformerDecoderLayer.Masks;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import org.jspecify.annotations.Nullable;

/** Encoder and decoder (Vaswani and others 2017). Shapes: source [S, B, E], target [T, B, E], result [T, B, E]; with batchFirst [B, …]. */
public final class Transformer extends Layer {
  private final TransformerEncoder encoder;
  private final TransformerDecoder decoder;

  /** Width 512, 8 heads, 6 layers each. */
  public Transformer() {
    this(512, 8, 6, 6, TransformerOptions.DEFAULT);
  }

  /** With these widths, numbers of layers and settings. */
  public Transformer(int dModel, int nhead, int encoderLayers, int decoderLayers, TransformerOptions options) {
    var encoderLayer = new TransformerEncoderLayer(dModel, nhead, options);
    encoder = register("encoder", new TransformerEncoder(encoderLayer, encoderLayers, options.norm(dModel)));
    var decoderLayer = new TransformerDecoderLayer(dModel, nhead, options);
    decoder = register("decoder", new TransformerDecoder(decoderLayer, decoderLayers, options.norm(dModel)));
    parameters().stream().filter(p -> p.dim() > 1).forEach(Init::xavierUniform_);
  }

  /** With the source as target. */
  @Override
  protected Tensor compute(Tensor x) {
    return transformed(x, x, null, null, Masks.NONE);
  }

  /** Every position of the target with attention to all of source and target. */
  public Tensor forward(Tensor source, Tensor target) {
    return forward(source, target, null, null, Masks.NONE);
  }

  /** The target with attention to the source, as far as the masks let it; masks as {@link MultiheadAttention} takes them, null for none. */
  public Tensor forward(Tensor source, Tensor target, @Nullable Tensor sourceMask, @Nullable Tensor sourcePadding,
      Masks masks) {
    return around(source, in -> transformed(in, target, sourceMask, sourcePadding, masks));
  }

  private Tensor transformed(Tensor source, Tensor target, @Nullable Tensor sourceMask,
      @Nullable Tensor sourcePadding, Masks masks) {
    return decoder.forward(target, encoder.forward(source, sourceMask, sourcePadding, false), masks);
  }

  /** The mask [n, n] that hides what lies behind each position: -∞ above the diagonal, else 0. */
  public static Tensor generateSquareSubsequentMask(int n) {
    DType dtype = Nabla.defaultDType();
    return Nabla.full(dtype, Shape.of(n, n), Double.NEGATIVE_INFINITY).triu(1);
  }
}
