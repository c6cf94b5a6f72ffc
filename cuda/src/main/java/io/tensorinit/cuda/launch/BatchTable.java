package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.DistributionArgument;
import io.tensorinit.cuda.kernel.TableDistribution;
import io.tensorinit.cuda.kernel.Tiles;
import io.tensorinit.cuda.memory.BoxWalk;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The runs of one kernel of {@code batch.cu}, those of one type of cells, as its {@code struct Run}
 * lays them out: constants and continuous distributions over consecutive positions and cells. Not
 * for use by several threads.
 */
final class BatchTable {
  private static final int LINE_BYTES = 16;
  private static final int RUN_BYTES = 112;

  /** The distributions in the order in which batch.cu numbers them. */
  private static final List<String> DISTRIBUTIONS =
      List.of("constant", "uniform", "odd", "quantile");

  private final DType cellType;
  private final ToLongFunction<DistributionTable> tables;
  private final int blockBytes;
  private final List<Run> runs = new ArrayList<>();
  private double largest;
  private int sharedBytes;

  /**
   * A run.
   *
   * @param law the number of its law
   * @param first where it begins: the first position, or the first line of a constant, that is 0
   * @param count how many positions or lines
   * @param struct what comes between the first tile and the law
   */
  private record Run(int law, long first, long count, Arguments struct) {
    long tiles(int log) {
      return count == 0 ? 0 : Tiles.count(first, count, log);
    }
  }

  /**
   * No runs yet.
   *
   * @param cellType the type of the cells
   * @param tables brings a distribution's table to the device; the address is good while the runs
   *     are
   * @param blockBytes the shared memory that a block of the device can have
   */
  BatchTable(DType cellType, ToLongFunction<DistributionTable> tables, int blockBytes) {
    this.cellType = cellType;
    this.tables = tables;
    this.blockBytes = blockBytes;
  }

  /**
   * Adds the runs of a fill.
   *
   * @param fill the fill, of a dtype with cells of this type
   * @param destination where its region's elements go
   * @return whether its plan is a constant and its cells are runs, or a continuous distribution and
   *     its region is made of runs, too; else nothing was added
   */
  boolean add(Fill fill, DeviceDestination destination) {
    DType dtype = fill.dtype();
    FillPlan plan = fill.plan();
    List<BoxWalk> walks =
        PlacedBox.of(fill.region(), fill.shape(), 0, destination.strides(fill.regionShape()))
            .stream()
            .map(
                box ->
                    plan instanceof ConstantFill
                        ? box.walkOfCells(dtype.partCount())
                        : box.walk(fill.shape().rowMajorStrides(), dtype.partCount()))
            .toList();
    if (!walks.stream().allMatch(BoxWalk::isRun)) {
      return false;
    }
    DeviceCells cells = new DeviceCells(destination.address(), cellType);
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
      DistributionArgument distribution, Key key, DeviceCells cells, List<BoxWalk> walks) {
    sharedBytes = Math.max(sharedBytes, distribution.sharedBytes());
    largest = Math.max(largest, distribution.largest());
    walks.forEach(walk -> addDistribution(distribution, key, cells, walk));
  }

  private void addConstant(double value, DType dtype, DeviceCells cells, BoxWalk walk) {
    long address = cells.at(walk.cell());
    long bytes = walk.count() * cellType.bytes();
    ConstantPattern pattern = ConstantPattern.of(value, cellType, dtype.partCount(), address);
    Arguments struct = new Arguments().add(address).add(0L).add(bytes).add(0L).add(0L);
    struct.add(pattern.low()).add(pattern.high());
    long lines = bytes == 0 ? 0 : (address % LINE_BYTES + bytes - 1) / LINE_BYTES + 1;
    runs.add(new Run(DISTRIBUTIONS.indexOf("constant"), 0, lines, struct));
  }

  private void addDistribution(
      DistributionArgument distribution, Key key, DeviceCells cells, BoxWalk walk) {
    long low = cellType == DType.F64 ? SubStreams.low(key).value() : 0;
    Arguments struct = new Arguments().add(cells.at(walk.cell()));
    struct.add(walk.first()).add(walk.count()).add(key.value()).add(low);
    struct.add(distribution.struct());
    int law = DISTRIBUTIONS.indexOf(distribution.runs());
    runs.add(new Run(law, walk.first(), walk.count(), struct));
  }

  int count() {
    return runs.size();
  }

  /** What no value exceeds in magnitude; NaN where nothing is known. */
  double largest() {
    return largest;
  }

  /** The shared memory of a block, for the table of a run: that of the largest. */
  int sharedBytes() {
    return sharedBytes;
  }

  /** The tiles of all runs together: what blocks of threads share among them. */
  long tiles(int log) {
    return runs.stream().mapToLong(run -> run.tiles(log)).sum();
  }

  /**
   * The table.
   *
   * @param log the size of a tile, as a binary logarithm: in positions, of a constant in lines
   */
  byte[] bytes(int log) {
    ByteBuffer table = ByteBuffer.allocate(Math.multiplyExact(runs.size(), RUN_BYTES));
    table.order(ByteOrder.LITTLE_ENDIAN);
    long tiles = 0;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      table.position(i * RUN_BYTES).putLong(tiles).put(run.struct().bytes());
      table.putInt((i + 1) * RUN_BYTES - 8, run.law()).putInt((i + 1) * RUN_BYTES - 4, log);
      tiles += run.tiles(log);
    }
    return table.array();
  }
}
