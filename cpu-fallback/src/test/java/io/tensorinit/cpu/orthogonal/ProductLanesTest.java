package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductLanesTest {
  private static final String INCUBATOR = "jdk.incubator.vector";

  @Test
  void plainLoopsServeWithoutTheIncubator() {
    assumeTrue(ModuleLayer.boot().findModule(INCUBATOR).isEmpty(), "started with " + INCUBATOR);
    assertInstanceOf(PlainProducts32.class, ProductLanes.choose("auto"));
    assertInstanceOf(PlainProducts32.class, ProductLanes.choose("plain"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> ProductLanes.choose("vector"))
            .getMessage();
    assertEquals(
        "tensorinit.cpu.lane is vector, but the Vector API is not there; start Java with"
            + " --add-modules jdk.incubator.vector",
        message);
  }

  @Test
  void refusesAnUnknownLane() {
    assertEquals(
        "tensorinit.cpu.lane must be auto, plain or vector, was \"fast\"",
        assertThrows(IllegalArgumentException.class, () -> ProductLanes.choose("fast"))
            .getMessage());
  }

  /** In a Java machine of its own, which needs the incubator. */
  @Test
  void vectorsGiveTheBitsOfThePlainLoops() throws IOException, InterruptedException {
    assumeTrue(ModuleFinder.ofSystem().find(INCUBATOR).isPresent(), "this JDK has no " + INCUBATOR);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", INCUBATOR, "-Dtensorinit.cpu.lane=vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(VectorLaneProgram.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals(OrthogonalBitsTest.known(), printed.lines().toList());
  }

  @Test
  void theFasterProductsServeOnceThereWasWork() {
    Products32 plain = new PlainProducts32();
    Products32 nothing = new Nothing();
    FasterProducts32 late = new FasterProducts32(plain, nothing);
    RandomProducts.compare(plain, late, 1, 10);
    assertSame(plain, late.serving(), "before the first try");
    FasterProducts32 soon = new FasterProducts32(plain, nothing, 0);
    FasterProducts32 never = new FasterProducts32(nothing, plain, 0);
    float[][] rows = new float[512][128];
    Span all = new Span(0, 512);
    for (int call = 0; call < 200; call++) {
      soon.addProduct(rows, new float[48][128], all, new Span(0, 128), rows);
      never.addProduct(rows, new float[48][128], all, new Span(0, 128), rows);
    }
    assertSame(nothing, soon.serving());
    assertSame(nothing, never.serving());
  }

  /** Products that cost nothing. */
  private static final class Nothing implements Products32 {
    @Override
    public void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums) {}

    @Override
    public void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a) {}
  }
}
