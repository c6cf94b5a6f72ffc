/**
 * Deep Java Library: the classes of {@code ai.djl.training.initializer}, and the defaults by the
 * type of a parameter.
 *
 * <p>Source: Deep Java Library, djl.ai; the sources of July 2026.
 */
@NullMarked
package io.tensorinit.peer.djl;

import org.jspecify.annotations.NullMarked;
