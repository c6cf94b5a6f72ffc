package io.tensorinit.checkpoint;

import io.tensorinit.format.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a look at all values of a tensor tells. A tensor whose type has no values here ({@link
 * io.tensorinit.format.StoredType#hasValues}) has a {@code count} and nothing else: no number, no
 * bin, 0 zeros and NaN. Values that are not numbers (NaN) are counted and left out of everything
 * else; infinite ones count in mean, std, min and max (which then need not exist: NaN), not in the
 * histogram. A number that does not exist (no values) is NaN. {@code infinite} and {@code largest}
 * are not in the {@linkplain #toTree tree}.
 *
 * <p>Complex tensors: {@code mean} is that of the real parts and {@code std} the root of the mean
 * square distance from the (complex) mean, as in a plan; {@code min}, {@code max} and the histogram
 * are those of all real and imaginary parts; so the histogram counts up to twice {@code count}. An
 * element counts as zero if both parts are, as NaN if one is.
 *
 * @param tensor the tensor
 * @param count the number of elements
 * @param mean the arithmetic mean
 * @param std the standard deviation of the population (divided by the number of values)
 * @param min the least value
 * @param max the greatest value
 * @param zeros the number of zeros, of either sign
 * @param nan the number of NaN
 * @param infinite the number of elements of which a part is infinite
 * @param largest the number of elements of which a part has the largest finite magnitude of its
 *     type, where saturating arithmetic ends; 0 for types that are not filled
 * @param histogram the finite values
 */
public record TensorStatistics(
    TensorInfo tensor,
    long count,
    double mean,
    double std,
    double min,
    double max,
    long zeros,
    long nan,
    long infinite,
    long largest,
    Histogram histogram) {

  /**
   * A tensor whose values are not read here.
   *
   * @param tensor the tensor
   * @return its statistics: none but the count
   */
  static TensorStatistics withoutValues(TensorInfo tensor) {
    return new TensorStatistics(
        tensor,
        tensor.shape().elementCount(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0,
        0,
        0,
        0,
        new Histogram(new double[0], new long[0]));
  }

  /**
   * Whether the tensor's values were read.
   *
   * @return false if its type has none here, so that there are no statistics
   */
  public boolean hasValues() {
    return tensor.type().hasValues();
  }

  /**
   * This as a tree for JSON, as the command prints it.
   *
   * @return a fresh map; a number that does not exist, or is infinite, is NaN or infinite in it,
   *     which JSON writes as null; of a tensor without values all statistics, the histogram
   *     included, are NaN
   */
  public Map<String, Object> toTree() {
    Map<String, Object> bins = new LinkedHashMap<>();
    bins.put("edges", Arrays.stream(histogram.edges()).boxed().toList());
    bins.put("counts", Arrays.stream(histogram.counts()).boxed().toList());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", tensor.name());
    tree.put("shape", Arrays.stream(tensor.shape().sizes()).boxed().toList());
    tree.put("dtype", tensor.dtype());
    tree.put("bytes", tensor.byteCount());
    tree.put("count", count);
    tree.put("mean", ifRead(mean));
    tree.put("std", ifRead(std));
    tree.put("min", ifRead(min));
    tree.put("max", ifRead(max));
    tree.put("zeros", ifRead(zeros));
    tree.put("nan", ifRead(nan));
    tree.put("histogram", ifRead(bins));
    return tree;
  }

  private Object ifRead(Object statistic) {
    return hasValues() ? statistic : Double.NaN;
  }
}
