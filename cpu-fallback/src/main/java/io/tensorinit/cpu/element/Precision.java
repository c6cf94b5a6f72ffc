package io.tensorinit.cpu.element;

import io.tensorinit.cpu.orthogonal.OrthogonalMatrix;

/**
 * One of the two precisions that values are computed in: its arithmetic, its distributions, and its
 * reading of orthogonal matrices.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param inDouble whether it is float64
 * @param arithmetic the operations of compositions
 * @param draws the distributions
 * @param orthogonal reads a part of each of some elements of an orthogonal matrix
 */
public record Precision<A>(
    boolean inDouble,
    Arithmetic<A> arithmetic,
    Draws<A> draws,
    OrthogonalEvaluator.PartReader<A> orthogonal) {
  /** Float32, for every dtype but F64 and C128. */
  public static final Precision<float[]> FLOAT32 =
      new Precision<>(
          false, Float32Arithmetic.INSTANCE, Float32Draws.INSTANCE, OrthogonalMatrix::float32);

  /** Float64, for F64 and C128. */
  public static final Precision<double[]> FLOAT64 =
      new Precision<>(
          true, Float64Arithmetic.INSTANCE, Float64Draws.INSTANCE, OrthogonalMatrix::float64);
}
