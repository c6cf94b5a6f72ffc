package io.tensorinit.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any part of any region is visited as the indices that belong to it, in order. */
class RegionRunsTest {
  @Test
  void partsOfBoxesAreTheirElements() {
    Shape whole = Shape.of(3, 4, 5);
    long[][] starts = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 2, 3}, {2, 0, 4}};
    long[][] sizes = {{3, 4, 5}, {2, 4, 5}, {3, 2, 5}, {2, 2, 2}, {1, 4, 1}};
    for (int k = 0; k < starts.length; k++) {
      Region region = Region.box(starts[k], sizes[k]);
      List<Long> all = elements(starts[k], sizes[k]);
      for (int from = 0; from <= all.size(); from++) {
        for (int count = 0; count <= all.size() - from; count++) {
          assertEquals(all.subList(from, from + count), visited(region, whole, from, count));
        }
      }
    }
  }

  @Test
  void scalarsAndEmptyTensors() {
    assertEquals(List.of(0L), visited(Region.whole(), Shape.scalar(), 0, 1));
    assertEquals(List.of(0L), visited(Region.box(new long[0], new long[0]), Shape.scalar(), 0, 1));
    assertEquals(List.of(), visited(Region.whole(), Shape.of(0, 3), 0, 0));
    assertEquals(
        List.of(), visited(Region.box(new long[] {1, 1}, new long[] {0, 2}), Shape.of(2, 3), 0, 0));
  }

  @Test
  void rangesStartWhereTheyStart() {
    Region range = Region.range(1L << 40, 10);
    assertEquals(List.of((1L << 40) + 3, (1L << 40) + 4), visited(range, Shape.of(1L << 41), 3, 2));
  }

  @Test
  void aPartOutsideIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> visited(Region.range(2, 3), Shape.of(9), 2, 2));
    assertEquals(
        "part of 2 elements from 2 must lie inside a region of shape [3]", refused.getMessage());
  }

  private static List<Long> elements(long[] start, long[] size) {
    List<Long> elements = new ArrayList<>();
    for (long a = 0; a < size[0]; a++) {
      for (long b = 0; b < size[1]; b++) {
        for (long c = 0; c < size[2]; c++) {
          elements.add(((start[0] + a) * 4 + start[1] + b) * 5 + start[2] + c);
        }
      }
    }
    return elements;
  }

  private static List<Long> visited(Region region, Shape whole, long from, long count) {
    List<Long> visited = new ArrayList<>();
    region.forEachRun(
        whole,
        from,
        count,
        (wholeIndex, regionIndex, length) -> {
          assertEquals(from + visited.size(), regionIndex);
          for (long i = 0; i < length; i++) {
            visited.add(wholeIndex + i);
          }
        });
    return visited;
  }
}
