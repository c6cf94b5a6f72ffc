package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendGpuTest;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.library.JcudaLoader;
import io.tensorinit.cuda.testkit.SomeLibraries;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Orthogonal matrices on a real device, with every set of the libraries that it has: cuSOLVER's and
 * cuBLAS' own. Sets with a library that is missing are left out; {@link CudaBackendGpuTest} runs
 * with those that are there.
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

  @Override
  List<Sample> larger() {
    return List.of(
        new Sample(Shape.of(200, 200), MATRIX),
        new Sample(Shape.of(1500, 70), MATRIX),
        new Sample(Shape.of(70, 300), MATRIX));
  }
}
