package io.tensorinit.spec;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Fill;
import io.tensorinit.layout.Layout;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.PrecisionCheck;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One tensor to fill, as far as it was said what. Immutable: every step gives another request, and
 * nothing is filled before {@link #into}, {@link #floats()} or {@link #doubles()} ends the
 * sentence.
 *
 * <p>A fill needs a {@link #name} or a {@link #key}: it is what makes two tensors differ. What else
 * is not said: a scalar's shape; the initializer's own layout, else {@link Layout#OUT_IN}; F32; the
 * initializer's own seed, else {@link Seed#DEFAULT}; the whole tensor; the {@linkplain
 * Backends#shared() shared backend}, or the next best where {@code auto} chose one that cannot fill
 * from this plan.
 */
@CheckReturnValue
public final class FillRequest {
  private final Initializer initializer;
  private final Shape shape;
  private final Optional<Layout> layout;
  private final Optional<DType> dtype;
  private final KeySource keySource;
  private final Function<Shape, Region> region;
  private final Optional<Backend> backend;

  private FillRequest(
      Initializer initializer,
      Shape shape,
      Optional<Layout> layout,
      Optional<DType> dtype,
      KeySource keySource,
      Function<Shape, Region> region,
      Optional<Backend> backend) {
    this.initializer = initializer;
    this.shape = shape;
    this.layout = layout;
    this.dtype = dtype;
    this.keySource = keySource;
    this.region = region;
    this.backend = backend;
  }

  /**
   * A request of which nothing but the initializer is said.
   *
   * @param initializer the initializer
   * @return the request
   */
  public static FillRequest of(Initializer initializer) {
    return new FillRequest(
        Objects.requireNonNull(initializer, "initializer"),
        Shape.scalar(),
        Optional.empty(),
        Optional.empty(),
        KeySource.NONE,
        whole -> Region.whole(),
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
    Objects.requireNonNull(newShape, "newShape");
    return new FillRequest(initializer, newShape, layout, dtype, keySource, region, backend);
  }

  /**
   * A tensor whose axes mean this.
   *
   * @param newLayout the layout
   * @return the request
   */
  public FillRequest layout(Layout newLayout) {
    Objects.requireNonNull(newLayout, "newLayout");
    return new FillRequest(
        initializer, shape, Optional.of(newLayout), dtype, keySource, region, backend);
  }

  /**
   * A tensor of this type.
   *
   * @param newDtype the type
   * @return the request
   */
  public FillRequest dtype(DType newDtype) {
    Objects.requireNonNull(newDtype, "newDtype");
    return new FillRequest(
        initializer, shape, layout, Optional.of(newDtype), keySource, region, backend);
  }

  /**
   * The tensor of a parameter: drawn from the key of the seed and this name.
   *
   * @param newName the parameter's name, any text
   * @return the request
   * @throws IllegalArgumentException if the name is null
   */
  public FillRequest name(String newName) {
    requireName(newName);
    return withKeySource(keySource.named(newName));
  }

  private static void requireName(@Nullable String name) {
    if (name == null) {
      throw new IllegalArgumentException("a tensor's name must be a text, was null");
    }
  }

  /**
   * The seed that a {@link #name} is drawn under, unless the initializer has one of its {@linkplain
   * Initializer#ownSeed own}: that of a config counts before a model's, here as in a manifest.
   *
   * @param newSeed the seed, of which the tensor is one of many
   * @return the request
   */
  public FillRequest seed(Seed newSeed) {
    Objects.requireNonNull(newSeed, "newSeed");
    return withKeySource(keySource.seeded(newSeed));
  }

  /**
   * A tensor drawn from this key, whatever name and seed were said.
   *
   * @param newKey the key, such as {@code Seed.of(42).key("fc1.weight")}
   * @return the request
   */
  public FillRequest key(Key newKey) {
    Objects.requireNonNull(newKey, "newKey");
    return withKeySource(keySource.of(newKey));
  }

  private FillRequest withKeySource(KeySource newKeySource) {
    return new FillRequest(initializer, shape, layout, dtype, newKeySource, region, backend);
  }

  /**
   * A part of the tensor; values and fans stay those of the whole.
   *
   * @param newRegion the part
   * @return the request
   */
  public FillRequest region(Region newRegion) {
    Objects.requireNonNull(newRegion, "newRegion");
    return of(whole -> newRegion);
  }

  /**
   * Some rows of the tensor, along axis 0; values and fans stay those of the whole.
   *
   * @param first the first row
   * @param count how many
   * @return the request
   */
  public FillRequest rows(long first, long count) {
    return of(whole -> rows(whole, first, count));
  }

  private static Region rows(Shape whole, long first, long count) {
    if (whole.rank() == 0) {
      throw new IllegalArgumentException("rows need an axis, but the shape is []");
    }
    long[] start = new long[whole.rank()];
    long[] size = whole.sizes();
    start[0] = first;
    size[0] = count;
    return Region.box(start, size);
  }

  private FillRequest of(Function<Shape, Region> newRegion) {
    return new FillRequest(initializer, shape, layout, dtype, keySource, newRegion, backend);
  }

  /**
   * A tensor filled by this backend.
   *
   * @param newBackend an open backend, which stays open
   * @return the request
   */
  public FillRequest on(Backend newBackend) {
    Objects.requireNonNull(newBackend, "newBackend");
    return new FillRequest(
        initializer, shape, layout, dtype, keySource, region, Optional.of(newBackend));
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
   * @throws IllegalArgumentException if neither name nor key was said, the tensor cannot be
   *     initialized this way, the initializer refuses the dtype, its bounds overflow it, or the
   *     region does not lie inside the shape
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
    PrecisionCheck.require(plan, type);
    Moments.of(plan, shape, type).requireFits(type);
    return new Fill(plan, shape, type, keySource.key(initializer), region.apply(shape));
  }

  /**
   * Fills memory or a file. When this returns, host memory and files are written; memory of a
   * device is in the order of its stream.
   *
   * @param destination where the region's elements go
   * @throws IllegalArgumentException as {@link #toFill}, or if the destination cannot hold them
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public void into(Destination destination) {
    run(toFill(), destination);
  }

  /**
   * Fills an array of float32 from its beginning; there may be more of it.
   *
   * @param array takes the region's elements, row-major; those of a narrower dtype as the float32
   *     that equals them, those of a complex one as real and imaginary parts in turn
   * @throws IllegalArgumentException as {@link #toFill}, or if F64 or C128 was asked for, or the
   *     array is too short
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public void into(float[] array) {
    run(fill(dtypeOr(DType.F32)), Destination.of(array), DType.F32);
  }

  /**
   * Fills an array of float64 from its beginning; there may be more of it.
   *
   * @param array takes the region's elements, row-major; those of a narrower dtype as the float64
   *     that equals them, those of a complex one as real and imaginary parts in turn
   * @throws IllegalArgumentException as {@link #toFill}, or if the array is too short
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public void into(double[] array) {
    run(fill(dtypeOr(DType.F64)), Destination.of(array), DType.F64);
  }

  /**
   * Fills a buffer of float32 from its position, which does not move, in its own byte order; there
   * may be more of it.
   *
   * @param buffer takes the region's elements as {@link #into(float[])} puts them
   * @throws IllegalArgumentException as {@link #toFill}, or if F64 or C128 was asked for, or the
   *     buffer is read-only or too short
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public void into(FloatBuffer buffer) {
    run(fill(dtypeOr(DType.F32)), Destination.of(buffer), DType.F32);
  }

  /**
   * Fills a buffer of float64 from its position, which does not move, in its own byte order; there
   * may be more of it.
   *
   * @param buffer takes the region's elements as {@link #into(double[])} puts them
   * @throws IllegalArgumentException as {@link #toFill}, or if the buffer is read-only or too short
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public void into(DoubleBuffer buffer) {
    run(fill(dtypeOr(DType.F64)), Destination.of(buffer), DType.F64);
  }

  /**
   * Fills a buffer of the bits of F16 or BF16 from its position, which does not move, in its own
   * byte order; there may be more of it. The {@link #dtype} must be said, since the buffer holds
   * either.
   *
   * @param bits takes the region's elements, row-major; real and imaginary parts in turn if C32 was
   *     asked for
   * @throws IllegalArgumentException as {@link #toFill}, or if no dtype was said, or one of other
   *     parts than F16 and BF16, or the buffer is read-only or too short
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public void into(ShortBuffer bits) {
    DType said =
        dtype
            .or(initializer::ownDType)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a ShortBuffer holds bits of F16 or of BF16, but no dtype was said: say"
                            + " dtype(DType.F16) or dtype(DType.BF16)"));
    run(fill(said), Destination.of(bits));
  }

  /**
   * A new array of float32.
   *
   * @return the region's elements, row-major; those of a narrower dtype as the float32 that equals
   *     them, those of a complex one as real and imaginary parts in turn
   * @throws IllegalArgumentException as {@link #toFill}, or if F64 or C128 was asked for, or there
   *     are more elements than an array holds
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public float[] floats() {
    Fill fill = fill(dtypeOr(DType.F32));
    requireHeld(fill, DType.F32);
    float[] array = new float[fill.dtype().arrayLength(fill.regionShape().elementCount())];
    run(fill, Destination.of(array), DType.F32);
    return array;
  }

  /**
   * A new array of float64.
   *
   * @return the region's elements, row-major; those of a narrower dtype as the float64 that equals
   *     them, those of a complex one as real and imaginary parts in turn
   * @throws IllegalArgumentException as {@link #toFill}, or if there are more elements than an
   *     array holds
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public double[] doubles() {
    Fill fill = fill(dtypeOr(DType.F64));
    double[] array = new double[fill.dtype().arrayLength(fill.regionShape().elementCount())];
    run(fill, Destination.of(array), DType.F64);
    return array;
  }

  /** Refuses elements that numbers of a type do not hold, before memory is taken for them. */
  private static void requireHeld(Fill fill, DType number) {
    if (fill.dtype().isDouble() && !number.isDouble()) {
      throw new IllegalArgumentException(
          "numbers of " + number + " do not hold dtype " + fill.dtype() + "; ask for float64");
    }
  }

  /** Fills numbers of a type with elements that may be of a narrower one. */
  private void run(Fill fill, HostDestination numbers, DType number) {
    requireHeld(fill, number);
    run(fill, numbers.widening(fill.dtype(), number));
  }

  private void run(Fill fill, Destination destination) {
    backend(fill.plan()).fill(fill, destination);
  }

  /**
   * What fills this, for those who put together a {@link #toFill} themselves.
   *
   * @return the backend that was said, else the shared one that can fill from this plan
   * @throws IllegalArgumentException if the tensor cannot be initialized this way
   * @throws io.tensorinit.backend.BackendException if no backend is there
   */
  public Backend backend() {
    return backend(plan());
  }

  private Backend backend(FillPlan plan) {
    return backend.orElseGet(() -> Backends.shared(it -> it.refusal(plan, shape)));
  }

  /** What the key follows from: a key as it is, or a name under a seed. */
  private record KeySource(Optional<Key> key, Optional<String> name, Optional<Seed> seed) {
    static final KeySource NONE =
        new KeySource(Optional.empty(), Optional.empty(), Optional.empty());

    KeySource of(Key newKey) {
      return new KeySource(Optional.of(newKey), name, seed);
    }

    KeySource named(String newName) {
      return new KeySource(key, Optional.of(newName), seed);
    }

    KeySource seeded(Seed newSeed) {
      return new KeySource(key, name, Optional.of(newSeed));
    }

    Key key(Initializer initializer) {
      if (key.isPresent()) {
        return key.get();
      }
      String its =
          name.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "a tensor needs a name or a key, which decide its values: say"
                          + " name(\"fc1.weight\") or key(...)"));
      return initializer.ownSeed().or(() -> seed).orElse(Seed.DEFAULT).key(its);
    }
  }
}
