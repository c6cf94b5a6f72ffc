package io.tensorinit.recipe;

import io.tensorinit.json.MessageText;

/**
 * Something follows from the shape of a parameter, which is not known yet. Thrown when a recipe
 * looks at such a parameter; the model then leaves open what the recipe was to decide.
 */
public final class UnknownShapeException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception.
   *
   * @param parameter the name of the parameter whose shape is not known
   */
  public UnknownShapeException(String parameter) {
    super("the shape of " + MessageText.quoted(parameter) + " is not known yet");
  }
}
