package io.tensorinit.model;

import io.tensorinit.json.MessageText;

/**
 * A manifest, or a model described in Java, that makes no sense. The message is one line that names
 * the place, the parameter as the input spelled it, what was found and what is allowed.
 */
public class ManifestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param message what is wrong where; line breaks and control characters are escaped
   */
  public ManifestException(String message) {
    super(MessageText.of(message));
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what is wrong where; line breaks and control characters are escaped
   * @param cause the fault underneath
   */
  public ManifestException(String message, Throwable cause) {
    super(MessageText.of(message), cause);
  }
}
