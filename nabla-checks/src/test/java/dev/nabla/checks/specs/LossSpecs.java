package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.distinct;
import static dev.nabla.testkit.Input.indices;
import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.positive;
import static dev.nabla.testkit.Input.uniform;
import static dev.nabla.testkit.OpSpec.spec;
import static dev.nabla.testkit.OpSpec.specN;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Reduction;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Losses. */
final class LossSpecs {
  private LossSpecs() {}

  static List<OpSpec> regressions() {
    return List.of(
        spec("mseLoss", (x, t) -> F.mseLoss(x, t)).inputs(normal(2, 3), normal(2, 3)),
        spec("mseLoss sum", (x, t) -> F.mseLoss(x, t, Reduction.SUM)).inputs(normal(2, 3), normal(2, 3)),
        spec("l1Loss", (x, t) -> F.l1Loss(x, t)).inputs(distinct(2, 3), normal(2, 3)),
        spec("smoothL1Loss", (x, t) -> F.smoothL1Loss(x, t, Reduction.NONE, 0.7)).inputs(normal(2, 3), normal(2, 3)),
        spec("huberLoss", (x, t) -> F.huberLoss(x, t, Reduction.MEAN, 0.7)).inputs(normal(2, 3), normal(2, 3)),
        spec("poissonNllLoss", (x, t) -> F.poissonNllLoss(x, t)).inputs(normal(2, 3), positive(2, 3)),
        spec("gaussianNllLoss", (x, t, v) -> F.gaussianNllLoss(x, t, v)).inputs(normal(2, 3), normal(2, 3),
            positive(2, 3)),
        spec("klDiv", (x, t) -> F.klDiv(x, t, Reduction.MEAN)).inputs(normal(2, 3), positive(2, 3)),
        spec("binaryCrossEntropy", (x, t) -> F.binaryCrossEntropy(x, t)).inputs(uniform(0.1, 0.9, 2, 3),
            uniform(0.1, 0.9, 2, 3).constant()),
        specN("binaryCrossEntropyWithLogits",
            in -> F.binaryCrossEntropyWithLogits(in[0], in[1], in[2], Reduction.MEAN, in[3]))
            .inputs(normal(2, 3), uniform(0.1, 0.9, 2, 3), positive(3).constant(), positive(3).constant()));
  }

  static List<OpSpec> classifications() {
    return List.of(
        spec("crossEntropy", (x, t) -> F.crossEntropy(x, t)).inputs(normal(3, 4), indices(4, 3)),
        spec("crossEntropy weighted", (x, t, w) -> F.crossEntropy(x, t, w, -100, Reduction.SUM, 0.1))
            .inputs(normal(3, 4), indices(4, 3), positive(4).constant()),
        spec("crossEntropy of probabilities", (x, t) -> F.crossEntropy(x, t)).inputs(normal(3, 4),
            uniform(0.1, 0.9, 3, 4)),
        spec("nllLoss", (x, t) -> F.nllLoss(x, t)).inputs(normal(3, 4), indices(4, 3)),
        spec("multiMarginLoss", (x, t) -> F.multiMarginLoss(x, t)).inputs(distinct(3, 4), indices(4, 3)),
        spec("multilabelMarginLoss", x -> F.multilabelMarginLoss(x, Nabla.tensor(new long[][] {{2, 0, -1, 0}})))
            .inputs(distinct(1, 4)).noBatches(),
        spec("multilabelSoftMarginLoss", (x, t) -> F.multilabelSoftMarginLoss(x, t)).inputs(normal(3, 4),
            uniform(0, 1, 3, 4).constant()),
        spec("softMarginLoss", (x, t) -> F.softMarginLoss(x, t)).inputs(normal(2, 3), normal(2, 3).constant()),
        spec("hingeEmbeddingLoss", (x, t) -> F.hingeEmbeddingLoss(x, t)).inputs(uniform(0.1, 0.9, 3),
            Input.values(1, -1, 1).constant()),
        spec("marginRankingLoss", (a, b, t) -> F.marginRankingLoss(a, b, t, 0.5, Reduction.SUM)).inputs(normal(3),
            normal(3), Input.values(1, -1, 1).constant()),
        spec("cosineEmbeddingLoss", (a, b, t) -> F.cosineEmbeddingLoss(a, b, t)).inputs(normal(3, 4), normal(3, 4),
            Input.values(1, -1, 1).constant()),
        spec("tripletMarginLoss", (a, p, n) -> F.tripletMarginLoss(a, p, n)).inputs(normal(2, 3), normal(2, 3),
            normal(2, 3)),
        spec("tripletMarginWithDistanceLoss", (a, p, n) -> F.tripletMarginWithDistanceLoss(a, p, n))
            .inputs(normal(2, 3), normal(2, 3), normal(2, 3)),
        spec("embeddingBag", (i, w) -> F.embeddingBag(i, w)).inputs(indices(4, 2, 3), normal(4, 2)),
        spec("ctcLoss",
            x -> F.ctcLoss(F.logSoftmax(x, 2), Nabla.tensor(new long[][] {{1, 2}, {2, 2}}), new int[] {5, 4},
                new int[] {2, 1}, 0, Reduction.MEAN,
                false))
            .inputs(normal(5, 2, 3)).order(1).noBatches().noForward(),
        spec("dropout in evaluation", x -> F.dropout(x, false)).inputs(normal(2, 3)));
  }
}
