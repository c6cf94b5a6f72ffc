package io.tensorinit;

import java.util.Optional;

/**
 * What the axes of a weight mean, as far as its fans go. A visible value with presets, never a
 * guess. Immutable.
 */
public final class Layout {
  /** Outputs, inputs, then the kernel: {@code (out, in / groups, kernel...)}. */
  public static final Layout OUT_IN = new Layout("out_in");

  /** The kernel, then inputs and outputs: {@code (kernel..., in / groups, out)}. */
  public static final Layout IN_OUT = new Layout("in_out");

  private final String name;

  private Layout(String name) {
    this.name = name;
  }

  /**
   * The layout's name in manifests.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The fans of a tensor under this layout.
   *
   * @param shape the whole tensor's shape
   * @return the fans; empty where the layout has none
   */
  public Optional<Fans> fans(Shape shape) {
    return Optional.empty();
  }
}
