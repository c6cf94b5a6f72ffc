package io.tensorinit.format;

/** A checkpoint file breaks the rules of its format, or uses a part of it that is not read here. */
public final class MalformedCheckpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * A broken file.
   *
   * @param message what is wrong with it, in one line
   */
  public MalformedCheckpointException(String message) {
    super(message);
  }

  /**
   * A broken file.
   *
   * @param message what is wrong with it, in one line
   * @param cause what found it
   */
  public MalformedCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
