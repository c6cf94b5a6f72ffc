/**
 * Benchmarks in which TensorInit and another library do the same in one run. They are compiled in
 * the profile {@code peers} alone, because the peers' packages are large.
 */
@NullMarked
package io.tensorinit.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
