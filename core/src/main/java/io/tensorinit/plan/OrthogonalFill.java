package io.tensorinit.plan;

/**
 * Matrices with orthonormal columns (rows, if wide), Haar distributed, times {@code gain}; complex:
 * unitary. The matrices are a view of the tensor; their normals are elements of the flattened
 * matrices, in the order of the batch, not of the tensor.
 *
 * @param view which axes are rows, columns and batch
 * @param gain the factor, finite
 * @param method how the matrix is formed
 */
public record OrthogonalFill(MatrixView view, double gain, Method method) implements FillPlan {
  /** How an orthogonal matrix is formed. The two give different matrices of one distribution. */
  public enum Method {
    /**
     * The product of the Householder reflections of independent normal columns; no matrix is
     * factorized. G. W. Stewart (1980), The efficient generation of random orthogonal matrices with
     * an application to condition estimators.
     */
    STEWART,
    /**
     * The QR factorization of a normal matrix, column k of Q times R_kk / |R_kk|. F. Mezzadri
     * (2007), How to generate random matrices from the classical compact groups.
     */
    QR
  }

  /**
   * Checks the gain.
   *
   * @throws IllegalArgumentException if the gain is not finite in float32
   */
  public OrthogonalFill {
    if (Float.isNaN((float) gain) || Float.isInfinite((float) gain)) {
      throw new IllegalArgumentException("gain must be finite in float32, was " + gain);
    }
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.orthogonal(this);
  }
}
