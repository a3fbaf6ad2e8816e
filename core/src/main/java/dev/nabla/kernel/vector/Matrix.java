package dev.nabla.kernel.vector;

/** A matrix in an array: element (i, j) lies at {@code at + i·rowStep + j·colStep}. */
record Matrix<A>(A array, int at, int rows, int cols, int rowStep, int colStep) {
  /** The same elements with rows and columns exchanged. */
  Matrix<A> transposed() {
    return new Matrix<>(array, at, cols, rows, colStep, rowStep);
  }

  /** The position of an element. */
  int at(int i, int j) {
    return at + i * rowStep + j * colStep;
  }
}
