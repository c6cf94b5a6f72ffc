/**
 * JAX 0.10: the functions of {@code jax.nn.initializers}; Flax 0.12: what the layers of {@code
 * flax.linen} take by default.
 *
 * <p>Source: J. Bradbury and others (2018), JAX: composable transformations of Python+NumPy
 * programs; J. Heek and others (2020), Flax: a neural network library and ecosystem for JAX.
 */
@NullMarked
package io.tensorinit.peer.jax;

import org.jspecify.annotations.NullMarked;
