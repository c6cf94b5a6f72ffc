package io.tensorinit.jcuda.example;

import static io.tensorinit.Initializers.*;

import io.tensorinit.TensorInit;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.jcuda.JcudaPointers;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.runtime.cudaStream_t;

public class Example {
  static final FillRequest WEIGHT = TensorInit.tensor(heNormal()).shape(512, 256).name("fc.weight");

  /** Memory of JCuda's, in the order of a stream of JCuda's; nothing waits. */
  static void fill(CudaBackend gpu, Pointer pointer, cudaStream_t stream) {
    WEIGHT.dtype(DType.BF16).on(gpu).into(JcudaPointers.device(pointer, stream));
  }

  /** Columns 64 to 127 of a matrix with rows of 1024 elements, as cuBLAS has submatrices. */
  static void part(CudaBackend gpu, Pointer matrix, cudaStream_t stream) {
    Pointer corner = matrix.withByteOffset(64 * Float.BYTES);
    WEIGHT.shape(512, 64).on(gpu).into(JcudaPointers.device(corner, stream).strided(1024, 1));
  }

  /** Pinned memory of the host. */
  static void pinned(Pointer pointer) {
    WEIGHT.into(JcudaPointers.host(pointer));
  }

  /** TensorInit's memory in the hands of JCuda. */
  static CUdeviceptr pointer(DeviceBuffer weights) {
    return JcudaPointers.pointer(weights);
  }
}
