package io.tensorinit.memory;

import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Memory of a device that a region's elements go to, in the order of a stream. Address and stream
 * are plain numbers, as the device's own library gives them, so that tensors of any library can be
 * filled. Row-major from the address unless strides are given. Immutable.
 *
 * <pre>{@code
 * TensorInit.tensor(heNormal()).shape(512, 256).name("fc1.weight").on(gpu)
 *     .into(DeviceDestination.at(address).onStream(stream));
 * }</pre>
 *
 * <p>A fill of device memory may return before it is done: what is put on the same stream later
 * sees the values.
 */
@CheckReturnValue
public final class DeviceDestination implements Destination {
  private final long address;
  private final long stream;
  private final Optional<long[]> strides;
  private final Optional<Held> held;

  /** What a tensor in device memory is known to be. */
  private record Held(Shape shape, DType dtype) {
    @Override
    public String toString() {
      return shape + " of " + dtype;
    }
  }

  private DeviceDestination(
      long address, long stream, Optional<long[]> strides, Optional<Held> held) {
    this.address = address;
    this.stream = stream;
    this.strides = strides;
    this.held = held;
  }

  /**
   * Memory of a device, in the order of its default stream.
   *
   * @param address where the region's first element goes: a device pointer, not 0
   * @return the destination
   * @throws IllegalArgumentException if the address is 0
   */
  public static DeviceDestination at(long address) {
    if (address == 0) {
      throw new IllegalArgumentException("address must be a device pointer, was 0");
    }
    return new DeviceDestination(address, 0, Optional.empty(), Optional.empty());
  }

  /**
   * This in the order of a stream.
   *
   * @param newStream the stream, as the device's library made it; 0 is the default stream
   * @return the destination
   */
  public DeviceDestination onStream(long newStream) {
    return new DeviceDestination(address, newStream, strides, held);
  }

  /**
   * This with other places: element (i, j, ...) of the region goes {@code i strides[0] + j
   * strides[1] + ...} elements behind the address. Places that coincide hold the value of one of
   * the elements, which one is not said; {@link Strides#areNested} tells whether any may.
   *
   * @param newStrides the distance between neighbours along each axis of the region, in elements;
   *     may be negative
   * @return the destination
   */
  public DeviceDestination strided(long... newStrides) {
    return new DeviceDestination(address, stream, Optional.of(newStrides.clone()), held);
  }

  /**
   * This as the memory of one tensor, whose shape and type are known: it takes nothing else.
   *
   * @param shape the tensor's shape
   * @param dtype the type of its elements
   * @return the destination
   */
  public DeviceDestination holding(Shape shape, DType dtype) {
    return new DeviceDestination(address, stream, strides, Optional.of(new Held(shape, dtype)));
  }

  /**
   * Where the region's first element goes.
   *
   * @return the device pointer
   */
  public long address() {
    return address;
  }

  /**
   * The stream.
   *
   * @return the stream, 0 for the default stream
   */
  public long stream() {
    return stream;
  }

  @Override
  public long[] strides(Shape regionShape) {
    if (strides.isEmpty()) {
      return regionShape.rowMajorStrides();
    }
    long[] given = strides.get();
    if (given.length != regionShape.rank()) {
      throw new IllegalArgumentException(
          "strides must be one an axis of shape " + regionShape + ", was " + given.length);
    }
    return given.clone();
  }

  @Override
  public void require(Shape regionShape, DType dtype) {
    Held asked = new Held(regionShape, dtype);
    if (held.isPresent() && !held.get().equals(asked)) {
      throw new IllegalArgumentException(
          "destination holds a tensor " + held.get() + ", the fill's region is " + asked);
    }
    int alignment = dtype.partType().bytes();
    if (address % alignment != 0) {
      throw new IllegalArgumentException(
          "address must be a device pointer and a multiple of "
              + alignment
              + ", was 0x"
              + Long.toHexString(address));
    }
    long[] unused = strides(regionShape); // which refuses
  }

  @Override
  public HostDestination requireHost(String backend) {
    throw new IllegalArgumentException(
        "destination must be host memory for backend " + backend + ", was " + this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeviceDestination that
        && address == that.address
        && stream == that.stream
        && Arrays.equals(strides.orElse(null), that.strides.orElse(null))
        && held.equals(that.held);
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, stream, Arrays.hashCode(strides.orElse(null)), held);
  }

  /**
   * Address and stream.
   *
   * @return for instance {@code device memory at 0x7f0000000000 on stream 0x0}
   */
  @Override
  public String toString() {
    return "device memory at 0x"
        + Long.toHexString(address)
        + " on stream 0x"
        + Long.toHexString(stream);
  }
}
