package io.tensorinit.cuda;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CheckedFill.Machine;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Fills that launch every kernel, of sizes at which two blocks take several turns of each loop. */
final class CheckedFills {
  private static final List<DType> PARTS =
      List.of(DType.F32, DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2, DType.F64);
  private static final List<DType> COMPUTED = List.of(DType.F32, DType.F64);

  /** What the names of the kernels that convert two numbers at once end with. */
  private static final String PACKED = "_packed";

  /** Of boxes: a thread takes four positions, and is to take several turns of them. */
  private static final int SIDE = 90;

  private static final FillPlan CONSTANT = new ConstantFill(0.3);
  private static final FillPlan UNIFORM = new UniformFill(-1, 2, ComplexBounds.PER_PART);
  private static final FillPlan NORMAL = new NormalFill(0.5, 2);
  private static final FillPlan TRUNCATED =
      new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART);
  private static final FillPlan EXPONENTIAL = new QuantileFill(Quantiles.exponential(1.5));
  private static final FillPlan FEW =
      new DiscreteFill(List.of(1.0, 2.0, -3.0), List.of(0.25, 0.5, 0.25));
  private static final FillPlan DISCRETE =
      new DiscreteFill(List.of(1.0, 2.0, -3.0, 0.1, 7.0), List.of(0.25, 0.25, 0.125, 0.125, 0.25));
  private static final FillPlan IDENTITY =
      new DiagonalFill(1, 0, 1, 1, List.of(-1L, -1L), List.of(0L, 0L));

  private static final MatrixView STACK = new MatrixView(List.of(1), List.of(2), List.of(0));
  private static final FillPlan MANY = new OrthogonalFill(STACK, 1.5, Method.STEWART);
  private static final MatrixView COLUMNS = MatrixView.columnsFrom(2, 1);
  private static final FillPlan MATRIX = new OrthogonalFill(COLUMNS, 1.5, Method.STEWART);

  private final List<CheckedFill> fills = new ArrayList<>();

  private CheckedFills() {}

  /** A fill or more for each kernel. */
  static List<CheckedFill> ofEveryKernel() {
    CheckedFills all = new CheckedFills();
    all.addLaws();
    all.addPatternsAndSteps();
    all.addMatrices();
    all.addBatch(Machine.VOLTA, PARTS);
    all.addBatch(Machine.HOPPER, PARTS);
    return all.fills;
  }

  /** A few that launch a kernel which has barriers. */
  static List<CheckedFill> launching(String kernel) {
    CheckedFills some = new CheckedFills();
    Machine machine = kernel.endsWith(PACKED) ? Machine.HOPPER : Machine.VOLTA;
    DType dtype = dtypeOf(kernel);
    if (kernel.startsWith("stewart")) {
      some.add(machine, MANY, dtype, 3, 5, 4);
      some.add(machine, MATRIX, dtype, 600, 70);
      if (kernel.contains("wide")) {
        some.add(machine, MANY, dtype, 130, 2, 1);
      }
    } else if (kernel.startsWith("orthogonal")) {
      some.add(machine, MATRIX, dtype, 33, 70);
    } else if (kernel.startsWith("fill_batch")) {
      some.addBatch(machine, List.of(dtype));
    } else {
      for (FillPlan plan : List.of(NORMAL, TRUNCATED, EXPONENTIAL)) {
        some.addRun(machine, plan, dtype);
      }
    }
    return some.fills;
  }

  /** What a kernel stores, which its name ends with. */
  private static DType dtypeOf(String kernel) {
    String name = kernel.endsWith(PACKED) ? kernel.replace(PACKED, "") : kernel;
    return Stream.of(DType.values())
        .filter(each -> name.endsWith("_" + each.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(kernel + " has no dtype"));
  }

  private static Fill whole(FillPlan plan, DType dtype, long... sizes) {
    return new Fill(plan, Shape.of(sizes), dtype, Key.raw(1), Region.whole());
  }

  private void add(Machine machine, FillPlan plan, DType dtype, long... sizes) {
    fills.add(new CheckedFill(machine, List.of(whole(plan, dtype, sizes))));
  }

  /** Consecutive positions, some tiles of 4096 or, in one byte an element, of 8192. */
  private void addRun(Machine machine, FillPlan plan, DType dtype) {
    Region run = Region.range((1L << 32) - 9001, 5 << 12);
    Fill fill = new Fill(plan, Shape.of(1L << 34), dtype, Key.raw(1), run);
    fills.add(new CheckedFill(machine, List.of(fill)));
  }

  private void addLaws() {
    for (FillPlan plan : List.of(UNIFORM, NORMAL, TRUNCATED, EXPONENTIAL, FEW, DISCRETE)) {
      for (DType dtype : PARTS) {
        addRun(Machine.VOLTA, plan, dtype);
        addRun(Machine.HOPPER, plan, dtype);
        add(Machine.VOLTA, plan, dtype, SIDE, SIDE);
      }
      for (DType dtype : COMPUTED) {
        add(Machine.CURAND, plan, dtype, 1600);
      }
    }
  }

  private void addPatternsAndSteps() {
    for (DType dtype : PARTS) {
      add(Machine.VOLTA, IDENTITY, dtype, 1200, 4);
      add(Machine.VOLTA, new AffineFill(NORMAL, 3, 1), dtype, SIDE, SIDE);
    }
    add(Machine.VOLTA, CONSTANT, DType.F32, 9001);
    add(Machine.VOLTA, CONSTANT, DType.F32, SIDE, SIDE);
    FillPlan sum = new ClampFill(new SumFill(List.of(NORMAL, UNIFORM)), -1, 2);
    FillPlan mixture = new MixtureFill(List.of(NORMAL, sum, CONSTANT), List.of(0.25, 0.5, 0.25));
    for (DType dtype : COMPUTED) {
      add(Machine.VOLTA, new MaskFill(mixture, new Mask.Bernoulli(0.3)), dtype, SIDE, SIDE);
      add(Machine.VOLTA, new MaskFill(NORMAL, new Mask.ExactCount(3, 600, 2)), dtype, 3, 600);
    }
  }

  /** More than a block of reflections, a tile of rows, a chunk of them; many matrices. */
  private void addMatrices() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.C64, DType.C128)) {
      add(Machine.VOLTA, MANY, dtype, 5, 5, 4);
      add(Machine.VOLTA, MATRIX, dtype, 600, 70);
      add(Machine.VOLTA, MATRIX, dtype, 4200, 3);
    }
    add(Machine.VOLTA, MANY, DType.F32, 130, 2, 1);
    add(Machine.VOLTA, MATRIX, DType.F32, 4200, 50);
    for (DType dtype : DType.values()) {
      add(Machine.CUSOLVER, new OrthogonalFill(STACK, 1.5, Method.QR), dtype, 220, 6, 5);
      add(Machine.CUSOLVER, new OrthogonalFill(COLUMNS, 1.5, Method.QR), dtype, 33, 70);
    }
  }

  /** Runs of every law in a launch for each dtype, whose blocks load table after table. */
  private void addBatch(Machine machine, List<DType> dtypes) {
    List<Fill> batch = new ArrayList<>();
    for (FillPlan plan :
        List.of(NORMAL, EXPONENTIAL, TRUNCATED, EXPONENTIAL, NORMAL, UNIFORM, CONSTANT)) {
      for (DType dtype : dtypes) {
        batch.add(whole(plan, dtype, 5001));
      }
    }
    fills.add(new CheckedFill(machine, batch));
  }
}
