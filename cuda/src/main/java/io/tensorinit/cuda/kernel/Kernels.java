package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.kernel.LoadedKernels.Named;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.tensor.DType;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/**
 * The shipped kernels in one context, each loaded when first needed, as a module of its own: a
 * driver compiles all that it is given, and the files have a kernel for every type. Safe for use by
 * several threads, the context being current to each.
 */
public final class Kernels implements AutoCloseable {
  /** Threads of a block; the kernels that sum over a block are written for it. */
  static final int THREADS = 256;

  /** Threads of a block where each has much to do. */
  static final int FEW_THREADS = 64;

  /**
   * Threads of a block that loads a table into shared memory, as shared_rows.cuh says: many, since
   * a multiprocessor has memory for few blocks.
   */
  static final int TABLE_THREADS = 512;

  private static final int BLOCKS_PER_MULTIPROCESSOR = 32;

  private final Driver driver;
  private final DeviceInfo device;
  private final LoadedKernels loaded;
  private final boolean rehearsed;

  /**
   * No kernel is loaded yet.
   *
   * @param driver the driver
   * @param device the device they run on
   */
  public Kernels(Driver driver, DeviceInfo device) {
    this(driver, device, new LoadedKernels(driver, device), false);
  }

  private Kernels(Driver driver, DeviceInfo device, LoadedKernels loaded, boolean rehearsed) {
    this.driver = driver;
    this.device = device;
    this.loaded = loaded;
    this.rehearsed = rehearsed;
  }

  /**
   * These kernels, loaded when they are asked for, but not launched.
   *
   * @return shares what is loaded with these
   */
  public Kernels rehearsal() {
    return new Kernels(driver, device, loaded, true);
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
      start(new Named(file, kernel), grid((work - 1) / THREADS + 1), stream, arguments);
    }
  }

  /**
   * As {@link #launch}, for pieces of work that are long and few: in blocks so small that more
   * multiprocessors have some.
   *
   * @param file the PTX file, without its ending
   * @param kernel the kernel
   * @param work the pieces of work; nothing is launched for none
   * @param stream the stream
   * @param arguments its arguments
   * @throws IllegalStateException if the stream is capturing, the kernel was never used and the
   *     driver is older than CUDA 12.3
   */
  public void launchLong(String file, String kernel, long work, long stream, Arguments arguments) {
    if (work > 0) {
      int blocks = grid((work - 1) / FEW_THREADS + 1).blocks();
      Driver.Grid grid = new Driver.Grid(blocks, FEW_THREADS, 0);
      start(new Named(file, kernel), grid, stream, arguments);
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
    launchBlocks(new Named(file, kernel), work, stream, arguments);
  }

  private void launchBlocks(Named kernel, long work, long stream, Arguments arguments) {
    if (work > 0) {
      start(kernel, grid(work), stream, arguments);
    }
  }

  private Driver.Grid grid(long blocks) {
    long most = (long) device.multiprocessors() * BLOCKS_PER_MULTIPROCESSOR;
    return new Driver.Grid((int) Math.min(most, blocks), THREADS, 0);
  }

  /**
   * Launches a kernel that gives tiles to whole blocks, which load tables into shared memory: there
   * are no more blocks than run at a time, each loading a table once.
   */
  private void launchTables(
      Named kernel, int most, long tiles, int sharedBytes, long stream, Arguments arguments) {
    if (tiles > 0) {
      int blocks = (int) Math.min(tiles, most);
      Driver.Grid grid = new Driver.Grid(blocks, TABLE_THREADS, sharedBytes);
      start(kernel, grid, stream, arguments);
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
      BoxWalk run,
      long stream,
      Arguments arguments) {
    String file = "fill_" + distribution.runs();
    Named kernel =
        loaded.newest(
            new Named(file, file + "_" + cells.suffix()),
            PackedStores.of(distribution, cells.cellType(), device),
            OptionalLong.of(stream));
    IntToLongFunction tiles = its -> Tiles.count(run.first(), run.count(), its);
    int sharedBytes = distribution.sharedBytes();
    if (sharedBytes == 0) {
      int log = Tiles.log(run.count());
      launchBlocks(kernel, tiles.applyAsLong(log), stream, arguments.add(log));
    } else {
      int most = mostBlocks(kernel, sharedBytes, OptionalLong.of(stream));
      int log = Tiles.log(tiles, most, TABLE_THREADS, cells.cellsTogether());
      long count = tiles.applyAsLong(log);
      launchTables(kernel, most, count, sharedBytes, stream, arguments.add(log));
    }
  }

  /**
   * Prepares the launches of a batch of runs, whose cells are of one type.
   *
   * @param cellType the type
   * @param largest what no value exceeds in magnitude; NaN where nothing is known
   * @param sharedBytes the memory of a block for its table; 0 for none
   * @return the kernel, which is loaded
   */
  public Batch batch(DType cellType, double largest, int sharedBytes) {
    DeviceCells cells = new DeviceCells(0, cellType);
    Named kernel =
        loaded.newest(
            new Named("batch", "fill_batch_" + cells.suffix()),
            PackedStores.of(largest, cellType, device),
            OptionalLong.empty());
    int blocks = mostBlocks(kernel, sharedBytes, OptionalLong.empty());
    return new Batch(kernel, sharedBytes, blocks, cells.cellsTogether());
  }

  /** The kernel of a batch, loaded. */
  public final class Batch {
    private final Named kernel;
    private final int sharedBytes;
    private final int blocks;
    private final int together;

    private Batch(Named kernel, int sharedBytes, int blocks, int together) {
      this.kernel = kernel;
      this.sharedBytes = sharedBytes;
      this.blocks = blocks;
      this.together = together;
    }

    /**
     * The size of the tiles for a batch.
     *
     * @param tiles how many tiles of a size there are, by its binary logarithm
     * @return the size as a binary logarithm
     */
    public int tileLog(IntToLongFunction tiles) {
      return Tiles.log(tiles, blocks, TABLE_THREADS, together);
    }

    /**
     * Launches the kernel.
     *
     * @param tiles the tiles; nothing is launched for none
     * @param stream the stream
     * @param arguments its arguments
     */
    public void launch(long tiles, long stream, Arguments arguments) {
      launchTables(kernel, blocks, tiles, sharedBytes, stream, arguments);
    }
  }

  /**
   * The shared memory that a block of the device can have.
   *
   * @return the bytes
   */
  public int sharedBytes() {
    return loaded.mostSharedBytes();
  }

  private int mostBlocks(Named kernel, int sharedBytes, OptionalLong stream) {
    return loaded.mostBlocks(kernel, TABLE_THREADS, sharedBytes, stream);
  }

  private void start(Named kernel, Driver.Grid grid, long stream, Arguments arguments) {
    long function = loaded.function(kernel, OptionalLong.of(stream));
    if (!rehearsed) {
      driver.launch(function, grid, stream, arguments, kernel.name());
    }
  }

  @Override
  public void close() {
    loaded.unload();
  }
}
