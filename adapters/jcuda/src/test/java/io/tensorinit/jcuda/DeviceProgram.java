package io.tensorinit.jcuda;

import static io.tensorinit.Initializers.heNormal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static jcuda.driver.JCudaDriver.cuCtxPopCurrent;
import static jcuda.driver.JCudaDriver.cuCtxPushCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.spec.FillRequest;
import java.io.PrintStream;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.runtime.cudaStream_t;

/** JCuda's own memory and streams on a device: real JCuda, real natives. */
final class DeviceProgram {
  private static final int ROWS = 37;
  private static final int COLUMNS = 19;
  private static final int COUNT = ROWS * COLUMNS;

  private static final FillRequest REQUEST =
      TensorInit.tensor(heNormal()).shape(ROWS, COLUMNS).name("fc.weight");

  private final CudaBackend gpu;
  private final float[] expected;

  private DeviceProgram(CudaBackend gpu, float[] expected) {
    this.gpu = gpu;
    this.expected = expected;
  }

  public static void main(String[] arguments) {
    run();
    new PrintStream(System.out, true, UTF_8).println("all values are equal");
  }

  /** Does it all on device 0. */
  static void run() {
    float[] expected = new float[COUNT];
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      REQUEST.on(cpu).into(expected);
    }
    try (CudaBackend gpu = CudaBackend.open(0)) {
      new DeviceProgram(gpu, expected).inPrimaryContext();
    }
  }

  private void inPrimaryContext() {
    done(cuInit(0));
    CUdevice device = new CUdevice();
    done(cuDeviceGet(device, 0));
    CUcontext context = new CUcontext();
    done(cuDevicePrimaryCtxRetain(context, device));
    done(cuCtxPushCurrent(context));
    CUstream stream = new CUstream();
    done(cuStreamCreate(stream, 0));
    try {
      memoryOfTheDriver(stream);
      pinnedMemory();
      memoryOfOurs();
    } finally {
      done(cuStreamDestroy(stream));
      done(cuCtxPopCurrent(new CUcontext()));
      done(cuDevicePrimaryCtxRelease(device));
    }
  }

  /** In the order of a stream, from an offset on, with strides. */
  private void memoryOfTheDriver(CUstream stream) {
    CUdeviceptr memory = new CUdeviceptr();
    done(cuMemAlloc(memory, (2L * COUNT + 4) * Float.BYTES));
    CUdeviceptr behind = memory.withByteOffset(4 * Float.BYTES);
    float[] copy = new float[2 * COUNT];

    REQUEST.on(gpu).into(JcudaPointers.device(behind, stream));
    done(cuMemcpyDtoHAsync(Pointer.to(copy), behind, COUNT * (long) Float.BYTES, stream));
    done(cuStreamSynchronize(stream));
    for (int i = 0; i < COUNT; i++) {
      assertEquals(expected[i], copy[i]);
    }

    REQUEST
        .on(gpu)
        .into(JcudaPointers.device(behind, new cudaStream_t(stream)).strided(2 * COLUMNS, 2));
    done(cuMemcpyDtoHAsync(Pointer.to(copy), behind, 2L * COUNT * Float.BYTES, stream));
    done(cuStreamSynchronize(stream));
    for (int i = 0; i < COUNT; i++) {
      assertEquals(expected[i], copy[2 * i]);
    }
    done(cuMemFree(memory));
  }

  private void pinnedMemory() {
    Pointer memory = new Pointer();
    done(cuMemHostAlloc(memory, COUNT * (long) Float.BYTES, 0));
    REQUEST.on(gpu).into(JcudaPointers.host(memory));
    float[] copy = new float[COUNT];
    memory
        .getByteBuffer(0, COUNT * (long) Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .get(copy);
    assertArrayEquals(expected, copy);
    done(cuMemFreeHost(memory));
  }

  private void memoryOfOurs() {
    try (DeviceBuffer buffer = gpu.create(REQUEST)) {
      CUdeviceptr pointer = JcudaPointers.pointer(buffer);
      assertEquals(buffer.address(), JcudaPointers.device(pointer).address());
      float[] copy = new float[COUNT];
      done(cuMemcpyDtoH(Pointer.to(copy), pointer, COUNT * (long) Float.BYTES));
      assertArrayEquals(expected, copy);
    }
  }

  private static void done(int result) {
    assertEquals(0, result);
  }
}
