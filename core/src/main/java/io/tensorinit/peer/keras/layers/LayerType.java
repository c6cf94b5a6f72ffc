package io.tensorinit.peer.keras.layers;

import java.util.List;

/** What a class of layers makes of its inputs. */
@FunctionalInterface
interface LayerType {
  /**
   * The shapes of a layer's outputs; on the way it {@linkplain LayerConfig#weight says} its
   * variables.
   *
   * @param layer the layer
   * @param inputs the shapes of its inputs, at least one, unknown where nothing says them
   * @return the shapes of its outputs, at least one
   * @throws IllegalArgumentException if a size that decides a variable's shape is not known, or the
   *     config lacks something or does not fit
   */
  List<Dims> build(LayerConfig layer, List<Dims> inputs);

  /** A class of one input and one output. */
  interface OfOne {
    Dims build(LayerConfig layer, Dims input);
  }

  /** A class of one input and one output as any other. */
  static LayerType ofOne(OfOne one) {
    return (layer, inputs) -> List.of(one.build(layer, inputs.get(0)));
  }
}
