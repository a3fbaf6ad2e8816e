package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.distinct;
import static dev.nabla.testkit.Input.indices;
import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.permutation;
import static dev.nabla.testkit.Input.truths;
import static dev.nabla.testkit.OpSpec.spec;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import dev.nabla.type.Shape;
import java.util.List;

/** Ops that reach elements by position, mask or index tensor. */
final class IndexSpecs {
  private IndexSpecs() {}

  /** No target twice: what is written there is not specified. */
  private static final Input DISTINCT = Input.wholes(new long[] {2, 0, 3, 1, 3, 0}, 2, 3);

  static List<OpSpec> reads() {
    return List.of(
        spec("get", x -> x.get(1)).inputs(normal(3, 2)).saves(0),
        spec("get slices", x -> x.get("1:, ::2")).inputs(normal(3, 4)).saves(0),
        spec("get ellipsis", x -> x.get("...", 1)).inputs(normal(2, 3, 4)),
        spec("get new axis", x -> x.get("None", ":", 0)).inputs(normal(2, 3)),
        spec("get positions", (x, i) -> x.get(i)).inputs(normal(4, 2), indices(4, 2, 3)),
        spec("get two positions", (x, i, j) -> x.get(i, j)).inputs(normal(3, 4), indices(3, 5), indices(4, 5)),
        spec("get slice and positions", (x, i) -> x.get(":", i)).inputs(normal(3, 4), indices(4, 5)),
        spec("get positions apart", (x, i, j) -> x.get(i, ":", j)).inputs(normal(3, 2, 4), indices(3, 5),
            indices(4, 5)),
        spec("get mask", (x, m) -> x.get(m)).inputs(normal(2, 3), truths(2, 3)).noBatches(),
        spec("gather", (x, i) -> x.gather(1, i)).inputs(normal(2, 3), indices(3, 2, 4)),
        spec("takeAlongDim", (x, i) -> x.takeAlongDim(i, 1)).inputs(normal(2, 3), indices(3, 2, 4)),
        spec("indexSelect", (x, i) -> x.indexSelect(0, i)).inputs(normal(3, 2), indices(3, 4)),
        spec("take", (x, i) -> x.take(i)).inputs(normal(2, 3), indices(6, 4)),
        spec("maskedSelect", (x, m) -> x.maskedSelect(m)).inputs(normal(2, 3), truths(2, 3)).noBatches(),
        spec("embedding", (i, w) -> F.embedding(i, w)).inputs(indices(4, 2, 3), normal(4, 2)),
        spec("embedding padding", (i, w) -> F.embedding(i, w, 1)).inputs(indices(4, 2, 3), normal(4, 2)).order(0));
  }

  static List<OpSpec> writes() {
    return List.of(
        spec("scatter", (x, i, s) -> x.scatter(1, i, s)).inputs(normal(2, 4), DISTINCT, normal(2, 3))
            .inPlace((x, i, s) -> x.scatter_(1, i, s)),
        spec("scatter number", (x, i) -> x.scatter(1, i, 0.5)).inputs(normal(2, 4), DISTINCT)
            .inPlace((x, i) -> x.scatter_(1, i, 0.5)),
        spec("scatterAdd", (x, i, s) -> x.scatterAdd(1, i, s)).inputs(normal(2, 3), indices(3, 2, 4), normal(2, 4))
            .inPlace((x, i, s) -> x.scatterAdd_(1, i, s)),
        spec("scatterReduce sum", (x, i, s) -> x.scatterReduce(1, i, s, "sum"))
            .inputs(normal(2, 3), indices(3, 2, 4), normal(2, 4))
            .inPlace((x, i, s) -> x.scatterReduce_(1, i, s, "sum", true)),
        spec("scatterReduce prod", (x, i, s) -> x.scatterReduce(1, i, s, "prod")).inputs(normal(2, 3), indices(3, 2, 4),
            normal(2, 4)),
        spec("scatterReduce mean", (x, i, s) -> x.scatterReduce(1, i, s, "mean")).inputs(normal(2, 3), indices(3, 2, 4),
            normal(2, 4)),
        spec("scatterReduce amax", (x, i, s) -> x.scatterReduce(1, i, s, "amax")).inputs(distinct(2, 3),
            indices(3, 2, 4), distinct(2, 4)),
        spec("scatterReduce amin alone", (x, i, s) -> x.scatterReduce(1, i, s, "amin", false)).inputs(distinct(2, 3),
            indices(3, 2, 4), distinct(2, 4)),
        spec("indexAdd", (x, i, s) -> x.indexAdd(0, i, s, 2)).inputs(normal(3, 2), indices(3, 4), normal(4, 2))
            .inPlace((x, i, s) -> x.indexAdd_(0, i, s, 2)),
        spec("indexCopy", (x, i, s) -> x.indexCopy(0, i, s)).inputs(normal(4, 2), permutation(4, 3), normal(3, 2))
            .inPlace((x, i, s) -> x.indexCopy_(0, i, s)),
        spec("indexFill", (x, i) -> x.indexFill(0, i, 0.5)).inputs(normal(4, 2), indices(4, 3))
            .inPlace((x, i) -> x.indexFill_(0, i, 0.5)),
        spec("indexFill tensor", (x, i, v) -> x.indexFill(0, i, v)).inputs(normal(4, 2), indices(4, 3), normal()),
        spec("indexReduce prod", (x, i, s) -> x.indexReduce(0, i, s, "prod", true))
            .inputs(normal(3, 2), indices(3, 4), normal(4, 2))
            .inPlace((x, i, s) -> x.indexReduce_(0, i, s, "prod", true)),
        spec("indexReduce mean", (x, i, s) -> x.indexReduce(0, i, s, "mean", true)).inputs(normal(3, 2), indices(3, 4),
            normal(4, 2)),
        spec("indexPut", (x, i, v) -> x.indexPut(List.of(i), v)).inputs(normal(4, 2), permutation(4, 3), normal(3, 2))
            .inPlace((x, i, v) -> x.indexPut_(List.of(i), v)),
        spec("indexPut adding", (x, i, v) -> x.indexPut(List.of(i), v, true)).inputs(normal(4, 2), indices(4, 5),
            normal(5, 2)),
        spec("put", (x, i, s) -> x.put(i, s, true)).inputs(normal(2, 3), indices(6, 4), normal(4))
            .inPlace((x, i, s) -> x.put_(i, s, true)),
        spec("maskedScatter", (x, m, s) -> x.maskedScatter(m, s)).inputs(normal(2, 3), truths(2, 3), normal(6))
            .noBatches().inPlace((x, m, s) -> x.maskedScatter_(m, s)),
        spec("selectScatter", (x, s) -> x.selectScatter(s, 1, 2)).inputs(normal(2, 3), normal(2)),
        spec("sliceScatter", (x, s) -> x.sliceScatter(s, 1, 0, 4, 2)).inputs(normal(2, 4), normal(2, 2)),
        spec("diagonalScatter", (x, s) -> x.diagonalScatter(s)).inputs(normal(2, 3), normal(2)),
        spec("copy_", (x, s) -> s.expand(x.shape())).inputs(normal(2, 3).constant(), normal(3))
            .inPlace((x, s) -> x.copy_(s)),
        spec("set_", (x, s) -> x.selectScatter(s, 0, 1)).inputs(normal(2, 3), normal(3))
            .inPlace((x, s) -> x.set_(s, 1)),
        spec("set_ positions", (x, i, s) -> x.indexCopy(0, i, s)).inputs(normal(4, 2), permutation(4, 3), normal(3, 2))
            .inPlace((x, i, s) -> x.set_(s, i)),
        spec("fillDiagonal_", x -> x.diagonalScatter(Nabla.full(x.dtype(), Shape.of(2), 0.5))).inputs(normal(2, 3))
            .inPlace(x -> x.fillDiagonal_(0.5)));
  }
}
