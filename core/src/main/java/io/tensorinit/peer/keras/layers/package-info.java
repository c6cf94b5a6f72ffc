/**
 * The layers of Keras, as far as a model's JSON describes them: which variables each has, of which
 * shape, under which name and with which initializer.
 *
 * <p>For developers: {@link io.tensorinit.peer.keras.layers.KerasModel} is the door. A model's
 * layers are built in the order in which their inputs become known, each by the {@link
 * io.tensorinit.peer.keras.layers.LayerType} of its class, which says its variables and the shape
 * of its output. A new class is a line in {@code LayerTypes}.
 *
 * <p>Source: keras.layers 3.15 and tf.keras 2; TensorFlow.js 4 (tfjs-layers).
 */
@NullMarked
package io.tensorinit.peer.keras.layers;

import org.jspecify.annotations.NullMarked;
