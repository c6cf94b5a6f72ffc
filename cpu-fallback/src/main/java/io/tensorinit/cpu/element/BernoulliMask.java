package io.tensorinit.cpu.element;

import io.tensorinit.plan.Mask;
import io.tensorinit.tensor.Key;

/** Keeps the elements whose mask word, unsigned, is below a threshold. */
final class BernoulliMask implements KeepMask {
  private static final double WORDS = 0x1p32;

  private final long key;
  private final long threshold;

  BernoulliMask(Mask.Bernoulli mask, Key key) {
    this.key = key.value();
    this.threshold = mask.threshold();
  }

  @Override
  public double share() {
    return threshold / WORDS;
  }

  @Override
  public int list(long first, int count, boolean kept, int[] at, ScratchChunks<?> scratch) {
    int[] words = scratch.borrowWords();
    scratch.words(key, first, words, 0, count);
    Places.below(words, count, threshold);
    int listed = Places.of(kept ? 1 : 0, words, count, at);
    scratch.giveBack(words);
    return listed;
  }
}
