package io.tensorinit.cpu.element;

import io.tensorinit.plan.Mask;
import io.tensorinit.tensor.Key;

/** Keeps the elements whose mask word, unsigned, is below a threshold. */
final class BernoulliMask implements KeepMask {
  private static final long UNSIGNED = 0xffff_ffffL;

  private final long key;
  private final long threshold;

  BernoulliMask(Mask.Bernoulli mask, Key key) {
    this.key = key.value();
    this.threshold = mask.threshold();
  }

  @Override
  public void decide(long first, int count, int[] kept, ScratchChunks<?> scratch) {
    scratch.words(key, first, kept, 0, count);
    for (int i = 0; i < count; i++) {
      kept[i] = (kept[i] & UNSIGNED) < threshold ? 1 : 0;
    }
  }
}
