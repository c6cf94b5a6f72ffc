package io.tensorinit.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.initializer.Initializer;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills arrays of DJL's PyTorch engine in place, of every view, with the values that the same name
 * has anywhere else: element (i, j, ...) of the array is element (i, j, ...) of the tensor.
 *
 * <pre>{@code
 * NDArray weights = DjlArrays.create(
 *     manager, TensorInit.tensor(heNormal()).shape(512, 256).name("fc.weight"));
 *
 * DjlArrays.fill(weights, TensorInit.tensor(heNormal()).name("fc.weight")); // the same again
 * }</pre>
 *
 * <p>On the CPU memory is filled where it lies, without a copy. On a GPU a backend of that device
 * fills it where it lies, on PyTorch's default stream, and any other backend fills memory of the
 * host, which is then copied. Values are the same. What an array records for gradients does not
 * learn of it.
 *
 * <p>The types are FLOAT32 (F32), FLOAT64 (F64), FLOAT16 (F16) and, of arrays that an operation
 * made, COMPLEX64 (C64). Safe for use by several threads, as far as they do not use the same
 * elements.
 */
public final class DjlArrays {
  private static final String ENGINE = "PyTorch";

  private DjlArrays() {}

  /**
   * Fills an array, or a view of one.
   *
   * @param array the array; what lies between the elements of a view stays as it is
   * @param request what to fill it with. Shape and dtype are the array's, whatever it says of them;
   *     fans follow from the shape and the request's layout
   * @throws IllegalArgumentException if the array is of another engine, sparse, or of a type
   *     without counterpart, if several of its elements may lie at one place, the request is of a
   *     part of a tensor, or the tensor cannot be initialized this way; or if the array lies on
   *     another GPU than the request's backend fills
   * @throws IllegalStateException if the array is closed
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public static void fill(NDArray array, FillRequest request) {
    Objects.requireNonNull(request, "request");
    requireUsable(array);
    FillRequest whole = request.shape(shape(array)).dtype(dtype(array));
    Fill fill = whole.toFill();
    if (!fill.regionShape().equals(fill.shape())) {
      throw new IllegalArgumentException(
          "request must be of a whole tensor, was of its part "
              + fill.region()
              + ": write(array, request.shape(...)::into) fills an array with a part");
    }
    fill(array, fill, whole.backend());
  }

  /** Fills a usable array. */
  static void fill(NDArray array, Fill fill, Backend backend) {
    if (fill.shape().elementCount() == 0) {
      return;
    }
    boolean onGpu = !array.getDevice().equals(ai.djl.Device.cpu());
    boolean reached = !onGpu || (array.getDevice().isGpu() && backend.name().equals("cuda"));
    Optional<Destination> place = reached ? place(array) : Optional.empty();
    if (place.isPresent()) {
      backend.fill(fill, place.get());
    } else {
      StagedFill.run(array, fill, backend, StagedFill.PIECE);
    }
  }

  /**
   * A new array.
   *
   * @param manager what it is attached to, and whose device it lies on
   * @param request what it is: its shape, dtype and values
   * @return the array
   * @throws IllegalArgumentException if the manager is of another engine, the dtype is not F32, F64
   *     or F16, the request is of a part of a tensor, or the tensor cannot be initialized this way
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public static NDArray create(NDManager manager, FillRequest request) {
    requireEngine(manager.getEngine());
    Fill fill = request.toFill();
    NDArray array =
        manager.create(
            new ai.djl.ndarray.types.Shape(fill.shape().sizes()), ElementTypes.of(fill.dtype()));
    try {
      fill(array, request);
      return array;
    } catch (RuntimeException | Error e) {
      array.close();
      throw e;
    }
  }

  /**
   * An initializer of DJL's, for one parameter: DJL tells an initializer shape and type of a
   * parameter, but not its name, which the request must say. All parameters of a block at once are
   * the matter of {@link DjlBlocks}.
   *
   * <pre>{@code
   * linear.setInitializer(
   *     DjlArrays.initializer(TensorInit.tensor(heNormal()).name("fc.weight")), "weight");
   * }</pre>
   *
   * @param request what it gives, of a name or a key; shape and dtype are what DJL asks for
   * @return the initializer, which throws what {@link #create} throws
   */
  public static Initializer initializer(FillRequest request) {
    Objects.requireNonNull(request, "request");
    return (manager, shape, type) -> {
      ElementTypes.requireMade(type);
      return create(
          manager, request.shape(Shape.of(shape.getShape())).dtype(ElementTypes.of(type)));
    };
  }

  /**
   * Lets a fill write to an array, where {@link #fill} does not say enough: a part of a tensor, a
   * parameter of a model.
   *
   * <pre>{@code
   * // rows 128 to 255 of a tensor of 512, in an array of 128
   * DjlArrays.write(array,
   *     TensorInit.tensor(heNormal()).shape(512, 256).rows(128, 128).name("fc.weight")::into);
   * }</pre>
   *
   * @param array the array; what lies between the elements of a view stays as it is
   * @param filler fills the place it is given, which is memory of the host or of the array's GPU,
   *     with elements of the array's {@link #shape} and {@link #dtype}; not called for an array of
   *     no elements
   * @throws IllegalArgumentException if the array is of another engine, sparse, or of a type
   *     without counterpart, or if several of its elements may lie at one place
   * @throws IllegalStateException if the array is closed, or DJL does not tell where it lies: on
   *     the devices of other makers, and in versions that changed
   */
  public static void write(NDArray array, Consumer<? super Destination> filler) {
    Objects.requireNonNull(filler, "filler");
    requireUsable(array);
    if (shape(array).elementCount() > 0) {
      filler.accept(
          place(array)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "DJL does not tell where an array on "
                              + array.getDevice()
                              + " lies: fill(array, request) fills it by a copy")));
    }
  }

  /** Where the elements of an array lie; empty where DJL does not tell. */
  private static Optional<Destination> place(NDArray array) {
    Shape shape = shape(array);
    DType dtype = dtype(array);
    return ArrayMemory.of(array)
        .map(
            memory -> {
              memory.requireApart(shape);
              return array.getDevice().isGpu()
                  ? memory.device(shape, dtype)
                  : memory.host(shape, dtype);
            });
  }

  /**
   * The shape of an array.
   *
   * @param array the array
   * @return its shape
   */
  public static Shape shape(NDArray array) {
    return Shape.of(array.getShape().getShape());
  }

  /**
   * The type of an array's elements.
   *
   * @param array the array
   * @return the counterpart of its data type
   * @throws IllegalArgumentException if there is none
   */
  public static DType dtype(NDArray array) {
    return ElementTypes.of(array.getDataType());
  }

  /**
   * Refuses an array that cannot be filled.
   *
   * @throws IllegalArgumentException if it is of another engine, sparse, or of a type without
   *     counterpart
   * @throws IllegalStateException if it is closed
   */
  static void requireUsable(NDArray array) {
    Objects.requireNonNull(array, "array");
    if (array.isReleased()) {
      throw new IllegalStateException("array must be open, was closed");
    }
    requireEngine(array.getManager().getEngine());
    DType unused = dtype(array); // which refuses
    if (array.isSparse()) {
      throw new IllegalArgumentException(
          "array must be dense, was " + array.getSparseFormat() + ": toDense() it first");
    }
  }

  /**
   * Refuses another engine.
   *
   * @param engine null for that of DJL's arrays without one
   * @throws IllegalArgumentException if it is not PyTorch's
   */
  static void requireEngine(@Nullable Engine engine) {
    String name = engine == null ? "none" : engine.getEngineName();
    if (!name.equals(ENGINE)) {
      throw new IllegalArgumentException(
          "array and manager must be of DJL's engine " + ENGINE + ", were of " + name);
    }
  }
}
