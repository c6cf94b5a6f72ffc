package io.tensorinit;

/**
 * The front door: fills one tensor, in a sentence.
 *
 * <pre>{@code
 * float[] w = TensorInit.fill(heNormal()).shape(512, 256).seed(Seed.of(42)).floats();
 *
 * TensorInit.fill(glorotUniform()).shape(3, 3, 16, 32).layout(Layout.IN_OUT).dtype(DType.BF16)
 *     .key(Seed.of(42).key("conv1.weight")).on(backend).into(Destination.of(buffer));
 * }</pre>
 *
 * <p>A whole model is {@link io.tensorinit.model}'s.
 */
public final class TensorInit {
  private TensorInit() {}

  /**
   * Begins a fill.
   *
   * @param initializer what to fill with
   * @return the fill, of a scalar until its shape is said
   */
  public static FillRequest fill(Initializer initializer) {
    return FillRequest.of(initializer);
  }
}
