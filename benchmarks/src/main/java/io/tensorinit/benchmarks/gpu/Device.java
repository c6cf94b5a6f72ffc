package io.tensorinit.benchmarks.gpu;

import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.launch.WordSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The first device, opened once for each lane and closed when the JVM ends: opening it makes a
 * context and compiles kernels, which is not what most benchmarks measure.
 */
final class Device {
  private static final Map<WordSource, CudaBackend> OPEN = new EnumMap<>(WordSource.class);

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Device::close, "close the device"));
  }

  private Device() {}

  private static synchronized void close() {
    OPEN.values().forEach(CudaBackend::close);
  }

  /**
   * The first device, its backend taking words from a lane.
   *
   * @param words the lane
   * @return the open backend, which the caller leaves open
   * @throws io.tensorinit.backend.BackendException if there is no device
   */
  static synchronized CudaBackend with(WordSource words) {
    return OPEN.computeIfAbsent(words, Device::open);
  }

  private static CudaBackend open(WordSource words) {
    String before = System.getProperty(WordSource.PROPERTY);
    System.setProperty(WordSource.PROPERTY, words.name().toLowerCase(Locale.ROOT));
    try {
      return fresh();
    } finally {
      if (before == null) {
        System.clearProperty(WordSource.PROPERTY);
      } else {
        System.setProperty(WordSource.PROPERTY, before);
      }
    }
  }

  /**
   * Opens the first device once more.
   *
   * @return the open backend; the caller closes it
   * @throws io.tensorinit.backend.BackendException if there is no device
   */
  static CudaBackend fresh() {
    return CudaBackend.open(0);
  }
}
