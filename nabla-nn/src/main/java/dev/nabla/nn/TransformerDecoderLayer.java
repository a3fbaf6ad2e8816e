package dev.nabla.nn;

import dev.nabla.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** As {@link TransformerEncoderLayer}, with attention to an encoder's result ({@code memory}) between self-attention and the linear layers. */
public final class TransformerDecoderLayer extends TransformerLayer {
  /** With the usual settings. */
  public TransformerDecoderLayer(int dModel, int nhead) {
    this(dModel, nhead, TransformerOptions.DEFAULT);
  }

  /** With these settings. */
  public TransformerDecoderLayer(int dModel, int nhead, TransformerOptions options) {
    super(dModel, nhead, options, true);
  }

  @Override
  TransformerDecoderLayer fresh() {
    return new TransformerDecoderLayer(dModel, nhead, options);
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
  protected Tensor compute(Tensor x) {
    return decoded(x, x, Masks.NONE);
  }

  /** The target {@code x} with attention to {@code memory}. */
  public Tensor forward(Tensor x, Tensor memory) {
    return forward(x, memory, Masks.NONE);
  }

  /** The target {@code x} with attention to {@code memory}, as far as the masks let it. */
  public Tensor forward(Tensor x, Tensor memory, Masks masks) {
    return around(x, in -> decoded(in, memory, masks));
  }

  private Tensor decoded(Tensor x, Tensor memory, Masks m) {
    MultiheadAttention cross = Objects.requireNonNull(multiheadAttn);
    Tensor y = add(0, x,
        t -> selfAttn.forward(t, t, t, m.targetPadding(), m.target(), false, m.targetIsCausal()).output());
    y = add(1, y, t -> cross.forward(t, memory, memory, m.memoryPadding(), m.memory(), false, false).output());
    return add(2, y, this::feedForward);
  }
}
