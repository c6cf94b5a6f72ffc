package io.tensorinit.benchmarks.quantile;

import java.util.List;

/**
 * A float32 standard normal quantile of a word, {@code z} with {@code Phi(z) = (x + 1/2) 2^-32}.
 * Has scratch memory, so it is for one thread.
 */
public interface Candidate {
  /** Words that {@link #block} takes at a time. */
  int BLOCK = 1024;

  /** All of them. */
  List<String> NAMES =
      List.of(
          "polynomials",
          "two-sided",
          "leading-zeros",
          "scaled-place",
          "float-bits",
          "float-bits-ratio",
          "half-octaves",
          "quadratics",
          "quartics");

  /**
   * Makes a candidate, its table included.
   *
   * @param name one of {@link #NAMES}
   * @return the candidate
   */
  static Candidate of(String name) {
    return switch (name) {
      case "polynomials" -> new Polynomials();
      case "two-sided" -> new TwoSided();
      case "leading-zeros" -> new LeadingZeros();
      case "scaled-place" -> new ScaledPlace();
      case "float-bits" -> new FloatBits();
      case "float-bits-ratio" -> new FloatBitsRatio();
      case "half-octaves" -> new HalfOctaves();
      case "quadratics" -> new Quadratics();
      case "quartics" -> new Quartics();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /**
   * The quantile of a word.
   *
   * @param word the word
   * @return z
   */
  float at(int word);

  /**
   * The quantiles of a block of words, in loops that the compiler may vectorize.
   *
   * @param words {@link #BLOCK} words
   * @param values where their quantiles go
   */
  void block(int[] words, float[] values);

  /**
   * The table.
   *
   * @return row after row; empty if there is none
   */
  float[] table();
}
