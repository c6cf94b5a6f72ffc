package io.tensorinit.cpu.orthogonal;

import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Digests of all bits of some matrices, as lines of {@code orthogonal-bits.csv}. The main method
 * prints the file:
 *
 * <pre>
 *   mvn -q test-compile -pl core,cpu-fallback
 *   java -cp core/target/classes:cpu-fallback/target/classes:cpu-fallback/target/test-classes \
 *       io.tensorinit.cpu.orthogonal.OrthogonalBits \
 *       &gt; core/src/test/resources/kat/orthogonal-bits.csv
 * </pre>
 */
final class OrthogonalBits {
  private static final int[][] SHAPES = {
    {1, 1},
    {1, 5},
    {5, 3},
    {7, 3},
    {3, 7},
    {49, 49},
    {50, 49},
    {200, 131},
    {600, 20},
    {1500, 20},
    {4200, 50}
  };

  private OrthogonalBits() {}

  /** Prints the file. */
  public static void main(String[] arguments) {
    System.out.println(
        """
        # SHA-256 of the elements of orthogonal matrices of key 1, row by row, as little-endian
        # doubles, real part before imaginary part. By the method QR only the CPU promises bits.
        # Origin: TensorInit itself, stream version 1; the command stands in OrthogonalBits.java.
        # Those of STEWART are checked independently by core/src/test/python/orthogonal_law.py.
        # method,dtype,rows,columns,digest\
        """);
    lines().forEach(System.out::println);
  }

  /** The lines below the head. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Method method : Method.values()) {
      for (DType dtype : new DType[] {DType.F32, DType.F64, DType.C64, DType.C128}) {
        for (int[] shape : SHAPES) {
          Complex[][] matrix = Matrices.computed(shape[0], shape[1], dtype, Key.raw(1), method);
          lines.add(
              method
                  + ","
                  + dtype
                  + ","
                  + shape[0]
                  + ","
                  + shape[1]
                  + ","
                  + digest(matrix, dtype.partCount()));
        }
      }
    }
    return lines;
  }

  private static String digest(Complex[][] matrix, int parts) {
    ByteBuffer bytes =
        ByteBuffer.allocate(matrix.length * matrix[0].length * parts * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Complex[] row : matrix) {
      for (Complex element : row) {
        bytes.putDouble(element.re());
        if (parts == 2) {
          bytes.putDouble(element.im());
        }
      }
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
