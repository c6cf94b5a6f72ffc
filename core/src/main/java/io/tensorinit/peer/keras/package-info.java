/**
 * Keras 3.15: the initializers of {@code keras.initializers} with their config objects, and what
 * the layers of {@code keras.layers} take by default.
 *
 * <p>Source: F. Chollet and others (2015), Keras, keras.io; its initializers and layers, August
 * 2026. {@link io.tensorinit.peer.keras.KerasConfig} writes an initializer as a config object, of
 * Keras 2 or 3.
 */
@NullMarked
package io.tensorinit.peer.keras;

import org.jspecify.annotations.NullMarked;
