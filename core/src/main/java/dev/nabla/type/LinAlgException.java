package dev.nabla.type;

/** A matrix that cannot be factored, inverted or solved with; the counterpart of {@code torch.linalg.LinAlgError}. */
public class LinAlgException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the operation, the place in the batch and the reason. */
  public LinAlgException(String message) {
    super(message);
  }
}
