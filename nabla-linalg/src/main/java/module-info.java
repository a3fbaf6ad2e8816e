/** Decompositions of dense matrices. */
module dev.nabla.linalg {
  requires dev.nabla;
  requires static org.jspecify;
  requires ejml.core;
  requires ejml.ddense;

  provides dev.nabla.kernel.Decompositions with dev.nabla.linalg.EjmlDecompositions;
}
