package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Comparison;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.launch.WrongSign;
import io.tensorinit.model.Model;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import io.tensorinit.testkit.OrthogonalAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orthogonal and unitary matrices: the bits of the CPU backend, which are pinned by known answers;
 * by the method QR its values, with every set of libraries that a machine can have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OrthogonalContract {
  static final MatrixView MATRIX = MatrixView.columnsFrom(2, 1);

  /** The sets of libraries that make a difference. */
  static final List<Set<Library>> MACHINES =
      List.of(
          EnumSet.noneOf(Library.class),
          EnumSet.of(Library.CUSOLVER),
          EnumSet.of(Library.CUBLAS),
          EnumSet.of(Library.CUSOLVER, Library.CUBLAS));

  record Sample(Shape shape, MatrixView view) {
    OrthogonalFill plan(Method method) {
      return new OrthogonalFill(view, OrthogonalComparison.GAIN, method);
    }
  }

  /** Small ones, of every layout. */
  static List<Sample> small() {
    return List.of(
        new Sample(Shape.of(1, 1), MATRIX),
        new Sample(Shape.of(9, 9), MATRIX),
        new Sample(Shape.of(37, 11), MATRIX),
        new Sample(Shape.of(4, 19), MATRIX),
        new Sample(Shape.of(5, 6, 7), MatrixView.rowsFrom(3, 0)),
        new Sample(Shape.of(2, 3, 4, 5), new MatrixView(List.of(2, 0), List.of(3, 1), List.of())),
        new Sample(Shape.of(5, 6, 7), new MatrixView(List.of(1), List.of(2), List.of(0))),
        new Sample(Shape.of(3, 5, 2, 4), new MatrixView(List.of(3), List.of(1), List.of(2, 0))));
  }

  /**
   * Those that go beyond a block of reflections, a tile or the columns that a block of threads
   * takes.
   */
  static List<Sample> large() {
    return List.of(
        new Sample(Shape.of(48, 47), MATRIX),
        new Sample(Shape.of(50, 49), MATRIX),
        new Sample(Shape.of(1, 70), MATRIX),
        new Sample(Shape.of(2, 49, 51), new MatrixView(List.of(1), List.of(2), List.of(0))),
        new Sample(Shape.of(517, 3), MATRIX),
        new Sample(Shape.of(3, 35, 33), new MatrixView(List.of(1), List.of(2), List.of(0))));
  }

  static Fill fill(Sample sample, Method method, DType dtype) {
    return new Fill(sample.plan(method), sample.shape(), dtype, Key.raw(1), Region.whole());
  }

  private final Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
  private final Map<Set<Library>, CudaBackend> open = new HashMap<>();

  /**
   * Opens a device of a machine.
   *
   * @param libraries the libraries that the machine has
   * @return the backend; the contract closes it
   */
  abstract CudaBackend open(Set<Library> libraries);

  /** Whether there is such a machine. */
  boolean isHere(Set<Library> libraries) {
    return true;
  }

  /**
   * Whether the libraries give a matrix of a stack the same bits wherever it begins; if not, the
   * tolerance holds.
   */
  boolean qrOfAPartHasTheBitsOfTheWhole() {
    return true;
  }

  /** Matrices of a dtype that are only formed where that is fast. */
  List<Sample> larger(DType dtype) {
    return List.of();
  }

  /** The backend whose values are the ones to have. */
  final Backend cpu() {
    return cpu;
  }

  private List<Set<Library>> machines() {
    return MACHINES.stream().filter(this::isHere).toList();
  }

  private CudaBackend machine(Set<Library> libraries) {
    return open.computeIfAbsent(libraries, this::open);
  }

  @AfterAll
  void close() {
    open.values().forEach(Backend::close);
    cpu.close();
  }

  @TestFactory
  Stream<DynamicTest> valuesOfTheCpu() {
    List<DynamicTest> tests = new ArrayList<>();
    for (DType dtype : List.of(DType.F32, DType.F64, DType.C64, DType.C128)) {
      Stream.of(small(), large(), larger(dtype))
          .flatMap(List::stream)
          .forEach(sample -> add(tests, MACHINES.get(0), fill(sample, Method.STEWART, dtype)));
    }
    for (DType dtype : List.of(DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2, DType.C32)) {
      add(tests, MACHINES.get(0), fill(small().get(2), Method.STEWART, dtype));
      add(tests, MACHINES.get(0), fill(small().get(3), Method.STEWART, dtype));
      add(tests, MACHINES.get(0), fill(large().get(1), Method.STEWART, dtype));
    }
    for (Set<Library> libraries : machines()) {
      for (DType dtype : List.of(DType.F32, DType.F64, DType.C64, DType.C128)) {
        add(tests, libraries, fill(small().get(4), Method.STEWART, dtype));
        if (libraries.contains(Library.CUSOLVER)) {
          small().forEach(sample -> add(tests, libraries, fill(sample, Method.QR, dtype)));
        }
      }
    }
    return tests.stream();
  }

  private void add(List<DynamicTest> tests, Set<Library> libraries, Fill fill) {
    tests.add(
        dynamicTest(
            libraries + " " + Elements.describe(fill) + " " + fill.plan(),
            () -> OrthogonalComparison.assertAgree(cpu, machine(libraries), fill)));
  }

  /** No statistic sees one column with the wrong sign; this comparison does. */
  @Test
  void aWrongSignIsFound() {
    for (Method method : Method.values()) {
      Fill fill = fill(small().get(1), method, DType.F32);
      OrthogonalComparison.assertAgree(cpu, cpu, fill);
      Backend wrong = new WrongSign(cpu);
      assertThrows(AssertionError.class, () -> OrthogonalComparison.assertAgree(cpu, wrong, fill));
    }
  }

  /** Known answers by the method QR, with each set of libraries that has it. */
  @TestFactory
  Stream<DynamicTest> matricesByQrFollowTheLawsText() {
    return machines().stream()
        .filter(libraries -> libraries.contains(Library.CUSOLVER))
        .flatMap(
            libraries ->
                OrthogonalAnswers.byMatrix().entrySet().stream()
                    .filter(answer -> answer.getKey().get(0).equals(Method.QR.name()))
                    .map(
                        answer ->
                            dynamicTest(
                                libraries + " " + String.join(" ", answer.getKey()),
                                () ->
                                    OrthogonalAnswers.check(
                                        machine(libraries), answer.getKey(), answer.getValue()))));
  }

  @Test
  void aPartHasTheValuesOfTheWhole() {
    for (Sample sample : List.of(small().get(6), small().get(7), large().get(3))) {
      assertPartsAreOfTheWhole(MACHINES.get(0), fill(sample, Method.STEWART, DType.C64), true);
    }
    for (Set<Library> libraries : machines()) {
      if (libraries.contains(Library.CUSOLVER)) {
        for (DType dtype : List.of(DType.F32, DType.F64, DType.BF16, DType.C64, DType.C128)) {
          for (Sample sample : List.of(small().get(6), small().get(7))) {
            Fill whole = fill(sample, Method.QR, dtype);
            assertPartsAreOfTheWhole(libraries, whole, qrOfAPartHasTheBitsOfTheWhole());
          }
        }
      }
    }
  }

  private void assertPartsAreOfTheWhole(Set<Library> libraries, Fill whole, boolean bitForBit) {
    byte[] expected = Elements.filled(machine(libraries), whole);
    for (Region region : parts(whole.shape())) {
      Fill part = Elements.regionOf(whole, region);
      byte[] actual = Elements.filled(machine(libraries), part);
      if (bitForBit) {
        assertArrayEquals(
            Elements.part(whole, expected, region),
            actual,
            () -> libraries + " " + whole + " " + region);
      } else {
        OrthogonalComparison.assertClose(
            Elements.values(whole.dtype(), Elements.part(whole, expected, region)),
            Elements.values(whole.dtype(), actual),
            part);
      }
    }
  }

  /** Squares of 32 by 32 elements that begin anywhere in a matrix, and end with it or before. */
  @Test
  void aPartOfSomeSquaresHasTheBitsOfTheWhole() {
    Fill whole = fill(new Sample(Shape.of(100, 78), MATRIX), Method.STEWART, DType.F32);
    assertPartsAreOfTheWhole(MACHINES.get(0), whole, true);
  }

  /** Two matrices of one fill, one in the place of the other; matrices in parts of a tensor. */
  @Test
  void compositionsHoldMatrices() {
    Sample square = small().get(1);
    Sample whole = new Sample(Shape.of(9, 18), MATRIX);
    FillPlan first = square.plan(Method.STEWART);
    List<FillPlan> plans =
        List.of(
            new SumFill(List.of(whole.plan(Method.STEWART), whole.plan(Method.STEWART))),
            new NoiseFill(new AffineFill(whole.plan(Method.STEWART), 2, 0.5), new NormalFill(0, 1)),
            new BlocksFill(1, List.of(9L, 9L), List.of(first, first)),
            new OverlayFill(
                new ConstantFill(7),
                (Region.Box) Region.box(new long[] {0, 4}, new long[] {9, 9}),
                first));
    for (FillPlan plan : plans) {
      Fill fill = new Fill(plan, whole.shape(), DType.F32, Key.raw(2), Region.range(3, 150));
      assertArrayEquals(
          Elements.filled(cpu, fill),
          Elements.filled(machine(MACHINES.get(0)), fill),
          () -> plan.toString());
    }
  }

  /** A run over the ends of rows, and boxes of the stack. */
  private static List<Region> parts(Shape shape) {
    long[] start = new long[shape.rank()];
    long[] size = shape.sizes();
    for (int axis = 0; axis < size.length; axis++) {
      start[axis] = size[axis] / 3;
      size[axis] -= start[axis] + size[axis] / 4;
    }
    long[] first = new long[shape.rank()];
    long[] one = shape.sizes();
    Arrays.fill(one, 1);
    return List.of(Region.range(31, 53), Region.box(start, size), Region.box(first, one));
  }

  /**
   * What a device made has the bits of the CPU; by the method QR it is told from a changed file.
   */
  @Test
  void theCpuVerifiesTheFileOfADevice(@TempDir Path folder) throws IOException {
    Model model =
        Model.builder()
            .parameter(orthogonal("a", Shape.of(16, 16), DType.F32))
            .parameter(orthogonal("b", Shape.of(40, 60), DType.F64))
            .parameter(orthogonal("c", Shape.of(9, 4), DType.C64))
            .parameter("d", Shape.of(64), Initializers.normal(0, 1))
            .build();
    Path file = folder.resolve("q.safetensors");
    Checkpoints.write(model, file, machine(MACHINES.get(0)), Progress.NONE);
    assertEquals(
        new Comparison(Optional.empty(), List.of()),
        Checkpoints.verify(model, file, cpu, Progress.NONE));
  }

  private static ParameterSpec orthogonal(String name, Shape shape, DType dtype) {
    return ParameterSpec.of(name, shape).dtype(dtype).init(Initializers.orthogonal());
  }
}
