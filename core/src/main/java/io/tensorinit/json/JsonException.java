package io.tensorinit.json;

/** Bytes that are no strict JSON. The message is one line that says what is wrong where. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what is wrong where
   */
  public JsonException(String message) {
    super(message);
  }

  /** What is wrong where; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
