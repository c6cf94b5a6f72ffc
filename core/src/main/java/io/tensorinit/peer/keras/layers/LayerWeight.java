package io.tensorinit.peer.keras.layers;

import io.tensorinit.tensor.Shape;
import java.util.Map;

/**
 * A variable of a Keras model.
 *
 * @param name its name, as the software that wrote the model names it
 * @param shape its shape
 * @param dtype its dtype in Keras's spelling, {@code float32}
 * @param initializer its initializer: one of Keras's config objects
 */
public record LayerWeight(String name, Shape shape, String dtype, Map<?, ?> initializer) {
  /** This variable under another name. */
  LayerWeight named(String other) {
    return new LayerWeight(other, shape, dtype, initializer);
  }
}
