/**
 * Wolfram Language: {@code NetInitialize} with its options.
 *
 * <p>Source: the documentation of {@code NetInitialize}, updated 2022; the code is not public. What
 * it does not say, fans and truncation, is stated in {@code WolframNames}.
 */
@NullMarked
package io.tensorinit.peer.wolfram;

import org.jspecify.annotations.NullMarked;
