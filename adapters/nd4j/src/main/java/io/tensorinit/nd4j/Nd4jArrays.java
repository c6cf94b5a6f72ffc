package io.tensorinit.nd4j;

import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fills ND4J's arrays in place, of every order and view, with the values that the same name has
 * anywhere else: element (i, j, ...) of the array is element (i, j, ...) of the tensor.
 *
 * <pre>{@code
 * INDArray weights = Nd4jArrays.create(
 *     TensorInit.tensor(heNormal()).shape(512, 256).name("fc.weight"));
 *
 * Nd4jArrays.fill(weights, TensorInit.tensor(heNormal()).name("fc.weight")); // the same again
 * }</pre>
 *
 * <p>With ND4J's CPU backend memory is filled where it lies, without a copy. With its CUDA backend
 * the memory of the device is, on ND4J's own stream, and the request must be {@linkplain
 * FillRequest#on on} a backend of that device; nothing is waited for, and ND4J knows afterwards
 * that the device has the newer values.
 *
 * <p>The dtypes are FLOAT (F32), DOUBLE (F64), HALF (F16) and BFLOAT16 (BF16). Safe for use by
 * several threads, as far as they do not use the same elements.
 */
public final class Nd4jArrays {
  private Nd4jArrays() {}

  /**
   * Fills an array, or a view of one.
   *
   * @param array the array; what lies between the elements of a view stays as it is
   * @param request what to fill it with. Shape and dtype are the array's, whatever it says of them;
   *     fans follow from the shape and the request's layout
   * @throws IllegalArgumentException if the array's dtype has no counterpart, its strides reach
   *     beyond its buffer, several of its elements may lie at one place ({@link
   *     io.tensorinit.memory.Strides#areNested}), or the tensor cannot be initialized this way
   * @throws IllegalStateException if the array is closed, compressed, or of a workspace that is not
   *     open or has moved on
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public static void fill(INDArray array, FillRequest request) {
    Objects.requireNonNull(request, "request");
    write(array, request.shape(shape(array)).dtype(dtype(array))::into);
  }

  /**
   * A new array in the order 'c' (row-major).
   *
   * @param request what it is: its shape, dtype and values, or those of a region
   * @return the array, made where ND4J makes arrays: in the open workspace, if there is one
   * @throws IllegalArgumentException as {@link #create(FillRequest, char)}
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public static INDArray create(FillRequest request) {
    return create(request, 'c');
  }

  /**
   * A new array.
   *
   * @param request what it is: its shape, dtype and values, or those of a region
   * @param order 'c' for row-major, 'f' for column-major memory; the elements are the same
   * @return the array, made where ND4J makes arrays: in the open workspace, if there is one
   * @throws IllegalArgumentException if the order is another, ND4J has no such dtype, or the tensor
   *     cannot be initialized this way
   * @throws io.tensorinit.backend.BackendException if no backend is there, or the device fails
   */
  public static INDArray create(FillRequest request, char order) {
    if (order != 'c' && order != 'f') {
      throw new IllegalArgumentException("order must be 'c' or 'f', was '" + order + "'");
    }
    Fill fill = request.toFill();
    INDArray array =
        Nd4j.createUninitialized(dataType(fill.dtype()), fill.regionShape().sizes(), order);
    try {
      write(array, request.dtype(fill.dtype())::into);
      return array;
    } catch (RuntimeException | Error e) {
      array.close(); // one of a workspace is not closed, but taken back with it
      throw e;
    }
  }

  /**
   * Lets something else fill an array: a request for a region, or a parameter of a model.
   *
   * <pre>{@code
   * Nd4jArrays.write(rows, TensorInit.tensor(heNormal()).shape(512, 256).rows(128, 64).name("w")::into);
   *
   * Nd4jArrays.write(array, place -> backend.fill(parameter.fill(Region.whole()), place));
   * }</pre>
   *
   * @param array the array, or a view of one
   * @param filler fills what it is given, with elements of the array's shape and {@linkplain #dtype
   *     dtype}, before it returns; on a device: in the order of the stream
   * @throws IllegalArgumentException if the array's dtype has no counterpart, its strides reach
   *     beyond its buffer, or several of its elements may lie at one place; or as the filler
   * @throws IllegalStateException as {@link #fill}
   */
  public static void write(INDArray array, Consumer<? super Destination> filler) {
    DType dtype = dtype(array);
    ArrayChecks.requireUsable(array);
    try {
      if (array.isEmpty()) {
        filler.accept(Destination.nativeOrder(ByteBuffer.allocate(0)));
      } else if (Nd4j.getExecutioner().type() == ExecutionerType.CUDA) {
        DeviceArray.of(array, dtype).write(filler);
      } else {
        filler.accept(HostArray.destination(array, dtype));
      }
    } finally {
      Reference.reachabilityFence(array); // whose memory goes with it
    }
  }

  /**
   * The shape of an array.
   *
   * @param array the array
   * @return its shape; {@code []} for a scalar, as in ND4J
   */
  public static Shape shape(INDArray array) {
    return ArrayChecks.isNothing(array) ? Shape.of(0) : Shape.of(array.shape());
  }

  /**
   * The type of an array's elements.
   *
   * @param array the array
   * @return its dtype
   * @throws IllegalArgumentException if it has no counterpart here
   * @throws IllegalStateException if the array is compressed
   */
  public static DType dtype(INDArray array) {
    return ArrayTypes.dtype(array);
  }

  /**
   * ND4J's name of a type.
   *
   * @param dtype the type
   * @return the type of ND4J's that holds it
   * @throws IllegalArgumentException if ND4J has none
   */
  public static DataType dataType(DType dtype) {
    return ArrayTypes.dataType(dtype);
  }
}
