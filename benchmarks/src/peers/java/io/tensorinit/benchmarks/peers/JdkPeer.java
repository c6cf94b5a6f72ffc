package io.tensorinit.benchmarks.peers;

import static io.tensorinit.benchmarks.peers.Operation.BOUND;
import static io.tensorinit.benchmarks.peers.Operation.STD;

import java.util.SplittableRandom;

/**
 * The JDK's {@link SplittableRandom}, a split one for each thread and fill: two that are made one
 * after the other lie in one line of the cache, and two threads would wait for each other.
 */
final class JdkPeer {
  private JdkPeer() {}

  static PeerFill of(Operation operation, int threads, int size) {
    SplittableRandom first = new SplittableRandom(1);
    ArrayFill.Loop[] loops = new ArrayFill.Loop[threads];
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = first.split();
      loops[i] =
          switch (operation) {
            case UNIFORM -> (array, from, to) -> uniform(random.split(), array, from, to);
            case NORMAL -> (array, from, to) -> normal(random.split(), array, from, to);
            default -> throw operation.unknownTo("java.util.SplittableRandom");
          };
    }
    return new ArrayFill(size, loops);
  }

  private static void uniform(SplittableRandom random, float[] array, int from, int to) {
    float width = (float) (2 * BOUND);
    float low = (float) -BOUND;
    for (int i = from; i < to; i++) {
      array[i] = random.nextFloat() * width + low;
    }
  }

  private static void normal(SplittableRandom random, float[] array, int from, int to) {
    for (int i = from; i < to; i++) {
      array[i] = (float) (random.nextGaussian() * STD);
    }
  }
}
