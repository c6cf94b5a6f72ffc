/**
 * The initializers, one record each: formula, refusals, source and {@code lower} in one file. A
 * record is an immutable value; its constructor refuses nonsense, its {@code lower} refuses shapes
 * it does not fit. Made most readably by {@link io.tensorinit.Initializers}.
 *
 * <p>A record knows no peer: {@link io.tensorinit.peer.AsPeer} gives any of them a peer's rule for
 * rank 0 and 1, its layout and its refusals.
 */
@NullMarked
package io.tensorinit.spec;

import org.jspecify.annotations.NullMarked;
