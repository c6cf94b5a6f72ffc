package io.tensorinit.cpu.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cpu.lane.LaneChoice.Offer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** By a clock that only work moves. */
class LaneChoiceTest {
  private final long[] clock = {1};

  @Test
  void aLaneThatIsNotFasterIsGivenUp() {
    Worker first = new Worker(100);
    Worker second = new Worker(101);
    LaneChoice<Worker> choice =
        new LaneChoice<>(
            List.of(Offer.first(() -> first), new Offer<>(() -> second, 10_000, 5)),
            Worker::work,
            () -> clock[0]);
    LaneChoice.Lanes<Worker> lanes = choice.lanes();
    work(choice, lanes, 99);
    assertEquals(0, second.calls, "no try before 10000 ns of work");
    work(choice, lanes, 500_000);
    assertSame(first, lanes.serving());
    assertEquals(2000, second.calls);
  }

  @Test
  void tryingTakesItsPartOfTheTime() {
    Worker first = new Worker(100);
    Worker second = new Worker(1_000_000);
    LaneChoice<Worker> choice =
        new LaneChoice<>(
            List.of(Offer.first(() -> first), new Offer<>(() -> second, 10_000, 5)),
            Worker::work,
            () -> clock[0]);
    work(choice, choice.lanes(), 1_000_000);
    double part = second.calls * 1e6 / (1_000_000 * 100.0);
    assertTrue(part > 0.03 && part < 0.07, "of all work: " + part);
  }

  /** Each call takes up to a tenth more, by chance: seeds 1 to 20. */
  @Test
  void noiseMakesNoSlowerLaneServe() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      Worker first = new Worker(1000);
      Worker second = new Worker(1020);
      LaneChoice<Worker> choice =
          new LaneChoice<>(
              List.of(Offer.first(() -> first), new Offer<>(() -> second, 10_000, 5)),
              worker -> {
                worker.work();
                clock[0] += random.nextInt(100);
              },
              () -> clock[0]);
      LaneChoice.Lanes<Worker> lanes = choice.lanes();
      work(choice, lanes, 100_000);
      assertSame(first, lanes.serving(), "seed " + seed);
      assertEquals(2000, second.calls);
    }
  }

  @Test
  void everyFasterLaneComesToServe() {
    List<Worker> workers = List.of(new Worker(100), new Worker(90), new Worker(95), new Worker(10));
    LaneChoice<Worker> choice =
        new LaneChoice<>(
            List.of(
                Offer.first(() -> workers.get(0)),
                new Offer<>(() -> workers.get(1), 0, 5),
                new Offer<>(() -> workers.get(2), 0, 5),
                new Offer<>(() -> workers.get(3), 0, 5)),
            Worker::work,
            () -> clock[0]);
    LaneChoice.Lanes<Worker> lanes = choice.lanes();
    work(choice, lanes, 700);
    assertSame(workers.get(1), lanes.serving());
    work(choice, lanes, 1_000_000);
    assertSame(workers.get(3), lanes.serving());
    assertEquals(0, choice.start(), "nothing is left to be tried");
  }

  private static void work(LaneChoice<Worker> choice, LaneChoice.Lanes<Worker> lanes, int times) {
    for (int i = 0; i < times; i++) {
      long start = choice.start();
      lanes.serving().work();
      choice.worked(start);
    }
  }

  /** Takes time and does nothing. */
  private final class Worker {
    private final long cost;
    private int calls;

    Worker(long cost) {
      this.cost = cost;
    }

    void work() {
      clock[0] += cost;
      calls++;
    }
  }
}
