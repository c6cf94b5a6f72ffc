package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shipped kernels in one context, each loaded when first needed, as a module of its own: a
 * driver compiles all that it is given, and the files have a kernel for every type. Safe for use by
 * several threads, the context being current to each.
 */
public final class Kernels implements AutoCloseable {
  /** Threads of a block; the kernels that sum over a block are written for it. */
  static final int THREADS = 256;

  /**
   * Threads of a block that loads a table into shared memory, as shared_rows.cuh says: many, since
   * a multiprocessor has memory for few blocks.
   */
  public static final int TABLE_THREADS = 512;

  /** Where the jar has the PTX files. */
  private static final String FOLDER = "/io/tensorinit/cuda/ptx/";

  private static final int BLOCKS_PER_MULTIPROCESSOR = 32;

  /** The oldest driver that loads a kernel while a stream is captured: that of CUDA 12.3. */
  private static final int LOADS_WHILE_CAPTURING = 12_030;

  /** A kernel's text, from its name to the brace in the first column. */
  private static final Pattern ENTRY =
      Pattern.compile("^\\.visible \\.entry (\\w+)\\(.*?^}\\n", Pattern.MULTILINE | Pattern.DOTALL);

  private final Driver driver;
  private final DeviceInfo device;
  private final boolean loadsWhileCapturing;
  private final boolean rehearsed;
  private final Map<String, Long> modules;
  private final Map<String, Long> functions;
  private final Map<Resident, Integer> blocks;
  private final Set<String> refused;

  /** A kernel with so much shared memory a block. */
  private record Resident(String kernel, int sharedBytes) {}

  /**
   * No kernel is loaded yet.
   *
   * @param driver the driver
   * @param device the device they run on
   */
  public Kernels(Driver driver, DeviceInfo device) {
    this.driver = driver;
    this.device = device;
    this.loadsWhileCapturing = driver.version() >= LOADS_WHILE_CAPTURING;
    this.rehearsed = false;
    this.modules = new ConcurrentHashMap<>();
    this.functions = new ConcurrentHashMap<>();
    this.blocks = new ConcurrentHashMap<>();
    this.refused = ConcurrentHashMap.newKeySet();
  }

  private Kernels(Kernels real) {
    this.driver = real.driver;
    this.device = real.device;
    this.loadsWhileCapturing = real.loadsWhileCapturing;
    this.rehearsed = true;
    this.modules = real.modules;
    this.functions = real.functions;
    this.blocks = real.blocks;
    this.refused = real.refused;
  }

  /**
   * These kernels, loaded when they are asked for, but not launched.
   *
   * @return shares what is loaded with these
   */
  public Kernels rehearsal() {
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
   * @throws IllegalStateException if the stream is capturing, the kernel was never used and the
   *     driver is older than CUDA 12.3
   */
  public void launch(String file, String kernel, long work, long stream, Arguments arguments) {
    if (work > 0) {
      start(file, kernel, grid((work - 1) / THREADS + 1), stream, arguments);
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
   * @throws IllegalStateException if the stream is capturing, the kernel was never used and the
   *     driver is older than CUDA 12.3
   */
  public void launchBlocks(
      String file, String kernel, long work, long stream, Arguments arguments) {
    if (work > 0) {
      start(file, kernel, grid(work), stream, arguments);
    }
  }

  private Driver.Grid grid(long blocks) {
    long most = (long) device.multiprocessors() * BLOCKS_PER_MULTIPROCESSOR;
    return new Driver.Grid((int) Math.min(most, blocks), THREADS, 0);
  }

  /**
   * Launches a kernel that gives each tile to a whole block, which may load a table into shared
   * memory first: then there are no more blocks than run at a time, each loading it once.
   *
   * @param file the PTX file, without its ending
   * @param kernel the kernel
   * @param tiles the tiles; nothing is launched for none
   * @param sharedBytes the memory of a block for its table; 0 for none
   * @param stream the stream
   * @param arguments its arguments
   * @throws IllegalStateException if the stream is capturing, the kernel was never used and the
   *     driver is older than CUDA 12.3
   */
  public void launchTiles(
      String file, String kernel, long tiles, int sharedBytes, long stream, Arguments arguments) {
    if (sharedBytes == 0) {
      launchBlocks(file, kernel, tiles, stream, arguments);
    } else if (tiles > 0) {
      int blocks = (int) Math.min(tiles, mostBlocks(file, kernel, sharedBytes, stream));
      Driver.Grid grid = new Driver.Grid(blocks, TABLE_THREADS, sharedBytes);
      start(file, kernel, grid, stream, arguments);
    }
  }

  /**
   * Launches the kernel that fills a run by a distribution: the one for newer devices where there
   * is one, the device is one and its driver takes the file.
   *
   * @param distribution the distribution
   * @param cells where the values go
   * @param run the run, of one position or more
   * @param stream the stream
   * @param arguments the kernel's arguments but the last, the size of the tiles
   * @throws IllegalStateException if the stream is capturing, the kernel was never used and the
   *     driver is older than CUDA 12.3
   */
  public void launchRun(
      DistributionArgument distribution,
      DeviceCells cells,
      PlacedBox.Walk run,
      long stream,
      Arguments arguments) {
    String file = "fill_" + distribution.runs();
    String kernel = file + "_" + cells.suffix();
    Optional<PackedStores> packed = PackedStores.of(distribution, cells.cellType(), device);
    if (packed.isPresent()) {
      String packedFile = packed.get().file(file);
      String packedKernel = packed.get().kernel(kernel);
      if (loads(packedFile, packedKernel, stream)) {
        file = packedFile;
        kernel = packedKernel;
      }
    }
    int log = Tiles.log(run.count());
    if (distribution.sharedBytes() != 0) {
      int blocks = mostBlocks(file, kernel, distribution.sharedBytes(), stream);
      log = Tiles.log(run.first(), run.count(), blocks, TABLE_THREADS, cells.cellsTogether());
    }
    long tiles = Tiles.count(run.first(), run.count(), log);
    launchTiles(file, kernel, tiles, distribution.sharedBytes(), stream, arguments.add(log));
  }

  /** Whether the driver takes a file; one that is older than the file's language does not. */
  private boolean loads(String file, String kernel, long stream) {
    if (refused.contains(file)) {
      return false;
    }
    requireLoaded(kernel, stream);
    try {
      function(file, kernel);
      return true;
    } catch (CudaException e) {
      if (!e.isOfThePtx()) {
        throw e;
      }
      refused.add(file);
      return false;
    }
  }

  /** The blocks that all multiprocessors together hold at a time. */
  private int mostBlocks(String file, String kernel, int sharedBytes, long stream) {
    requireLoaded(kernel, stream);
    return blocks.computeIfAbsent(
        new Resident(kernel, sharedBytes),
        key -> {
          long function = function(file, kernel);
          driver.allowSharedMemory(function, sharedBytes());
          int each = driver.residentBlocks(function, TABLE_THREADS, sharedBytes);
          return device.multiprocessors() * Math.max(1, each);
        });
  }

  /**
   * The shared memory that a block of the device can have.
   *
   * @return the bytes
   */
  public int sharedBytes() {
    return Math.max(SharedTable.LEAST_BYTES, device.sharedMemoryBytes());
  }

  private void start(
      String file, String kernel, Driver.Grid grid, long stream, Arguments arguments) {
    requireLoaded(kernel, stream);
    long function = function(file, kernel);
    if (!rehearsed) {
      driver.launch(function, grid, stream, arguments, kernel);
    }
  }

  private void requireLoaded(String kernel, long stream) {
    if (!loadsWhileCapturing && !functions.containsKey(kernel) && driver.isCapturing(stream)) {
      throw new IllegalStateException(
          "a kernel must be loaded before a stream is captured, where the driver is older than"
              + " CUDA 12.3: fill once before");
    }
  }

  private long function(String file, String kernel) {
    return functions.computeIfAbsent(
        kernel,
        name ->
            driver.function(
                modules.computeIfAbsent(
                    name, only -> driver.loadModule(ptx(file, only), file + ".ptx")),
                name));
  }

  /** The text of a shipped PTX file with one of its kernels, and what stands outside of them. */
  static byte[] ptx(String file, String kernel) {
    return ENTRY
        .matcher(new String(ptx(file), StandardCharsets.US_ASCII))
        .replaceAll(
            entry -> entry.group(1).equals(kernel) ? Matcher.quoteReplacement(entry.group()) : "")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The text of a shipped PTX file. */
  static byte[] ptx(String file) {
    try (InputStream in = Kernels.class.getResourceAsStream(FOLDER + file + ".ptx")) {
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
    blocks.clear();
    Cleanup.runAll(unloads);
  }
}
