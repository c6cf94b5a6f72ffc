package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Model;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To {@code verify} any NaN is equal to any other, and to no number. */
class NanTest {
  private static final int ONE = 0x3f80;
  private static final int TWO = 0x4000;
  private static final int NAN = 0x7fc0;
  private static final int OTHER_NAN = 0xffc1;
  private static final int SIGNALLING = 0x7f81;
  private static final int INFINITY = 0x7f80;

  @TempDir Path folder;

  /** Fills bfloat16 with bits that are given, and float32 with the same above 16 zeros. */
  private record BitsBackend(int... bits) implements Backend {
    @Override
    public String name() {
      return "bits";
    }

    @Override
    public String device() {
      return "none";
    }

    @Override
    public void fill(Fill fill, Destination to) {
      HostDestination destination = to.requireHost(name());
      short[] shorts = new short[bits.length];
      float[] floats = new float[bits.length];
      for (int i = 0; i < bits.length; i++) {
        shorts[i] = (short) bits[i];
        floats[i] = Float.intBitsToFloat(bits[i] << 16);
      }
      if (fill.dtype() == DType.BF16) {
        destination.storage().putShorts(destination.offset(), shorts, 0, bits.length);
      } else {
        destination.storage().putFloats(destination.offset(), floats, 0, bits.length);
      }
    }

    @Override
    public void close() {}
  }

  private Optional<Difference> difference(
      Initializer initializer, DType dtype, List<Integer> file, List<Integer> made)
      throws IOException {
    Comparison comparison = compare(initializer, dtype, file, made);
    assertEquals(List.of(), comparison.rounded(), "no other machine rounds a NaN");
    return comparison.difference();
  }

  private Comparison compare(
      Initializer initializer, DType dtype, List<Integer> file, List<Integer> made)
      throws IOException {
    Model model =
        Model.builder()
            .dtype(dtype)
            .parameter("t", Shape.of(2, file.size() / 2), initializer)
            .build();
    Path path = folder.resolve(dtype + ".safetensors");
    Checkpoints.write(model, path, backend(file), Progress.NONE);
    return Checkpoints.verify(model, path, backend(made), Progress.NONE);
  }

  private static Backend backend(List<Integer> bits) {
    return new BitsBackend(bits.stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void anyNanIsEqualToAnyOther() throws IOException {
    for (DType dtype : List.of(DType.BF16, DType.F32)) {
      assertEquals(
          Optional.empty(),
          difference(
              Initializers.zeros(),
              dtype,
              List.of(NAN, ONE, OTHER_NAN, NAN, TWO, SIGNALLING),
              List.of(OTHER_NAN, ONE, NAN, SIGNALLING, TWO, OTHER_NAN)));
    }
  }

  @Test
  void aNumberBehindOneIsCompared() throws IOException {
    for (DType dtype : List.of(DType.BF16, DType.F32)) {
      Difference.Value found =
          (Difference.Value)
              difference(
                      Initializers.zeros(),
                      dtype,
                      List.of(NAN, ONE, NAN, ONE, ONE, NAN),
                      List.of(OTHER_NAN, ONE, OTHER_NAN, TWO, ONE, OTHER_NAN))
                  .orElseThrow();
      assertEquals(List.of(1L, 0L), found.index());
    }
  }

  @Test
  void noNumberIsEqualToOne() throws IOException {
    for (int number : new int[] {ONE, INFINITY}) {
      for (boolean inFile : new boolean[] {false, true}) {
        List<Integer> nan = List.of(ONE, NAN);
        List<Integer> other = List.of(ONE, number);
        Difference.Value found =
            (Difference.Value)
                difference(
                        Initializers.zeros(),
                        DType.BF16,
                        inFile ? nan : other,
                        inFile ? other : nan)
                    .orElseThrow();
        assertEquals(List.of(1L, 0L), found.index());
        assertTrue((inFile ? found.found() : found.expected()).contains("NaN"), found::toString);
      }
    }
  }

  private static final Initializer QR =
      new Orthogonal(1, Orthogonal.Side.COLUMNS, -1, List.of(), Method.QR);

  /** The values of that method are compared one by one, within a tolerance. */
  @Test
  void aMatrixByQrIsComparedLikewise() throws IOException {
    List<Integer> file = List.of(NAN, ONE, ONE, ONE);
    assertEquals(
        Optional.empty(), difference(QR, DType.F32, file, List.of(OTHER_NAN, ONE, ONE, ONE)));
    assertTrue(difference(QR, DType.F32, file, List.of(TWO, ONE, ONE, ONE)).isPresent());
  }

  /** Another machine's rounding shows in many elements: other NaNs are none of it. */
  @Test
  void aChangedElementOfAMatrixByQrIsFoundBesideOtherNans() throws IOException {
    int tiny = 0x3400; // 2^-23, all of which is within the tolerance
    int twice = 0x3480;
    List<Integer> made = new ArrayList<>(Collections.nCopies(256, tiny));
    List<Integer> file = new ArrayList<>(made);
    file.set(7, twice);
    Difference.Value alone = (Difference.Value) difference(QR, DType.F32, file, made).orElseThrow();
    assertEquals(List.of(0L, 7L), alone.index());
    for (int at : new int[] {0, 3, 128, 255}) {
      made.set(at, NAN);
      file.set(at, OTHER_NAN);
    }
    assertEquals(Optional.of(alone), difference(QR, DType.F32, file, made));
    for (int at : new int[] {1, 2}) { // with these as many as another machine would leave
      file.set(at, twice);
    }
    Comparison rounded = compare(QR, DType.F32, file, made);
    assertEquals(Optional.empty(), rounded.difference());
    assertEquals(List.of("t"), rounded.rounded());
  }
}
