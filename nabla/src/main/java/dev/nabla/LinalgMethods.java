package dev.nabla;

/** What a tensor can do as a vector or matrix. */
sealed interface LinalgMethods permits Tensor {
  private Tensor self() { return (Tensor) this; }

  /** The product of vectors and matrices: [n]·[n] → [], [m, k]·[k] → [m], [B…, m, k]·[B…, k, n] → [B…, m, n], leading axes broadcast. */
  default Tensor matmul(Tensor b) { return Linalg.matmul(self(), b); }

  /** The product of two matrices. */
  default Tensor mm(Tensor b) { return Linalg.mm(self(), b); }

  /** The products of two batches of matrices, [B, m, k]·[B, k, n]. */
  default Tensor bmm(Tensor b) { return Linalg.bmm(self(), b); }

  /** The product of a matrix and a vector. */
  default Tensor mv(Tensor b) { return Linalg.mv(self(), b); }

  /** The inner product of two vectors. */
  default Tensor dot(Tensor b) { return Linalg.dot(self(), b); }
}
