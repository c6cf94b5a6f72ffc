/**
 * JMH benchmarks of the CUDA backend, for a machine with a device. Run without forks they share one
 * context, so that a table of a hundred rows takes minutes. What is measured and how to run it is
 * written in {@code benchmarks/README.md}.
 */
@NullMarked
package io.tensorinit.benchmarks.gpu;

import org.jspecify.annotations.NullMarked;
