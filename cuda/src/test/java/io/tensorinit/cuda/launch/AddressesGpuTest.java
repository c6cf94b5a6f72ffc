package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.HeldContext;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@link AddressesContract} on a real device, where a misaligned access ends the context. Skipped
 * where there is none; a failure instead with {@code -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
@ExtendWith(HeldContext.class)
class AddressesGpuTest extends AddressesContract {
  private CudaBackend gpu;

  @BeforeEach
  void open() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
    gpu = CudaBackend.open(0);
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  @Override
  byte[] filled(Fill fill, int bytes, int offset, long[] strides) {
    byte[] memory = new byte[bytes];
    double guard = NarrowFloat.FLOAT8_E4M3.decode(GUARD_BYTE);
    Shape all = Shape.of(bytes);
    try (DeviceBuffer buffer = gpu.allocate(DType.F8_E4M3, all)) {
      Fill before =
          new Fill(new ConstantFill(guard), all, DType.F8_E4M3, Key.raw(0), Region.whole());
      gpu.fill(before, buffer.destination());
      gpu.fill(fill, DeviceDestination.at(buffer.address() + offset).strided(strides));
      buffer.copyTo(Destination.littleEndian(ByteBuffer.wrap(memory)), 0);
    }
    return memory;
  }

  @Override
  boolean isShort() {
    return true;
  }
}
