/**
 * The numerics of the stream's law: from a 64-bit key and an element's position to the element's
 * value.
 *
 * <p>The one idea: <em>element {@code i} is a quantile function applied to word {@code i}</em>. A
 * word is 32 bits of Philox4x32-10 ({@link io.tensorinit.random.Words}); every distribution takes
 * exactly one word an element, and one more for the low digits of a float64. There is no rejection,
 * no pairing and no state, so a value depends on nothing but (key, position, parameters).
 *
 * <p>Notes for developers:
 *
 * <ul>
 *   <li>Element functions ({@code at}) use only operations that IEEE 754 rounds exactly: {@code + -
 *       * fma}, conversions, comparisons and integer operations, in one written order. The same
 *       steps stand in the CUDA headers that bear the same names; read them side by side.
 *   <li>What the host works out once a fill ({@code of}) may also use {@link StrictMath}, in
 *       double, and is rounded once where a float constant is wanted. {@code Math.exp} and its kind
 *       are banned: their last bit may differ between machines.
 *   <li>A word is an {@code int} that means an unsigned number. The 53 digits of a float64 element
 *       are a {@code long} in {@code [0, 2^53)} ({@link
 *       io.tensorinit.random.UnitInterval#digits(int, int)}).
 *   <li>Never form {@code 1 - v} from {@code v}: both come from the integer ({@code x} and {@code
 *       ~x}), otherwise one end loses its digits.
 *   <li>Changing any bit of any value is a new stream version; the known answers in {@code
 *       src/test/resources/kat} pin them.
 * </ul>
 *
 * <p>Everything here is immutable or a pure static function, and so safe for use by many threads,
 * but for the {@code Lanes}: they hold scratch for one thread, and give the element functions' bits
 * for many elements at once. In them each step is a loop and a method of its own, over arrays from
 * index 0 on, since the compiler makes vector instructions of no other; a longer loop, or one that
 * is compiled into its caller together with its neighbours, may take ten times as long.
 */
@NullMarked
package io.tensorinit.random;

import org.jspecify.annotations.NullMarked;
