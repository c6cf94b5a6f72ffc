/**
 * What a backend is asked to do: a handful of primitive fills and their compositions, with plain
 * numbers in them. No fans, no gains, no dtype, no names.
 *
 * <p>Every elementwise plan makes element i a function of (key, i, plan) alone; i is the element's
 * index in the flattened whole tensor. Compositions are evaluated in float32 (float64 for F64 and
 * C128), each operation rounded once, and the result is rounded once to the dtype at the store.
 *
 * <p>A complex tensor is the real tensor with one more, innermost, axis of size 2, filled at
 * positions 2i and 2i + 1, except that what is deterministic (constants, diagonals, tables, shifts)
 * goes to the real part and that a mask or a choice takes one word an element, at position i.
 */
@NullMarked
package io.tensorinit.plan;

import org.jspecify.annotations.NullMarked;
