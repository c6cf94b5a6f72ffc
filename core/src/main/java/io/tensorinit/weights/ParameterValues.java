package io.tensorinit.weights;

import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.Supplier;

/**
 * The values of one parameter of {@link Weights}. Whatever reads or overwrites a part of them fills
 * the whole parameter first, if it is uninitialized.
 *
 * <p>Numbers that are put are rounded once to the dtype, to nearest even; beyond its range they
 * become what a fill makes of such values (infinity; NaN in F8_E4M3). Safe for use by several
 * threads: each call is done as a whole.
 *
 * <p>Every method but {@link #name} throws {@link IllegalStateException} if the store is closed or
 * the shape is not known yet, and those that fill throw {@link
 * io.tensorinit.backend.BackendException} if memory runs out or the device fails; the parameter is
 * uninitialized then.
 */
public final class ParameterValues {
  /** The most parts that an update holds as numbers at once; even. */
  private static final int UPDATE_PARTS = 1 << 16;

  private final Weights weights;
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean initialized;

  ParameterValues(Weights weights, String name) {
    this.weights = weights;
    this.name = name;
  }

  /**
   * The parameter's name.
   *
   * @return the name in the model; of a tied one, that of the parameter it is tied to
   */
  public String name() {
    return name;
  }

  /**
   * The parameter as the model has it now.
   *
   * @return the parameter
   */
  public Parameter parameter() {
    return weights.model().parameter(name).orElseThrow();
  }

  /**
   * The shape.
   *
   * @return the parameter's shape
   */
  public Shape shape() {
    return parameter().shape();
  }

  /**
   * The type of the elements.
   *
   * @return the parameter's dtype
   */
  public DType dtype() {
    return parameter().dtype();
  }

  /**
   * Whether there are values: a fill of {@link io.tensorinit.model.FillScope#ONLY_UNINITIALIZED}
   * leaves them as they are.
   *
   * @return true if it was filled, read or overwritten, and no initializer was applied since
   */
  public boolean isInitialized() {
    return initialized;
  }

  /**
   * All values as float32.
   *
   * @return the elements, row-major; those of a narrower dtype as the float32 that equals them,
   *     those of a complex one as real and imaginary parts in turn
   * @throws IllegalArgumentException if the dtype is F64 or C128, or an array does not hold so many
   */
  public float[] floats() {
    return floats(Region.whole());
  }

  /**
   * Some values as float32.
   *
   * @param region which
   * @return the region's elements, as {@link #floats()} gives them
   * @throws IllegalArgumentException as {@link #floats()}, or if the region does not lie inside the
   *     shape
   */
  public float[] floats(Region region) {
    DType dtype = dtype();
    if (dtype.isDouble()) {
      throw new IllegalArgumentException(
          "numbers of F32 do not hold dtype " + dtype + "; ask for doubles()");
    }
    float[] numbers = new float[length(region)];
    copyTo(region, Destination.of(numbers).widening(dtype, DType.F32));
    return numbers;
  }

  /**
   * All values as float64.
   *
   * @return the elements, row-major, as the float64 that equals them; those of a complex dtype as
   *     real and imaginary parts in turn
   * @throws IllegalArgumentException if an array does not hold so many
   */
  public double[] doubles() {
    return doubles(Region.whole());
  }

  /**
   * Some values as float64.
   *
   * @param region which
   * @return the region's elements, as {@link #doubles()} gives them
   * @throws IllegalArgumentException as {@link #doubles()}, or if the region does not lie inside
   *     the shape
   */
  public double[] doubles(Region region) {
    double[] numbers = new double[length(region)];
    copyTo(region, Destination.of(numbers).widening(dtype(), DType.F64));
    return numbers;
  }

  /**
   * One value.
   *
   * @param index its index along each axis
   * @return the element
   * @throws IllegalArgumentException if the shape has no such element, or the dtype is complex
   */
  public double get(long... index) {
    return doubles(element(index))[0];
  }

  /**
   * Copies all values to memory of the host or a file.
   *
   * @param destination where they go
   * @throws IllegalArgumentException if the destination cannot hold them
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void copyTo(HostDestination destination) {
    copyTo(Region.whole(), destination);
  }

  /**
   * Copies some values to memory of the host or a file.
   *
   * @param region which
   * @param destination where they go
   * @throws IllegalArgumentException if the region does not lie inside the shape, or the
   *     destination cannot hold it
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void copyTo(Region region, HostDestination destination) {
    Parameter parameter = parameter();
    destination.require(region.shapeIn(parameter.shape()), parameter.dtype());
    filled(
        () -> {
          weights.memory().read(parameter, region, destination);
          return this;
        });
  }

  /**
   * The values where they lie, for code that reads and writes memory itself. What is written there
   * counts as overwritten; nobody else should use the values meanwhile.
   *
   * @return little-endian bytes in row-major order, in buffers of up to 2^30 bytes, good until the
   *     store is closed; empty where the host does not reach the memory
   */
  public Optional<List<ByteBuffer>> bytes() {
    return filled(
        () ->
            weights
                .memory()
                .bytes(parameter())
                .map(all -> all.stream().map(ParameterValues::view).toList()));
  }

  private static ByteBuffer view(ByteBuffer bytes) {
    return bytes.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Overwrites one value.
   *
   * @param value the number
   * @param index the element's index along each axis
   * @return this
   * @throws IllegalArgumentException if the shape has no such element, or the dtype is complex
   */
  public ParameterValues set(double value, long... index) {
    return write(element(index), part -> value);
  }

  /**
   * Overwrites all values.
   *
   * @param numbers the elements, row-major, real and imaginary parts in turn
   * @return this
   * @throws IllegalArgumentException if they are more or fewer than the parameter has
   */
  public ParameterValues put(float[] numbers) {
    return put(Region.whole(), numbers);
  }

  /**
   * Overwrites all values.
   *
   * @param numbers the elements, row-major, real and imaginary parts in turn
   * @return this
   * @throws IllegalArgumentException if they are more or fewer than the parameter has
   */
  public ParameterValues put(double... numbers) {
    return put(Region.whole(), numbers);
  }

  /**
   * Overwrites some values.
   *
   * @param region which
   * @param numbers the region's elements, row-major, real and imaginary parts in turn
   * @return this
   * @throws IllegalArgumentException if the region does not lie inside the shape, or they are more
   *     or fewer than it has
   */
  public ParameterValues put(Region region, float[] numbers) {
    requireLength(region, numbers.length);
    return write(region, part -> numbers[(int) part]);
  }

  /**
   * Overwrites some values.
   *
   * @param region which
   * @param numbers the region's elements, row-major, real and imaginary parts in turn
   * @return this
   * @throws IllegalArgumentException if the region does not lie inside the shape, or they are more
   *     or fewer than it has
   */
  public ParameterValues put(Region region, double... numbers) {
    requireLength(region, numbers.length);
    return write(region, part -> numbers[(int) part]);
  }

  /**
   * Adds a number to every value.
   *
   * @param number the number
   * @return this
   * @throws IllegalArgumentException if the dtype is complex
   */
  public ParameterValues add(double number) {
    return update(value -> value + number);
  }

  /**
   * Multiplies every value by a number.
   *
   * @param number the number
   * @return this
   * @throws IllegalArgumentException if the dtype is complex
   */
  public ParameterValues multiply(double number) {
    return update(value -> value * number);
  }

  /**
   * Replaces every value by a function of it.
   *
   * @param function the function
   * @return this
   * @throws IllegalArgumentException if the dtype is complex
   */
  public ParameterValues update(DoubleUnaryOperator function) {
    return update(Region.whole(), function);
  }

  /**
   * Replaces some values by a function of them. If the function throws, the parameter is
   * uninitialized, so that no half of it is seen.
   *
   * @param region which
   * @param function the function, called once for each element, in row-major order
   * @return this
   * @throws IllegalArgumentException if the region does not lie inside the shape, or the dtype is
   *     complex
   */
  public ParameterValues update(Region region, DoubleUnaryOperator function) {
    requireReal();
    Parameter parameter = parameter();
    long elements = region.shapeIn(parameter.shape()).elementCount();
    return filled(
        () ->
            changed(
                () -> {
                  for (long from = 0; from < elements; from += UPDATE_PARTS) {
                    long count = Math.min(UPDATE_PARTS, elements - from);
                    region.forEachRun(
                        parameter.shape(),
                        from,
                        count,
                        (whole, at, length) ->
                            updateRun(parameter, Region.range(whole, length), function));
                  }
                }));
  }

  private void updateRun(Parameter parameter, Region run, DoubleUnaryOperator function) {
    double[] numbers = new double[length(run)];
    HostDestination doubles = Destination.of(numbers).widening(parameter.dtype(), DType.F64);
    weights.memory().read(parameter, run, doubles);
    Arrays.setAll(numbers, i -> function.applyAsDouble(numbers[i]));
    put(parameter, run, part -> numbers[(int) part]);
  }

  /**
   * Fills the parameter, if it is uninitialized.
   *
   * @return this
   */
  public ParameterValues initialize() {
    return filled(() -> this);
  }

  /**
   * Fills the parameter anew: whatever was overwritten has the value that it began with.
   *
   * @return this
   */
  public ParameterValues reset() {
    return locked(
        () -> {
          weights.fill(List.of(this));
          return this;
        });
  }

  /** Takes values that are read into memory, where an error leaves the parameter uninitialized. */
  void load(Reading reading) throws IOException {
    Parameter parameter = parameter();
    try {
      locked(
          () ->
              changed(
                  () -> {
                    Optional<List<ByteBuffer>> bytes = weights.memory().bytes(parameter);
                    if (bytes.isPresent()) {
                      reading.unchecked(bytes.get());
                    } else {
                      HostTensor onHost = new HostTensor(parameter);
                      reading.unchecked(onHost.buffers());
                      put(parameter, Region.whole(), onHost::number);
                    }
                  }));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Reads all values of a parameter into little-endian buffers. */
  @FunctionalInterface
  interface Reading {
    void into(List<ByteBuffer> buffers) throws IOException;

    default void unchecked(List<ByteBuffer> buffers) {
      try {
        into(buffers);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ParameterValues write(Region region, LongToDoubleFunction parts) {
    Parameter parameter = parameter();
    boolean whole =
        region.shapeIn(parameter.shape()).elementCount() == parameter.shape().elementCount();
    Supplier<ParameterValues> work = () -> changed(() -> put(parameter, region, parts));
    return whole ? locked(work) : filled(work);
  }

  private void put(Parameter parameter, Region region, LongToDoubleFunction parts) {
    DType part = parameter.dtype().partType();
    LongToDoubleFunction computed =
        switch (part) {
          case F64 -> parts;
          case F32 -> at -> (float) parts.applyAsDouble(at);
          default -> at -> toOdd(parts.applyAsDouble(at));
        };
    weights.memory().write(parameter, region, computed);
  }

  /**
   * The float32 by which a double is rounded to a narrower type as if it was rounded to that at
   * once: where it is not exact, the last bit is set.
   */
  static float toOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Float.isNaN(nearest) || Float.isInfinite(nearest)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    boolean beyond = Math.abs((double) nearest) > Math.abs(value);
    return Float.intBitsToFloat((beyond ? bits - 1 : bits) | 1);
  }

  /** Does something that changes values; where it fails, they are not there any more. */
  private ParameterValues changed(Runnable work) {
    forget();
    work.run();
    settle();
    return this;
  }

  /** Does something with values that are there, while no other thread uses them. */
  private <T> T filled(Supplier<T> work) {
    return locked(
        () -> {
          if (!initialized) {
            weights.fill(List.of(this));
          }
          return work.get();
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      weights.requireOpen();
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  void settle() {
    initialized = true;
  }

  void forget() {
    initialized = false;
  }

  /** The number of parts of a region, as an array has them. */
  private int length(Region region) {
    Parameter parameter = parameter();
    return parameter.dtype().arrayLength(region.shapeIn(parameter.shape()).elementCount());
  }

  private void requireLength(Region region, int numbers) {
    Shape shape = region.shapeIn(shape());
    if (shape.elementCount() * dtype().partCount() != numbers) {
      throw new IllegalArgumentException(
          "numbers must be "
              + dtype().partCount()
              + " for each element of shape "
              + shape
              + " in "
              + dtype()
              + ", were "
              + numbers);
    }
  }

  private void requireReal() {
    if (dtype().isComplex()) {
      throw new IllegalArgumentException(
          "an element of dtype " + dtype() + " is no single number; read doubles and put them");
    }
  }

  /** One element as a region. */
  private Region element(long... index) {
    requireReal();
    Shape shape = shape();
    boolean inside = index.length == shape.rank();
    long[] strides = shape.rowMajorStrides();
    long place = 0;
    for (int axis = 0; inside && axis < index.length; axis++) {
      inside = index[axis] >= 0 && index[axis] < shape.size(axis);
      place += index[axis] * strides[axis];
    }
    if (!inside) {
      throw new IllegalArgumentException(
          "index must lie inside shape " + shape + ", was " + Arrays.toString(index));
    }
    return Region.range(place, 1);
  }
}
