/**
 * Lux: the functions of WeightInitializers, the defaults of its layers, and what it has in common
 * with Flux.
 *
 * <p>Source: A. Pal (2023), Lux: explicit parameterization of deep neural networks in Julia; the
 * sources of July 2026.
 */
@NullMarked
package io.tensorinit.peer.lux;

import org.jspecify.annotations.NullMarked;
