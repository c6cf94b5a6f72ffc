/**
 * JMH benchmarks. Each is a class of its own with public state, as JMH wants it; what is measured
 * and how to run it is written in {@code benchmarks/README.md}.
 */
@NullMarked
package io.tensorinit.benchmarks;

import org.jspecify.annotations.NullMarked;
