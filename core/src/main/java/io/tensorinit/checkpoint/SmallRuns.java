package io.tensorinit.checkpoint;

import io.tensorinit.checkpoint.ShardPlan.Part;
import io.tensorinit.format.CheckpointWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Small tensors that lie side by side in a file, to be filled in memory and written at once: a
 * system call for each would cost more than its values.
 */
final class SmallRuns {
  private static final int LARGEST_TENSOR = 1 << 16;
  private static final int LARGEST_RUN = 1 << 20;

  private final Run[] runOf;

  /**
   * Neighbours in a file.
   *
   * @param parts the indexes of the parts, in the order of the list
   * @param start the place of the first byte
   * @param end the place after the last byte
   */
  record Run(List<Integer> parts, long start, long end) {}

  private SmallRuns(Run[] runOf) {
    this.runOf = runOf;
  }

  /** Finds the runs of a file; nothing lies between the tensors of a run. */
  static SmallRuns of(CheckpointWriter writer, List<Part> parts) {
    List<Integer> small =
        IntStream.range(0, parts.size())
            .filter(i -> parts.get(i).bytes() <= LARGEST_TENSOR)
            .boxed()
            .sorted(Comparator.comparingLong(writer::position))
            .toList();
    Run[] runOf = new Run[parts.size()];
    int from = 0;
    while (from < small.size()) {
      long start = writer.position(small.get(from));
      long end = start;
      int to = from;
      while (to < small.size()) {
        long first = writer.position(small.get(to));
        long last = first + parts.get(small.get(to)).bytes();
        if (first > end || last - start > LARGEST_RUN) {
          break;
        }
        end = Math.max(end, last); // an empty tensor lies where another begins
        to++;
      }
      List<Integer> members = new ArrayList<>(small.subList(from, to));
      members.sort(Comparator.naturalOrder());
      Run run = new Run(members, start, end);
      members.forEach(part -> runOf[part] = run);
      from = to;
    }
    return new SmallRuns(runOf);
  }

  /** Whether a part belongs to a run. */
  boolean contains(int part) {
    return runOf[part] != null;
  }

  /** The run of a part that is its first; the others are filled with it. */
  boolean isFirst(int part) {
    return runOf[part].parts.get(0) == part;
  }

  Run runOf(int part) {
    return runOf[part];
  }
}
