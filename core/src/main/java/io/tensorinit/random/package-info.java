/**
 * The arithmetic of the stream's law: words, units, quantiles, rounding. Pure functions, made only
 * of operations that IEEE 754 rounds exactly, in one order; this scalar code is the reference that
 * every faster lane is compared with bit for bit.
 */
package io.tensorinit.random;
