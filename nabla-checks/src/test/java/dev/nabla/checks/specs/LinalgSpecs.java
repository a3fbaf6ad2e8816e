package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.distinct;
import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.OpSpec.spec;

import dev.nabla.Nabla;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Products of vectors, matrices and tensors. */
final class LinalgSpecs {
  private LinalgSpecs() {}

  static List<OpSpec> products() {
    return List.of(
        spec("matmul", (a, b) -> a.matmul(b)).inputs(normal(2, 3), normal(3, 4)),
        spec("matmul batches", (a, b) -> a.matmul(b)).inputs(normal(2, 1, 2, 3), normal(3, 3, 2)),
        spec("matmul vectors", (a, b) -> a.matmul(b)).inputs(normal(3), normal(3)),
        spec("matmul matrix vector", (a, b) -> a.matmul(b)).inputs(normal(2, 2, 3), normal(3)),
        spec("matmul vector matrix", (a, b) -> a.matmul(b)).inputs(normal(3), normal(2, 3, 2)),
        spec("mm", (a, b) -> a.mm(b)).inputs(normal(2, 3), normal(3, 4)),
        spec("bmm", (a, b) -> a.bmm(b)).inputs(normal(2, 2, 3), normal(2, 3, 2)),
        spec("mv", (a, b) -> a.mv(b)).inputs(normal(2, 3), normal(3)),
        spec("dot", (a, b) -> a.dot(b)).inputs(normal(3), normal(3)),
        spec("vdot", (a, b) -> a.vdot(b)).inputs(normal(3), normal(3)),
        spec("vecdot", (a, b) -> a.vecdot(b, 1)).inputs(normal(2, 3), normal(2, 3)),
        spec("outer", (a, b) -> a.outer(b)).inputs(normal(2), normal(3)),
        spec("ger", (a, b) -> a.ger(b)).inputs(normal(2), normal(3)),
        spec("inner", (a, b) -> a.inner(b)).inputs(normal(2, 3), normal(4, 3)),
        spec("kron", (a, b) -> a.kron(b)).inputs(normal(2, 2), normal(1, 3)),
        spec("cross", (a, b) -> a.cross(b, 1)).inputs(normal(2, 3), normal(2, 3)),
        spec("matrixPower", a -> a.matrixPower(3)).inputs(normal(3, 3)),
        spec("matrixPower 0", a -> a.matrixPower(0)).inputs(normal(3, 3)).order(0),
        spec("addmm", (c, a, b) -> c.addmm(a, b, 0.5, 2)).inputs(normal(4), normal(2, 3), normal(3, 4)),
        spec("addmv", (c, a, b) -> c.addmv(a, b, 0.5, 2)).inputs(normal(2), normal(2, 3), normal(3)),
        spec("addr", (c, a, b) -> c.addr(a, b, 0.5, 2)).inputs(normal(2, 3), normal(2), normal(3)),
        spec("baddbmm", (c, a, b) -> c.baddbmm(a, b, 0.5, 2)).inputs(normal(2, 4), normal(2, 2, 3), normal(2, 3, 4)),
        spec("addbmm", (c, a, b) -> c.addbmm(a, b, 0.5, 2)).inputs(normal(2, 4), normal(2, 2, 3), normal(2, 3, 4)),
        spec("addmm plain", (c, a, b) -> c.addmm(a, b)).inputs(normal(2, 4), normal(2, 3), normal(3, 4))
            .inPlace((c, a, b) -> c.addmm_(a, b)),
        spec("addmv plain", (c, a, b) -> c.addmv(a, b)).inputs(normal(2), normal(2, 3), normal(3))
            .inPlace((c, a, b) -> c.addmv_(a, b)),
        spec("addr plain", (c, a, b) -> c.addr(a, b)).inputs(normal(2, 3), normal(2), normal(3))
            .inPlace((c, a, b) -> c.addr_(a, b)),
        spec("baddbmm plain", (c, a, b) -> c.baddbmm(a, b)).inputs(normal(2, 2, 4), normal(2, 2, 3), normal(2, 3, 4))
            .inPlace((c, a, b) -> c.baddbmm_(a, b)),
        spec("addbmm plain", (c, a, b) -> c.addbmm(a, b)).inputs(normal(2, 4), normal(2, 2, 3), normal(2, 3, 4))
            .inPlace((c, a, b) -> c.addbmm_(a, b)),
        spec("multiDot", (a, b, c) -> Nabla.multiDot(a, b, c)).inputs(normal(2, 3), normal(3, 2), normal(2, 4)),
        spec("chainMatmul", (a, b, c) -> Nabla.chainMatmul(a, b, c)).inputs(normal(2, 3), normal(3, 2), normal(2, 4)),
        spec("tensordot", (a, b) -> Nabla.tensordot(a, b, 2)).inputs(normal(2, 3, 2), normal(3, 2, 4)),
        spec("tensordot axes", (a, b) -> Nabla.tensordot(a, b, new int[] {1}, new int[] {0})).inputs(normal(2, 3),
            normal(3, 4)),
        spec("einsum", (a, b) -> Nabla.einsum("bij,bjk->bik", a, b)).inputs(normal(2, 2, 3), normal(2, 3, 2)),
        spec("einsum diagonal", a -> Nabla.einsum("iij->ji", a)).inputs(normal(3, 3, 2)),
        spec("einsum of three", (a, b, c) -> Nabla.einsum("i,ij,j->", a, b, c)).inputs(normal(2), normal(2, 3),
            normal(3)),
        spec("einsum ellipsis", (a, b) -> Nabla.einsum("...ij,...j->...i", a, b)).inputs(normal(2, 2, 3), normal(2, 3)),
        spec("cdist", (a, b) -> Nabla.cdist(a, b, 2)).inputs(normal(3, 2), normal(2, 2)),
        spec("cdist many rows", (a, b) -> Nabla.cdist(a, b, 2)).inputs(normal(27, 3), normal(2, 3)),
        spec("cdist 1", (a, b) -> Nabla.cdist(a, b, 1)).inputs(normal(3, 2), normal(2, 2)),
        spec("cdist inf", (a, b) -> Nabla.cdist(a, b, Double.POSITIVE_INFINITY)).inputs(distinct(3, 2),
            distinct(2, 2)));
  }
}
