package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A whole model in device memory. */
class DeviceModelTest {
  private static final Model MODEL =
      Model.builder()
          .seed(Seed.of(1))
          .parameter("embedding", Shape.of(7, 4), Initializers.normal(0, 1))
          .parameter("fc.weight", Shape.of(4, 4), Initializers.heNormal())
          .parameter("fc.bias", Shape.of(4), Initializers.zeros())
          .parameter("out.weight", Shape.of(3, 4), Initializers.orthogonal())
          .parameter(ParameterSpec.of("head", Shape.of(7, 4)).tiedTo("embedding"))
          .build();

  @Test
  void holdsTheValuesOfTheCpuAndTies() {
    PtxDriver driver = new PtxDriver(1);
    driver.grid(2, 32);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceModel weights = gpu.create(MODEL);
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertEquals(
          List.of("embedding", "fc.weight", "fc.bias", "out.weight", "head"),
          List.copyOf(weights.buffers().keySet()));
      assertSame(weights.buffers().get("embedding"), weights.buffers().get("head"));
      for (Parameter parameter : MODEL.parameters().subList(0, 3)) {
        ByteBuffer copy =
            ByteBuffer.allocate((int) parameter.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        weights.buffers().get(parameter.name()).copyTo(Destination.littleEndian(copy));
        assertArrayEquals(
            Elements.filled(cpu, parameter.fill(Region.whole())), copy.array(), parameter.name());
      }
      assertEquals(DType.F32, weights.buffers().get("out.weight").dtype());
    }
    assertEquals(0, driver.open());
  }

  @Test
  void lazilyOnlyWhatIsAskedForIsAllocatedAndFilled() {
    PtxDriver driver = new PtxDriver(1);
    driver.grid(2, 32);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceModel weights = gpu.allocate(MODEL, 0)) {
      int before = driver.open();
      DeviceBuffer bias = weights.buffer("fc.bias");
      assertEquals(Shape.of(4), bias.shape());
      assertTrue(driver.open() > before);
      assertTrue(weights.weights().values("fc.bias").isInitialized());
      assertFalse(weights.weights().values("embedding").isInitialized());
      assertSame(weights.buffer("head"), weights.buffer("embedding"));
      assertEquals(Optional.empty(), weights.block());
    }
    assertEquals(0, driver.open());
  }

  @Test
  void oneBlockHoldsAllParametersInOrder() {
    PtxDriver driver = new PtxDriver(1);
    driver.grid(2, 32);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceModel weights = gpu.allocateBlock(MODEL, 0);
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      DeviceBuffer block = weights.block().orElseThrow();
      assertEquals(4 * 256, block.byteSize());
      long at = block.address();
      for (Parameter parameter : MODEL.parameters()) {
        DeviceBuffer buffer = weights.buffer(parameter.name());
        assertEquals(at, buffer.address());
        at += 256;
        ByteBuffer copy =
            ByteBuffer.allocate((int) parameter.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.copyTo(Destination.littleEndian(copy));
        assertArrayEquals(
            Elements.filled(cpu, parameter.fill(Region.whole())), copy.array(), parameter.name());
      }
    }
    assertEquals(0, driver.open());
  }

  /** A row, a box with gaps, and a run that begins inside of a row, to packed and other places. */
  @Test
  void regionsAreCopiedToAnyPlaces() {
    PtxDriver driver = new PtxDriver(1);
    driver.grid(2, 32);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceModel weights = gpu.create(MODEL)) {
      DeviceBuffer buffer = weights.buffer("embedding");
      float[] all = new float[28];
      buffer.copyTo(Destination.of(all));
      float[] row = new float[4];
      buffer.copyTo(Region.range(8, 4), Destination.of(row));
      assertArrayEquals(Arrays.copyOfRange(all, 8, 12), row);
      float[] run = new float[11];
      buffer.copyTo(Region.range(6, 11), Destination.of(run));
      assertArrayEquals(Arrays.copyOfRange(all, 6, 17), run);
      float[] box = new float[7];
      buffer.copyTo(
          Region.box(new long[] {2, 1}, new long[] {3, 2}), Destination.of(box).strided(1, 1, 3));
      assertArrayEquals(new float[] {0, all[9], all[13], all[17], all[10], all[14], all[18]}, box);
    }
    assertEquals(0, driver.open());
  }

  @Test
  void nothingLeaksWhicheverCallFails() {
    PtxDriver counting = new PtxDriver(1);
    counting.failCall(-1);
    fill(counting);
    assertEquals(0, counting.open());
    for (int call = 0; call < counting.calls(); call++) {
      PtxDriver failing = new PtxDriver(1);
      failing.failCall(call);
      assertThrows(CudaException.class, () -> fill(failing), "call " + call);
      assertEquals(0, failing.open(), "call " + call);
    }
  }

  private static void fill(PtxDriver driver) {
    driver.grid(2, 32);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0)) {
      gpu.create(MODEL).close();
    }
  }

  @Test
  void aParameterThatCannotBeFilledIsNamedBeforeAnythingIsAllocated() {
    PtxDriver driver = new PtxDriver(1);
    Model model =
        Model.builder()
            .seed(Seed.of(1))
            .parameter(
                "w", Shape.of(3, 3), Initializers.orthogonal().withMethod(OrthogonalFill.Method.QR))
            .build();
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0)) {
      int before = driver.open();
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> gpu.create(model));
      assertEquals("cannot fill \"w\": ", refused.getMessage().substring(0, 17));
      assertEquals(before, driver.open());
    }
  }
}
