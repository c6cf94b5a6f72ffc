package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.cpu.VectorProcess;
import io.tensorinit.cpu.lane.Lane;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProductLanesTest {
  private static final String INCUBATOR = "jdk.incubator.vector";

  @Test
  void plainLoopsServeWithoutTheIncubator() {
    assumeTrue(ModuleLayer.boot().findModule(INCUBATOR).isEmpty(), "started with " + INCUBATOR);
    assertInstanceOf(PlainProducts32.class, ProductLanes.choose(Lane.AUTO));
    assertInstanceOf(PlainProducts32.class, ProductLanes.choose(Lane.PLAIN));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Lane.parse("vector")).getMessage();
    assertEquals(
        "tensorinit.cpu.lane is vector, but the Vector API is not there; start Java with"
            + " --add-modules jdk.incubator.vector",
        message);
  }

  @Test
  void refusesAnUnknownLane() {
    assertEquals(
        "tensorinit.cpu.lane must be auto, plain or vector, was \"fast\"",
        assertThrows(IllegalArgumentException.class, () -> Lane.parse("fast")).getMessage());
  }

  /** In a Java machine of its own, which needs the incubator. */
  @Test
  void vectorsGiveTheBitsOfThePlainLoops() throws IOException, InterruptedException {
    VectorProcess process = VectorProcess.run(VectorLaneProgram.class);
    assertEquals(0, process.exitCode(), process.printed());
    assertEquals(OrthogonalBitsTest.known(), process.printed().lines().toList());
  }

  /** By a clock that only work moves. */
  @Test
  void theFasterProductsServeOnceThereWasWork() {
    long[] clock = {0};
    Costly plain = new Costly(clock, 1_000_000);
    Costly slow = new Costly(clock, 1_000_000_000);
    FasterProducts32 products = new FasterProducts32(plain, slow, () -> clock[0]);
    multiply(products, 2000);
    assertSame(plain, products.serving());
    assertEquals(0, slow.calls, "no try before two seconds of work");
    multiply(products, 100_000);
    assertSame(plain, products.serving());
    assertTrue(slow.calls > 0, "tried");
    assertTrue(slow.calls <= 16, "at most two tries of 16 s in 100 s: " + slow.calls);
    slow.cost = 900_000; // compiled
    multiply(products, 1_000_000);
    assertSame(slow, products.serving());
  }

  private static void multiply(Products32 products, int times) {
    Span one = new Span(0, 1);
    for (int i = 0; i < times; i++) {
      products.addProduct(new float[1][4], new float[4][1], one, one, new float[1][1]);
    }
  }

  /** Products that take time and do nothing. */
  private static final class Costly implements Products32 {
    private final long[] clock;
    private long cost;
    private int calls;

    Costly(long[] clock, long cost) {
      this.clock = clock;
      this.cost = cost;
    }

    @Override
    public void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums) {
      clock[0] += cost;
      calls++;
    }

    @Override
    public void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a) {
      clock[0] += cost;
      calls++;
    }
  }
}
