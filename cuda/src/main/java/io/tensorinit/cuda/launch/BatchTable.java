package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.DistributionArgument;
import io.tensorinit.cuda.kernel.Kernels;
import io.tensorinit.cuda.kernel.TableDistribution;
import io.tensorinit.cuda.kernel.Tiles;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.DistributionTable;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The runs of one kernel of {@code batch.cu}, as its {@code struct Run} lays them out: constants
 * and continuous distributions over consecutive positions and cells. Not for use by several
 * threads.
 */
final class BatchTable {
  /** Bytes a block of threads takes at a time of a constant, as batch.cu says. */
  private static final int CONSTANT_TILE_BYTES = 16 * 1024;

  private static final int LINE_BYTES = 16;
  private static final int RUN_BYTES = 112;

  /** The distributions and the dtypes in the order in which batch.cu numbers them. */
  private static final List<String> DISTRIBUTIONS = List.of("constant", "uniform", "quantile");

  private static final List<DType> DTYPES =
      List.of(DType.F32, DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2);

  private final ToLongFunction<DistributionTable> tables;
  private final int blockBytes;
  private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
  private long tiles;
  private int sharedBytes;

  /**
   * No runs yet.
   *
   * @param tables brings a distribution's table to the device; the address is good while the runs
   *     are
   * @param blockBytes the shared memory that a block of the device can have
   */
  BatchTable(ToLongFunction<DistributionTable> tables, int blockBytes) {
    this.tables = tables;
    this.blockBytes = blockBytes;
  }

  /**
   * Adds the runs of a fill.
   *
   * @param fill the fill
   * @param destination where its region's elements go
   * @return whether its plan is a constant or a continuous distribution and its region is made of
   *     runs; else nothing was added
   */
  boolean add(Fill fill, DeviceDestination destination) {
    DType dtype = fill.dtype();
    FillPlan plan = fill.plan();
    List<PlacedBox.Walk> walks =
        PlacedBox.of(fill.region(), fill.shape(), 0, destination.strides(fill.regionShape()))
            .stream()
            .map(box -> box.walk(fill.shape().rowMajorStrides(), dtype.partCount()))
            .toList();
    if (!walks.stream().allMatch(PlacedBox.Walk::isRun)) {
      return false;
    }
    DeviceCells cells = new DeviceCells(destination.address(), dtype.partType());
    if (plan instanceof ConstantFill constant) {
      walks.forEach(walk -> addConstant(constant.value(), dtype, cells, walk));
    } else if (plan instanceof UniformFill uniform) {
      addDistribution(DistributionArgument.of(uniform, dtype), fill.key(), cells, walks);
    } else if (plan instanceof ContinuousFill continuous) {
      TableDistribution its = TableDistribution.of(continuous, dtype);
      long table = tables.applyAsLong(its.table());
      addDistribution(its.inBatch(table, blockBytes), fill.key(), cells, walks);
    } else {
      return false;
    }
    return true;
  }

  private void addDistribution(
      DistributionArgument distribution, Key key, DeviceCells cells, List<PlacedBox.Walk> walks) {
    sharedBytes = Math.max(sharedBytes, distribution.sharedBytes());
    walks.forEach(walk -> addDistribution(distribution, key, cells, walk));
  }

  private void addConstant(double value, DType dtype, DeviceCells cells, PlacedBox.Walk walk) {
    long address = cells.at(walk.cell());
    long bytes = walk.count() * cells.cellType().bytes();
    ConstantPattern pattern =
        ConstantPattern.of(value, cells.cellType(), dtype.partCount(), address);
    Arguments run = new Arguments().add(tiles).add(address).add(0L).add(bytes).add(0L).add(0L);
    run.add(pattern.low()).add(pattern.high());
    append(run, DISTRIBUTIONS.indexOf("constant"), 0, 0);
    long lines = (address % LINE_BYTES + bytes - 1) / LINE_BYTES + 1;
    tiles += (lines * LINE_BYTES - 1) / CONSTANT_TILE_BYTES + 1;
  }

  private void addDistribution(
      DistributionArgument distribution, Key key, DeviceCells cells, PlacedBox.Walk walk) {
    long low = cells.cellType() == DType.F64 ? SubStreams.low(key).value() : 0;
    Arguments run = new Arguments().add(tiles).add(cells.at(walk.cell()));
    run.add(walk.first()).add(walk.count()).add(key.value()).add(low);
    run.add(distribution.struct());
    int log = Math.max(Tiles.log(walk.count()), leastLog(cells));
    append(
        run,
        DISTRIBUTIONS.indexOf(distribution.name()),
        Math.max(0, DTYPES.indexOf(cells.cellType())),
        log);
    tiles += Tiles.count(walk.first(), walk.count(), log);
  }

  /** The smallest tile that has something for all threads of a block that loads a table. */
  private static int leastLog(DeviceCells cells) {
    int positions = Kernels.TABLE_THREADS * cells.cellsTogether();
    return Integer.numberOfTrailingZeros(positions);
  }

  /** Ends a run's struct. */
  private void append(Arguments run, int distribution, int dtype, int logTile) {
    ByteBuffer bytes = run.bytes();
    byte[] struct = new byte[RUN_BYTES];
    bytes.get(struct, 0, bytes.remaining());
    ByteBuffer.wrap(struct)
        .order(bytes.order())
        .putShort(RUN_BYTES - 8, (short) distribution)
        .putShort(RUN_BYTES - 6, (short) dtype)
        .putInt(RUN_BYTES - 4, logTile);
    runs.writeBytes(struct);
  }

  int count() {
    return runs.size() / RUN_BYTES;
  }

  /** The tiles of all runs together: what blocks of threads share among them. */
  long tiles() {
    return tiles;
  }

  /** The shared memory of a block, for the table of a run: that of the largest. */
  int sharedBytes() {
    return sharedBytes;
  }

  byte[] bytes() {
    return runs.toByteArray();
  }
}
