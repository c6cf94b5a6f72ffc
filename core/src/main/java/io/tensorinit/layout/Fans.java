package io.tensorinit.layout;

/**
 * How many inputs feed an output unit, and how many outputs an input unit feeds.
 *
 * @param in fan in, 0 or more; a whole number except under a peer's convention that divides; NaN
 *     where only the fan out is known, because it was given
 * @param out fan out, likewise
 */
public record Fans(double in, double out) {}
