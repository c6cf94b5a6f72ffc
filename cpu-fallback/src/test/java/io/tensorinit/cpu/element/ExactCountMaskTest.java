package io.tensorinit.cpu.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.plan.Mask;
import io.tensorinit.random.Words;
import io.tensorinit.tensor.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactCountMaskTest {
  private static final long SEED = 1;
  private static final Key KEY = Key.raw(77);

  /** The law as it is written: down each column, an element at a time. */
  private static boolean[] kept(Mask.ExactCount mask) {
    int rows = (int) mask.rows();
    int columns = (int) mask.columns();
    boolean[] kept = new boolean[rows * columns];
    int[] words = new int[rows];
    for (int c = 0; c < columns; c++) {
      Words.fill(KEY.value(), (long) c * rows, words, 0, rows);
      long left = mask.zeros();
      for (int r = 0; r < rows; r++) {
        boolean zero = (Integer.toUnsignedLong(words[r]) * (rows - r)) >>> 32 < left;
        left -= zero ? 1 : 0;
        kept[r * columns + c] = !zero;
      }
    }
    return kept;
  }

  private static ScratchChunks<float[]> scratch() {
    ScratchChunks<float[]> scratch = new ScratchChunks<>(Precision.FLOAT32);
    scratch.begin(1, ScratchChunks.CHUNK);
    return scratch;
  }

  private static void check(
      KeepMask mask, boolean[] kept, int first, int count, ScratchChunks<float[]> scratch) {
    int[] at = new int[count];
    for (boolean wanted : new boolean[] {true, false}) {
      int[] expected = new int[count];
      int length = 0;
      for (int i = 0; i < count; i++) {
        if (kept[first + i] == wanted) {
          expected[length++] = i;
        }
      }
      assertEquals(length, mask.list(first, count, wanted, at, scratch));
      assertArrayEquals(Arrays.copyOf(expected, length), Arrays.copyOf(at, length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "1, 1, 1",
    "4, 100, 1",
    "7, 13, 3",
    "64, 64, 32",
    "61, 256, 60",
    "62, 257, 1",
    "130, 63, 100",
    "200, 700, 180",
    "1000, 5, 999",
    "3, 5000, 2",
    "3, 40000, 1",
    "40000, 3, 20000",
    "70000, 2, 69000",
    "20001, 1, 10"
  })
  void listsWhatTheLawKeepsInAnyOrder(long rows, long columns, long zeros) {
    Mask.ExactCount law = new Mask.ExactCount(rows, columns, zeros);
    boolean[] kept = kept(law);
    KeepMask mask = new ExactCountMask(law, KEY, 1);
    assertEquals(1 - (double) zeros / rows, mask.share());
    ScratchChunks<float[]> scratch = scratch();
    for (int first = 0; first < kept.length; first += ScratchChunks.CHUNK) {
      check(mask, kept, first, Math.min(ScratchChunks.CHUNK, kept.length - first), scratch);
    }
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      int first = random.nextInt(kept.length);
      int most = Math.min(ScratchChunks.CHUNK, kept.length - first);
      check(
          mask, kept, first, 1 + random.nextInt(most), random.nextBoolean() ? scratch : scratch());
    }
  }

  @Test
  void threadsDecideTheSameTogether() throws InterruptedException, ExecutionException {
    Mask.ExactCount law = new Mask.ExactCount(1500, 700, 1300);
    boolean[] kept = kept(law);
    int threads = 4;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 5; round++) {
        KeepMask mask = new ExactCountMask(law, KEY, threads);
        List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          int start = thread;
          results.add(
              executor.submit(
                  () -> {
                    ScratchChunks<float[]> scratch = scratch();
                    int run = 5000;
                    for (int first = start * run; first < kept.length; first += threads * run) {
                      check(mask, kept, first, Math.min(run, kept.length - first), scratch);
                    }
                  }));
        }
        for (Future<?> result : results) {
          result.get();
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** Two threads take turns, so that each comes to bands that the other one has left behind. */
  @Test
  void aColumnCutIntoChunksIsDecidedOnceAThreadAtMost() {
    Mask.ExactCount law = new Mask.ExactCount(1 << 16, 40, 30_000);
    boolean[] kept = kept(law);
    AtomicLong bands = new AtomicLong();
    SelectionStrip.Columns columns =
        new SelectionStrip.Columns(law, KEY.value(), 2) {
          @Override
          void decide(
              long index, long row, int rows, int[] left, long[] zeros, ScratchChunks<?> scratch) {
            bands.incrementAndGet();
            super.decide(index, row, rows, left, zeros, scratch);
          }
        };
    KeepMask mask = new ExactCountMask(law, columns);
    ScratchChunks<float[]> one = scratch();
    ScratchChunks<float[]> other = scratch();
    int chunk = ScratchChunks.CHUNK;
    int column = 7;
    for (int first = 0; first < law.rows(); first += 2 * chunk) {
      for (int row = first; row < first + chunk; row++) {
        check(mask, kept, (row + chunk) * (int) law.columns() + column, 1, one);
        check(mask, kept, row * (int) law.columns() + column, 1, other);
      }
    }
    long pass = law.rows() / columns.bandRows();
    assertTrue(bands.get() <= 3 * pass, bands + " bands, " + pass + " in all rows");
  }
}
