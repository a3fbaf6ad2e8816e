/** Neural-network layers, optimizers and data loading. */
module dev.nabla.nn {
  requires transitive dev.nabla;
  requires static org.jspecify;

  exports dev.nabla.data;
  exports dev.nabla.data.image;
  exports dev.nabla.data.table;
  exports dev.nabla.data.text;
  exports dev.nabla.nn;
  exports dev.nabla.optim;
}
