/**
 * The bake-off of float32 standard normal quantiles: what was tried before the law was settled, so
 * that the choice can be measured again. {@code benchmarks/results} has what came out.
 */
@NullMarked
package io.tensorinit.benchmarks.quantile;

import org.jspecify.annotations.NullMarked;
