/**
 * Whole models: a list of named parameters, each with its shape, dtype, initializer and key.
 *
 * <p>A {@link io.tensorinit.model.Model} is built in Java with {@link
 * io.tensorinit.model.Model#builder()}, or read from a manifest (JSON); both go through the same
 * checks. Since every value follows from (seed, name, index), a model is a plan and holds no
 * values: parameters can be filled in any order, in parallel, by any number of processes that never
 * speak to each other.
 */
@NullMarked
package io.tensorinit.model;

import org.jspecify.annotations.NullMarked;
