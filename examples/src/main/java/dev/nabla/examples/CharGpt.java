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
import java.util.ArrayList;
import java.util.List;

/** A small GPT over characters: embeddings of characters and positions, blocks of attention and a wider network, logits of the next character. */
public final class CharGpt extends Module {
  /** The sizes of a model: characters in all, characters seen at once, blocks, heads of attention, width, and dropout. */
  public record Config(int vocabSize, int blockSize, int layers, int heads, int width, double dropout) {}

  private final Config config;
  private final Embedding characters;
  private final Embedding positions;
  private final Dropout drop;
  private final ModuleList blocks;
  private final LayerNorm norm;
  private final Linear head;

  /** A model with normal weights, those of layers that add to the residual stream smaller by their number. */
  public CharGpt(Config config) {
    this.config = config;
    characters = register("wte", new Embedding(config.vocabSize(), config.width()));
    positions = register("wpe", new Embedding(config.blockSize(), config.width()));
    drop = register("drop", new Dropout(config.dropout()));
    List<Block> all = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      all.add(new Block(config));
    }
    blocks = register("h", new ModuleList(all));
    norm = register("ln_f", new LayerNorm(config.width()));
    head = register("lm_head", new Linear(config.width(), config.vocabSize(), false));
    namedParameters().forEach((name, p) -> {
      if (p.dim() == 2) {
        Init.normal_(p, 0, name.endsWith("c_proj.weight") ? 0.02 / Math.sqrt(2 * config.layers()) : 0.02);
      } else if (name.endsWith("bias")) {
        Init.zeros_(p);
      }
    });
  }

  /** Attention of every position to those up to itself. */
  private static final class CausalSelfAttention extends Module {
    private final int heads;
    private final double dropout;
    private final Linear attn;
    private final Linear proj;
    private final Dropout drop;

    CausalSelfAttention(Config c) {
      heads = c.heads();
      dropout = c.dropout();
      attn = register("c_attn", new Linear(c.width(), 3 * c.width()));
      proj = register("c_proj", new Linear(c.width(), c.width()));
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

  /** Attention, then a network four times as wide; each reads a normalised stream and adds to it. */
  private static final class Block extends Module {
    private final LayerNorm norm1;
    private final CausalSelfAttention attention;
    private final LayerNorm norm2;
    private final Linear wide;
    private final Linear proj;
    private final Dropout drop;

    Block(Config c) {
      norm1 = register("ln_1", new LayerNorm(c.width()));
      attention = register("attn", new CausalSelfAttention(c));
      norm2 = register("ln_2", new LayerNorm(c.width()));
      wide = register("c_fc", new Linear(c.width(), 4 * c.width()));
      proj = register("c_proj", new Linear(4 * c.width(), c.width()));
      drop = register("dropout", new Dropout(c.dropout()));
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor y = x.add(attention.forward(norm1.forward(x)));
      return y.add(drop.forward(proj.forward(F.gelu(wide.forward(norm2.forward(y))))));
    }
  }

  /** The logits [B, T, vocabSize] of what follows each of the characters [B, T] (int64). */
  @Override
  public Tensor forward(Tensor index) {
    Tensor x = drop.forward(characters.forward(index).add(positions.forward(Nabla.arange(index.size(1)))));
    for (Module block : blocks) {
      x = block.forward(x);
    }
    return head.forward(norm.forward(x));
  }

  /** The mean cross-entropy of the logits for {@code index} and what did follow, {@code next}, both [B, T]. */
  public Tensor loss(Tensor index, Tensor next) {
    return F.crossEntropy(forward(index).reshape(-1, config.vocabSize()), next.reshape(-1));
  }

  /** {@code index} [B, T] and {@code count} more characters, each drawn from what the model expects. */
  public Tensor generate(Tensor index, int count) {
    return Nabla.noGrad(() -> {
      Tensor all = index;
      for (int i = 0; i < count; i++) {
        int from = Math.max(0, all.size(1) - config.blockSize());
        Tensor logits = forward(all.narrow(1, from, all.size(1) - from)).select(1, -1);
        all = Nabla.cat(List.of(all, Nabla.multinomial(logits.softmax(-1), 1)), 1);
      }
      return all;
    });
  }
}
