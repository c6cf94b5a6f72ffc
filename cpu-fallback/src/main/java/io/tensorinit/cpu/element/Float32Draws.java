package io.tensorinit.cpu.element;

import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.DiscreteTable;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.UniformElement;
import io.tensorinit.tensor.Key;

/**
 * The distributions in float32: element i from word i. Words are drawn a tile at a time; each
 * distribution has a loop of its own, so that the compiler sees what is called in it.
 */
final class Float32Draws implements Draws<float[]> {
  /** The only instance; it holds nothing. */
  static final Float32Draws INSTANCE = new Float32Draws();

  private Float32Draws() {}

  @Override
  public Evaluator<float[]> uniform(UniformFill plan, Key key) {
    UniformElement.Float32 law = UniformElement.Float32.of(plan.low(), plan.high());
    return tiled(
        key,
        (words, count, out, from, scratch) -> scratch.uniforms.fill(law, words, count, out, from));
  }

  @Override
  public Evaluator<float[]> continuous(ContinuousFill plan, boolean ofPart, Key key) {
    QuantileElement.Float32 law = plan.float32(ofPart);
    return tiled(
        key, (words, count, out, from, scratch) -> scratch.quantiles(law, words, count, out, from));
  }

  @Override
  public Evaluator<float[]> discrete(DiscreteFill plan, Key key) {
    DiscreteTable table = new DiscreteTable(plan.thresholds());
    float[] values = new float[plan.values().size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = plan.values().get(k).floatValue();
    }
    return tiled(
        key,
        (words, count, out, from, scratch) -> {
          scratch.choices.choose(table, words, count);
          for (int i = 0; i < count; i++) {
            out[from + i] = values[words[i]];
          }
        });
  }

  private static Evaluator<float[]> tiled(Key key, Tile tile) {
    return new Tiled(key.value(), tile);
  }

  /** Turns a tile's words into values. */
  @FunctionalInterface
  private interface Tile {
    void values(int[] words, int count, float[] out, int from, ScratchChunks<float[]> scratch);
  }

  /** Draws words and turns them into values, a tile at a time. */
  private record Tiled(long key, Tile tile) implements Evaluator<float[]> {
    @Override
    public void evaluate(
        long first, int count, float[] out, int from, ScratchChunks<float[]> scratch) {
      int[] words = scratch.tile;
      for (int done = 0; done < count; done += ScratchChunks.TILE) {
        int length = Math.min(ScratchChunks.TILE, count - done);
        scratch.words(key, first + done, words, 0, length);
        tile.values(words, length, out, from + done, scratch);
      }
    }

    @Override
    public void evaluateAt(
        long first, int[] at, int count, float[] out, ScratchChunks<float[]> scratch) {
      int[] words = scratch.tile;
      int length;
      for (int done = 0; done < count; done += length) {
        length = scratch.words(key, first, at, done, count, words);
        tile.values(words, length, out, done, scratch);
      }
    }
  }
}
