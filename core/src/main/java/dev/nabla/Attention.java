package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** Attention: the mean of values, weighted by the softmax of how well their keys match a query. */
final class Attention {
  private Attention() {}

  static Tensor scaledDotProduct(
      Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, double dropoutP, boolean isCausal, @Nullable Double scale) {
    if (isCausal && mask != null) {
      throw new ShapeException("scaledDotProductAttention: Explicit attn_mask should not be set when is_causal=True");
    }
    if (q.dim() < 2 || k.dim() < 2 || v.dim() < 2) {
      throw new ShapeException("scaledDotProductAttention: query, key and value need at least 2 axes; got " + q.type()
          + ", " + k.type() + " and "
          + v.type());
    }
    double factor = scale == null ? 1 / Math.sqrt(q.size(-1)) : scale;
    if (dropoutP > 0 || !fits(q, k, v, mask)) {
      return plain(q, k, v, mask, dropoutP, isCausal, factor);
    }
    Shape lead = Shape.broadcast(Shape.broadcast(lead(q), lead(k)), lead(v));
    lead = mask == null ? lead : Shape.broadcast(lead, lead(mask));
    Tensor[] in = new Tensor[mask == null ? 3 : 4];
    in[0] = expanded(q, lead);
    in[1] = expanded(k, lead);
    in[2] = expanded(v, lead);
    if (mask != null) {
      in[3] = mask;
    }
    return Dispatch.applyAll(new Fused(factor, isCausal, in.length), in)[0];
  }

  /** Whether the kernel takes these: sizes that fit, one type, nothing empty. */
  private static boolean fits(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
    return q.dtype().isFloating() && k.dtype() == q.dtype() && v.dtype() == q.dtype()
        && (mask == null || mask.dim() >= 2 && (mask.dtype() == DType.BOOL || mask.dtype() == q.dtype())
            && Shape.of(mask.size(-2), mask.size(-1)).expandsTo(Shape.of(q.size(-2), k.size(-2))))
        && q.size(-1) == k.size(-1) && k.size(-2) == v.size(-2)
        && q.numel() > 0 && k.numel() > 0 && v.numel() > 0;
  }

  private static Shape lead(Tensor x) {
    int[] dims = x.shape().toArray();
    return Shape.of(java.util.Arrays.copyOf(dims, dims.length - 2));
  }

  private static Tensor expanded(Tensor x, Shape lead) {
    return lead(x).equals(lead) ? x : x.expand(with(lead, x.size(-2), x.size(-1)));
  }

  private static Shape with(Shape lead, int rows, int columns) {
    return lead.insert(lead.rank(), rows).insert(lead.rank() + 1, columns);
  }

  /** Attention whose weights are never held all at once; inputs: q, k, v, perhaps a mask. */
  private record Fused(double scale, boolean causal, int inputs) implements FusedOp {
    @Override
    public String name() {
      return "scaled_dot_product_attention";
    }

    @Override
    public Tensor[] computeAll(Tensor[] in) {
      return new Tensor[] {plain(in[0], in[1], in[2], in.length > 3 ? in[3] : null, 0, causal, scale)};
    }

    private AttentionKernel kernel(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask) {
      Strided m = mask == null
          ? null
          : Dispatch.data(mask).expand(with(lead(q), q.size(-2), k.size(-2)));
      return new AttentionKernel(Dispatch.data(q), Dispatch.data(k), Dispatch.data(v), m, causal, scale);
    }

    /** The result and, for each query, the logarithm of the sum that its weights were divided by. */
    @Override
    public Tensor[] runAll(Tensor[] in) {
      Shape lead = lead(in[0]);
      int rows = in[0].size(-2);
      Strided out = AttentionKernel.laidOutAs(Dispatch.data(in[0]), with(lead, rows, in[2].size(-1)));
      Strided kept = Strided.allocate(out.dtype(), with(lead, rows, 1));
      kernel(in[0], in[1], in[2], in.length > 3 ? in[3] : null).forward(out, kept);
      return new Tensor[] {new ConcreteTensor(out), new ConcreteTensor(kept)};
    }

    @Override
    public int results() {
      return 1;
    }

    @Override
    public int saves(int needs) {
      return (1 << inputs) - 1 | 2 << OUTPUT;
    }

    /** The cotangent of a mask is as large as all weights together: there is nothing to be saved then. */
    @Override
    public boolean covers(Saved s) {
      return inputs < 4 || !s.needs(3);
    }

    @Override
    public @Nullable Tensor[] fusedVjp(Saved s, @Nullable Tensor[] g) {
      Tensor cotangent = java.util.Objects.requireNonNull(g[0]);
      @Nullable
      Tensor[] d = new @Nullable Tensor[inputs];
      Strided[] windows = new Strided[3];
      for (int i = 0; i < 3; i++) {
        Strided x = Dispatch.data(s.in(i));
        windows[i] = AttentionKernel.laidOutAs(x, x.shape());
        d[i] = new ConcreteTensor(windows[i]);
      }
      kernel(s.in(0), s.in(1), s.in(2), inputs > 3 ? s.in(3) : null).backward(Dispatch.data(cotangent),
          Dispatch.data(s.out(1)), windows[0], windows[1], windows[2]);
      return d;
    }
  }

  // --- in tensor code ---

  private static Tensor plain(Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, double dropoutP, boolean isCausal,
      double factor) {
    Tensor scores = q.mul(factor).matmul(k.mT());
    if (isCausal) {
      scores = scores.maskedFill(behind(q.size(-2), k.size(-2)), Double.NEGATIVE_INFINITY);
    }
    Tensor weights = mask == null ? scores.softmax(-1) : masked(scores, mask);
    return (dropoutP > 0 ? F.dropout(weights, dropoutP, true) : weights).matmul(v);
  }

  /** The softmax of masked scores; zeros in rows where nothing takes part. */
  private static Tensor masked(Tensor scores, Tensor mask) {
    Tensor x = mask.dtype() == DType.BOOL
        ? scores.maskedFill(mask.logicalNot(), Double.NEGATIVE_INFINITY)
        : scores.add(mask);
    Tensor empty = x.detach().eq(Double.NEGATIVE_INFINITY).all(-1, true);
    return x.maskedFill(empty, 0.0).softmax(-1).maskedFill(empty, 0.0);
  }

  /** Whether the column lies behind the row. */
  private static Tensor behind(int rows, int columns) {
    return Nabla.arange(columns).gt(Nabla.arange(rows).unsqueeze(1));
  }
}
