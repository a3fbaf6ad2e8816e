package dev.nabla.nn;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;

/** What lists and maps of modules and parameters share: they are no functions; the module that holds them says what becomes of the parts. */
public abstract sealed class Container extends Module permits ModuleList, ModuleDict, ParameterList, ParameterDict {
  Container() {}

  /** Always an error: a container is no function. */
  @Override
  public final Tensor forward(Tensor x) {
    throw new NablaException(getClass().getSimpleName() + " has no forward function; use its parts, or Sequential");
  }
}
