package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kernels of one context, each loaded when first asked for, as a module of its own. Safe for use by
 * several threads, the context being current to each.
 *
 * <p>Whatever takes a stream, the one that a kernel is to be launched on, throws {@link
 * IllegalStateException} where it is capturing, the kernel was never used and the driver is older
 * than CUDA 12.3.
 */
final class LoadedKernels {
  /** The oldest driver that loads a kernel while a stream is captured: that of CUDA 12.3. */
  private static final int LOADS_WHILE_CAPTURING = 12_030;

  private final Driver driver;
  private final DeviceInfo device;
  private final boolean loadsWhileCapturing;
  private final Map<String, Long> modules = new ConcurrentHashMap<>();
  private final Map<String, Long> functions = new ConcurrentHashMap<>();
  private final Map<Resident, Integer> blocks = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /** A kernel of a file. */
  record Named(String file, String name) {}

  /** A kernel in blocks of so many threads, with so much shared memory each. */
  private record Resident(String kernel, int threads, int sharedBytes) {}

  LoadedKernels(Driver driver, DeviceInfo device) {
    this.driver = driver;
    this.device = device;
    this.loadsWhileCapturing = driver.version() >= LOADS_WHILE_CAPTURING;
  }

  /** A kernel's function. */
  long function(Named kernel, OptionalLong stream) {
    stream.ifPresent(its -> requireLoaded(kernel.name, its));
    return function(kernel.file, kernel.name);
  }

  private long function(String file, String kernel) {
    return functions.computeIfAbsent(
        kernel,
        name ->
            driver.function(
                modules.computeIfAbsent(
                    name, only -> driver.loadModule(PtxFile.text(file, only), file + ".ptx")),
                name));
  }

  private void requireLoaded(String kernel, long stream) {
    if (!loadsWhileCapturing && !functions.containsKey(kernel) && driver.isCapturing(stream)) {
      throw new IllegalStateException(
          "a kernel must be loaded before a stream is captured, where the driver is older than"
              + " CUDA 12.3: fill once before");
    }
  }

  /** The kernel for newer devices where there is one and the driver takes it, else the other. */
  Named newest(Named plain, Optional<PackedStores> packed, OptionalLong stream) {
    return packed
        .map(its -> new Named(its.file(plain.file), its.kernel(plain.name)))
        .filter(its -> loads(its, stream))
        .orElse(plain);
  }

  /** Whether the driver takes a file; one that is older than the file's language does not. */
  private boolean loads(Named kernel, OptionalLong stream) {
    if (refused.contains(kernel.file)) {
      return false;
    }
    try {
      function(kernel, stream);
      return true;
    } catch (CudaException e) {
      if (!e.isOfThePtx()) {
        throw e;
      }
      refused.add(kernel.file);
      return false;
    }
  }

  /** The blocks that all multiprocessors together hold at a time. */
  int mostBlocks(Named kernel, int threads, int sharedBytes, OptionalLong stream) {
    long function = function(kernel, stream);
    return blocks.computeIfAbsent(
        new Resident(kernel.name, threads, sharedBytes),
        key -> {
          driver.allowSharedMemory(function, mostSharedBytes());
          int each = driver.residentBlocks(function, threads, sharedBytes);
          return device.multiprocessors() * Math.max(1, each);
        });
  }

  /** The shared memory that a block of the device can have. */
  int mostSharedBytes() {
    return Math.max(SharedTable.LEAST_BYTES, device.sharedMemoryBytes());
  }

  /** Unloads all. */
  void unload() {
    List<Runnable> unloads =
        modules.values().stream().map(m -> (Runnable) () -> driver.unloadModule(m)).toList();
    modules.clear();
    functions.clear();
    blocks.clear();
    Cleanup.runAll(unloads);
  }
}
