package io.tensorinit;

import io.tensorinit.memory.Destination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.Fill;
import java.util.Objects;
import java.util.Optional;

/**
 * One tensor to fill, as far as somebody has said what. Immutable: every step gives another
 * request.
 *
 * <p>What is not said: a scalar's shape; the initializer's own layout, else {@link Layout#OUT_IN};
 * F32; the key of {@code Seed.DEFAULT.key("")}; the whole tensor; the {@linkplain Backends#shared()
 * shared backend}, or the next best where {@code auto} chose one that cannot fill from this plan.
 */
public final class FillRequest {
  private static final int MOST_PARTS = Integer.MAX_VALUE - 8;

  private final Initializer initializer;
  private final Shape shape;
  private final Optional<Layout> layout;
  private final Optional<DType> dtype;
  private final Key key;
  private final Region region;
  private final Optional<Backend> backend;

  private FillRequest(
      Initializer initializer,
      Shape shape,
      Optional<Layout> layout,
      Optional<DType> dtype,
      Key key,
      Region region,
      Optional<Backend> backend) {
    this.initializer = initializer;
    this.shape = shape;
    this.layout = layout;
    this.dtype = dtype;
    this.key = key;
    this.region = region;
    this.backend = backend;
  }

  static FillRequest of(Initializer initializer) {
    return new FillRequest(
        Objects.requireNonNull(initializer, "initializer"),
        Shape.scalar(),
        Optional.empty(),
        Optional.empty(),
        Seed.DEFAULT.key(""),
        Region.whole(),
        Optional.empty());
  }

  /**
   * A tensor of these sizes.
   *
   * @param sizes the size of each axis of the whole tensor; none for a scalar
   * @return the request
   * @throws IllegalArgumentException if they are no shape
   */
  public FillRequest shape(long... sizes) {
    return shape(Shape.of(sizes));
  }

  /**
   * A tensor of this shape.
   *
   * @param newShape the whole tensor's shape
   * @return the request
   */
  public FillRequest shape(Shape newShape) {
    return new FillRequest(initializer, newShape, layout, dtype, key, region, backend);
  }

  /**
   * A tensor whose axes mean this.
   *
   * @param newLayout the layout
   * @return the request
   */
  public FillRequest layout(Layout newLayout) {
    return new FillRequest(initializer, shape, Optional.of(newLayout), dtype, key, region, backend);
  }

  /**
   * A tensor of this type.
   *
   * @param newDtype the type
   * @return the request
   */
  public FillRequest dtype(DType newDtype) {
    return new FillRequest(initializer, shape, layout, Optional.of(newDtype), key, region, backend);
  }

  /**
   * A tensor drawn from this key.
   *
   * @param newKey the key, such as {@code Seed.of(42).key("fc1.weight")}
   * @return the request
   */
  public FillRequest key(Key newKey) {
    return new FillRequest(initializer, shape, layout, dtype, newKey, region, backend);
  }

  /**
   * A tensor drawn from this seed, under the empty name.
   *
   * @param seed the seed
   * @return the request
   */
  public FillRequest seed(Seed seed) {
    return key(seed.key(""));
  }

  /**
   * A part of the tensor; values and fans stay those of the whole.
   *
   * @param newRegion the part
   * @return the request
   */
  public FillRequest region(Region newRegion) {
    return new FillRequest(initializer, shape, layout, dtype, key, newRegion, backend);
  }

  /**
   * A tensor filled by this backend.
   *
   * @param newBackend an open backend, which stays open
   * @return the request
   */
  public FillRequest on(Backend newBackend) {
    return new FillRequest(initializer, shape, layout, dtype, key, region, Optional.of(newBackend));
  }

  /**
   * The plain numbers of this fill.
   *
   * @return the plan
   * @throws IllegalArgumentException if the tensor cannot be initialized this way
   */
  public FillPlan plan() {
    return initializer.lower(shape, layout.or(initializer::ownLayout).orElse(Layout.OUT_IN));
  }

  /**
   * This as a backend is asked for it. Everything is checked.
   *
   * @return the fill
   * @throws IllegalArgumentException if the tensor cannot be initialized this way, the initializer
   *     refuses the dtype, its bounds overflow it, or the region does not lie inside the shape
   */
  public Fill toFill() {
    return fill(dtypeOr(DType.F32));
  }

  private DType dtypeOr(DType usual) {
    return dtype.or(initializer::ownDType).orElse(usual);
  }

  private Fill fill(DType type) {
    initializer.requireDType(type);
    FillPlan plan = plan();
    Moments.of(plan, shape, type).requireFits(type);
    return new Fill(plan, shape, type, key, region);
  }

  /**
   * Fills memory or a file.
   *
   * @param destination where the region's elements go
   * @throws IllegalArgumentException as {@link #toFill}, or if the destination cannot hold them
   * @throws io.tensorinit.spi.BackendException if no backend is there, or the device fails
   */
  public void into(Destination destination) {
    run(toFill(), destination);
  }

  /**
   * Fills an array of float32 from its beginning; there may be more of it.
   *
   * @param array takes the region's elements, row-major; real and imaginary parts in turn if C64
   *     was asked for
   * @throws IllegalArgumentException as {@link #toFill}, or if another dtype was asked for, or the
   *     array is too short
   * @throws io.tensorinit.spi.BackendException if no backend is there, or the device fails
   */
  public void into(float[] array) {
    run(fill(dtypeOr(DType.F32)), Destination.of(array));
  }

  /**
   * Fills an array of float64 from its beginning; there may be more of it.
   *
   * @param array takes the region's elements, row-major; real and imaginary parts in turn if C128
   *     was asked for
   * @throws IllegalArgumentException as {@link #toFill}, or if another dtype was asked for, or the
   *     array is too short
   * @throws io.tensorinit.spi.BackendException if no backend is there, or the device fails
   */
  public void into(double[] array) {
    run(fill(dtypeOr(DType.F64)), Destination.of(array));
  }

  /**
   * A new array of float32.
   *
   * @return the region's elements, row-major; real and imaginary parts in turn if C64 was asked for
   * @throws IllegalArgumentException as {@link #toFill}, or if another dtype was asked for, or
   *     there are more elements than an array holds
   * @throws io.tensorinit.spi.BackendException if no backend is there, or the device fails
   */
  public float[] floats() {
    Fill fill = fill(dtypeOr(DType.F32));
    float[] array = new float[parts(fill, DType.F32)];
    run(fill, Destination.of(array));
    return array;
  }

  /**
   * A new array of float64.
   *
   * @return the region's elements, row-major; real and imaginary parts in turn if C128 was asked
   *     for
   * @throws IllegalArgumentException as {@link #toFill}, or if another dtype was asked for, or
   *     there are more elements than an array holds
   * @throws io.tensorinit.spi.BackendException if no backend is there, or the device fails
   */
  public double[] doubles() {
    Fill fill = fill(dtypeOr(DType.F64));
    double[] array = new double[parts(fill, DType.F64)];
    run(fill, Destination.of(array));
    return array;
  }

  private static int parts(Fill fill, DType part) {
    if (fill.dtype().part() != part) {
      throw new IllegalArgumentException(
          "an array of "
              + part
              + " does not hold dtype "
              + fill.dtype()
              + "; fill a Destination instead");
    }
    long count = fill.regionShape().elementCount();
    if (count > MOST_PARTS / fill.dtype().parts()) {
      throw new IllegalArgumentException(
          "an array holds at most "
              + MOST_PARTS
              + " numbers, the tensor has "
              + count
              + " elements; fill a Destination, or a region at a time");
    }
    return (int) count * fill.dtype().parts();
  }

  private void run(Fill fill, Destination destination) {
    backend.orElseGet(() -> Backends.shared(fill.plan(), fill.shape())).fill(fill, destination);
  }
}
