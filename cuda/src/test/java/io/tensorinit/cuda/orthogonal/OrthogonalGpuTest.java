package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.jcuda.Recording;
import io.tensorinit.cuda.library.JcudaLoader;
import io.tensorinit.cuda.testkit.SomeLibraries;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Orthogonal matrices on a real device, with every set of the libraries that it has: cuSOLVER's and
 * cuBLAS' own. Sets with a library that is missing are left out.
 */
@Tag("gpu")
class OrthogonalGpuTest extends OrthogonalContract {
  @BeforeAll
  void onADevice() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
  }

  @Override
  boolean isHere(Set<Library> libraries) {
    Libraries all = JcudaLoader.libraries();
    return libraries.stream().allMatch(library -> all.find(library).found());
  }

  @Override
  CudaBackend open(Set<Library> libraries) {
    return CudaBackends.on(
        JcudaLoader.driver(), new SomeLibraries(JcudaLoader.libraries(), libraries));
  }

  /** Matrices of a stack lie at other multiples of their size, for which kernels may be chosen. */
  @Override
  boolean qrOfAPartHasTheBitsOfTheWhole() {
    return false;
  }

  /** A library may allocate in any call, which another thread's capture must not mind. */
  @Test
  void matricesByQrAreFormedWhileAnotherThreadRecords() {
    Set<Library> both = EnumSet.of(Library.CUSOLVER, Library.CUBLAS);
    assumeTrue(isHere(both), "cuSOLVER and cuBLAS are here");
    Fill fill = fill(small().get(2), Method.QR, DType.F32);
    Fill wide = fill(small().get(3), Method.QR, DType.F32);
    try (CudaBackend fresh = open(both)) { // its first calls, and closing, which waits for all
      Recording.during(
          () -> {
            OrthogonalComparison.assertAgree(cpu(), fresh, fill);
            OrthogonalComparison.assertAgree(cpu(), fresh, wide);
          });
    }
  }

  /** Around blocks of 48 reflections, tiles of 512 rows and chunks of 4096. */
  @Override
  List<Sample> larger(DType dtype) {
    List<Sample> samples = new ArrayList<>();
    for (long n : new long[] {47, 48, 49, 96, 97, 130}) {
      samples.add(new Sample(Shape.of(n, n), MATRIX));
      samples.add(new Sample(Shape.of(n + 1, n), MATRIX));
    }
    for (long m : new long[] {511, 512, 513, 4095, 4096, 4097, 4143, 8200}) {
      samples.add(new Sample(Shape.of(m, 3), MATRIX));
      samples.add(new Sample(Shape.of(5, m), MATRIX));
    }
    samples.add(new Sample(Shape.of(1, 1025), MATRIX));
    samples.add(new Sample(Shape.of(4150, 50), MATRIX));
    samples.add(new Sample(Shape.of(1500, 70), MATRIX));
    samples.add(new Sample(Shape.of(70, 300), MATRIX));
    samples.add(new Sample(Shape.of(513, 512), MATRIX));
    samples.add(
        new Sample(Shape.of(300, 7, 3), new MatrixView(List.of(1), List.of(2), List.of(0))));
    samples.add(
        new Sample(Shape.of(9, 64, 64), new MatrixView(List.of(1), List.of(2), List.of(0))));
    samples.add(
        new Sample(Shape.of(130, 50, 50), new MatrixView(List.of(1), List.of(2), List.of(0))));
    MatrixView stackLast = new MatrixView(List.of(0), List.of(1), List.of(2));
    samples.add(new Sample(Shape.of(40, 34, 33), stackLast));
    samples.add(new Sample(Shape.of(34, 40, 33), stackLast));
    if (dtype == DType.F32) {
      samples.add(new Sample(Shape.of(1024, 1024), MATRIX));
    }
    return samples;
  }
}
