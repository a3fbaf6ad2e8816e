/** Tensors in files. */
module dev.nabla.io {
  requires transitive dev.nabla;
  requires transitive dev.nabla.nn;
  requires static org.jspecify;
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires tools.jackson.core;

  exports dev.nabla.io;
}
