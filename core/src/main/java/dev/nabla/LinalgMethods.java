package dev.nabla;

/** What a tensor can do as a vector or matrix. */
sealed interface LinalgMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** The product of vectors and matrices: [n]·[n] → [], [m, k]·[k] → [m], [B…, m, k]·[B…, k, n] → [B…, m, n], leading axes broadcast. */
  default Tensor matmul(Tensor b) {
    return Linalg.matmul(self(), b);
  }

  /** The product of two matrices. */
  default Tensor mm(Tensor b) { return Linalg.mm(self(), b); }

  /** The products of two batches of matrices, [B, m, k]·[B, k, n]. */
  default Tensor bmm(Tensor b) {
    return Linalg.bmm(self(), b);
  }

  /** The product of a matrix and a vector. */
  default Tensor mv(Tensor b) { return Linalg.mv(self(), b); }

  /** The inner product of two vectors. */
  default Tensor dot(Tensor b) { return Linalg.dot(self(), b); }

  /** As {@link #dot}: elements are real, so nothing is conjugated. */
  default Tensor vdot(Tensor b) {
    return Linalg.dot("vdot", self(), b);
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

  /** Square matrices multiplied with themselves: {@code n} factors, the identity for 0. */
  default Tensor matrixPower(int n) {
    return Products.matrixPower(self(), n);
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
