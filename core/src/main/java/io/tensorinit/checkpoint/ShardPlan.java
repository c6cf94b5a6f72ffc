package io.tensorinit.checkpoint;

import io.tensorinit.format.ShardWriter;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Which parts of a model lie in which file of a set of safetensors files. It follows from the model
 * and one number alone, so that ranks that never speak to each other have the same plan. Immutable.
 */
public final class ShardPlan {
  /** The size of the hub's own files: 5 GB. */
  public static final long HUB_SHARD_BYTES = 5_000_000_000L;

  private final Model model;
  private final int files;
  private final boolean cut;

  /** The file of each parameter that is not cut. */
  private final Map<String, Integer> fileOf;

  private ShardPlan(Model model, int files, boolean cut, Map<String, Integer> fileOf) {
    this.model = model;
    this.files = files;
    this.cut = cut;
    this.fileOf = fileOf;
  }

  /**
   * Whole parameters in the order they are listed: a file ends before it would exceed a size. A
   * parameter that alone exceeds it has a file of its own, which ends no other. So does {@code
   * huggingface_hub} split ({@code split_torch_state_dict_into_shards}).
   *
   * @param model the model
   * @param mostBytes the most bytes of values of a file, 1 or more
   * @return the plan, of one file or more
   * @throws IllegalArgumentException if the size is not positive
   */
  public static ShardPlan bySize(Model model, long mostBytes) {
    if (mostBytes < 1) {
      throw new IllegalArgumentException("a file's size must be 1 byte or more, was " + mostBytes);
    }
    List<List<Parameter>> files = new ArrayList<>();
    List<Parameter> current = new ArrayList<>();
    long left = mostBytes;
    for (Parameter parameter : model.parameters()) {
      if (parameter.bytes() > mostBytes) {
        files.add(List.of(parameter));
        continue;
      }
      if (parameter.bytes() > left) {
        files.add(current);
        current = new ArrayList<>();
        left = mostBytes;
      }
      current.add(parameter);
      left -= parameter.bytes();
    }
    if (!current.isEmpty() || files.isEmpty()) {
      files.add(current);
    }
    Map<String, Integer> fileOf = new LinkedHashMap<>();
    for (int file = 0; file < files.size(); file++) {
      for (Parameter parameter : files.get(file)) {
        fileOf.put(parameter.name(), file);
      }
    }
    return new ShardPlan(model, files.size(), false, fileOf);
  }

  /**
   * A file a rank. Parameters that the model {@linkplain Parameter#shardAxis cuts} are divided
   * among all; the others go one by one, the largest first and of equal ones the first listed, to
   * the rank with the fewest bytes so far, and of equal ones the lowest.
   *
   * @param model the model
   * @param ranks the number of ranks, 1 or more
   * @return the plan
   * @throws IllegalArgumentException if the number is not positive
   */
  public static ShardPlan byRank(Model model, int ranks) {
    if (ranks < 1) {
      throw new IllegalArgumentException("the number of ranks must be 1 or more, was " + ranks);
    }
    boolean cut = ranks > 1 && model.parameters().stream().anyMatch(ShardPlan::isCut);
    long[] bytes = new long[ranks];
    List<Parameter> whole = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      if (!cut || !isCut(parameter)) {
        whole.add(parameter);
        continue;
      }
      for (int rank = 0; rank < ranks; rank++) {
        bytes[rank] += piece(parameter, rank, ranks).map(Part::bytes).orElse(0L);
      }
    }
    whole.sort(Comparator.comparingLong(Parameter::bytes).reversed());
    PriorityQueue<Integer> least =
        new PriorityQueue<>(
            Comparator.<Integer>comparingLong(rank -> bytes[rank]).thenComparingInt(rank -> rank));
    for (int rank = 0; rank < ranks; rank++) {
      least.add(rank);
    }
    Map<String, Integer> fileOf = new LinkedHashMap<>();
    for (Parameter parameter : whole) {
      int rank = least.remove();
      fileOf.put(parameter.name(), rank);
      bytes[rank] += parameter.bytes();
      least.add(rank);
    }
    return new ShardPlan(model, ranks, cut, fileOf);
  }

  private static boolean isCut(Parameter parameter) {
    return parameter.shardAxis().isPresent() && parameter.shape().elementCount() > 0;
  }

  /** What a rank has of a parameter that is cut; the last ranks may have nothing. */
  private static Optional<Part> piece(Parameter parameter, int rank, int ranks) {
    int axis = parameter.shardAxis().getAsInt();
    long size = parameter.shape().size(axis);
    long most = (size - 1) / ranks + 1;
    if (rank > (size - 1) / most) {
      return Optional.empty();
    }
    long[] start = new long[parameter.shape().rank()];
    start[axis] = rank * most;
    long count = Math.min(most, size - start[axis]);
    return Optional.of(new Part(parameter, start, parameter.shape().with(axis, count)));
  }

  /**
   * A parameter in a file, whole or cut.
   *
   * @param parameter the parameter
   * @param start the first index along each axis
   * @param shape the shape of what is there
   */
  record Part(Parameter parameter, long[] start, Shape shape) {
    static Part whole(Parameter parameter) {
      return new Part(parameter, new long[parameter.shape().rank()], parameter.shape());
    }

    boolean isWhole() {
      return shape.equals(parameter.shape());
    }

    Region region() {
      return isWhole() ? Region.whole() : Region.box(start, shape.sizes());
    }

    long bytes() {
      return shape.elementCount() * parameter.dtype().bytes();
    }
  }

  /** The model that is divided. */
  Model model() {
    return model;
  }

  /**
   * The number of files.
   *
   * @return the number, 1 or more
   */
  public int files() {
    return files;
  }

  /**
   * The name of a file.
   *
   * @param file the file, from 0
   * @return for example {@code model-00001-of-00004.safetensors}
   */
  public String fileName(int file) {
    return ShardWriter.fileName(file, files);
  }

  /**
   * Whether any tensor is cut.
   *
   * @return false if each file holds whole tensors only
   */
  public boolean isCut() {
    return cut;
  }

  /**
   * The size of the values of a file.
   *
   * @param file the file, from 0
   * @return the size in bytes
   */
  public long bytes(int file) {
    return parts(file).stream().mapToLong(Part::bytes).sum();
  }

  /**
   * The number of tensors, whole or cut, of a file.
   *
   * @param file the file, from 0
   * @return the number
   */
  public int tensors(int file) {
    return parts(file).size();
  }

  /** What lies in a file, in the order in which the parameters are listed. */
  List<Part> parts(int file) {
    List<Part> parts = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      Integer whole = fileOf.get(parameter.name());
      if (whole == null) {
        piece(parameter, file, files).ifPresent(parts::add);
      } else if (whole == file) {
        parts.add(Part.whole(parameter));
      }
    }
    return parts;
  }

  /**
   * The cut parameters whose digests a rank works out, of which it holds a part only: each is one
   * rank's, the largest first, to the one with the fewest bytes of them so far.
   */
  List<Parameter> cutDigests(int file) {
    long[] bytes = new long[files];
    List<Parameter> mine = new ArrayList<>();
    model.parameters().stream()
        .filter(parameter -> !fileOf.containsKey(parameter.name()))
        .sorted(Comparator.comparingLong(Parameter::bytes).reversed())
        .forEach(
            parameter -> {
              int least = 0;
              for (int rank = 1; rank < files; rank++) {
                least = bytes[rank] < bytes[least] ? rank : least;
              }
              bytes[least] += parameter.bytes();
              if (least == file) {
                mine.add(parameter);
              }
            });
    return mine;
  }

  /** The file of each parameter's first element. */
  Map<String, Integer> firstFiles() {
    Map<String, Integer> first = new LinkedHashMap<>();
    model.parameters().forEach(p -> first.put(p.name(), fileOf.getOrDefault(p.name(), 0)));
    return first;
  }
}
