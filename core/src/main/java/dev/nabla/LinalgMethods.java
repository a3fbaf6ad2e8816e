package dev.nabla;

import java.util.List;

/** What a tensor can do as a vector or matrix. */
sealed interface LinalgMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** The product of vectors and matrices: [n]·[n] → [], [m, k]·[k] → [m], [B…, m, k]·[B…, k, n] → [B…, m, n], leading axes broadcast. */
  default Tensor matmul(Tensor b) {
    return MatrixProducts.matmul(self(), b);
  }

  /** The product of two matrices. */
  default Tensor mm(Tensor b) { return MatrixProducts.mm(self(), b); }

  /** The products of two batches of matrices, [B, m, k]·[B, k, n]. */
  default Tensor bmm(Tensor b) {
    return MatrixProducts.bmm(self(), b);
  }

  /** The product of a matrix and a vector. */
  default Tensor mv(Tensor b) { return MatrixProducts.mv(self(), b); }

  /** The inner product of two vectors. */
  default Tensor dot(Tensor b) { return MatrixProducts.dot(self(), b); }

  /** As {@link #dot}: elements are real, so nothing is conjugated. */
  default Tensor vdot(Tensor b) {
    return MatrixProducts.dot("vdot", self(), b);
  }

  /** The sums of products along the last axis. */
  default Tensor vecdot(Tensor b) { return vecdot(b, -1); }

  /** The sums of products along {@code axis}. */
  default Tensor vecdot(Tensor b, int axis) {
    return self().mul(b).sum(axis);
  }

  /** The products of all pairs of elements of two vectors, [m], [n] → [m, n]. */
  default Tensor outer(Tensor b) {
    return Products.outer(self(), b);
  }

  /** As {@link #outer}. */
  default Tensor ger(Tensor b) { return Products.outer(self(), b); }

  /** Sums of products along the last axis of both, [A…, k], [B…, k] → [A…, B…]; a 0-d operand just multiplies. */
  default Tensor inner(Tensor b) {
    return Products.inner(self(), b);
  }

  /** The Kronecker product: every element of this tensor times the whole of {@code b}. */
  default Tensor kron(Tensor b) {
    return Products.kron(self(), b);
  }

  /** The vector product along the first axis of size 3. */
  default Tensor cross(Tensor b) {
    return Products.cross(self(), b);
  }

  /** The vector product along {@code axis}, of size 3; other axes broadcast. */
  default Tensor cross(Tensor b, int axis) {
    return Products.cross(self(), b, axis);
  }

  /** Square matrices multiplied with themselves: {@code n} factors, the identity for 0, inverses for negative {@code n}. */
  default Tensor matrixPower(int n) {
    return Products.matrixPower(self(), n);
  }

  // --- square matrices: see Linalg ---

  /** The inverse; an error if the matrix is singular. */
  default Tensor inverse() { return Linalg.inv(self()); }

  /** The pseudo-inverse; singular values up to 1e-15 of the largest count as zero. */
  default Tensor pinverse() {
    return pinverse(1e-15);
  }

  /** The pseudo-inverse; singular values up to {@code rcond} of the largest count as zero. */
  default Tensor pinverse(double rcond) {
    return Linalg.pinv(self(), 0.0, rcond, false);
  }

  /** The determinant. */
  default Tensor det() { return Linalg.det(self()); }

  /** The logarithm of the determinant: NaN where that is negative, -∞ where it is zero. */
  default Tensor logdet() {
    return Determinants.logdet(self());
  }

  /** The sign of the determinant and the logarithm of its size. */
  default Linalg.SlogDet slogdet() {
    return Linalg.slogdet(self());
  }

  /** The exponential Σ Aⁱ / i!. */
  default Tensor matrixExp() { return Linalg.matrixExp(self()); }

  /** The lower triangular L with L·Lᵀ = A. */
  default Tensor cholesky() { return cholesky(false); }

  /** L, or if {@code upper} the U with Uᵀ·U = A. */
  default Tensor cholesky(boolean upper) {
    return Factorizations.cholesky("cholesky", self(), upper, true).l();
  }

  /** The inverse of L·Lᵀ, this tensor being L. */
  default Tensor choleskyInverse() { return choleskyInverse(false); }

  /** The inverse of L·Lᵀ, or of Uᵀ·U if {@code upper}, this tensor being L or U. */
  default Tensor choleskyInverse(boolean upper) {
    return Triangular.choleskyInverse(self(), upper);
  }

  /** The X with L·Lᵀ·X = B, this tensor being B. */
  default Tensor choleskySolve(Tensor l) {
    return choleskySolve(l, false);
  }

  /** The X with L·Lᵀ·X = B, or Uᵀ·U·X = B if {@code upper}, this tensor being B. */
  default Tensor choleskySolve(Tensor l, boolean upper) {
    return Triangular.choleskySolve(self(), l, upper);
  }

  /** The X with A·X = B, this tensor being B, by the factors of A that {@link Linalg#luFactor} gave. */
  default Tensor luSolve(Tensor lu, Tensor pivots) {
    return Linalg.luSolve(lu, pivots, self());
  }

  /** P, L and U, this tensor being a factorization that {@link Linalg#luFactor} gave. */
  default Linalg.Lu luUnpack(Tensor pivots) {
    return Factorizations.luUnpack(self(), pivots);
  }

  /** Orthonormal columns Q and the upper triangular R with A = Q·R. */
  default Linalg.Qr qr() {
    return Linalg.qr(self());
  }

  /** As {@link #qr()}, with a square Q unless {@code some}. */
  default Linalg.Qr qr(boolean some) {
    return Linalg.qr(self(), some ? "reduced" : "complete");
  }

  /** The product of reflectors, see {@link Linalg#householderProduct}. */
  default Tensor orgqr(Tensor tau) {
    return Linalg.householderProduct(self(), tau);
  }

  /** {@code Q·x} for the square orthogonal matrix Q that the reflectors in this tensor make, see {@link Linalg#householderProduct}. */
  default Tensor ormqr(Tensor tau, Tensor x) {
    return ormqr(tau, x, true, false);
  }

  /** {@code Q·x}, or {@code x·Q} unless {@code left}, with Qᵀ for Q if {@code transpose}. */
  default Tensor ormqr(Tensor tau, Tensor x, boolean left, boolean transpose) {
    return Factorizations.ormqr(self(), tau, x, left, transpose);
  }

  /** A = U·diag(S)·Vᵀ with U [m, k], S [k] and V [n, k]: other than in {@link Linalg#svd(Tensor)}, V is not transposed. */
  default List<Tensor> svd() {
    return svd(true);
  }

  /** As {@link #svd()}, with square U and V unless {@code some}. */
  default List<Tensor> svd(boolean some) {
    Linalg.Svd f = Linalg.svd(self(), !some);
    return List.of(f.u(), f.s(), f.vh().mT());
  }

  /** The X with A·X = B for a triangular A, this tensor being B; with Aᵀ for A if {@code transpose}. */
  default Tensor triangularSolve(Tensor a, boolean upper, boolean transpose, boolean unitriangular) {
    return Triangular.solveTriangular("triangular_solve", transpose ? a.mT() : a, self(), upper != transpose, true,
        unitriangular);
  }

  /** {@code this + a·b} for matrices a [m, k], b [k, n]; this tensor broadcasts to [m, n]. */
  default Tensor addmm(Tensor a, Tensor b) {
    return addmm(a, b, 1, 1);
  }

  /** {@code beta * this + alpha * (a·b)} for matrices; if {@code beta} is 0, NaN here do not matter. */
  default Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(Products.Kind.ADDMM, self(), a, b, beta, alpha);
  }

  /** {@code this + a·b} for a matrix a [m, k] and a vector b [k]. */
  default Tensor addmv(Tensor a, Tensor b) {
    return addmv(a, b, 1, 1);
  }

  /** {@code beta * this + alpha * (a·b)} for a matrix a [m, k] and a vector b [k]. */
  default Tensor addmv(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(Products.Kind.ADDMV, self(), a, b, beta, alpha);
  }

  /** {@code this + outer(a, b)} for vectors. */
  default Tensor addr(Tensor a, Tensor b) { return addr(a, b, 1, 1); }

  /** {@code beta * this + alpha * outer(a, b)} for vectors. */
  default Tensor addr(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(Products.Kind.ADDR, self(), a, b, beta, alpha);
  }

  /** {@code this + a·b} for batches of matrices. */
  default Tensor baddbmm(Tensor a, Tensor b) {
    return baddbmm(a, b, 1, 1);
  }

  /** {@code beta * this + alpha * (a·b)} for batches of matrices a [B, m, k], b [B, k, n]. */
  default Tensor baddbmm(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(Products.Kind.BADDBMM, self(), a, b, beta, alpha);
  }

  /** {@code this +} the sum of the products of a batch of matrices. */
  default Tensor addbmm(Tensor a, Tensor b) {
    return addbmm(a, b, 1, 1);
  }

  /** {@code beta * this + alpha * Σ a_i·b_i} for batches of matrices a [B, m, k], b [B, k, n]. */
  default Tensor addbmm(Tensor a, Tensor b, double beta, double alpha) {
    return Products.add(Products.Kind.ADDBMM, self(), a, b, beta, alpha);
  }

  /** In place {@link #addmm(Tensor, Tensor)}. */
  default Tensor addmm_(Tensor a, Tensor b) {
    return addmm_(a, b, 1, 1);
  }

  /** In place {@link #addmm(Tensor, Tensor, double, double)}. */
  default Tensor addmm_(Tensor a, Tensor b, double beta, double alpha) {
    return self().copy_(addmm(a, b, beta, alpha));
  }

  /** In place {@link #addmv(Tensor, Tensor)}. */
  default Tensor addmv_(Tensor a, Tensor b) {
    return addmv_(a, b, 1, 1);
  }

  /** In place {@link #addmv(Tensor, Tensor, double, double)}. */
  default Tensor addmv_(Tensor a, Tensor b, double beta, double alpha) {
    return self().copy_(addmv(a, b, beta, alpha));
  }

  /** In place {@link #addr(Tensor, Tensor)}. */
  default Tensor addr_(Tensor a, Tensor b) { return addr_(a, b, 1, 1); }

  /** In place {@link #addr(Tensor, Tensor, double, double)}. */
  default Tensor addr_(Tensor a, Tensor b, double beta, double alpha) {
    return self().copy_(addr(a, b, beta, alpha));
  }

  /** In place {@link #baddbmm(Tensor, Tensor)}. */
  default Tensor baddbmm_(Tensor a, Tensor b) {
    return baddbmm_(a, b, 1, 1);
  }

  /** In place {@link #baddbmm(Tensor, Tensor, double, double)}. */
  default Tensor baddbmm_(Tensor a, Tensor b, double beta, double alpha) {
    return self().copy_(baddbmm(a, b, beta, alpha));
  }

  /** In place {@link #addbmm(Tensor, Tensor)}. */
  default Tensor addbmm_(Tensor a, Tensor b) {
    return addbmm_(a, b, 1, 1);
  }

  /** In place {@link #addbmm(Tensor, Tensor, double, double)}. */
  default Tensor addbmm_(Tensor a, Tensor b, double beta, double alpha) {
    return self().copy_(addbmm(a, b, beta, alpha));
  }
}
