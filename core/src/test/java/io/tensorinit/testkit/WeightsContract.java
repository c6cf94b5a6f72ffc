package io.tensorinit.testkit;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Rule;
import io.tensorinit.names.Recipes;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.ParameterValues;
import io.tensorinit.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store of a model's values keeps, whatever memory it has and whatever fills it. */
public abstract class WeightsContract {
  private static final Model MODEL =
      Model.builder()
          .seed(Seed.of(5))
          .parameter("0.weight", Shape.of(6, 4), Initializers.normal(0, 1))
          .parameter("0.bias", Shape.of(6), Initializers.uniform(-1, 1))
          .parameter(
              ParameterSpec.of("half", Shape.of(3, 5))
                  .init(Initializers.normal(0, 1))
                  .dtype(DType.BF16))
          .parameter(
              ParameterSpec.of("double", Shape.of(2, 3))
                  .init(Initializers.normal(0, 1))
                  .dtype(DType.F64))
          .parameter(
              ParameterSpec.of("complex", Shape.of(2, 2))
                  .init(Initializers.normal(0, 1))
                  .dtype(DType.C64))
          .parameter(
              ParameterSpec.of("eight", Shape.of(7))
                  .init(Initializers.normal(0, 1))
                  .dtype(DType.F8_E4M3))
          .parameter("scalar", Shape.scalar(), Initializers.constant(0.5))
          .parameter("empty", Shape.of(0, 3), Initializers.ones())
          .parameter(ParameterSpec.of("head", Shape.of(6, 4)).tiedTo("0.weight"))
          .build();

  private Backend backend;

  /** Opens what fills. */
  protected abstract Backend open();

  /** A store of this model, filled by the backend. */
  protected abstract Weights weights(Backend filling, Model model);

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    if (backend != null) { // null where there is no device to open
      backend.close();
      requireNothingOpen();
    }
  }

  /** Asked after everything was closed. */
  protected void requireNothingOpen() {}

  private Weights weights() {
    return weights(backend, MODEL);
  }

  /** The numbers that a fill of the whole parameter gives. */
  private double[] filled(Parameter parameter) {
    return Elements.values(
        parameter.dtype(), Elements.filled(backend, parameter.fill(Region.whole())));
  }

  @Test
  void readInAnyOrderTheValuesAreThoseOfAFillOfTheWhole() {
    for (long seed = 1; seed <= 5; seed++) {
      List<Parameter> order = new ArrayList<>(MODEL.parameters());
      Collections.shuffle(order, new Random(seed));
      try (Weights weights = weights()) {
        for (Parameter parameter : order) {
          ParameterValues values = weights.values(parameter.name());
          assertFalse(values.isInitialized());
          assertArrayEquals(filled(parameter), values.doubles(), parameter + ", seed " + seed);
          assertTrue(values.isInitialized());
        }
      }
    }
  }

  @Test
  void onlyWhatIsReadIsFilled() {
    try (Weights weights = weights()) {
      assertEquals(6, weights.values("0.bias").floats().length);
      for (Parameter parameter : MODEL.parameters()) {
        assertEquals(
            parameter.name().equals("0.bias"), weights.values(parameter.name()).isInitialized());
      }
    }
  }

  @Test
  void numbersComeWidenedInRegionsAndOneByOne() {
    try (Weights weights = weights()) {
      double[] half = filled(MODEL.parameter("half").orElseThrow());
      float[] floats = weights.values("half").floats();
      for (int i = 0; i < floats.length; i++) {
        assertEquals(half[i], floats[i]);
        assertEquals(half[i], weights.values("half").get(i / 5, i % 5));
      }
      Region box = Region.box(new long[] {1, 2}, new long[] {2, 2});
      assertArrayEquals(
          new double[] {half[7], half[8], half[12], half[13]}, weights.values("half").doubles(box));
      double[] bigEndian = new double[30];
      weights
          .values("half")
          .copyTo(Destination.of(bigEndian).widening(DType.BF16, DType.F64).strided(1, 10, 2));
      for (int i = 0; i < half.length; i++) {
        assertEquals(half[i], bigEndian[1 + i / 5 * 10 + i % 5 * 2]);
      }
      assertEquals(0.5, weights.values("scalar").get());
      assertEquals(0, weights.values("empty").floats().length);
    }
  }

  /** Dive into Deep Learning adds 1 to a weight, then sets its first element to 42. */
  @Test
  void singleValuesAndWholeTensorsAreOverwritten() {
    try (Weights weights = weights()) {
      float[] expected = weights.values("0.weight").floats();
      for (int i = 0; i < expected.length; i++) {
        expected[i] += 1;
      }
      expected[0] = 42;
      weights.values("0.weight").add(1).set(42, 0, 0);
      assertArrayEquals(expected, weights.values("0.weight").floats());
      weights.values("0.weight").update(Region.range(4, 2), Math::abs).multiply(2);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = 2 * (i == 4 || i == 5 ? Math.abs(expected[i]) : expected[i]);
      }
      assertArrayEquals(expected, weights.values("0.weight").floats());
    }
  }

  @Test
  void overwritingAPartFillsTheRest() {
    try (Weights weights = weights()) {
      double[] expected = filled(MODEL.parameter("half").orElseThrow());
      expected[7] = 3;
      expected[13] = -0.15625;
      Region box = Region.box(new long[] {1, 2}, new long[] {2, 2});
      weights.values("half").put(box, new double[] {3, expected[8], expected[12], -0.15625 + 1e-9});
      assertArrayEquals(expected, weights.values("half").doubles());
    }
  }

  @Test
  void wholeTensorsArePutInEveryDType() {
    try (Weights weights = weights()) {
      double[] complex = {1, -2, 0.5, 3, 0, -0.0, 1e30, 7};
      weights.values("complex").put(complex);
      assertArrayEquals(Arrays.copyOf(toFloats(complex), 8), weights.values("complex").doubles());
      double[] doubles = {Math.PI, -0.0, Double.MIN_VALUE, 1e300, Double.NaN, 4};
      weights.values("double").put(doubles);
      assertArrayEquals(doubles, weights.values("double").doubles());
      weights.values("eight").put(new float[] {1, 1.0625f, 1.06251f, 449, 464, 465, -0.001f});
      assertArrayEquals(
          new double[] {1, 1, 1.125, 448, 448, Double.NaN, -0x1p-9},
          weights.values("eight").doubles());
      weights.values("0.bias").put(new float[] {1, 2, 3, 4, 5, 6});
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, weights.values("0.bias").floats());
    }
  }

  private static double[] toFloats(double[] numbers) {
    return Arrays.stream(numbers).map(number -> (float) number).toArray();
  }

  @Test
  void fillsAllOrOnlyWhatHasNoValues() {
    try (Weights weights = weights()) {
      weights.values("0.bias").set(9, 2);
      weights.initialize(FillScope.ONLY_UNINITIALIZED);
      for (Parameter parameter : MODEL.parameters()) {
        double[] expected = filled(parameter);
        if (parameter.name().equals("0.bias")) {
          expected[2] = 9;
        }
        assertArrayEquals(expected, weights.values(parameter.name()).doubles(), parameter.name());
      }
      weights.initialize(FillScope.ALL);
      assertArrayEquals(
          filled(MODEL.parameter("0.bias").orElseThrow()), weights.values("0.bias").doubles());
      weights.values("0.bias").set(9, 2).reset();
      assertArrayEquals(
          filled(MODEL.parameter("0.bias").orElseThrow()), weights.values("0.bias").doubles());
    }
  }

  @Test
  void aTiedParameterIsAnotherNameOfTheSameValues() {
    try (Weights weights = weights()) {
      assertSame(weights.values("0.weight"), weights.values("head"));
      weights.values("head").set(7, 1, 1);
      assertEquals(7, weights.values("0.weight").get(1, 1));
    }
  }

  @Test
  void listenersHearOfEveryFill() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Progress listener =
        new Progress() {
          @Override
          public void begin(long bytes) {
            heard.add("begin " + bytes);
          }

          @Override
          public void finished(Parameter parameter) {
            heard.add(parameter.name());
          }
        };
    try (Weights weights = weights()) {
      weights.addListener(listener);
      weights.values("0.bias").floats();
      weights.values("0.bias").floats();
      weights.values("0.bias").set(1, 0);
      assertEquals(List.of("begin 24", "0.bias"), heard);
      heard.clear();
      weights.initialize(FillScope.ONLY_UNINITIALIZED);
      assertEquals("begin " + (MODEL.bytes() - 24), heard.get(0));
      assertEquals(
          List.of("0.weight", "half", "double", "complex", "eight", "scalar", "empty"),
          heard.subList(1, heard.size()));
      heard.clear();
      weights.removeListener(listener);
      weights.initialize(FillScope.ALL);
      assertEquals(List.of(), heard);
    }
  }

  /** The first layer Xavier and the last one 42; the streams stay. */
  @Test
  void initializersAreAppliedByNameKindAndFunction() {
    Model model =
        Model.builder()
            .seed(Seed.of(5))
            .recipe(Recipes.get("pytorch"))
            .parameter(ParameterSpec.of("0.weight", Shape.of(6, 4)).kind("linear"))
            .parameter(ParameterSpec.of("0.bias", Shape.of(6)).kind("linear"))
            .parameter(ParameterSpec.of("2.weight", Shape.of(1, 6)).kind("linear"))
            .build();
    Model same =
        Model.builder()
            .seed(Seed.of(5))
            .parameter("0.weight", Shape.of(6, 4), Initializers.glorotUniform())
            .build();
    try (Weights weights = weights(backend, model)) {
      double[] bias = weights.values("0.bias").doubles();
      weights.values("0.weight").set(3, 0, 0);
      assertEquals(
          List.of("0.weight", "2.weight"),
          weights.apply(Rule.kind("linear").init(Initializers.glorotUniform())));
      assertFalse(weights.values("0.weight").isInitialized());
      assertEquals(List.of("2.weight"), weights.apply("2.*", Initializers.constant(42)));
      assertArrayEquals(filled(same.parameters().get(0)), weights.values("0.weight").doubles());
      assertEquals(42, weights.values("2.weight").get(0, 5));
      assertArrayEquals(bias, weights.values("0.bias").doubles());
      assertEquals(
          List.of("0.bias"),
          weights.apply(
              parameter ->
                  parameter.shape().rank() == 1
                      ? Optional.of(Initializers.ones())
                      : Optional.empty()));
      assertEquals(1, weights.values("0.bias").get(3));
      assertRefused(
          "the rule to apply matches no parameter: match \"3.*\"",
          () -> weights.apply("3.*", Initializers.ones()));
      assertEquals(1, weights.values("0.bias").get(3));
    }
  }

  @Test
  void shapesMayComeLater() {
    Model model =
        Model.builder()
            .seed(Seed.of(5))
            .parameter(ParameterSpec.of("0.weight").init(Initializers.normal(0, 1)))
            .parameter(ParameterSpec.of("head").tiedTo("0.weight"))
            .build();
    try (Weights weights = weights(backend, model)) {
      ParameterValues values = weights.values("head");
      String missing =
          "parameter \"0.weight\" is not decided: the shape of \"0.weight\" is not known yet";
      assertEquals(missing, assertThrows(IllegalStateException.class, values::floats).getMessage());
      assertEquals(
          missing,
          assertThrows(IllegalStateException.class, () -> weights.initialize(FillScope.ALL))
              .getMessage());
      weights.giveShape("0.weight", Shape.of(6, 4));
      assertArrayEquals(filled(MODEL.parameters().get(0)), values.doubles());
    }
  }

  @Test
  void threadsThatReadAnUnfilledParameterFillItOnce() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Weights weights = weights()) {
      List<String> filled = Collections.synchronizedList(new ArrayList<>());
      weights.addListener(
          new Progress() {
            @Override
            public void finished(Parameter parameter) {
              filled.add(parameter.name());
            }
          });
      CountDownLatch start = new CountDownLatch(1);
      List<Future<double[]>> reads = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        reads.add(
            pool.submit(
                () -> {
                  start.await();
                  return weights.values("0.weight").doubles();
                }));
      }
      start.countDown();
      double[] expected = filled(MODEL.parameters().get(0));
      for (Future<double[]> read : reads) {
        assertArrayEquals(expected, read.get());
      }
      assertEquals(List.of("0.weight"), filled);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Each addition is whole: none is lost among threads. */
  @Test
  void threadsThatOverwriteDoNotDisturbEachOther() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Weights weights = weights()) {
      weights.values("scalar").set(0);
      List<Future<?>> additions = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        additions.add(pool.submit(() -> weights.values("scalar").add(1)));
      }
      for (Future<?> addition : additions) {
        addition.get();
      }
      assertEquals(40, weights.values("scalar").get());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whatWasOverwrittenIsWhatIsWrittenAndLoaded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Weights weights = weights();
        Weights loaded = weights()) {
      weights.values("0.weight").set(42, 0, 0);
      weights.values("eight").set(Double.NaN, 3).set(-448, 4);
      weights.values("double").add(1e-9);
      weights.write(file);
      assertFalse(weights.values("half").isInitialized());
      assertTrue(weights.verify(file).isEqual());
      String difference =
          Checkpoints.verify(MODEL, file, backend).difference().orElseThrow().toString();
      assertTrue(difference.startsWith("tensor \"0.weight\": element [0, 0]: "), () -> difference);
      loaded.load(file);
      for (Parameter parameter : MODEL.parameters()) {
        assertTrue(loaded.values(parameter.name()).isInitialized());
        assertArrayEquals(
            weights.values(parameter.name()).doubles(), loaded.values(parameter.name()).doubles());
      }
      loaded.values("half").add(1);
      assertFalse(loaded.verify(file).isEqual());
    }
  }

  @Test
  void whatAFileLacksIsFilledWhenItIsAskedFor(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("part.npz");
    Model part = Model.builder().parameter("0.bias", Shape.of(6), Initializers.constant(3)).build();
    Checkpoints.write(part, file, backend);
    try (Weights weights = weights()) {
      weights.load(file);
      assertArrayEquals(new float[] {3, 3, 3, 3, 3, 3}, weights.values("0.bias").floats());
      assertFalse(weights.values("0.weight").isInitialized());
      weights.initialize(FillScope.ONLY_UNINITIALIZED);
      assertArrayEquals(new float[] {3, 3, 3, 3, 3, 3}, weights.values("0.bias").floats());
      assertArrayEquals(filled(MODEL.parameters().get(0)), weights.values("0.weight").doubles());
    }
  }

  @Test
  void aFileOfAnotherModelChangesNothing(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("other.npz");
    Model other =
        Model.builder()
            .parameter("0.bias", Shape.of(6), Initializers.constant(3))
            .parameter("0.weight", Shape.of(4, 6), Initializers.ones())
            .build();
    Checkpoints.write(other, file, backend);
    try (Weights weights = weights()) {
      assertRefused(
          "tensor \"0.weight\" must have the model's shape [6, 4], has [4, 6]",
          () -> weights.load(file));
      assertFalse(weights.values("0.bias").isInitialized());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (Weights weights = weights()) {
      assertRefused("the model has no parameter \"1.weight\"", () -> weights.values("1.weight"));
      ParameterValues weight = weights.values("0.weight");
      assertRefused("index must lie inside shape [6, 4], was [6, 0]", () -> weight.set(1, 6, 0));
      assertRefused("index must lie inside shape [6, 4], was [0]", () -> weight.get(0));
      assertRefused("index must lie inside shape [6, 4], was [0, -1]", () -> weight.get(0, -1));
      assertRefused(
          "numbers must be 1 for each element of shape [6, 4] in F32, were 23",
          () -> weight.put(new float[23]));
      assertRefused(
          "range of 2 elements from 23 must lie inside shape [6, 4] of 24 elements",
          () -> weight.floats(Region.range(23, 2)));
      assertRefused(
          "numbers of F32 do not hold dtype F64; ask for doubles()",
          () -> weights.values("double").floats());
      assertRefused(
          "an element of dtype C64 is no single number; read doubles and put them",
          () -> weights.values("complex").add(1));
      assertFalse(weight.isInitialized());
    }
  }

  @Test
  void aFunctionThatThrowsLeavesNoHalf() {
    try (Weights weights = weights()) {
      ParameterValues weight = weights.values("0.weight").set(42, 0, 0);
      int[] calls = {0};
      assertThrows(
          ArithmeticException.class,
          () ->
              weight.update(
                  value -> {
                    if (++calls[0] == 9) {
                      throw new ArithmeticException("ninth");
                    }
                    return 0;
                  }));
      assertFalse(weight.isInitialized());
      assertArrayEquals(filled(MODEL.parameters().get(0)), weight.doubles());
    }
  }

  @Test
  void closedItGivesNothing() {
    Weights weights = weights();
    weights.values("scalar").get();
    weights.close();
    weights.close();
    assertEquals(
        "the weights are closed",
        assertThrows(IllegalStateException.class, () -> weights.values("scalar").get())
            .getMessage());
  }

  @Test
  void bytesAreTheValuesWhereTheyLie() {
    try (Weights weights = weights()) {
      ParameterValues half = weights.values("half");
      half.bytes()
          .ifPresent(
              buffers -> {
                ByteBuffer bytes = buffers.get(0);
                assertArrayEquals(
                    Elements.filled(
                        backend, MODEL.parameter("half").orElseThrow().fill(Region.whole())),
                    copy(bytes));
                bytes.putShort(2, (short) 0x3f80);
                assertEquals(1, half.get(0, 1));
              });
    }
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return copy;
  }
}
