/**
 * The published comparison of initializations, trained again: one small network on Fashion-MNIST,
 * its weights set to zeros, to ones and by four random rules. {@link
 * io.tensorinit.benchmarks.comparison.Comparison} is the program; {@code benchmarks/README.md} says
 * how to run it.
 *
 * <p>Weights, the split of the images, their order and the masks of dropout are all drawn by this
 * library, from streams of a seed; sums are taken in one fixed order, in float32, by operations
 * that IEEE 754 rounds exactly and {@code StrictMath}. So every figure is the same on every
 * machine, for any number of threads.
 */
@NullMarked
package io.tensorinit.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
