package io.tensorinit.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FillQueueTest {
  private static final Destination NOWHERE = Destination.of(new float[0]);

  /** Notes the keys of each job, and writes nothing; a fill of key 13 fails. */
  private static final class NotingBackend implements Backend {
    private final List<List<Long>> jobs = new ArrayList<>();

    @Override
    public String name() {
      return "noting";
    }

    @Override
    public String device() {
      return "none";
    }

    @Override
    public void fill(Fill fill, Destination destination) {
      throw new AssertionError("asked for one by one");
    }

    @Override
    public void fillAll(List<PlacedFill> fills) {
      List<Long> keys = fills.stream().map(each -> each.fill().key().value()).toList();
      jobs.add(keys);
      if (keys.contains(13L)) {
        throw new BackendException("key 13");
      }
    }

    @Override
    public void close() {}
  }

  private final NotingBackend backend = new NotingBackend();
  private final FillQueue queue = new FillQueue(backend);
  private final List<Long> filled = new ArrayList<>();

  private void add(long key, long elements, DType dtype) {
    Fill fill =
        new Fill(new ConstantFill(1), Shape.of(elements), dtype, Key.raw(key), Region.whole());
    queue.add(fill, NOWHERE, () -> filled.add(key));
  }

  @Test
  void hundredsOfSmallTensorsAreOneJob() {
    List<Long> keys = LongStream.range(100, 500).boxed().toList();
    keys.forEach(key -> add(key, 1000, DType.F32));
    assertEquals(List.of(), filled, "nothing is filled yet");
    queue.finish();
    assertEquals(List.of(keys), backend.jobs);
    assertEquals(keys, filled);
  }

  @Test
  void aJobIsRunOnce16MebibytesHaveComeTogether() {
    add(1, 1 << 20, DType.F64);
    add(2, (1 << 23) - 1, DType.F8_E4M3);
    assertEquals(List.of(), filled);
    add(3, 1, DType.F8_E4M3);
    add(4, 1L << 40, DType.BF16);
    add(5, 1, DType.F32);
    assertEquals(List.of(1L, 2L, 3L, 4L), filled);
    queue.finish();
    assertEquals(List.of(List.of(1L, 2L, 3L), List.of(4L), List.of(5L)), backend.jobs);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), filled);
  }

  @Test
  void afterAFailureNothingOfTheJobIsFilledLater() {
    add(12, 1, DType.F32);
    add(13, 1, DType.F32);
    assertEquals("key 13", assertThrows(BackendException.class, queue::finish).getMessage());
    add(14, 1, DType.F32);
    queue.finish();
    assertEquals(List.of(14L), filled);
  }
}
