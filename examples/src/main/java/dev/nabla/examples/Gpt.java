package dev.nabla.examples;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Dropout;
import dev.nabla.nn.Embedding;
import dev.nabla.nn.Init;
import dev.nabla.nn.LayerNorm;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Module;
import dev.nabla.nn.ModuleList;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small GPT-2: embeddings of tokens and positions, blocks of causal attention and a network four times as wide, logits of the next token.
 * Architecture and names of the parameters are nanoGPT's, whose weights it loads.
 */
public final class Gpt extends Module {
  /**
   * The sizes of a model.
   *
   * @param vocabulary how many different tokens there are
   * @param context how many tokens it looks back on
   * @param layers blocks
   * @param heads heads of attention, a divisor of the width
   * @param width elements for each token between the blocks
   * @param dropout the share of elements that training drops
   * @param bias whether linear layers and norms have one
   */
  public record Config(int vocabulary, int context, int layers, int heads, int width, double dropout, boolean bias) {
    /** Checks the sizes. */
    public Config {
      if (Math.min(Math.min(vocabulary, context), Math.min(layers, heads)) < 1 || width < 1 || width % heads != 0) {
        throw new NablaException("Gpt: all sizes must be at least 1, and the width a multiple of the heads; got "
            + vocabulary + " tokens, context " + context + ", " + layers + " layers, " + heads + " heads, width "
            + width);
      }
    }

    LayerNorm norm() {
      return new LayerNorm(new int[] {width}, 1e-5, true, bias);
    }

    Linear linear(int in, int out) {
      return new Linear(in, out, bias);
    }
  }

  private final Config config;
  private final Transformer transformer;
  private final Head head;

  /**
   * A model with normal weights: embeddings of standard deviation 0.02, layers of one that keeps the size of what passes through, less in those
   * that add to the residual stream. (GPT-2 has 0.02 everywhere, which suits widths near 1,000 and makes narrow models slow to learn.)
   */
  public Gpt(Config config) {
    this.config = config;
    transformer = register("transformer", new Transformer(config));
    head = register("lm_head", new Head(transformer.tokens.weight()));
    namedParameters().forEach((name, p) -> {
      if (p.dim() == 2) {
        Init.normal_(p, 0, deviation(name, p.size(1)));
      } else if (name.endsWith("bias")) {
        Init.zeros_(p);
      }
    });
  }

  private double deviation(String name, int inputs) {
    if (name.endsWith("wte.weight") || name.endsWith("wpe.weight")) {
      return 0.02;
    }
    return 1 / Math.sqrt(name.endsWith("c_proj.weight") ? 2.0 * config.layers() * inputs : inputs);
  }

  /** All but the logits: tokens [B, T] to vectors [B, T, width]. */
  private static final class Transformer extends Module {
    private final Embedding tokens;
    private final Embedding positions;
    private final Dropout drop;
    private final ModuleList blocks;
    private final LayerNorm norm;

    Transformer(Config c) {
      tokens = register("wte", new Embedding(c.vocabulary(), c.width()));
      positions = register("wpe", new Embedding(c.context(), c.width()));
      drop = register("drop", new Dropout(c.dropout()));
      blocks = register("h", new ModuleList(Stream.generate(() -> new Block(c)).limit(c.layers()).toList()));
      norm = register("ln_f", c.norm());
    }

    @Override
    public Tensor forward(Tensor index) {
      Tensor x = drop.forward(tokens.forward(index).add(positions.forward(Nabla.arange(index.size(1)))));
      for (Module block : blocks) {
        x = block.forward(x);
      }
      return norm.forward(x);
    }
  }

  /** Attention of every position to those up to itself. */
  private static final class Attention extends Module {
    private final int heads;
    private final double dropout;
    private final Linear attn;
    private final Linear proj;
    private final Dropout drop;

    Attention(Config c) {
      heads = c.heads();
      dropout = c.dropout();
      attn = register("c_attn", c.linear(c.width(), 3 * c.width()));
      proj = register("c_proj", c.linear(c.width(), c.width()));
      drop = register("resid_dropout", new Dropout(c.dropout()));
    }

    @Override
    public Tensor forward(Tensor x) {
      int batch = x.size(0);
      int steps = x.size(1);
      int width = x.size(2);
      List<Tensor> qkv = attn.forward(x).split(width, 2).stream()
          .map(t -> t.reshape(batch, steps, heads, width / heads).transpose(1, 2)).toList();
      Tensor y = F.scaledDotProductAttention(qkv.get(0), qkv.get(1), qkv.get(2), null, isTraining() ? dropout : 0, true,
          null);
      return drop.forward(proj.forward(y.transpose(1, 2).reshape(batch, steps, width)));
    }
  }

  /** Two layers, the inner one four times as wide. */
  private static final class Mlp extends Module {
    private final Linear wide;
    private final Linear proj;
    private final Dropout drop;

    Mlp(Config c) {
      wide = register("c_fc", c.linear(c.width(), 4 * c.width()));
      proj = register("c_proj", c.linear(4 * c.width(), c.width()));
      drop = register("dropout", new Dropout(c.dropout()));
    }

    @Override
    public Tensor forward(Tensor x) {
      return drop.forward(proj.forward(F.gelu(wide.forward(x))));
    }
  }

  /** Attention, then the wide network; each reads a normalised stream and adds to it. */
  private static final class Block extends Module {
    private final LayerNorm norm1;
    private final Attention attention;
    private final LayerNorm norm2;
    private final Mlp mlp;

    Block(Config c) {
      norm1 = register("ln_1", c.norm());
      attention = register("attn", new Attention(c));
      norm2 = register("ln_2", c.norm());
      mlp = register("mlp", new Mlp(c));
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor y = x.add(attention.forward(norm1.forward(x)));
      return y.add(mlp.forward(norm2.forward(y)));
    }
  }

  /** The logits: products with the embeddings of all tokens, whose weight it shares. */
  private static final class Head extends Module {
    private final Tensor weight;

    Head(Tensor weight) {
      this.weight = parameter("weight", weight);
    }

    @Override
    public Tensor forward(Tensor x) {
      return F.linear(x, weight);
    }
  }

  /** The sizes. */
  public Config config() {
    return config;
  }

  /** The logits [B, T, vocabulary] of what follows each of the tokens [B, T] (int64); T is at most the context. */
  @Override
  public Tensor forward(Tensor index) {
    if (index.dim() != 2 || index.size(1) > config.context()) {
      throw new NablaException("Gpt: expected tokens [batch, up to " + config.context() + "]; got " + index.shape());
    }
    return head.forward(transformer.forward(index));
  }

  /** The mean cross-entropy of the logits for {@code index} and what did follow, {@code next}, both [B, T]. */
  public Tensor loss(Tensor index, Tensor next) {
    return F.crossEntropy(forward(index).reshape(-1, config.vocabulary()), next.reshape(-1));
  }

  /**
   * {@code index} [B, T] and {@code count} more tokens, each drawn from what the model expects.
   *
   * @param temperature divides the logits: below 1 the likely becomes likelier still
   */
  public Tensor generate(Tensor index, int count, double temperature) {
    return Nabla.noGrad(() -> {
      List<Tensor> all = new ArrayList<>(List.of(index));
      Tensor seen = index;
      for (int i = 0; i < count; i++) {
        int from = Math.max(0, seen.size(1) - config.context());
        seen = seen.narrow(1, from, seen.size(1) - from);
        Tensor logits = forward(seen).select(1, -1).div(temperature);
        Tensor next = Nabla.multinomial(logits.softmax(-1), 1);
        all.add(next);
        seen = Nabla.cat(List.of(seen, next), 1);
      }
      return Nabla.cat(all, 1);
    });
  }
}
