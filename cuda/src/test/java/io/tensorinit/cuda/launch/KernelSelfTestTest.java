package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.testkit.FakeCurand;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The self-test passes where all is well, and finds what is not. */
class KernelSelfTestTest {
  private final PtxDriver driver = new PtxDriver(1);

  private static List<String> faults(PtxDriver device, Libraries libraries) {
    List<String> faults;
    try (CudaBackend backend = CudaBackends.on(device, libraries)) {
      faults = backend.selfTest();
    }
    assertEquals(0, device.open());
    return faults;
  }

  @Test
  void allIsWell() {
    FakeCurand.Libraries libraries = new FakeCurand.Libraries(driver);
    assertEquals(List.of(), faults(driver, libraries));
    assertEquals(3, libraries.calls());
    assertEquals(List.of(), faults(new PtxDriver(1), new NoLibraries()), "without cuRAND");
  }

  @Test
  void wrongWordsOfCurandAreFound() {
    Libraries libraries =
        new FakeCurand.Libraries(driver) {
          @Override
          public RandomLibrary random() {
            RandomLibrary curand = super.random();
            return new RandomLibrary() {
              @Override
              public long createGenerator() {
                return curand.createGenerator();
              }

              @Override
              public void destroyGenerator(long generator) {
                curand.destroyGenerator(generator);
              }

              @Override
              public void words(
                  long generator, long key, long position, long address, long count, long stream) {
                long start = position == 0 ? position : position + 4;
                curand.words(generator, key, start, address, count, stream);
              }
            };
          }
        };
    List<String> faults = faults(driver, libraries);
    assertEquals(2, faults.size());
    assertTrue(
        faults
            .get(0)
            .matches(
                "words of cuRAND: position 4294965248 is 0x[0-9a-f]+ on the device, 0x[0-9a-f]+ by"
                    + " the law"),
        faults.get(0));
  }

  @Test
  void aFailingCurandIsALine() {
    Libraries libraries =
        new FakeCurand.Libraries(driver) {
          @Override
          public RandomLibrary random() {
            throw new CudaException(
                "curandCreateGenerator", 203, "CURAND_STATUS_INITIALIZATION_FAILED", "");
          }
        };
    assertEquals(
        List.of(
            "cuRAND: curandCreateGenerator failed with 203 (CURAND_STATUS_INITIALIZATION_FAILED)"),
        faults(driver, libraries));
  }

  @Test
  void wrongKernelsAreFound() {
    PtxDriver broken =
        new PtxDriver(1) {
          @Override
          public synchronized long loadModule(byte[] ptx, String what) {
            String text = new String(ptx, StandardCharsets.US_ASCII);
            // one of Philox's multipliers
            String changed = text.replace("-766435501", "-766435503");
            return super.loadModule(changed.getBytes(StandardCharsets.US_ASCII), what);
          }
        };
    List<String> faults = faults(broken, new NoLibraries());
    assertEquals(4 * 2 * 3, faults.size(), "laws, dtypes, places");
    assertTrue(faults.get(0).startsWith("uniform F32: position 0 is 0x"), faults.get(0));
  }
}
