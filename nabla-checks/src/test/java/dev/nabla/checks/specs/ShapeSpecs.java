package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.OpSpec.spec;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.testkit.OpSpec;
import dev.nabla.type.DType;
import java.util.List;

/** Ops on shapes: views of a tensor, parts, tensors joined, elements rearranged. */
final class ShapeSpecs {
  private ShapeSpecs() {}

  static List<OpSpec> views() {
    return List.of(
        spec("view", x -> x.view(3, 2)).inputs(normal(2, 3)).rowMajorOnly().saves(0),
        spec("reshape", x -> x.t().reshape(6)).inputs(normal(2, 3)),
        spec("viewAs", (a, b) -> a.viewAs(b)).inputs(normal(2, 3), normal(6)).rowMajorOnly(),
        spec("reshapeAs", (a, b) -> a.reshapeAs(b)).inputs(normal(2, 3), normal(6)),
        spec("expand", x -> x.expand(4, 2, 3)).inputs(normal(2, 1)).saves(0),
        spec("expandAs", (a, b) -> a.expandAs(b)).inputs(normal(3, 1), normal(3, 2)),
        spec("broadcastTo", x -> x.broadcastTo(2, 3)).inputs(normal(3)),
        spec("permute", x -> x.permute(2, 0, 1)).inputs(normal(2, 3, 4)).saves(0),
        spec("transpose", x -> x.transpose(0, -1)).inputs(normal(2, 3, 4)).saves(0),
        spec("swapaxes", x -> x.swapaxes(0, 1)).inputs(normal(2, 3)),
        spec("swapdims", x -> x.swapdims(0, 1)).inputs(normal(2, 3)),
        spec("movedim", x -> x.movedim(0, 2)).inputs(normal(2, 3, 4)),
        spec("movedim several", x -> x.movedim(new int[] {0, 1}, new int[] {2, 0})).inputs(normal(2, 3, 4)),
        spec("moveaxis", x -> x.moveaxis(2, 0)).inputs(normal(2, 3, 4)),
        spec("t", x -> x.t()).inputs(normal(2, 3)).saves(0),
        spec("T", x -> x.T()).inputs(normal(2, 3)),
        spec("mT", x -> x.mT()).inputs(normal(2, 3, 4)),
        spec("adjoint", x -> x.adjoint()).inputs(normal(2, 3, 4)),
        spec("squeeze", x -> x.squeeze(1)).inputs(normal(2, 1, 3)).saves(0),
        spec("squeeze all", x -> x.squeeze()).inputs(normal(2, 1, 3, 1)),
        spec("unsqueeze", x -> x.unsqueeze(1)).inputs(normal(2, 3)).saves(0),
        spec("flatten", x -> x.flatten(1, 2)).inputs(normal(2, 3, 2)),
        spec("ravel", x -> x.ravel()).inputs(normal(2, 3)),
        spec("unflatten", x -> x.unflatten(1, 2, 3)).inputs(normal(2, 6)),
        spec("narrow", x -> x.narrow(1, 1, 2)).inputs(normal(2, 4)).saves(0),
        spec("narrowCopy", x -> x.narrowCopy(1, 1, 2)).inputs(normal(2, 4)),
        spec("select", x -> x.select(1, -1)).inputs(normal(2, 4)).saves(0),
        spec("slice", x -> x.slice(1, 0, 5, 2)).inputs(normal(2, 5)).saves(0),
        spec("diagonal", x -> x.diagonal(1, 0, 2)).inputs(normal(3, 2, 4)).saves(0),
        spec("unfold", x -> x.unfold(1, 3, 2)).inputs(normal(2, 7)).saves(0),
        spec("asStrided", x -> x.asStrided(new int[] {2, 2}, new int[] {1, 2}, 1)).inputs(normal(6)).rowMajorOnly()
            .noBatches(),
        spec("cloneTensor", x -> x.cloneTensor()).inputs(normal(2, 3)).saves(0),
        spec("contiguous", x -> x.t().contiguous()).inputs(normal(2, 3)).saves(0),
        spec("to", x -> x.to(DType.FLOAT64)).inputs(normal(2, 3)).float64Only());
  }

  static List<OpSpec> parts() {
    return List.of(
        spec("unbind", x -> x.unbind(1).get(2)).inputs(normal(2, 3)),
        spec("unbind all", x -> x.unbind(1).get(0).mul(x.unbind(1).get(1))).inputs(normal(2, 3)),
        spec("split", x -> x.split(2, 1).get(1)).inputs(normal(2, 3)),
        spec("split sizes", x -> x.split(new int[] {1, 2}, 1).get(1)).inputs(normal(2, 3)),
        spec("chunk", x -> x.chunk(2, 1).get(0)).inputs(normal(2, 3)),
        spec("tensorSplit", x -> x.tensorSplit(new int[] {1, 3}, 1).get(1)).inputs(normal(2, 5)),
        spec("hsplit", x -> x.hsplit(2).get(1)).inputs(normal(2, 4)),
        spec("vsplit", x -> x.vsplit(2).get(1)).inputs(normal(4, 2)),
        spec("dsplit", x -> x.dsplit(2).get(1)).inputs(normal(2, 2, 4)),
        spec("cat", (a, b) -> Nabla.cat(List.of(a, b, a), 1)).inputs(normal(2, 1), normal(2, 3)).saves(0),
        spec("concat", (a, b) -> Nabla.concat(List.of(a, b), 0)).inputs(normal(1, 2), normal(3, 2)),
        spec("stack", (a, b) -> Nabla.stack(List.of(a, b), -1)).inputs(normal(2, 3), normal(2, 3)).saves(0),
        spec("hstack", (a, b) -> Nabla.hstack(List.of(a, b))).inputs(normal(2, 1), normal(2, 3)),
        spec("vstack", (a, b) -> Nabla.vstack(List.of(a, b))).inputs(normal(3), normal(2, 3)),
        spec("rowStack", (a, b) -> Nabla.rowStack(List.of(a, b))).inputs(normal(3), normal(2, 3)),
        spec("dstack", (a, b) -> Nabla.dstack(List.of(a, b))).inputs(normal(2, 3), normal(2, 3)),
        spec("columnStack", (a, b) -> Nabla.columnStack(List.of(a, b))).inputs(normal(2), normal(2, 3)),
        spec("blockDiag", (a, b) -> Nabla.blockDiag(a, b)).inputs(normal(2, 1), normal(1, 3)),
        spec("cartesianProd", (a, b) -> Nabla.cartesianProd(a, b)).inputs(normal(2), normal(3)),
        spec("combinations", x -> Nabla.combinations(x, 2, true)).inputs(normal(4)),
        spec("meshgrid", (a, b) -> Nabla.meshgrid(a, b).get(1)).inputs(normal(2), normal(3)),
        spec("broadcastTensors", (a, b) -> Nabla.broadcastTensors(a, b).get(0)).inputs(normal(2, 1), normal(3)),
        spec("atleast1d", x -> Nabla.atleast1d(x)).inputs(normal()),
        spec("atleast2d", x -> Nabla.atleast2d(x)).inputs(normal(3)),
        spec("atleast3d", x -> Nabla.atleast3d(x)).inputs(normal(2, 3)));
  }

  static List<OpSpec> rearrangements() {
    return List.of(
        spec("flip", x -> x.flip(0, 1)).inputs(normal(2, 3)).saves(0),
        spec("fftshift", x -> Nabla.fftshift(x, 1)).inputs(normal(2, 5)),
        spec("ifftshift", x -> Nabla.ifftshift(x)).inputs(normal(2, 5)),
        spec("fliplr", x -> x.fliplr()).inputs(normal(2, 3)),
        spec("flipud", x -> x.flipud()).inputs(normal(2, 3)),
        spec("roll", x -> x.roll(new int[] {1, -1}, 0, 1)).inputs(normal(2, 3)).saves(0),
        spec("roll flat", x -> x.roll(2)).inputs(normal(2, 3)),
        spec("rot90", x -> x.rot90(3, 0, 1)).inputs(normal(2, 3)),
        spec("repeat", x -> x.repeat(2, 1, 2)).inputs(normal(2, 3)),
        spec("tile", x -> x.tile(2)).inputs(normal(2, 3)),
        spec("repeatInterleave", x -> x.repeatInterleave(2, 1)).inputs(normal(2, 3)),
        spec("repeatInterleave flat", x -> x.repeatInterleave(2)).inputs(normal(2, 3)),
        spec("tril", x -> x.tril(1)).inputs(normal(3, 4)).saves(0).inPlace(x -> x.tril_(1)),
        spec("triu", x -> x.triu(-1)).inputs(normal(2, 3, 4)).saves(0).inPlace(x -> x.triu_(-1)),
        spec("diag", x -> x.diag()).inputs(normal(3, 4)),
        spec("diag of a vector", x -> x.diag(1)).inputs(normal(3)),
        spec("diagflat", x -> x.diagflat()).inputs(normal(2, 2)),
        spec("diagEmbed", x -> x.diagEmbed(1, 0, 2)).inputs(normal(2, 3)),
        spec("sumToSize", x -> x.sumToSize(1, 3)).inputs(normal(2, 2, 3)),
        spec("pad", x -> F.pad(x, 1, 2, 0, 1)).inputs(normal(2, 3)),
        spec("pad value", x -> F.pad(x, new int[] {-1, 2}, 1.5)).inputs(normal(2, 3)),
        spec("pad reflect", x -> F.pad(x, new int[] {2, 1}, "reflect")).inputs(normal(2, 3)),
        spec("pad replicate", x -> F.pad(x, new int[] {2, 1}, "replicate")).inputs(normal(2, 3)),
        spec("pad circular", x -> F.pad(x, new int[] {2, 1}, "circular")).inputs(normal(2, 3)),
        spec("transpose_", x -> x.transpose(0, 1)).inputs(normal(2, 3)).inPlace(x -> x.transpose_(0, 1)),
        spec("t_", x -> x.t()).inputs(normal(2, 3)).inPlace(x -> x.t_()),
        spec("unsqueeze_", x -> x.unsqueeze(0)).inputs(normal(2, 3)).inPlace(x -> x.unsqueeze_(0)),
        spec("squeeze_", x -> x.squeeze(1)).inputs(normal(2, 1)).inPlace(x -> x.squeeze_(1)));
  }
}
