package io.tensorinit.cpu.element;

import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.DiscreteTable;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.SubStreams;
import io.tensorinit.random.UniformElement;
import io.tensorinit.tensor.Key;
import java.util.OptionalLong;

/**
 * The distributions in float64: element i from word i, the same that decides its float32 value, and
 * word i of the sub-stream {@code low} for the digits beyond. Discrete distributions take the word
 * alone.
 */
final class Float64Draws implements Draws<double[]> {
  /** The only instance; it holds nothing. */
  static final Float64Draws INSTANCE = new Float64Draws();

  private Float64Draws() {}

  @Override
  public Evaluator<double[]> uniform(UniformFill plan, Key key) {
    UniformElement.Float64 law = UniformElement.Float64.of(plan.low(), plan.high());
    return tiled(
        key,
        (words, low, count, out, from, scratch) ->
            scratch.uniforms.fill(law, words, low, count, out, from));
  }

  @Override
  public Evaluator<double[]> continuous(ContinuousFill plan, boolean ofPart, Key key) {
    QuantileElement.Float64 law = plan.float64(ofPart);
    return tiled(
        key,
        (words, low, count, out, from, scratch) ->
            scratch.doubleQuantiles.fill(law, words, low, count, out, from));
  }

  @Override
  public Evaluator<double[]> discrete(DiscreteFill plan, Key key) {
    DiscreteTable table = new DiscreteTable(plan.thresholds());
    double[] values = plan.values().stream().mapToDouble(Double::doubleValue).toArray();
    return new Tiled(
        key.value(),
        OptionalLong.empty(),
        (words, low, count, out, from, scratch) -> {
          scratch.choices.choose(table, words, count);
          for (int i = 0; i < count; i++) {
            out[from + i] = values[words[i]];
          }
        });
  }

  private static Evaluator<double[]> tiled(Key key, Tile tile) {
    return new Tiled(key.value(), OptionalLong.of(SubStreams.low(key).value()), tile);
  }

  /** Turns a tile's words, and those with the low digits, into values. */
  @FunctionalInterface
  private interface Tile {
    void values(
        int[] words, int[] low, int count, double[] out, int from, ScratchChunks<double[]> scratch);
  }

  /** Draws words, and those with the low digits if there is a key for them, a tile at a time. */
  private record Tiled(long key, OptionalLong lowKey, Tile tile) implements Evaluator<double[]> {
    @Override
    public void evaluate(
        long first, int count, double[] out, int from, ScratchChunks<double[]> scratch) {
      for (int done = 0; done < count; done += ScratchChunks.TILE) {
        int length = Math.min(ScratchChunks.TILE, count - done);
        scratch.words(key, first + done, scratch.tile, 0, length);
        if (lowKey.isPresent()) {
          scratch.words(lowKey.getAsLong(), first + done, scratch.lowTile, 0, length);
        }
        tile.values(scratch.tile, scratch.lowTile, length, out, from + done, scratch);
      }
    }

    @Override
    public void evaluateAt(
        long first, int[] at, int count, double[] out, ScratchChunks<double[]> scratch) {
      int length;
      for (int done = 0; done < count; done += length) {
        length = scratch.words(key, first, at, done, count, scratch.tile);
        if (lowKey.isPresent()) {
          scratch.words(lowKey.getAsLong(), first, at, done, count, scratch.lowTile);
        }
        tile.values(scratch.tile, scratch.lowTile, length, out, done, scratch);
      }
    }
  }
}
