/**
 * The functions that a program can bring: a distribution by its {@link
 * io.tensorinit.function.Quantile}, or a value of one's own by an {@link
 * io.tensorinit.function.ElementFunction} of an element's index and its {@link
 * io.tensorinit.function.ElementStream random words}.
 */
@NullMarked
package io.tensorinit.function;

import org.jspecify.annotations.NullMarked;
