package io.tensorinit.plan;

import io.tensorinit.function.ElementFunction;
import io.tensorinit.random.KeyStream;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;

/**
 * The user's own distribution: a Java function of an element's index and its place in the stream,
 * called on the host by every backend.
 *
 * @param function the function
 */
public record FunctionFill(ElementFunction function) implements HostFill {
  @Override
  public HostElements elements(Key key, DType dtype) {
    KeyStream stream = new KeyStream(key, dtype.isDouble());
    return position -> {
      stream.moveTo(position);
      return function.at(position, stream);
    };
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.function(this);
  }
}
