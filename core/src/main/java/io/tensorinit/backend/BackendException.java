package io.tensorinit.backend;

import org.jspecify.annotations.Nullable;

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
   * @param cause the cause, or null where there is none
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * What failed while what was being done.
   *
   * @return one line, never null
   */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
