package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.TableFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Launches the kernels of one fill, plan by plan, on one stream, without waiting for it. A
 * composition is evaluated in scratch of the type it is computed in, then stored once.
 *
 * <p>One launcher serves one box of one tensor; its visitor methods write that box to its target.
 */
final class FillLauncher implements FillPlan.Visitor<Void> {
  /**
   * What stays the same through a fill.
   *
   * @param device what the backend keeps in the context that is current
   * @param kernels its kernels, or a rehearsal of them
   * @param workspace memory beside the target
   * @param formed the matrices that were formed last
   * @param stream the stream
   * @param dtype the tensor's dtype
   * @param rehearsed whether nothing is launched or copied, to see what the fill takes
   */
  record Context(
      DeviceContext device,
      Kernels kernels,
      DeviceWorkspace workspace,
      FormedMatricesCache formed,
      long stream,
      DType dtype,
      boolean rehearsed) {
    Driver driver() {
      return device.driver();
    }

    boolean inDouble() {
      return dtype.isDouble();
    }

    int parts() {
      return dtype.parts();
    }

    DType computedIn() {
      return inDouble() ? DType.F64 : DType.F32;
    }
  }

  private final Context context;
  private final Shape shape;
  private final Key key;
  private final Piece piece;
  private final Target target;

  private FillLauncher(Context context, Shape shape, Key key, Piece piece, Target target) {
    this.context = context;
    this.shape = shape;
    this.key = key;
    this.piece = piece;
    this.target = target;
  }

  /**
   * Fills a box.
   *
   * @param context what stays the same through a fill
   * @param plan the plan, lowered for the shape
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @param piece the box and its cells
   * @param target where the cells are
   */
  static void fill(
      Context context, FillPlan plan, Shape shape, Key key, Piece piece, Target target) {
    if (piece.count() == 0) {
      return;
    }
    if (piece.walk(shape.rowMajorStrides(), context.parts()).rank() > Piece.MAX_RANK) {
      for (Piece half : piece.halves()) {
        fill(context, plan, shape, key, half, target);
      }
      return;
    }
    plan.accept(new FillLauncher(context, shape, key, piece, target));
  }

  private Piece.Walk walk() {
    return piece.walk(shape.rowMajorStrides(), context.parts());
  }

  // ---- fills whose element is a function of its own word

  @Override
  public Void constant(ConstantFill plan) {
    Piece.Walk walk = walk();
    int parts = context.parts();
    long cell = ConstantPattern.cellBits(plan.value(), target.cellType());
    if (walk.isRun()) {
      constantRun(walk, plan.value());
    } else if (parts == 1 || cell == 0) {
      constantBox(walk, cell, 1);
    } else {
      constantBox(walk, 0, 1);
      constantBox(piece.walk(shape.rowMajorStrides(), 1), cell, parts);
    }
    return null;
  }

  private void constantRun(Piece.Walk walk, double value) {
    long to = target.at(walk.cell());
    long bytes = walk.count() * target.cellType().bytes();
    ConstantPattern pattern = ConstantPattern.of(value, target.cellType(), context.parts(), to);
    Arguments arguments = new Arguments().add(to).add(bytes);
    arguments.argument(16).member(pattern.low()).member(pattern.high());
    context.kernels.launch("fill_constant", "fill_constant", bytes / 16 + 2, stream(), arguments);
  }

  private void constantBox(Piece.Walk walk, long cell, int cellsApart) {
    int bytes = target.cellType().bytes();
    Arguments arguments =
        new Arguments().add(target.at(walk.cell() * cellsApart)).add(bytes * cellsApart);
    arguments.argument(16).member(cell).member(0L);
    walk.addTo(arguments);
    context.kernels.launch("fill_constant", "fill_constant_box", walk.count(), stream(), arguments);
  }

  @Override
  public Void uniform(UniformFill plan) {
    return launchLaw(KernelLaw.of(plan, context.dtype));
  }

  @Override
  public Void normal(NormalFill plan) {
    return launchTable(TableLaw.of(plan, context.dtype));
  }

  @Override
  public Void truncatedNormal(TruncatedNormalFill plan) {
    return launchTable(TableLaw.of(plan, context.dtype));
  }

  @Override
  public Void quantile(QuantileFill plan) {
    return launchTable(TableLaw.of(plan, context.dtype));
  }

  private Void launchTable(TableLaw law) {
    int blockBytes = context.kernels.sharedBytes();
    context
        .device
        .tables()
        .withTable(law.table(), stream(), address -> launchLaw(law.alone(address, blockBytes)));
    return null;
  }

  @Override
  public Void discrete(DiscreteFill plan) {
    HostTable table = HostTable.of(plan, context.inDouble());
    context
        .device
        .tables()
        .withTable(table, stream(), address -> launchLaw(KernelLaw.of(plan, address)));
    return null;
  }

  /** A law's values, by its fused kernel or from cuRAND's words. */
  private Void launchLaw(KernelLaw law) {
    Optional<CurandWords> words = context.device.words();
    if (words.isPresent() && WordLane.serves(piece, shape, context.parts())) {
      WordLane lane = new WordLane(context, words.get(), shape, key);
      return inScratch(
          WordLane.MOST_POSITIONS / context.parts(), (to, chunk) -> lane.evaluate(law, chunk, to));
    }
    return launchFused(law);
  }

  /** A law's kernel: over a run where positions and cells are consecutive, else over a box. */
  private Void launchFused(KernelLaw law) {
    Piece.Walk walk = walk();
    Arguments arguments = law.struct().copy();
    RoundKeys.addTo(arguments, key, context.inDouble());
    arguments.add(target.at(walk.cell()));
    if (walk.isRun()) {
      arguments.add(walk.first()).add(walk.count());
      context.kernels.launchRun(law, target, walk, stream(), arguments);
    } else {
      String file = "fill_" + law.name();
      walk.addTo(arguments);
      context.kernels.launch(
          file, file + "_" + target.suffix() + "_box", walk.count(), stream(), arguments);
    }
    return null;
  }

  // ---- patterns and values from the host

  @Override
  public Void diagonal(DiagonalFill plan) {
    Piece.Walk walk = walk();
    Arguments arguments = new Arguments().argument(Long.BYTES);
    int rank = shape.rank();
    for (int axis = 0; axis < Piece.MAX_RANK; axis++) {
      arguments.member(axis < rank ? shape.size(axis) : 1L);
    }
    for (int axis = 0; axis < Piece.MAX_RANK; axis++) {
      arguments.member(axis < rank ? Math.floorMod(plan.shift().get(axis), shape.size(axis)) : 0L);
    }
    for (int axis = 0; axis < Piece.MAX_RANK; axis++) {
      arguments.member(axis < rank ? plan.place().get(axis) : 0L);
    }
    arguments.member(shape.size(plan.rowAxis()) / plan.groups());
    arguments.member(rank).member(plan.rowAxis()).member(plan.columnAxis()).member(context.parts());
    arguments.add(plan.value(), target.cellType() == DType.F64);
    arguments.add(target.at(walk.cell()));
    walk.addTo(arguments);
    context.kernels.launch(
        "fill_diagonal", "fill_diagonal_" + target.suffix(), walk.count(), stream(), arguments);
    return null;
  }

  @Override
  public Void table(TableFill plan) {
    return fromHost(plan);
  }

  @Override
  public Void function(FunctionFill plan) {
    return fromHost(plan);
  }

  private Void fromHost(FillPlan plan) {
    inChunks(
        MOST_FROM_HOST,
        chunk ->
            withScratch(
                chunk,
                scratch -> {
                  if (!context.rehearsed) {
                    upload(plan, chunk, scratch);
                  }
                  store(scratch, chunk);
                }));
    return null;
  }

  // ---- compositions, in scratch

  @Override
  public Void affine(AffineFill plan) {
    return composed(
        plan.inner(),
        key,
        (scratch, chunk) ->
            launchCompose(
                "affine",
                chunk.count() * context.parts(),
                new Arguments()
                    .add(scratch)
                    .add(chunk.count() * context.parts())
                    .add(plan.scale(), context.inDouble())
                    .add(plan.shift(), context.inDouble())
                    .add(context.parts())));
  }

  @Override
  public Void clamp(ClampFill plan) {
    return composed(
        plan.inner(),
        key,
        (scratch, chunk) ->
            launchCompose(
                "clamp",
                chunk.count() * context.parts(),
                new Arguments()
                    .add(scratch)
                    .add(chunk.count() * context.parts())
                    .add(plan.low(), context.inDouble())
                    .add(plan.high(), context.inDouble())));
  }

  @Override
  public Void sum(SumFill plan) {
    List<FillPlan> summands = plan.summands();
    return composed(
        summands.get(0),
        SubStreams.sum(key, 0),
        (scratch, chunk) -> {
          for (int k = 1; k < summands.size(); k++) {
            add(scratch, summands.get(k), SubStreams.sum(key, k), chunk);
          }
        });
  }

  @Override
  public Void noise(NoiseFill plan) {
    return composed(
        plan.base(),
        key,
        (scratch, chunk) -> add(scratch, plan.noise(), SubStreams.noise(key), chunk));
  }

  private void add(long scratch, FillPlan plan, Key itsKey, Piece chunk) {
    long count = chunk.count() * context.parts();
    withScratch(
        chunk,
        other -> {
          evaluate(plan, itsKey, chunk, other);
          launchCompose("add", count, new Arguments().add(scratch).add(other).add(count));
        });
  }

  @Override
  public Void mask(MaskFill plan) {
    long maskKey = SubStreams.mask(key).value();
    return composed(
        plan.inner(),
        key,
        (scratch, chunk) -> {
          if (plan.mask() instanceof Mask.Bernoulli bernoulli) {
            Arguments arguments =
                new Arguments()
                    .add(scratch)
                    .add(maskKey)
                    .add(bernoulli.threshold())
                    .add(context.parts());
            elements(chunk).addTo(arguments);
            launchCompose("keep", chunk.count() * context.parts(), arguments);
          } else if (plan.mask() instanceof Mask.ExactCount exact) {
            keepExactCount(exact, maskKey, scratch, chunk);
          }
        });
  }

  /** The matrix is the flattened tensor, whatever the tensor's shape. */
  private void keepExactCount(Mask.ExactCount mask, long maskKey, long scratch, Piece chunk) {
    long lastElement = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      long last = chunk.start()[axis] + chunk.size()[axis] - 1;
      lastElement += last * shape.rowMajorStrides()[axis];
    }
    boolean isMatrix = shape.equals(Shape.of(mask.rows(), mask.columns()));
    long columnCount = isMatrix ? chunk.size()[1] : mask.columns();
    Arguments arguments = new Arguments().add(scratch).argument(Long.BYTES);
    arguments.member(maskKey).member(mask.rows()).member(mask.columns()).member(mask.zeros());
    arguments.member(lastElement / mask.columns() + 1);
    arguments.member(isMatrix ? chunk.start()[1] : 0L).member(columnCount);
    arguments.member(context.parts()).member(0);
    elements(chunk).addTo(arguments);
    launchCompose("keep_exact_count", columnCount, arguments);
  }

  @Override
  public Void mixture(MixtureFill plan) {
    long[] thresholds = plan.thresholds();
    long choiceKey = SubStreams.choice(key).value();
    return composed(
        plan.components().get(0),
        SubStreams.part(key, 0),
        (scratch, chunk) -> {
          for (int k = 1; k < thresholds.length; k++) {
            choose(
                scratch,
                plan.components().get(k),
                SubStreams.part(key, k),
                new long[] {choiceKey, thresholds[k - 1], thresholds[k]},
                chunk);
          }
        });
  }

  private void choose(long scratch, FillPlan plan, Key itsKey, long[] choice, Piece chunk) {
    withScratch(
        chunk,
        other -> {
          evaluate(plan, itsKey, chunk, other);
          Arguments arguments =
              new Arguments()
                  .add(scratch)
                  .add(other)
                  .add(choice[0])
                  .add(choice[1])
                  .add(choice[2])
                  .add(context.parts());
          elements(chunk).addTo(arguments);
          launchCompose("choose", chunk.count() * context.parts(), arguments);
        });
  }

  /** The elements of a chunk, whose values lie packed in scratch. */
  private Piece.Walk elements(Piece chunk) {
    return chunk.packed().walk(shape.rowMajorStrides(), 1);
  }

  private void launchCompose(String step, long work, Arguments arguments) {
    String type = context.inDouble() ? "f64" : "f32";
    context.kernels.launch("compose", "compose_" + step + "_" + type, work, stream(), arguments);
  }

  /** Evaluates one plan into scratch, lets {@code steps} work on it there, and stores it. */
  private Void composed(FillPlan inner, Key innerKey, BiConsumer<Long, Piece> steps) {
    return inScratch(
        MOST_SCRATCH,
        (scratch, chunk) -> {
          evaluate(inner, innerKey, chunk, scratch);
          steps.accept(scratch, chunk);
        });
  }

  /** Makes packed values, chunk by chunk, and stores them; in their own cells where these fit. */
  private Void inScratch(long mostElements, BiConsumer<Long, Piece> make) {
    inChunks(
        mostElements,
        chunk -> {
          boolean inPlace = target.cellType() == context.computedIn() && chunk.isPacked();
          if (inPlace) {
            make.accept(target.at(chunk.cell() * context.parts()), chunk);
            return;
          }
          withScratch(
              chunk,
              scratch -> {
                make.accept(scratch, chunk);
                store(scratch, chunk);
              });
        });
    return null;
  }

  private void evaluate(FillPlan plan, Key itsKey, Piece chunk, long to) {
    fill(context, plan, shape, itsKey, chunk.packed(), new Target(to, context.computedIn()));
  }

  /** Rounds packed values once, to the chunk's own cells. */
  private void store(long values, Piece chunk) {
    Piece.Walk walk = chunk.walk(Shape.of(chunk.size()).rowMajorStrides(), context.parts());
    Arguments arguments = new Arguments().add(values).add(target.at(walk.cell()));
    walk.addTo(arguments);
    context.kernels.launch(
        "compose", "compose_store_" + target.suffix(), walk.count(), stream(), arguments);
  }

  // ---- boxes filled by other plans

  @Override
  public Void blocks(BlocksFill plan) {
    long from = 0;
    for (int k = 0; k < plan.blocks().size(); k++) {
      Shape block = plan.blockShape(shape, k);
      long[] start = new long[shape.rank()];
      start[plan.axis()] = from;
      fill(
          context,
          plan.blocks().get(k),
          block,
          SubStreams.block(key, k),
          piece.inside(start, block.sizes()),
          target);
      from += plan.sizes().get(k);
    }
    return null;
  }

  @Override
  public Void overlay(OverlayFill plan) {
    fill(context, plan.base(), shape, key, piece, target);
    Shape box = plan.box().shape();
    fill(context, plan.inside(), box, key, piece.inside(plan.box().start(), box.sizes()), target);
    return null;
  }

  @Override
  public Void orthogonal(OrthogonalFill plan) {
    new OrthogonalLauncher(context, new MatrixStack(plan, shape, key)).fill(piece, target);
    return null;
  }

  // ---- scratch

  /** Takes the box in chunks whose scratch is bounded. */
  private void inChunks(long mostElements, Consumer<Piece> chunks) {
    inChunks(piece, mostElements, chunks);
  }

  private static void inChunks(Piece piece, long mostElements, Consumer<Piece> chunks) {
    List<Piece> halves = piece.count() > mostElements ? piece.halves() : List.of(piece);
    if (halves.size() == 1) {
      chunks.accept(piece);
      return;
    }
    for (Piece half : halves) {
      inChunks(half, mostElements, chunks);
    }
  }

  private long scratchBytes(Piece chunk) {
    return chunk.count() * context.parts() * context.computedIn().bytes();
  }

  private void withScratch(Piece chunk, LongConsumer use) {
    long scratch = context.workspace.take(scratchBytes(chunk), "scratch");
    use.accept(scratch);
    context.workspace.giveBack();
  }

  /** Works values out on the host and copies them, in the order of the stream. */
  private void upload(FillPlan plan, Piece chunk, long to) {
    context
        .device
        .staging()
        .upload(
            Math.toIntExact(scratchBytes(chunk)),
            pinned -> HostValues.evaluate(plan, shape, key, chunk, context.dtype, pinned),
            to,
            stream());
  }

  private long stream() {
    return context.stream;
  }

  /** Elements of scratch at a time: 2^26, 256 MiB in float32. */
  private static final long MOST_SCRATCH = 1L << 26;

  /** Elements from the host at a time: 2^20, so that copies and the host's work overlap. */
  private static final long MOST_FROM_HOST = 1L << 20;
}
