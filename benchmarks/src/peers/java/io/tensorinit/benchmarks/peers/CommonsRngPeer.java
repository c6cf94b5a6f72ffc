package io.tensorinit.benchmarks.peers;

import static io.tensorinit.benchmarks.peers.Operation.BOUND;
import static io.tensorinit.benchmarks.peers.Operation.STD;

import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Apache Commons RNG: xoshiro128++, a jump of 2^64 numbers apart for each thread, and its fastest
 * normal sampler, the modified ziggurat. Those of two threads are not made one after the other, or
 * they would lie in one line of the cache.
 */
final class CommonsRngPeer {
  private CommonsRngPeer() {}

  static PeerFill of(Operation operation, int threads, int size) {
    var source = (JumpableUniformRandomProvider) RandomSource.XO_SHI_RO_128_PP.create(1);
    ArrayFill.Loop[] loops = new ArrayFill.Loop[threads];
    UniformRandomProvider[] apart = new UniformRandomProvider[64 * threads];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = source.jump();
    }
    for (int i = 0; i < threads; i++) {
      UniformRandomProvider random = apart[64 * i];
      loops[i] =
          switch (operation) {
            case UNIFORM -> (array, from, to) -> uniform(random, array, from, to);
            case NORMAL -> normal(ZigguratSampler.NormalizedGaussian.of(random));
            default -> throw operation.unknownTo("Commons RNG");
          };
    }
    return new ArrayFill(size, loops);
  }

  private static void uniform(UniformRandomProvider random, float[] array, int from, int to) {
    float width = (float) (2 * BOUND);
    float low = (float) -BOUND;
    for (int i = from; i < to; i++) {
      array[i] = random.nextFloat() * width + low;
    }
  }

  private static ArrayFill.Loop normal(ZigguratSampler.NormalizedGaussian sampler) {
    return (array, from, to) -> {
      for (int i = from; i < to; i++) {
        array[i] = (float) (sampler.sample() * STD);
      }
    };
  }
}
