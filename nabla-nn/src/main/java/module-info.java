/** Neural-network layers, optimizers and data loading. */
module dev.nabla.nn {
  requires transitive dev.nabla;
  requires static org.jspecify;

  // exports dev.nabla.nn;  as soon as it holds a class
}
