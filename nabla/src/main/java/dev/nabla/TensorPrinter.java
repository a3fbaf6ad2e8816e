package dev.nabla;

/** Prints tensors as PyTorch does. */
final class TensorPrinter {
  private TensorPrinter() {}

  static String print(Tensor t) {
    StringBuilder s = new StringBuilder("tensor(");
    for (int i = 0; i < t.numel(); i++) {
      s.append(i == 0 ? "" : ", ").append(Items.window(t, "toString").storage().getDouble(Items.window(t, "toString").position(i)));
    }
    return s.append(t.gradFn() == null ? "" : ", grad_fn=<" + t.gradFn() + ">").append(")").toString();
  }
}
