package io.tensorinit.peer.keras.layers;

/** Who wrote a model's JSON, as far as its variables' names and shapes depend on it. */
enum Dialect {
  /** Keras 3: the names are {@code variable.path}. */
  KERAS_3,
  /** Keras 2.3 to 2.15: the names are {@code variable.name}, with {@code :0} behind. */
  KERAS_2,
  /** Keras up to 2.2, as {@link #KERAS_2}, but a recurrent layer's cell has no name. */
  KERAS_2_2,
  /** TensorFlow.js: the names are {@code weight.name}. */
  TFJS;

  /**
   * The dialect of a document.
   *
   * @param version its {@code keras_version}, empty where it has none
   * @return who wrote it: Keras 3, which leaves the version out, where it has none
   */
  static Dialect of(String version) {
    if (version.startsWith("tfjs")) {
      return TFJS;
    }
    if (version.matches("(1|2\\.[0-2])(\\..*)?")) {
      return KERAS_2_2;
    }
    return version.startsWith("2.") ? KERAS_2 : KERAS_3;
  }

  /** Whether it is one of Keras 2. */
  boolean isKeras2() {
    return this == KERAS_2 || this == KERAS_2_2;
  }

  /** Whether the variables of a recurrent layer are named after its cell, too. */
  boolean namesCells() {
    return this == KERAS_3 || this == KERAS_2;
  }

  /** What stands behind each name. */
  String suffix() {
    return isKeras2() ? ":0" : "";
  }

  /** The variable of a depthwise convolution. */
  String depthwiseKernel() {
    return this == KERAS_3 ? "kernel" : "depthwise_kernel";
  }
}
