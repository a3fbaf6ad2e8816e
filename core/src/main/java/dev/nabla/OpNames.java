package dev.nabla;

/** PyTorch's names of graph nodes. */
final class OpNames {
  private OpNames() {}

  /** {@code log_softmax} becomes {@code LogSoftmaxBackward0}. */
  static String backward(String op) {
    return camel(op) + "Backward0";
  }

  private static String camel(String snake) {
    StringBuilder s = new StringBuilder();
    boolean up = true;
    for (int i = 0; i < snake.length(); i++) {
      char c = snake.charAt(i);
      if (c == '_') {
        up = true;
      } else {
        s.append(up ? Character.toUpperCase(c) : c);
        up = Character.isDigit(c); // max_pool2d is MaxPool2D
      }
    }
    return s.toString();
  }
}
