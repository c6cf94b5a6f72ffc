/**
 * TensorFlow for Java: the classes of {@code org.tensorflow.framework.initializers}, by Keras's
 * laws.
 *
 * <p>Source: TensorFlow Java, github.com/tensorflow/java; the sources of July 2026.
 */
@NullMarked
package io.tensorinit.peer.tensorflow;

import org.jspecify.annotations.NullMarked;
