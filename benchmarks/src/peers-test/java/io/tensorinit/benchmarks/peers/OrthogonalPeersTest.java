package io.tensorinit.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every peer makes an orthogonal matrix, for one thread and for two. */
class OrthogonalPeersTest {
  /** Of {@code Q^T Q - I} in float32, for a few dozen rows. */
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({"24, 24, 1", "24, 24, 2", "40, 16, 1", "40, 16, 2", "16, 40, 1", "16, 40, 2"})
  void everyPeersMatrixIsOrthogonal(int rows, int columns, int threads) {
    List<OrthogonalPeers.Shaped> peers =
        List.of(
            new OrthogonalPeers.TensorInit(),
            new OrthogonalPeers.Torch(),
            new OrthogonalPeers.Ejml());
    for (OrthogonalPeers.Shaped peer : peers) {
      if (peer instanceof OrthogonalPeers.Threaded threaded) {
        threaded.threads = threads;
      }
      try (PeerFill fill = peer.make(rows, columns)) {
        fill.run();
        assertOrthogonal(fill.values(), rows, columns, peer.getClass().getSimpleName());
      }
    }
  }

  /** Rows or columns, whichever are fewer, have length 1 and stand at right angles. */
  private static void assertOrthogonal(float[] matrix, int rows, int columns, String peer) {
    boolean wide = rows < columns;
    int vectors = wide ? rows : columns;
    int length = wide ? columns : rows;
    int stride = wide ? 1 : columns;
    int next = wide ? columns : 1;
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int i = 0; i < length; i++) {
          product += (double) matrix[a * next + i * stride] * matrix[b * next + i * stride];
        }
        assertEquals(a == b ? 1 : 0, product, TOLERANCE, peer + ", vectors " + a + " and " + b);
      }
    }
  }
}
