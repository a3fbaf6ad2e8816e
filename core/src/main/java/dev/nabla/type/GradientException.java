package dev.nabla.type;

/** A request that automatic differentiation cannot honour: no graph, a freed graph, a modified saved tensor. */
public class GradientException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the operation, the values and the remedy. */
  public GradientException(String message) {
    super(message);
  }
}
