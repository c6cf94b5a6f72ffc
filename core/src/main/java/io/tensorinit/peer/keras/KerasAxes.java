package io.tensorinit.peer.keras;

import io.tensorinit.layout.Layout;
import java.util.List;

/** Keras's {@code input_axes} and {@code output_axes}. */
final class KerasAxes {
  private KerasAxes() {}

  /**
   * The layout of named axes; every other axis is ignored.
   *
   * @param input the axes of the inputs, negative ones counted from the end
   * @param output the axes of the outputs
   */
  static Layout of(List<Integer> input, List<Integer> output) {
    return Layout.axesAlone("keras_axes", input, output);
  }

  /** Whether a layout is one of these. */
  static boolean areThese(Layout layout) {
    return layout.equals(of(layout.inputAxes(), layout.outputAxes()));
  }
}
