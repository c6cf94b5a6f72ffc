package io.tensorinit.cuda;

import io.tensorinit.DType;
import io.tensorinit.Key;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.SubStreams;
import io.tensorinit.spi.Fill;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The runs of one kernel of {@code batch.cu}, as its {@code struct Run} lays them out: constants,
 * uniform, normal and truncated normal laws over consecutive positions and cells. Not for use by
 * several threads.
 */
final class BatchTable {
  /** Bytes a block of threads takes at a time of a constant, as batch.cu says. */
  private static final int CONSTANT_TILE_BYTES = 16 * 1024;

  private static final int LINE_BYTES = 16;
  private static final int RUN_BYTES = 128;

  /** The laws and the dtypes in the order in which batch.cu numbers them. */
  private static final List<String> LAWS =
      List.of("constant", "uniform", "normal", "truncated_normal");

  private static final List<DType> DTYPES =
      List.of(DType.F32, DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2);

  private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
  private long tiles;

  /**
   * Adds the runs of a fill.
   *
   * @param fill the fill
   * @param address where its region's first element goes; elements are packed, row-major
   * @return whether its plan is one of the four and its region is made of runs; else nothing was
   *     added
   */
  boolean add(Fill fill, long address) {
    DType dtype = fill.dtype();
    Optional<KernelLaw> law = law(fill.plan(), dtype);
    if (law.isEmpty() && !(fill.plan() instanceof ConstantFill)) {
      return false;
    }
    List<Piece.Walk> walks =
        Piece.of(fill.region(), fill.shape(), 0, fill.regionShape().rowMajorStrides()).stream()
            .map(piece -> piece.walk(fill.shape().rowMajorStrides(), dtype.parts()))
            .toList();
    if (!walks.stream().allMatch(Piece.Walk::isRun)) {
      return false;
    }
    Target target = new Target(address, dtype.part());
    for (Piece.Walk walk : walks) {
      if (fill.plan() instanceof ConstantFill constant) {
        addConstant(constant.value(), dtype, target, walk);
      } else {
        addLaw(law.orElseThrow(), fill.key(), target, walk);
      }
    }
    return true;
  }

  private static Optional<KernelLaw> law(FillPlan plan, DType dtype) {
    if (plan instanceof UniformFill uniform) {
      return Optional.of(KernelLaw.of(uniform, dtype));
    }
    if (plan instanceof NormalFill normal) {
      return Optional.of(KernelLaw.of(normal, dtype));
    }
    if (plan instanceof TruncatedNormalFill truncated) {
      return Optional.of(KernelLaw.of(truncated, dtype));
    }
    return Optional.empty();
  }

  private void addConstant(double value, DType dtype, Target target, Piece.Walk walk) {
    long address = target.at(walk.cell());
    long bytes = walk.count() * target.cellType().bytes();
    ConstantPattern pattern = ConstantPattern.of(value, target.cellType(), dtype.parts(), address);
    Arguments run = new Arguments().add(tiles).add(address).add(0L).add(bytes).add(0L).add(0L);
    run.add(pattern.low()).add(pattern.high());
    append(run, LAWS.indexOf("constant"), 0, 0);
    long lines = (address % LINE_BYTES + bytes - 1) / LINE_BYTES + 1;
    tiles += (lines * LINE_BYTES - 1) / CONSTANT_TILE_BYTES + 1;
  }

  private void addLaw(KernelLaw law, Key key, Target target, Piece.Walk walk) {
    long low = law.inDouble() ? SubStreams.low(key).value() : 0;
    Arguments run = new Arguments().add(tiles).add(target.at(walk.cell()));
    run.add(walk.first()).add(walk.count()).add(key.value()).add(low);
    law.addTo(run);
    int log = Tiles.log(walk.count());
    append(run, LAWS.indexOf(law.name()), Math.max(0, DTYPES.indexOf(target.cellType())), log);
    tiles += Tiles.count(walk.first(), walk.count(), log);
  }

  /** Ends a run's struct. */
  private void append(Arguments run, int law, int dtype, int logTile) {
    ByteBuffer bytes = run.bytes();
    byte[] struct = new byte[RUN_BYTES];
    bytes.get(struct, 0, bytes.remaining());
    ByteBuffer.wrap(struct)
        .order(bytes.order())
        .putShort(RUN_BYTES - 8, (short) law)
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

  byte[] bytes() {
    return runs.toByteArray();
  }
}
