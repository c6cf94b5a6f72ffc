package io.tensorinit.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.BackendsTest;
import io.tensorinit.backend.Fill;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that files hold, taken into memory; and failures on the way. */
class WeightsFileTest {
  @TempDir private Path folder;

  private final Backend backend = new BackendsTest.RecordingBackend("fake");

  private static Model model(Shape shape, DType dtype) {
    return Model.builder()
        .parameter(ParameterSpec.of("w", shape).init(Initializers.ones()).dtype(dtype))
        .parameter(ParameterSpec.of("tied", shape).tiedTo("w"))
        .build();
  }

  private Path safetensors(String header, int... floatBits) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + 4 * floatBits.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    for (int bits : floatBits) {
      file.putInt(bits);
    }
    Path path = folder.resolve("in.safetensors");
    Files.write(path, file.array());
    return path;
  }

  /** A NaN's payload is a value of somebody's: it goes in and out as it is. */
  @Test
  void everyBitIsKept() throws IOException {
    int[] bits = {0x7fa12345, 0xffc00001, 0x80000000, 0x00000001};
    Path in =
        safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", bits);
    try (Weights weights = Weights.of(model(Shape.of(4), DType.F32), backend)) {
      weights.load(in);
      Path out = folder.resolve("out.safetensors");
      weights.write(out);
      byte[] written = Files.readAllBytes(out);
      ByteBuffer tail =
          ByteBuffer.wrap(written, written.length - 16, 16).order(ByteOrder.LITTLE_ENDIAN);
      for (int each : bits) {
        assertEquals(each, tail.getInt());
      }
    }
  }

  /** The array [[0, 1, 2], [3, 4, 5]] as numpy.asfortranarray writes it: columns first. */
  @Test
  void arraysInFortransOrderAreTakenRowByRow() throws IOException {
    byte[] head =
        "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }"
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer npy = ByteBuffer.allocate(128 + 48).order(ByteOrder.LITTLE_ENDIAN);
    npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
    npy.put(head);
    while (npy.position() < 127) {
      npy.put((byte) ' ');
    }
    npy.put((byte) '\n');
    for (double value : new double[] {0, 3, 1, 4, 2, 5}) {
      npy.putDouble(value);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("w.npy"));
      zip.write(npy.array());
    }
    Path file = folder.resolve("in.npz");
    Files.write(file, bytes.toByteArray());
    try (Weights weights = Weights.of(model(Shape.of(2, 3), DType.F64), backend)) {
      weights.load(file);
      assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, weights.values("w").doubles());
    }
  }

  @Test
  void aTiedNameServesWhereItsTargetIsMissing() throws IOException {
    Path file =
        safetensors(
            "{\"tied\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            Float.floatToRawIntBits(7));
    try (Weights weights = Weights.of(model(Shape.of(1), DType.F32), backend)) {
      weights.load(file);
      assertEquals(7, weights.values("w").get(0));
    }
  }

  @Test
  void aTiedNameWithOtherValuesIsRefused() throws IOException {
    String header =
        "{\"tied\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
    try (Weights weights = Weights.of(model(Shape.of(1), DType.F32), backend)) {
      weights.load(safetensors(header, 5, 5));
      assertEquals(Float.intBitsToFloat(5), (float) weights.values("w").get(0));
      Path other = safetensors(header, 5, 6);
      assertEquals(
          "\"tied\" is tied to \"w\" in the model, but has other values, or another order, in the"
              + " file",
          assertThrows(MalformedCheckpointException.class, () -> weights.load(other)).getMessage());
    }
  }

  @Test
  void aFileTellsShapesThatWereNotKnown() throws IOException {
    Path file =
        safetensors(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
            Float.floatToRawIntBits(7),
            Float.floatToRawIntBits(8));
    Model lazy = Model.builder().parameter(ParameterSpec.of("w").init(Initializers.ones())).build();
    try (Weights weights = Weights.of(lazy, backend)) {
      weights.load(file);
      assertEquals(Shape.of(2, 1), weights.values("w").shape());
      assertEquals(8, weights.values("w").get(1, 0));
      assertEquals(Map.of(), weights.model().undecided());
    }
  }

  /**
   * Parameters that are filled in one job have no values if it fails, and are filled when they are
   * next asked for.
   */
  @Test
  void aFailedFillLeavesNoValues() {
    int[] left = {1};
    Backend failing =
        new BackendsTest.RecordingBackend("failing") {
          @Override
          public void fill(Fill fill, Destination destination) {
            if (left[0]-- == 0) {
              throw new BackendException("device lost");
            }
          }
        };
    Model two =
        Model.builder()
            .parameter("a", Shape.of(2), Initializers.ones())
            .parameter("b", Shape.of(2), Initializers.ones())
            .parameter("c", Shape.of(2), Initializers.ones())
            .build();
    try (Weights weights = Weights.of(two, failing)) {
      assertThrows(BackendException.class, () -> weights.initialize(FillScope.ONLY_UNINITIALIZED));
      for (String name : List.of("a", "b", "c")) {
        assertFalse(weights.values(name).isInitialized(), name);
      }
      weights.initialize(FillScope.ONLY_UNINITIALIZED);
      for (String name : List.of("a", "b", "c")) {
        assertTrue(weights.values(name).isInitialized(), name);
      }
    }
  }

  @Test
  void aBackendThatRefusesAParameterIsRefused() {
    Backend refusing = new BackendsTest.RecordingBackend("refusing", Optional.of("it is tired"));
    assertEquals(
        "backend refusing cannot fill \"w\": it is tired",
        assertThrows(
                BackendException.class, () -> Weights.of(model(Shape.of(1), DType.F32), refusing))
            .getMessage());
  }
}
