/**
 * What a user of the library sees first: {@link io.tensorinit.Initializers} has a factory for each
 * initializer, {@link io.tensorinit.TensorInit} fills, {@link io.tensorinit.Keras} reads and writes
 * Keras's config objects.
 *
 * <p>Data flows one way: an {@link io.tensorinit.spec.Initializer} says what is wanted in the
 * user's words, {@link io.tensorinit.spec.Initializer#lower lower} turns it into an {@link
 * io.tensorinit.plan.FillPlan} of plain numbers, a {@link io.tensorinit.backend.Backend} fills
 * elements from it.
 */
@NullMarked
package io.tensorinit;

import org.jspecify.annotations.NullMarked;
