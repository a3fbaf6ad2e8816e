package dev.nabla.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.optim.AdamW;
import dev.nabla.type.NablaException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GptTest {
  private static final Gpt.Config SMALL = new Gpt.Config(11, 8, 2, 2, 16, 0, false);

  /** Of a model of the same architecture written in PyTorch 2.13, with the same weights, batch and AdamW. */
  private static final double[] PYTORCH = {2.6820266246795654, 2.1748788356781006, 1.8317359685897827,
    1.5775681734085083, 1.3731111288070679, 1.1987085342407227, 1.0341817140579224, 0.904627799987793,
    0.8015075325965881, 0.7097160816192627, 0.6294621825218201, 0.5593287348747253, 0.4961603581905365,
    0.4387993812561035, 0.386006623506546, 0.33734869956970215, 0.29407623410224915, 0.2565900981426239,
    0.22399038076400757, 0.19547654688358307};

  private static Gpt small() {
    Gpt gpt = new Gpt(SMALL);
    Nabla.manualSeed(7);
    Nabla.noGrad(() -> gpt.parameters().forEach(p -> p.normal_(p.dim() == 2 ? 0 : 1, 0.2)));
    return gpt;
  }

  private static Tensor tokens(int stride, int... dims) {
    return Nabla.arange(48).mul(stride).remainder(11).reshape(dims);
  }

  @Test
  void theFirstTwentyLossesAreThoseOfPyTorch() {
    Gpt gpt = small();
    AdamW optimizer = new AdamW(gpt.parameters().stream().filter(p -> p.dim() == 2).toList(), 1e-2).betas(0.9, 0.99)
        .weightDecay(0.1);
    optimizer.addParamGroup(gpt.parameters().stream().filter(p -> p.dim() == 1).toList(),
        Map.of("weight_decay", 0.0));
    for (double expected : PYTORCH) {
      Tensor loss = gpt.loss(tokens(7, 6, 8), tokens(5, 6, 8));
      assertThat(loss.item()).isCloseTo(expected, within(5e-6));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }
  }

  @Test
  void parametersHaveNanoGptsNamesAndTheHeadSharesTheEmbedding() {
    Gpt gpt = new Gpt(SMALL);
    assertThat(gpt.stateDict()).containsOnlyKeys("transformer.wte.weight", "transformer.wpe.weight",
        "transformer.h.0.ln_1.weight", "transformer.h.0.attn.c_attn.weight", "transformer.h.0.attn.c_proj.weight",
        "transformer.h.0.ln_2.weight", "transformer.h.0.mlp.c_fc.weight", "transformer.h.0.mlp.c_proj.weight",
        "transformer.h.1.ln_1.weight", "transformer.h.1.attn.c_attn.weight", "transformer.h.1.attn.c_proj.weight",
        "transformer.h.1.ln_2.weight", "transformer.h.1.mlp.c_fc.weight", "transformer.h.1.mlp.c_proj.weight",
        "transformer.ln_f.weight", "lm_head.weight");
    assertThat(gpt.parameters()).hasSize(15);
    assertThat(new Gpt(new Gpt.Config(11, 8, 1, 2, 16, 0, true)).stateDict()).containsKeys("transformer.ln_f.bias",
        "transformer.h.0.attn.c_attn.bias");
  }

  @Test
  void noTokenSeesWhatFollowsIt() {
    Gpt gpt = small();
    Tensor index = tokens(7, 6, 8);
    Tensor other = index.cloneTensor();
    other.narrow(1, 5, 3).fill_(0);
    Tensor difference = Nabla.noGrad(() -> gpt.forward(index).sub(gpt.forward(other)).abs().amax(2).amax(0));
    assertThat(difference.narrow(0, 0, 5).max().item()).isZero();
    assertThat(difference.narrow(0, 5, 3).min().item()).isPositive();
  }

  @Test
  void atLowTemperatureItWritesWhatIsLikeliestFarBeyondItsContext() {
    Gpt gpt = small();
    Tensor start = Nabla.tensor(new long[][] {{3, 1}, {4, 10}});
    Tensor written = gpt.generate(start, 20, 1e-4);
    assertThat(written.shape().toString()).isEqualTo("[2, 22]");
    assertThat(written.narrow(1, 0, 2).toLongArray()).containsExactly(3, 1, 4, 10);
    for (int end = 2; end < 22; end++) {
      int from = Math.max(0, end - 8);
      Tensor seen = written.narrow(1, from, end - from);
      Tensor likeliest = Nabla.noGrad(() -> gpt.forward(seen).select(1, -1).argmax(1));
      assertThat(written.select(1, end).toLongArray()).isEqualTo(likeliest.toLongArray());
    }
  }

  @Test
  void senselessSizesAreRefused() {
    assertThatThrownBy(() -> new Gpt.Config(11, 8, 2, 3, 16, 0, false)).isInstanceOf(NablaException.class)
        .hasMessageContaining("3 heads, width 16");
    assertThatThrownBy(() -> new Gpt(SMALL).forward(Nabla.zeros(Nabla.INT64, 1, 9)))
        .isInstanceOf(NablaException.class).hasMessageContaining("up to 8").hasMessageContaining("[1, 9]");
  }

  @Test
  void theCharacterProgramLearns() {
    List<String> lines = ProgramsTest.outputOf(() -> CharGpt.main(new String[] {"40"})).lines().toList();
    double first = Double.parseDouble(lines.get(0).replaceFirst(".*loss ", ""));
    double last = Double.parseDouble(lines.get(1).replaceFirst(".*loss ", ""));
    assertThat(last).isLessThan(0.8 * first);
    assertThat(String.join("\n", lines.subList(2, lines.size())).length()).isBetween(200, 202);
  }
}
