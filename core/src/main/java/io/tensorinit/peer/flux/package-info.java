/**
 * Flux: its initializers, which are Lux's and a few more, and the defaults of its layers.
 *
 * <p>Source: M. Innes (2018), Flux: elegant machine learning with Julia; {@code src/utils.jl} of
 * August 2026.
 */
@NullMarked
package io.tensorinit.peer.flux;

import org.jspecify.annotations.NullMarked;
