package io.tensorinit.benchmarks.quantile;

import io.tensorinit.random.NormalQuantile;
import java.util.List;
import java.util.Locale;

/**
 * Prints each candidate's errors over all folded words, against the quantile in double. The
 * arguments: names of candidates; none means all.
 */
final class QuantileErrors {
  /** Words tried of each run of this many; 1 tries all. */
  private static final int STEP = Integer.getInteger("step", 1);

  private QuantileErrors() {}

  private static final class Errors {
    final Candidate candidate;
    double largest;
    double at;
    double sum;
    double absolute;

    Errors(String name) {
      this.candidate = Candidate.of(name);
    }

    void add(int word, double z, double ulp) {
      double error = Math.abs(candidate.at(word) - z);
      absolute = Math.max(absolute, error);
      sum += error / ulp;
      if (error > largest * ulp) {
        largest = error / ulp;
        at = z;
      }
    }
  }

  public static void main(String[] arguments) {
    List<String> names = arguments.length > 0 ? List.of(arguments) : Candidate.NAMES;
    Errors[] all = names.stream().map(Errors::new).toArray(Errors[]::new);
    long words = 0;
    for (long word = 0; word < 1L << 31; word += STEP) {
      double v = (word + 0.5) * 0x1p-32;
      double z = NormalQuantile.at(v, 1 - v);
      double ulp = Math.ulp((float) z);
      words++;
      for (Errors errors : all) {
        errors.add((int) word, z, ulp);
      }
    }
    System.out.println(
        "| Candidate | bytes | largest, ulp | at z | mean, ulp | largest, absolute |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (int i = 0; i < all.length; i++) {
      Errors e = all[i];
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.2f | %.3g | %.3f | %.2g |%n",
          names.get(i),
          e.candidate.table().length * Float.BYTES,
          e.largest,
          e.at,
          e.sum / words,
          e.absolute);
    }
  }
}
