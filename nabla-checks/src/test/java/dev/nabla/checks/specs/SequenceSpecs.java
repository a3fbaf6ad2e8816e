package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.truths;
import static dev.nabla.testkit.OpSpec.spec;
import static dev.nabla.testkit.OpSpec.specN;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import java.util.Arrays;
import java.util.List;

/** Attention and recurrent networks. */
final class SequenceSpecs {
  private SequenceSpecs() {}

  static List<OpSpec> attention() {
    return List.of(
        spec("scaledDotProductAttention", (q, k, v) -> F.scaledDotProductAttention(q, k, v)).inputs(normal(2, 3, 2),
            normal(2, 4, 2), normal(2, 4, 2)),
        spec("scaledDotProductAttention causal", (q, k, v) -> F.scaledDotProductAttention(q, k, v, null, 0, true, null))
            .inputs(normal(2, 3, 2), normal(2, 3, 2), normal(2, 3, 2)),
        spec("scaledDotProductAttention causal with more keys",
            (q, k, v) -> F.scaledDotProductAttention(q, k, v, null, 0, true, -0.7))
            .inputs(normal(2, 2), normal(5, 2), normal(5, 3)),
        specN("scaledDotProductAttention numbers as mask",
            in -> F.scaledDotProductAttention(in[0], in[1], in[2], in[3], 0, false, 0.5))
            .inputs(normal(2, 2, 3, 2), normal(2, 2, 2, 2), normal(2, 2, 2, 3), normal(2, 1, 3, 2)),
        specN("scaledDotProductAttention truths as mask",
            in -> F.scaledDotProductAttention(in[0], in[1], in[2], in[3], 0, false, null))
            .inputs(normal(2, 3, 2), normal(4, 2), normal(1, 4, 2), truths(3, 4)),
        spec("scaledDotProductAttention of nothing", (q, k, v) -> F.scaledDotProductAttention(q, k, v,
            Nabla.tensor(new boolean[][] {{true, false, true}, {false, false, false}}), 0, false, null))
            .inputs(normal(2, 2), normal(3, 2), normal(3, 2)));
  }

  /** The layers' weights for gates of {@code rows}, from input {@code from} on. */
  private static List<Tensor> weights(Tensor[] in, int from) {
    return List.of(Arrays.copyOfRange(in, from, in.length));
  }

  private static Tensor joined(List<Tensor> out) {
    return Nabla.cat(out.stream().map(t -> t.flatten(0, -1)).toList(), 0);
  }

  private static Input[] inputs(int gates, int states, boolean biased, int directions) {
    Input[] all = new Input[1 + states + directions * (biased ? 4 : 2)];
    Arrays.fill(all, normal(gates * 2));
    all[0] = normal(3, 2, 3);
    Arrays.fill(all, 1, 1 + states, normal(directions, 2, 2));
    for (int d = 0; d < directions; d++) {
      int at = 1 + states + d * (biased ? 4 : 2);
      all[at] = normal(gates * 2, 3);
      all[at + 1] = normal(gates * 2, 2);
    }
    return all;
  }

  static List<OpSpec> recurrent() {
    return List.of(
        specN("lstm",
            in -> joined(F.lstm(in[0], List.of(in[1], in[2]), weights(in, 3), true, 1, 0, true, false, false)))
            .inputs(inputs(4, 2, true, 1)),
        specN("lstm both ways",
            in -> joined(F.lstm(in[0], List.of(in[1], in[2]), weights(in, 3), false, 1, 0, true, true, false)))
            .inputs(inputs(4, 2, false, 2)),
        specN("lstm states alone",
            in -> F.lstm(in[0], List.of(in[1], in[2]), weights(in, 3), true, 1, 0, true, false, false).get(2))
            .inputs(inputs(4, 2, true, 1)),
        specN("gru", in -> joined(F.gru(in[0], in[1], weights(in, 2), true, 1, 0, true, false, false)))
            .inputs(inputs(3, 1, true, 1)),
        specN("gru both ways", in -> joined(F.gru(in[0], in[1], weights(in, 2), false, 1, 0, true, true, false)))
            .inputs(inputs(3, 1, false, 2)),
        specN("rnnTanh", in -> joined(F.rnnTanh(in[0], in[1], weights(in, 2), true, 1, 0, true, true, false)))
            .inputs(inputs(1, 1, true, 2)).halfRoundings(30),
        specN("rnnRelu", in -> joined(F.rnnRelu(in[0], in[1], weights(in, 2), true, 1, 0, true, false, true)))
            .inputs(normal(2, 3, 3), normal(1, 2, 2), normal(2, 3), normal(2, 2), normal(2), normal(2)),
        specN("lstmCell", in -> joined(F.lstmCell(in[0], List.of(in[1], in[2]), in[3], in[4], in[5], in[6])))
            .inputs(normal(2, 3), normal(2, 2), normal(2, 2), normal(8, 3), normal(8, 2), normal(8), normal(8)),
        specN("gruCell", in -> F.gruCell(in[0], in[1], in[2], in[3], in[4], in[5]))
            .inputs(normal(2, 3), normal(2, 2), normal(6, 3), normal(6, 2), normal(6), normal(6)).halfRoundings(60),
        specN("rnnTanhCell", in -> F.rnnTanhCell(in[0], in[1], in[2], in[3], null, null))
            .inputs(normal(2, 3), normal(2, 2), normal(2, 3), normal(2, 2)),
        specN("rnnReluCell", in -> F.rnnReluCell(in[0], in[1], in[2], in[3], null, null))
            .inputs(normal(2, 3), normal(2, 2), normal(2, 3), normal(2, 2)));
  }
}
