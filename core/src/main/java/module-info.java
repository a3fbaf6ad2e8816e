/** Tensors with automatic differentiation, at native speed in pure Java. */
module dev.nabla {
  requires static jdk.incubator.vector;
  requires static org.jspecify;

  exports dev.nabla;
  exports dev.nabla.expr;
  exports dev.nabla.kernel;
  exports dev.nabla.kernel.reference;
  exports dev.nabla.transform;
  exports dev.nabla.type;

  uses dev.nabla.kernel.Decompositions;
}
