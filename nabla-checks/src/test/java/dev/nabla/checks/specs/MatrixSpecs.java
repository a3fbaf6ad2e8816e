package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.uniform;
import static dev.nabla.testkit.OpSpec.spec;

import dev.nabla.Linalg;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Decompositions and what is built on them. Signs of vectors are open, so that these are squared or multiplied with each other. */
final class MatrixSpecs {
  private MatrixSpecs() {}

  /** A symmetric positive-definite matrix made of any. */
  private static Tensor positive(Tensor a) {
    return a.matmul(a.mT()).add(Nabla.eye(a.size(-2), a.dtype()));
  }

  private static Tensor symmetric(Tensor a) {
    return a.add(a.mT());
  }

  /** A matrix far from singular. */
  private static Tensor regular(Tensor a) {
    return a.add(Nabla.eye(a.size(-1), a.dtype()).mul(4.0));
  }

  /** A matrix with real eigenvalues that lie apart. */
  private static Tensor spread(Tensor a) {
    Tensor places = Nabla.arange(1, a.size(-1) + 1).to(a.dtype()).diagEmbed();
    return a.mul(0.1).add(places);
  }

  static List<OpSpec> factors() {
    return List.of(
        spec("cholesky", a -> Linalg.cholesky(positive(a))).inputs(normal(2, 3, 3)),
        spec("cholesky upper", a -> Linalg.cholesky(positive(a), true)).inputs(normal(3, 3)),
        spec("cholesky method", a -> positive(a).cholesky()).inputs(normal(2, 2)),
        spec("choleskyEx", a -> Linalg.choleskyEx(positive(a)).l()).inputs(normal(3, 3)),
        spec("choleskyInverse", a -> positive(a).cholesky().choleskyInverse()).inputs(normal(3, 3)),
        spec("choleskyInverse upper", a -> positive(a).cholesky(true).choleskyInverse(true)).inputs(normal(3, 3)),
        spec("choleskySolve", (a, b) -> b.choleskySolve(positive(a).cholesky())).inputs(normal(3, 3), normal(3, 2)),
        spec("choleskySolve upper", (a, b) -> b.choleskySolve(positive(a).cholesky(true), true)).inputs(normal(3, 3),
            normal(2, 3, 2)),
        spec("lu square", a -> Linalg.lu(regular(a)).l().matmul(Linalg.lu(regular(a)).u().square()))
            .inputs(normal(2, 3, 3)),
        spec("lu wide", a -> Linalg.lu(a).u()).inputs(normal(2, 4)),
        spec("lu tall", a -> Linalg.lu(a).l()).inputs(normal(4, 2)),
        spec("luFactor", a -> Linalg.luFactor(a).lu()).inputs(normal(3, 3)),
        spec("luFactorEx", a -> Linalg.luFactorEx(a).lu()).inputs(normal(2, 5, 3)),
        spec("luUnpack", a -> {
          Linalg.LuFactor f = Linalg.luFactor(a);
          Linalg.Lu parts = f.lu().luUnpack(f.pivots());
          return parts.l().square().matmul(parts.u());
        }).inputs(normal(3, 3)),
        spec("qr tall", a -> Linalg.qr(a).q().square().add(Linalg.qr(a).r().sum())).inputs(normal(2, 4, 3)),
        spec("qr wide", a -> Linalg.qr(a).r().square()).inputs(normal(2, 4)),
        spec("qr complete", a -> Linalg.qr(a, "complete").q().square()).inputs(normal(3, 3)),
        spec("qr method", a -> a.qr().r()).inputs(normal(3, 3)),
        spec("householderProduct", (a, t) -> Linalg.householderProduct(a, t)).inputs(normal(2, 4, 3), normal(2, 2)),
        spec("orgqr", (a, t) -> a.orgqr(t)).inputs(normal(3, 3), normal(3)),
        spec("ormqr", (a, t, x) -> a.ormqr(t, x)).inputs(normal(4, 2), normal(2), normal(4, 3)),
        spec("ormqr right", (a, t, x) -> a.ormqr(t, x, false, true)).inputs(normal(4, 2), normal(2), normal(3, 4)));
  }

  static List<OpSpec> spectra() {
    return List.of(
        spec("eigh values", a -> Linalg.eigh(symmetric(a)).eigenvalues()).inputs(normal(2, 3, 3)),
        spec("eigh vectors", a -> Linalg.eigh(symmetric(a)).eigenvectors().square()).inputs(normal(3, 3)),
        spec("eigh upper", a -> Linalg.eigh(symmetric(a), "U").eigenvectors().square()).inputs(normal(3, 3)),
        spec("eigvalsh", a -> Linalg.eigvalsh(symmetric(a))).inputs(normal(3, 3)),
        spec("eig values", a -> Linalg.eig(spread(a)).eigenvalues()).inputs(normal(3, 3)),
        spec("eig vectors", a -> Linalg.eig(spread(a)).eigenvectors().square()).inputs(normal(2, 3, 3)),
        spec("eigvals", a -> Linalg.eigvals(spread(a))).inputs(normal(3, 3)),
        spec("svd values", a -> Linalg.svd(a).s()).inputs(normal(2, 3, 2)),
        spec("svd left", a -> Linalg.svd(a, false).u().square()).inputs(normal(4, 2)),
        spec("svd right", a -> Linalg.svd(a, false).vh().square()).inputs(normal(2, 4)),
        spec("svd both", a -> Linalg.svd(a, false).u().matmul(Linalg.svd(a, false).vh())).inputs(normal(3, 2)),
        spec("svd full", a -> Linalg.svd(a).vh().narrow(-2, 0, 2).square()).inputs(normal(2, 3)),
        spec("svd method", a -> a.svd().get(2).square()).inputs(normal(3, 3)),
        spec("svdvals", a -> Linalg.svdvals(a)).inputs(normal(3, 4)));
  }

  static List<OpSpec> solutions() {
    return List.of(
        spec("solve", (a, b) -> Linalg.solve(regular(a), b)).inputs(normal(3, 3), normal(3, 2)),
        spec("solve vectors", (a, b) -> Linalg.solve(regular(a), b)).inputs(normal(2, 3, 3), normal(2, 3)),
        spec("solve broadcast", (a, b) -> Linalg.solve(regular(a), b)).inputs(normal(2, 1, 2, 2), normal(3, 2, 1)),
        spec("solve right", (a, b) -> Linalg.solve(regular(a), b, false)).inputs(normal(3, 3), normal(2, 3)),
        spec("solveEx", (a, b) -> Linalg.solveEx(regular(a), b).result()).inputs(normal(3, 3), normal(3, 2)),
        spec("solveTriangular", (a, b) -> Linalg.solveTriangular(regular(a), b, false)).inputs(normal(3, 3),
            normal(2, 3, 2)),
        spec("solveTriangular right", (a, b) -> Linalg.solveTriangular(regular(a), b, true, false, false))
            .inputs(normal(2, 3, 3), normal(2, 3)),
        spec("solveTriangular unit", (a, b) -> Linalg.solveTriangular(a, b, true, true, true)).inputs(normal(3, 3),
            normal(3, 2)),
        spec("triangularSolve", (b, a) -> b.triangularSolve(regular(a), true, true, false)).inputs(normal(3, 2),
            normal(3, 3)),
        spec("luSolve", (a, b) -> {
          Linalg.LuFactor f = Linalg.luFactor(regular(a));
          return b.luSolve(f.lu(), f.pivots());
        }).inputs(normal(3, 3), normal(3, 2)),
        spec("luSolve right", (a, b) -> {
          Linalg.LuFactor f = Linalg.luFactor(a);
          return Linalg.luSolve(f.lu(), f.pivots(), b, false, true);
        }).inputs(normal(3, 3), normal(2, 3)),
        spec("lstsq", (a, b) -> Linalg.lstsq(a, b).solution()).inputs(normal(4, 2), normal(4, 3)),
        spec("lstsq residuals", (a, b) -> Linalg.lstsq(a, b, null, "gels").residuals()).inputs(normal(4, 2),
            normal(4, 3)),
        spec("tensorsolve", (a, b) -> Linalg.tensorsolve(a, b)).inputs(normal(2, 3, 6), normal(2, 3)),
        spec("tensorsolve axes", (a, b) -> Linalg.tensorsolve(a, b, new int[] {0, 2})).inputs(normal(2, 3, 6),
            normal(2, 3)));
  }

  static List<OpSpec> inverses() {
    return List.of(
        spec("inv", a -> Linalg.inv(regular(a))).inputs(normal(2, 3, 3)),
        spec("invEx", a -> Linalg.invEx(regular(a)).inverse()).inputs(normal(3, 3)),
        spec("inverse", a -> regular(a).inverse()).inputs(normal(3, 3)),
        spec("pinv", a -> Linalg.pinv(a)).inputs(normal(4, 2)),
        spec("pinv wide", a -> Linalg.pinv(a)).inputs(normal(2, 2, 4)),
        spec("pinv hermitian", a -> Linalg.pinv(symmetric(a), true)).inputs(normal(3, 3)),
        spec("pinv of rank 1", (a, b) -> Linalg.pinv(a.outer(b), null, 1e-8, false)).inputs(normal(4), normal(2))
            .float64Only(),
        spec("pinverse", a -> a.pinverse()).inputs(normal(3, 2)),
        spec("tensorinv", a -> Linalg.tensorinv(a)).inputs(normal(2, 3, 6)).halfRoundings(0),
        spec("matrixPower negative", a -> regular(a).matrixPower(-2)).inputs(normal(3, 3)));
  }

  static List<OpSpec> functions() {
    return List.of(
        spec("det", a -> Linalg.det(a)).inputs(normal(2, 3, 3)),
        spec("det singular", (a, b) -> Linalg.det(a.outer(b))).inputs(normal(2), normal(2)).halfRoundings(0),
        spec("det of rank 2", (a, b) -> Linalg.det(a.matmul(b))).inputs(normal(3, 2), normal(2, 3)).halfRoundings(0),
        spec("logdet", a -> positive(a).logdet()).inputs(normal(2, 3, 3)),
        spec("slogdet", a -> Linalg.slogdet(a).logabsdet()).inputs(normal(2, 3, 3)),
        spec("slogdet sign", a -> Linalg.slogdet(a).sign()).inputs(normal(2, 3, 3)).order(0),
        spec("matrixExp", a -> Linalg.matrixExp(a)).inputs(normal(2, 3, 3)),
        spec("matrixExp large", a -> a.mul(8.0).matrixExp()).inputs(uniform(-1, 0.1, 2, 2)).order(1),
        spec("cond", a -> Linalg.cond(regular(a))).inputs(normal(3, 3)),
        spec("cond fro", a -> Linalg.cond(regular(a), "fro")).inputs(normal(2, 3, 3)),
        spec("vander", a -> Linalg.vander(a)).inputs(normal(2, 3)),
        spec("vander wide", a -> Linalg.vander(a, 4)).inputs(normal(3)),
        spec("norm matrix 1", a -> Linalg.norm(a, 1.0)).inputs(normal(3, 3)),
        spec("norm nuc", a -> Linalg.norm(a, "nuc")).inputs(normal(3, 2)),
        spec("norm axes", a -> Linalg.norm(a, 3.0, new int[] {1}, true)).inputs(normal(2, 3)),
        spec("matrixNorm", a -> Linalg.matrixNorm(a)).inputs(normal(2, 3, 2)),
        spec("matrixNorm 2", a -> Linalg.matrixNorm(a, 2.0)).inputs(normal(2, 3, 2)),
        spec("matrixNorm -2", a -> Linalg.matrixNorm(a, -2.0, new int[] {2, 0}, true)).inputs(normal(2, 3, 2)),
        spec("matrixNorm inf", a -> Linalg.matrixNorm(a, Double.POSITIVE_INFINITY)).inputs(normal(3, 2)),
        spec("vectorNorm", a -> Linalg.vectorNorm(a)).inputs(normal(2, 3)),
        spec("vectorNorm 3", a -> Linalg.vectorNorm(a, 3, new int[] {0}, false)).inputs(normal(2, 3)));
  }
}
