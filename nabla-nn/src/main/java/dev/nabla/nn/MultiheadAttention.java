package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention by several heads, each of which sees its own projections of queries, keys and values (Vaswani and others 2017). Shapes: query [L, B, E],
 * key [S, B, kdim], value [S, B, vdim], output [L, B, E]; with batchFirst [B, L, E] and so on; or all without B.
 */
public final class MultiheadAttention extends Layer {
  private final int embedDim;
  private final int heads;
  private final AttentionOptions options;
  private final boolean oneWidth;
  private final @Nullable Tensor inProjWeight;
  private final @Nullable Tensor queryWeight;
  private final @Nullable Tensor keyWeight;
  private final @Nullable Tensor valueWeight;
  private final @Nullable Tensor inProjBias;
  private final @Nullable Tensor biasKey;
  private final @Nullable Tensor biasValue;
  private final Linear outProj;

  /** With the usual settings. */
  public MultiheadAttention(int embedDim, int numHeads) {
    this(embedDim, numHeads, AttentionOptions.DEFAULT);
  }

  /** With these settings; the heads divide {@code embedDim}. */
  public MultiheadAttention(int embedDim, int numHeads, AttentionOptions options) {
    if (embedDim <= 0 || numHeads <= 0 || embedDim % numHeads != 0) {
      throw new NablaException("embed_dim must be divisible by num_heads, and both positive; got " + embedDim + " and "
          + numHeads);
    }
    this.embedDim = embedDim;
    this.heads = numHeads;
    this.options = options;
    int kdim = options.kdim() == 0 ? embedDim : options.kdim();
    int vdim = options.vdim() == 0 ? embedDim : options.vdim();
    oneWidth = kdim == embedDim && vdim == embedDim;
    outProj = register("out_proj", new Linear(embedDim, embedDim, options.bias()));
    inProjWeight = oneWidth ? weight("in_proj_weight", 3 * embedDim, embedDim) : null;
    queryWeight = oneWidth ? null : weight("q_proj_weight", embedDim, embedDim);
    keyWeight = oneWidth ? null : weight("k_proj_weight", embedDim, kdim);
    valueWeight = oneWidth ? null : weight("v_proj_weight", embedDim, vdim);
    inProjBias = options.bias() ? parameter("in_proj_bias", Nabla.zeros(3 * embedDim)) : null;
    if (outProj.bias() != null) {
      Init.zeros_(outProj.bias());
    }
    biasKey = options.addBiasKv() ? extra("bias_k") : null;
    biasValue = options.addBiasKv() ? extra("bias_v") : null;
  }

  private Tensor weight(String name, int... dims) {
    return parameter(name, Init.xavierUniform_(Nabla.zeros(dims), 1));
  }

  private Tensor extra(String name) {
    return parameter(name, Init.xavierNormal_(Nabla.zeros(1, 1, embedDim), 1));
  }

  /**
   * What attention gives.
   *
   * @param output [L, B, E]
   * @param weights how much each query attended to each key, mean of all heads, [B, L, S]; null if they were not asked for
   */
  public record Result(Tensor output, @Nullable Tensor weights) {}

  /** Self-attention without a mask. */
  @Override
  protected Tensor compute(Tensor x) {
    return attention(x, x, x, null, null, false, false).output();
  }

  /** Attention of every query to every key. */
  public Tensor forward(Tensor query, Tensor key, Tensor value) {
    return forward(query, key, value, null, null, false, false).output();
  }

  /**
   * Attention with masks.
   *
   * @param keyPaddingMask [B, S]: truth values tell which keys are left out, numbers are added to scores; null for none
   * @param needWeights whether the weights are wanted; without them they are never held all at once
   * @param attnMask [L, S] or [B·heads, L, S]: likewise, for each query and key; null for none
   * @param isCausal whether query i attends to none behind key i; not together with {@code attnMask}
   */
  public Result forward(Tensor query, Tensor key, Tensor value, @Nullable Tensor keyPaddingMask,
      @Nullable Tensor attnMask, boolean needWeights, boolean isCausal) {
    @Nullable
    Tensor[] weights = new @Nullable Tensor[1];
    boolean ofItself = query == key && key == value;
    Tensor y = around(query, in -> {
      Result r = attention(in, ofItself ? in : key, ofItself ? in : value, keyPaddingMask, attnMask, needWeights,
          isCausal);
      weights[0] = r.weights;
      return r.output;
    });
    return new Result(y, weights[0]);
  }

  private Result attention(Tensor query, Tensor key, Tensor value, @Nullable Tensor keyPaddingMask,
      @Nullable Tensor attnMask, boolean needWeights, boolean isCausal) {
    if (isCausal && attnMask != null) {
      throw new ShapeException("MultiheadAttention: give a mask or isCausal, not both");
    }
    boolean single = query.dim() == 2;
    int axis = options.batchFirst() && !single ? 0 : 1;
    boolean same = query == key && key == value;
    Tensor q = batchFirst(query, single, axis);
    Tensor k = same ? q : batchFirst(key, single, axis);
    Tensor v = same ? q : key == value ? k : batchFirst(value, single, axis);
    Tensor padding = keyPaddingMask == null || !single ? keyPaddingMask : keyPaddingMask.unsqueeze(0);
    List<Tensor> p = projected(q, k, v, same);
    Result r = attend(p.get(0), p.get(1), p.get(2), padding, attnMask, needWeights, isCausal);
    Tensor y = axis == 1 ? r.output.transpose(0, 1) : r.output;
    Tensor weights = r.weights;
    return single ? new Result(y.squeeze(1), weights == null ? null : weights.squeeze(0)) : new Result(y, weights);
  }

  private static Tensor batchFirst(Tensor x, boolean single, int axis) {
    return single ? x.unsqueeze(0) : axis == 1 ? x.transpose(0, 1) : x;
  }

  /** The projections of queries, keys and values; by one product if they are one tensor. */
  private List<Tensor> projected(Tensor q, Tensor k, Tensor v, boolean same) {
    Tensor bias = inProjBias == null ? null : value(inProjBias);
    if (inProjWeight != null && same) {
      return stage("inProj", q, x -> F.linear(x, value(inProjWeight), bias)).split(embedDim, -1);
    }
    List<Tensor> w = inProjWeight != null ? value(inProjWeight).split(embedDim, 0) : List.of();
    List<Tensor> b = bias != null ? bias.split(embedDim, 0) : List.of();
    return List.of(projected(q, queryWeight, w, b, 0), projected(k, keyWeight, w, b, 1),
        projected(v, valueWeight, w, b, 2));
  }

  private Tensor projected(Tensor x, @Nullable Tensor own, List<Tensor> weights, List<Tensor> biases, int i) {
    return stage("inProj", x, in -> F.linear(in, own != null ? value(own) : weights.get(i),
        biases.isEmpty() ? null : biases.get(i)));
  }

  private Tensor split(Tensor x) {
    return x.reshape(x.size(0), x.size(1), heads, embedDim / heads).transpose(1, 2);
  }

  private Result attend(Tensor query, Tensor key, Tensor value, @Nullable Tensor padding, @Nullable Tensor attnMask,
      boolean needWeights, boolean isCausal) {
    int batch = query.size(0);
    Tensor q = split(query);
    Tensor k = split(behind(key, biasKey));
    Tensor v = split(behind(value, biasValue));
    int added = k.size(2) - key.size(1);
    Tensor mask = mask(query, key.size(1), added, padding, attnMask, isCausal && (padding != null || needWeights));
    double p = isTraining() ? options.dropout() : 0;
    Tensor weights = null;
    Tensor y;
    if (needWeights) {
      Tensor scores = q.mul(1 / Math.sqrt(q.size(-1))).matmul(k.mT());
      weights = F.dropout((mask == null ? scores : scores.add(mask)).softmax(-1), p, true);
      y = weights.matmul(v);
    } else {
      y = F.scaledDotProductAttention(q, k, v, mask, p, isCausal && mask == null, null);
    }
    Tensor out = outProj.forward(y.transpose(1, 2).reshape(batch, query.size(1), embedDim));
    return new Result(out, weights == null ? null : weights.mean(1));
  }

  /** {@code x} [B, S, E] with what the settings put behind it. */
  private Tensor behind(Tensor x, @Nullable Tensor learned) {
    Tensor y = learned == null ? x : Nabla.cat(List.of(x, learned.expand(x.size(0), 1, embedDim)), 1);
    return options.addZeroAttn()
        ? Nabla.cat(List.of(y, Nabla.zeros(x.dtype(), Shape.of(x.size(0), 1, embedDim))), 1)
        : y;
  }

  /** What is added to scores [B, heads, L, S + added]: masks as numbers; null for nothing. Keys that were added are seen by all. */
  private @Nullable Tensor mask(Tensor query, int keys, int added, @Nullable Tensor padding, @Nullable Tensor attnMask,
      boolean causal) {
    Tensor sum = null;
    if (attnMask != null) {
      Tensor m = numbers(attnMask, query);
      sum = m.dim() == 3 ? m.reshape(query.size(0), heads, m.size(1), m.size(2)) : m;
    } else if (causal) {
      sum = numbers(Nabla.arange(keys).gt(Nabla.arange(query.size(1)).unsqueeze(1)), query);
    }
    if (padding != null) {
      Tensor m = numbers(padding, query).reshape(query.size(0), 1, 1, keys);
      sum = sum == null ? m : sum.add(m);
    }
    return sum == null || added == 0 ? sum : F.pad(sum, new int[] {0, added}, 0);
  }

  /** The products with the projections, of the vectors of the query as many as of key and value, and the two products of attention. */
  @Override
  long flops(Tensor x, Tensor y) {
    long batch = x.dim() == 2 ? 1 : x.size(options.batchFirst() ? 0 : 1);
    long steps = x.numel() / embedDim / batch;
    return 2 * batch * steps * embedDim * (3L * embedDim + 2 * steps);
  }

  private static Tensor numbers(Tensor mask, Tensor like) {
    return mask.dtype() == DType.BOOL
        ? Nabla.zeros(like.dtype(), mask.shape()).maskedFill(mask, Double.NEGATIVE_INFINITY)
        : mask;
  }
}
