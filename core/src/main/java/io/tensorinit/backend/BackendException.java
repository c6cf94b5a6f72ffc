package io.tensorinit.backend;

/** A device, a library or the memory failed; the input was good. */
public class BackendException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message what failed while what was being done, in one line
   */
  public BackendException(String message) {
    super(message);
  }

  /**
   * A failure with its cause.
   *
   * @param message what failed while what was being done, in one line
   * @param cause the cause
   */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
