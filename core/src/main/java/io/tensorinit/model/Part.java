package io.tensorinit.model;

import io.tensorinit.layout.Fans;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import java.util.Optional;

/**
 * One of several weights that are stored in one tensor, side by side along an axis. It has fans of
 * its own, those of its own shape, and may have an initializer of its own. Immutable: each method
 * returns a changed copy.
 *
 * @see ParameterSpec#parts
 */
@CheckReturnValue
public final class Part {
  private final long size;
  private final Optional<NamedInitializer> init;
  private final Optional<Fans> fans;

  private Part(long size, Optional<NamedInitializer> init, Optional<Fans> fans) {
    this.size = size;
    this.init = init;
    this.fans = fans;
  }

  /**
   * A part with the tensor's initializer.
   *
   * @param size its size along the axis
   * @return the part
   * @throws IllegalArgumentException if the size is negative
   */
  public static Part of(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("a part's size must be 0 or more, was " + size);
    }
    return new Part(size, Optional.empty(), Optional.empty());
  }

  /**
   * This part with an initializer of its own.
   *
   * @param initializer the initializer
   * @return the changed part
   */
  public Part init(Initializer initializer) {
    return init(NamedInitializer.of(initializer));
  }

  Part init(NamedInitializer initializer) {
    return new Part(size, Optional.of(initializer), fans);
  }

  /**
   * This part with fans given outright.
   *
   * @param in fan in, NaN for the layout's
   * @param out fan out, NaN for the layout's
   * @return the changed part
   */
  public Part fans(double in, double out) {
    return new Part(size, init, Optional.of(new Fans(in, out)));
  }

  long size() {
    return size;
  }

  Optional<NamedInitializer> init() {
    return init;
  }

  /** An initializer with this part's fans, if it has its own. */
  Initializer withFans(Initializer initializer) {
    return fans.<Initializer>map(given -> new WithFans(initializer, given)).orElse(initializer);
  }
}
