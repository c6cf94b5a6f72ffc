package io.tensorinit.format;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.json.MessageText;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that lies in the files of a set, whole or cut into boxes. Each file's metadata says
 * where its boxes begin in the whole tensor: {@code "DCP_SHARDING_INFO"} is the JSON text {@code
 * {TENSOR: {"saved_offsets": [...], "shape": [...]}}}, as PyTorch's distributed checkpoints have
 * it; the whole tensor's shape is TensorInit's addition, without which the boxes' ends give it.
 *
 * <p>Source: PyTorch, {@code torch.distributed.checkpoint}, {@code HuggingFaceStorageWriter}.
 */
final class TensorPieces {
  /** The key of the JSON text in a file's metadata. */
  private static final String METADATA_KEY = "DCP_SHARDING_INFO";

  /** Where a box begins. */
  private static final String OFFSETS = "saved_offsets";

  /** The whole tensor's shape. */
  private static final String SHAPE = "shape";

  private final TensorInfo whole;
  private final List<Piece> pieces;

  private TensorPieces(TensorInfo whole, List<Piece> pieces) {
    this.whole = whole;
    this.pieces = pieces;
  }

  /**
   * One box.
   *
   * @param file the name of the file that holds it
   * @param reader that file
   * @param tensor its index there
   * @param start its first index along each axis
   * @param wholeShape the whole tensor's shape, where the file says it
   */
  record Piece(
      String file, CheckpointReader reader, int tensor, long[] start, Optional<Shape> wholeShape) {
    TensorInfo info() {
      return reader.tensors().get(tensor);
    }

    long end(int axis) {
      return start[axis] + info().shape().size(axis);
    }

    boolean contains(long[] index) {
      for (int axis = 0; axis < start.length; axis++) {
        if (index[axis] < start[axis] || index[axis] >= end(axis)) {
          return false;
        }
      }
      return true;
    }

    private boolean overlaps(Piece other) {
      for (int axis = 0; axis < start.length; axis++) {
        if (end(axis) <= other.start[axis] || other.end(axis) <= start[axis]) {
          return false;
        }
      }
      return true;
    }
  }

  /** The texts of a file's metadata that say where its boxes begin. */
  static Map<String, String> notes(
      List<TensorInfo> tensors, List<long[]> starts, List<Shape> wholes) {
    Map<String, Object> cuts = new LinkedHashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      Map<String, Object> cut = new LinkedHashMap<>();
      cut.put(OFFSETS, Arrays.stream(starts.get(i)).boxed().toList());
      cut.put(SHAPE, Arrays.stream(wholes.get(i).sizes()).boxed().toList());
      cuts.put(tensors.get(i).name(), cut);
    }
    Map<String, String> notes = new LinkedHashMap<>(); // in an order that every process has
    notes.put(METADATA_KEY, JsonWriter.compact(cuts));
    notes.put("DCP_VERSION", "1.0");
    return notes;
  }

  /** What a file's metadata says of the tensors that are cut in it; null if nothing. */
  static @Nullable Map<?, ?> cuts(CheckpointReader reader) {
    String text = reader.metadata().get(METADATA_KEY);
    if (text == null) {
      return null;
    }
    try {
      if (JsonReader.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> cuts) {
        return cuts;
      }
    } catch (JsonException e) {
      throw new MalformedCheckpointException(METADATA_KEY + " is no JSON: " + e.getMessage(), e);
    }
    throw new MalformedCheckpointException(METADATA_KEY + " must be an object");
  }

  /** The part of a tensor that a file holds, which is all of it where the file says nothing. */
  static Piece piece(String file, CheckpointReader reader, int tensor, @Nullable Map<?, ?> cuts) {
    TensorInfo info = reader.tensors().get(tensor);
    if (cuts == null || !(cuts.get(info.name()) instanceof Map<?, ?> cut)) {
      return new Piece(
          file, reader, tensor, new long[info.shape().rank()], Optional.of(info.shape()));
    }
    long[] start = sizes(info, OFFSETS, cut.get(OFFSETS));
    Optional<Shape> shape =
        cut.containsKey(SHAPE)
            ? Optional.of(Shape.of(sizes(info, SHAPE, cut.get(SHAPE))))
            : Optional.empty();
    for (int axis = 0; axis < start.length; axis++) {
      long most = shape.isPresent() ? shape.get().size(axis) : Long.MAX_VALUE;
      if (start[axis] > most - info.shape().size(axis)) {
        throw new MalformedCheckpointException(
            file
                + ": part of tensor "
                + MessageText.quoted(info.name())
                + " leads out of its shape");
      }
    }
    return new Piece(file, reader, tensor, start, shape);
  }

  private static long[] sizes(TensorInfo tensor, String field, @Nullable Object value) {
    if (value instanceof List<?> list
        && list.size() == tensor.shape().rank()
        && list.stream().allMatch(e -> e instanceof Long number && number >= 0)) {
      return list.stream().mapToLong(e -> (Long) e).toArray();
    }
    throw new MalformedCheckpointException(
        METADATA_KEY
            + ": "
            + field
            + " of tensor "
            + MessageText.quoted(tensor.name())
            + " must be a number of 0 or more for each axis");
  }

  /**
   * Puts a tensor together.
   *
   * @param pieces its parts, one or more
   * @throws MalformedCheckpointException if they are not each element of one tensor, once
   */
  static TensorPieces of(List<Piece> pieces) {
    TensorInfo first = pieces.get(0).info();
    String tensor = "tensor " + MessageText.quoted(first.name());
    int rank = first.shape().rank();
    long[] ends = new long[rank];
    for (Piece piece : pieces) {
      if (!piece.info().dtype().equals(first.dtype()) || piece.info().shape().rank() != rank) {
        throw new MalformedCheckpointException(
            tensor + " differs in " + pieces.get(0).file + " and " + piece.file);
      }
      for (int axis = 0; axis < rank; axis++) {
        ends[axis] = Math.max(ends[axis], piece.end(axis));
      }
    }
    Shape shape = pieces.get(0).wholeShape.orElseGet(() -> Shape.of(ends));
    TensorInfo whole =
        first.type() == StoredType.OTHER
            ? TensorInfo.other(
                first.name(),
                first.dtype(),
                shape,
                pieces.stream().mapToLong(piece -> piece.info().byteCount()).sum())
            : new TensorInfo(first.name(), first.type(), shape);
    requireEachElementOnce(tensor, whole, pieces);
    return new TensorPieces(whole, List.copyOf(pieces));
  }

  private static void requireEachElementOnce(String tensor, TensorInfo whole, List<Piece> pieces) {
    long elements = 0;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (!piece.wholeShape.orElse(whole.shape()).equals(whole.shape())) {
        throw new MalformedCheckpointException(
            tensor + " has another shape in " + piece.file + " than in " + pieces.get(0).file);
      }
      for (Piece other : pieces.subList(0, i)) {
        if ((piece.info().byteCount() > 0 && piece.overlaps(other))
            || whole.shape().elementCount() == 0) {
          throw new MalformedCheckpointException(
              tensor + " is in both " + other.file + " and " + piece.file);
        }
      }
      elements += piece.info().shape().elementCount();
    }
    if (elements != whole.shape().elementCount()) {
      throw new MalformedCheckpointException(
          tensor
              + " is not whole: the files hold "
              + elements
              + " of its "
              + whole.shape().elementCount()
              + " elements");
    }
  }

  /** The whole tensor. */
  TensorInfo whole() {
    return whole;
  }

  /** The files that hold parts of it. */
  List<String> files() {
    return pieces.stream().map(Piece::file).toList();
  }

  /** Reads bytes of the whole tensor, row-major, as {@link CheckpointReader#read} does. */
  void read(long position, ByteBuffer into) throws IOException {
    if (pieces.size() == 1) {
      pieces.get(0).reader.read(pieces.get(0).tensor, position, into);
      return;
    }
    int limit = into.limit();
    long at = position;
    while (into.position() < limit) {
      long[] index = index(at / whole.type().bytes());
      Piece piece = holderOf(index);
      long inElement = at % whole.type().bytes();
      long run = run(piece, index) * whole.type().bytes() - inElement;
      int count = (int) Math.min(run, limit - into.position());
      into.limit(into.position() + count);
      piece.reader.read(piece.tensor, place(piece, index) * whole.type().bytes() + inElement, into);
      into.limit(limit);
      at += count;
    }
  }

  private long[] index(long element) {
    long[] index = new long[whole.shape().rank()];
    long rest = element;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % whole.shape().size(axis);
      rest /= whole.shape().size(axis);
    }
    return index;
  }

  private Piece holderOf(long[] index) {
    for (Piece piece : pieces) {
      if (piece.contains(index)) {
        return piece;
      }
    }
    throw new IndexOutOfBoundsException(whole + " has no element " + Arrays.toString(index));
  }

  /** How many elements from this one on follow each other both in the box and in the tensor. */
  private long run(Piece piece, long[] index) {
    long inner = 1;
    long before = 0;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      long size = piece.info().shape().size(axis);
      before += (index[axis] - piece.start[axis]) * inner;
      inner *= size;
      if (size != whole.shape().size(axis)) {
        break;
      }
    }
    return inner - before;
  }

  private static long place(Piece piece, long[] index) {
    long place = 0;
    for (int axis = 0; axis < index.length; axis++) {
      place = place * piece.info().shape().size(axis) + index[axis] - piece.start[axis];
    }
    return place;
  }
}
