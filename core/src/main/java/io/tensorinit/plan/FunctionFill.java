package io.tensorinit.plan;

/**
 * The user's own distribution: a Java function of an element's index and its place in the stream,
 * called on the host by every backend.
 *
 * @param function the function
 */
public record FunctionFill(ElementFunction function) implements FillPlan {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.function(this);
  }
}
