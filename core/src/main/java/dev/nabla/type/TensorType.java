package dev.nabla.type;

/** What is known of a tensor without its elements: the element type and the shape. */
public record TensorType(DType dtype, Shape shape) {
  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}
