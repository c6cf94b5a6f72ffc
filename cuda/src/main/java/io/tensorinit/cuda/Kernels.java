package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shipped kernels in one context, each file loaded when first needed. Safe for use by several
 * threads, the context being current to each.
 */
final class Kernels implements AutoCloseable {
  /** Threads of a block; the kernels that sum over a block are written for it. */
  static final int THREADS = 256;

  private static final int BLOCKS_PER_MULTIPROCESSOR = 32;

  private final Driver driver;
  private final int mostBlocks;
  private final boolean rehearsed;
  private final Map<String, Long> modules;
  private final Map<String, Long> functions;

  Kernels(Driver driver, int multiprocessors) {
    this.driver = driver;
    this.mostBlocks = multiprocessors * BLOCKS_PER_MULTIPROCESSOR;
    this.rehearsed = false;
    this.modules = new ConcurrentHashMap<>();
    this.functions = new ConcurrentHashMap<>();
  }

  private Kernels(Kernels real) {
    this.driver = real.driver;
    this.mostBlocks = real.mostBlocks;
    this.rehearsed = true;
    this.modules = real.modules;
    this.functions = real.functions;
  }

  /** These kernels, loaded when they are asked for, but not launched. */
  Kernels rehearsal() {
    return new Kernels(this);
  }

  /**
   * Launches a kernel over a number of independent pieces of work; no value depends on the grid.
   *
   * @param file the PTX file, without its ending
   * @param kernel the kernel
   * @param work the pieces of work; nothing is launched for none
   * @param stream the stream
   * @param arguments its arguments
   * @throws IllegalStateException if the stream is capturing and the kernel was never used
   */
  void launch(String file, String kernel, long work, long stream, Arguments arguments) {
    if (work > 0) {
      long blocks = Math.min(mostBlocks, (work - 1) / THREADS + 1);
      start(file, kernel, (int) blocks, stream, arguments);
    }
  }

  /**
   * Launches a kernel that gives each piece of work to a whole block.
   *
   * @param file the PTX file, without its ending
   * @param kernel the kernel
   * @param work the pieces of work; nothing is launched for none
   * @param stream the stream
   * @param arguments its arguments
   * @throws IllegalStateException if the stream is capturing and the kernel was never used
   */
  void launchBlocks(String file, String kernel, long work, long stream, Arguments arguments) {
    if (work > 0) {
      start(file, kernel, (int) Math.min(mostBlocks, work), stream, arguments);
    }
  }

  private void start(String file, String kernel, int blocks, long stream, Arguments arguments) {
    if (!functions.containsKey(kernel) && driver.isCapturing(stream)) {
      throw new IllegalStateException(
          "a kernel must be loaded before a stream is captured: fill once before");
    }
    long function = function(file, kernel);
    if (!rehearsed) {
      driver.launch(function, blocks, THREADS, stream, arguments, kernel);
    }
  }

  private long function(String file, String kernel) {
    return functions.computeIfAbsent(
        kernel,
        name ->
            driver.function(
                modules.computeIfAbsent(
                    file, resource -> driver.loadModule(ptx(resource), resource + ".ptx")),
                name));
  }

  /** The text of a shipped PTX file. */
  static byte[] ptx(String file) {
    try (InputStream in = Kernels.class.getResourceAsStream("ptx/" + file + ".ptx")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks ptx/" + file + ".ptx");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read ptx/" + file + ".ptx from the jar", e);
    }
  }

  @Override
  public void close() {
    List<Runnable> unloads =
        modules.values().stream().map(m -> (Runnable) () -> driver.unloadModule(m)).toList();
    modules.clear();
    functions.clear();
    Cleanup.runAll(unloads);
  }
}
