package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.model.Parameter;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.TableFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.spec.Constant;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every layer class of each framework, parameter by parameter, as its own source initializes it:
 * {@code recipes/<recipe>.csv}, whose head says what its columns mean. Each class is tried with the
 * kind declared and without.
 */
class LayerTablesTest {
  private static final List<String> TABLES =
      List.of("flax", "keras", "mxnet", "djl", "lux", "flux", "pytorch");
  private static final double RELATIVE = 1e-9;

  /** A row of a table. */
  private record Row(
      String layerClass,
      String kind,
      String parameter,
      Shape shape,
      String expected,
      String guess) {

    static Row of(String line) {
      String[] cells = line.split(";", -1);
      assertEquals(7, cells.length, line);
      long[] sizes =
          cells[3].isEmpty()
              ? new long[0]
              : Stream.of(cells[3].split("x", -1)).mapToLong(Long::parseLong).toArray();
      return new Row(
          cells[0],
          cells[1],
          cells[2],
          Shape.of(sizes),
          cells[4],
          cells[5].isEmpty() ? cells[4] : cells[5]);
    }
  }

  @TestFactory
  Stream<DynamicTest> eachClassIsInitializedAsItsSourceDoes() {
    return TABLES.stream().flatMap(LayerTablesTest::tests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flax", "keras", "mxnet", "djl", "lux", "flux", "pytorch"})
  void aTableHoldsRows(String table) {
    assertTrue(rows(table).size() > 20);
  }

  @Test
  void noTableIsForgotten() throws IOException {
    Path folder = Path.of("src", "test", "resources", "recipes");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          TABLES.stream().map(table -> table + ".csv").sorted().toList(),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private static Stream<DynamicTest> tests(String table) {
    Map<String, List<Row>> classes = new LinkedHashMap<>();
    rows(table)
        .forEach(row -> classes.computeIfAbsent(row.layerClass(), c -> new ArrayList<>()).add(row));
    return classes.entrySet().stream()
        .flatMap(
            entry ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        table + ": " + entry.getKey() + " with its kind",
                        () -> check(table, entry.getValue(), true)),
                    DynamicTest.dynamicTest(
                        table + ": " + entry.getKey() + " by its names alone",
                        () -> check(table, entry.getValue(), false))));
  }

  private static void check(String table, List<Row> rows, boolean withKind) {
    Recipe recipe = Recipes.get(table);
    for (Row row : rows) {
      if (isRefused(row, withKind)) {
        checkRefusal(recipe, rows, row, withKind);
      }
    }
    ModelBuilder good = Model.builder().recipe(recipe);
    for (Row row : rows) {
      good.parameter(isRefused(row, withKind) ? given(row, withKind) : spec(row, withKind));
    }
    Model model = good.build();
    for (Row row : rows) {
      if (!isRefused(row, withKind)) {
        check(expected(row, withKind), model.parameter(row.parameter()).orElseThrow());
      }
    }
  }

  private static String expected(Row row, boolean withKind) {
    return withKind ? row.expected() : row.guess();
  }

  private static boolean isRefused(Row row, boolean withKind) {
    return expected(row, withKind).startsWith("refused ");
  }

  /** A refused row, among the others of its class, which need no recipe. */
  private static void checkRefusal(Recipe recipe, List<Row> rows, Row refused, boolean withKind) {
    ModelBuilder model = Model.builder().recipe(recipe);
    for (Row row : rows) {
      model.parameter(row.equals(refused) ? spec(row, withKind) : given(row, withKind));
    }
    String message = assertThrows(IllegalArgumentException.class, model::build).getMessage();
    assertTrue(message.contains('"' + refused.parameter() + '"'), message);
    String reason = expected(refused, withKind).substring("refused ".length());
    assertTrue(message.contains(reason), message);
  }

  private static ParameterSpec given(Row row, boolean withKind) {
    return spec(row, withKind).init(new Constant(0));
  }

  private static ParameterSpec spec(Row row, boolean withKind) {
    ParameterSpec spec = ParameterSpec.of(row.parameter(), row.shape());
    return withKind && !row.kind().isEmpty() ? spec.kind(row.kind()) : spec;
  }

  private static void check(String expected, Parameter parameter) {
    String[] words = expected.split(" ", -1);
    FillPlan plan = parameter.plan();
    String said = parameter.name() + " expected " + expected + ", was " + plan;
    switch (words[0]) {
      case "constant":
        assertEquals(new ConstantFill(number(words[1])), plan, said);
        break;
      case "normal":
        assertInstanceOf(NormalFill.class, plan, said);
        assertStd(number(words[1]), parameter, said);
        break;
      case "truncated":
        assertInstanceOf(TruncatedNormalFill.class, plan, said);
        assertStd(number(words[1]), parameter, said);
        break;
      case "cut":
        assertInstanceOf(TruncatedNormalFill.class, plan, said);
        assertClose(-2 * number(words[1]), parameter.moments().min().getAsDouble(), said);
        assertClose(2 * number(words[1]), parameter.moments().max().getAsDouble(), said);
        break;
      case "stft":
        assertInstanceOf(TableFill.class, plan, said);
        break;
      case "uniform":
        UniformFill uniform = assertInstanceOf(UniformFill.class, plan, said);
        double high = number(words[words.length - 1]);
        assertClose(high, uniform.high(), said);
        assertClose(words.length == 2 ? -high : number(words[1]), uniform.low(), said);
        break;
      case "orthogonal":
        assertEquals(
            number(words[1]), assertInstanceOf(OrthogonalFill.class, plan, said).gain(), said);
        break;
      case "gate":
        checkGate(words, assertInstanceOf(OverlayFill.class, plan, said), parameter.shape(), said);
        break;
      default:
        throw new IllegalArgumentException(expected);
    }
  }

  private static void checkGate(String[] words, OverlayFill plan, Shape shape, String said) {
    String[] place = words[1].split("/", -1);
    long units = shape.size(-1) / Long.parseLong(place[1]);
    long[] start = new long[shape.rank()];
    start[shape.rank() - 1] = (Long.parseLong(place[0]) - 1) * units;
    assertEquals(new ConstantFill(0), plan.base(), said);
    assertEquals(new ConstantFill(number(words[2])), plan.inside(), said);
    assertEquals(
        LongStream.of(start).boxed().toList(),
        LongStream.of(plan.box().start()).boxed().toList(),
        said);
    assertEquals(shape.with(-1, units), plan.box().shape(), said);
  }

  private static void assertStd(double std, Parameter parameter, String said) {
    assertClose(std, parameter.moments().std().getAsDouble(), said);
    assertEquals(0, parameter.moments().mean().getAsDouble(), said);
  }

  private static void assertClose(double expected, double actual, String said) {
    assertEquals(expected, actual, RELATIVE * Math.abs(expected), said);
  }

  /** A number, {@code a/b} or {@code sqrt(a/b)}. */
  private static double number(String text) {
    if (text.startsWith("-")) {
      return -number(text.substring(1));
    }
    if (text.startsWith("sqrt(")) {
      return Math.sqrt(number(text.substring(5, text.length() - 1)));
    }
    int slash = text.indexOf('/');
    return slash < 0
        ? Double.parseDouble(text)
        : Double.parseDouble(text.substring(0, slash))
            / Double.parseDouble(text.substring(slash + 1));
  }

  private static List<Row> rows(String table) {
    String name = "/recipes/" + table + ".csv";
    try (InputStream in = Objects.requireNonNull(LayerTablesTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(Row::of)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
