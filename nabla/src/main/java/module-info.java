/** Tensors and automatic differentiation: reverse mode, forward mode, any order, function transforms. */
module dev.nabla {
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  // exports dev.nabla;  as soon as it holds a class
}
