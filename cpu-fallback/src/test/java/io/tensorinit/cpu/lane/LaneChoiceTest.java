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
    List<Worker> workers =
        List.of(new Worker(100_000), new Worker(90_000), new Worker(95_000), new Worker(10_000));
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
    work(choice, lanes, 1500);
    assertSame(workers.get(0), lanes.serving(), "not before it was faster for 0.2 s");
    work(choice, lanes, 1500);
    assertSame(workers.get(1), lanes.serving());
    work(choice, lanes, 1_000_000);
    assertSame(workers.get(3), lanes.serving());
    assertEquals(0, choice.start(), "nothing is left to be tried");
  }

  @Test
  void aLongJobTakesTheLastLaneAtOnce() {
    List<Worker> workers = List.of(new Worker(1000), new Worker(900), new Worker(500));
    LaneChoice<Worker> choice = threeLanes(workers);
    LaneChoice.Lanes<Worker> lanes = choice.lanes();
    work(choice, lanes, 10);
    choice.hurry();
    assertSame(workers.get(2), lanes.serving());
    work(choice, lanes, 6_000_000 - 1);
    assertEquals(10, workers.get(0).calls, "the first is not tried before 3 s of work");
    work(choice, lanes, 100_000_000);
    assertSame(workers.get(2), lanes.serving());
    assertEquals(2010, workers.get(0).calls);
    choice.hurry();
    assertEquals(0, choice.start(), "nothing is left to be tried");
  }

  @Test
  void aLastLaneThatIsNotFasterAfterAllIsLeftAgain() {
    List<Worker> workers = List.of(new Worker(1000), new Worker(900), new Worker(1_000_000));
    LaneChoice<Worker> choice = threeLanes(workers);
    LaneChoice.Lanes<Worker> lanes = choice.lanes();
    choice.hurry();
    work(choice, lanes, 3000);
    assertSame(workers.get(2), lanes.serving());
    work(choice, lanes, 1000);
    assertSame(workers.get(0), lanes.serving());
    choice.hurry();
    assertSame(workers.get(0), lanes.serving(), "once is enough");
  }

  @Test
  void noLaneIsHurriedWhereThereIsNoOther() {
    Worker only = new Worker(1);
    LaneChoice<Worker> choice =
        new LaneChoice<>(List.of(Offer.first(() -> only)), Worker::work, () -> clock[0]);
    choice.hurry();
    assertSame(only, choice.lanes().serving());
  }

  /** As when the code of one is given up because the other is used, and must be compiled again. */
  @Test
  void aLaneThatIsSlowForAMomentStays() {
    Worker first = new Worker(1000);
    Worker second = new Worker(2000);
    LaneChoice<Worker> choice =
        new LaneChoice<>(
            List.of(Offer.first(() -> first), new Offer<>(() -> second, 10_000, 5)),
            worker -> {
              worker.work();
              if (worker == first && clock[0] < 50_000_000) {
                clock[0] += 100_000;
              }
            },
            () -> clock[0]);
    LaneChoice.Lanes<Worker> lanes = choice.lanes();
    work(choice, lanes, 200_000);
    assertSame(first, lanes.serving());
  }

  @Test
  void ofShortPiecesOneInEightIsTimed() {
    Worker first = new Worker(1_000_000);
    Worker second = new Worker(500_000);
    LaneChoice<Worker> choice =
        new LaneChoice<>(
            List.of(Offer.first(() -> first), new Offer<>(() -> second, 100_000_000, 5)),
            Worker::work,
            () -> clock[0]);
    LaneChoice.Lanes<Worker> lanes = choice.lanes();
    int timed = 0;
    for (int i = 0; i < 1000; i++) {
      if (i == 100) {
        assertEquals(0, second.calls, "no try before 0.1 s of work");
      }
      long start = lanes.start();
      timed += start == 0 ? 0 : 1;
      lanes.serving().work();
      lanes.worked(start);
    }
    assertSame(second, lanes.serving());
    assertTrue(timed <= 125, "timed: " + timed);
  }

  private LaneChoice<Worker> threeLanes(List<Worker> workers) {
    return new LaneChoice<>(
        List.of(
            Offer.first(() -> workers.get(0)),
            new Offer<>(() -> workers.get(1), 1_000_000, 5),
            new Offer<>(() -> workers.get(2), 1_000_000, 5)),
        Worker::work,
        () -> clock[0]);
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
