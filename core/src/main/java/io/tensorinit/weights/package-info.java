/**
 * A model's values: {@link io.tensorinit.weights.Weights} holds them in memory, filled when they
 * are first asked for, to be read, overwritten and written to a file.
 *
 * <p>Every value is that of a fill of the whole model, in whatever order parameters are read.
 * {@link io.tensorinit.weights.ParameterMemory} is what a kind of memory implements; that of the
 * host is here, that of a device comes with its backend.
 */
@NullMarked
package io.tensorinit.weights;

import org.jspecify.annotations.NullMarked;
