package io.tensorinit.format;

import io.tensorinit.tensor.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of checkpoint files, each with what it cannot hold. */
public enum CheckpointFormat {
  /**
   * Hugging Face's safetensors: a JSON header, then the tensors. Holds F64, F32, F16, BF16,
   * F8_E4M3, F8_E5M2 and C64.
   *
   * <p>Files are marked {@code "format": "pt"}, without which the transformers library does not
   * load them; it says nothing about the layout of the weights.
   */
  SAFETENSORS(".safetensors") {
    @Override
    void requireHolds(TensorInfo tensor) {
      if (tensor.type() == StoredType.C128) {
        throw cannotHold("a .safetensors", tensor.name(), DType.C128, "an .npz");
      }
      if (tensor.name().equals(SafetensorsLayout.METADATA)) {
        throw new IllegalArgumentException(
            "a .safetensors file cannot hold a tensor named \"" + tensor.name() + "\": reserved");
      }
    }

    @Override
    FileLayout layOut(List<TensorInfo> tensors, Map<String, String> notes) {
      Map<String, String> metadata = new TreeMap<>(notes);
      metadata.put("format", "pt");
      return new SafetensorsLayout(tensors, metadata);
    }
  },

  /**
   * NumPy's npz: a zip archive with an {@code .npy} array a tensor. Holds F16, F32, F64, C64 and
   * C128; names of at most 65,531 bytes of UTF-8 without a zero character, which Python would cut
   * off there; at most 64 axes.
   */
  NPZ(".npz") {
    @Override
    void requireHolds(TensorInfo tensor) {
      if (tensor.type().numpyName().isEmpty()) {
        throw cannotHold(
            "an .npz", tensor.name(), tensor.type().dtype().orElseThrow(), "a .safetensors");
      }
      if (tensor.shape().rank() > MAX_NUMPY_RANK) {
        throw new IllegalArgumentException(
            "an .npz file holds tensors of at most "
                + MAX_NUMPY_RANK
                + " axes, \""
                + tensor.name()
                + "\" has "
                + tensor.shape().rank());
      }
      if (tensor.name().indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "an .npz file cannot hold the name \"" + tensor.name() + "\": it has a zero character");
      }
      if (tensor.name().getBytes(StandardCharsets.UTF_8).length > MAX_NPZ_NAME_BYTES) {
        throw new IllegalArgumentException(
            "an .npz file holds names of at most "
                + MAX_NPZ_NAME_BYTES
                + " bytes, \""
                + tensor.name().substring(0, 40)
                + "...\" is longer");
      }
    }

    @Override
    FileLayout layOut(List<TensorInfo> tensors, Map<String, String> notes) {
      if (!notes.isEmpty()) {
        throw new IllegalArgumentException("an .npz file has no place for notes: " + notes);
      }
      List<String> names = tensors.stream().map(TensorInfo::name).toList();
      requireHoldsTogether(Set.copyOf(names), names);
      return new NpzLayout(tensors);
    }

    @Override
    void requireHoldsTogether(Set<String> all, List<String> names) {
      for (String name : names) {
        boolean isSecond =
            name.endsWith(NPY) && all.contains(name.substring(0, name.length() - NPY.length()));
        if (isSecond || all.contains(name + NPY)) {
          String first = isSecond ? name.substring(0, name.length() - NPY.length()) : name;
          throw new IllegalArgumentException(
              "an .npz file cannot hold both \""
                  + first
                  + "\" and \""
                  + first
                  + NPY
                  + "\": NumPy takes the second for the first");
        }
      }
    }
  };

  private static final String NPY = ".npy";
  private static final int MAX_NUMPY_RANK = 64;
  private static final int MAX_NPZ_NAME_BYTES = 0xffff - ".npy".length();

  private final String suffix;

  CheckpointFormat(String suffix) {
    this.suffix = suffix;
  }

  /**
   * How the names of such files end.
   *
   * @return the ending, with its dot
   */
  public String suffix() {
    return suffix;
  }

  /**
   * The kind of file that a name asks for.
   *
   * @param file the file's path; it need not exist
   * @return the kind
   * @throws IllegalArgumentException if the name ends in neither {@code .safetensors} nor {@code
   *     .npz} (letter case does not matter), or has nothing before it
   */
  public static CheckpointFormat of(Path file) {
    Path name = file.getFileName();
    String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    for (CheckpointFormat format : values()) {
      if (lower.endsWith(format.suffix) && lower.length() > format.suffix.length()) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "a checkpoint's file must be named NAME.safetensors or NAME.npz, was \"" + file + "\"");
  }

  /**
   * The type such a file stores a tensor's elements as, or a refusal.
   *
   * @param name the tensor's name, for the message
   * @param dtype its dtype
   * @return the type
   * @throws IllegalArgumentException if this kind of file cannot hold the dtype
   */
  public StoredType typeOf(String name, DType dtype) {
    return StoredType.of(dtype)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no checkpoint file can hold dtype "
                        + dtype
                        + " of \""
                        + name
                        + "\": it is for tensors in memory only"));
  }

  /** The layout of a safetensors file of whole tensors, checked. */
  static SafetensorsLayout safetensorsLayout(List<TensorInfo> tensors) {
    return (SafetensorsLayout) SAFETENSORS.checkedLayout(tensors, Map.of());
  }

  /** Refuses a tensor that such a file cannot hold. */
  abstract void requireHolds(TensorInfo tensor);

  /** Refuses a name that such a file cannot hold beside another of all names. */
  void requireHoldsTogether(Set<String> all, List<String> names) {}

  /** Computes where everything goes; refuses tensors that it cannot hold together. */
  abstract FileLayout layOut(List<TensorInfo> tensors, Map<String, String> notes);

  /**
   * The layout of a file with these tensors.
   *
   * @param tensors the tensors
   * @param notes more texts for its metadata
   * @return the layout
   * @throws IllegalArgumentException if such a file cannot hold them
   */
  final FileLayout checkedLayout(List<TensorInfo> tensors, Map<String, String> notes) {
    Set<String> names = new HashSet<>();
    for (TensorInfo tensor : tensors) {
      requireHolds(tensor);
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            "a checkpoint cannot hold two tensors named \"" + tensor.name() + "\"");
      }
    }
    try {
      return layOut(tensors, notes);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a file must have at most 2^63 - 1 bytes", e);
    }
  }

  /** The kind of a file, by its contents. */
  static CheckpointFormat in(Path file) throws IOException {
    return NpzReader.isZip(file) ? NPZ : SAFETENSORS;
  }

  /** The layout of a file with all that an older one holds, and more. */
  static FileLayout completion(Path file, List<TensorInfo> more) throws IOException {
    CheckpointFormat format = in(file);
    Set<String> names = new HashSet<>();
    try (CheckpointReader older = CheckpointReader.open(file)) {
      older.tensors().forEach(tensor -> names.add(tensor.name()));
      older.others().forEach(other -> names.add(other.name()));
    }
    for (TensorInfo tensor : more) {
      format.requireHolds(tensor);
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            file + " has something named \"" + tensor.name() + "\" already");
      }
    }
    format.requireHoldsTogether(names, more.stream().map(TensorInfo::name).toList());
    try {
      return format == NPZ ? NpzCompletion.of(file, more) : SafetensorsCompletion.of(file, more);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a file must have at most 2^63 - 1 bytes", e);
    }
  }

  private static IllegalArgumentException cannotHold(
      String file, String name, DType dtype, String instead) {
    return new IllegalArgumentException(
        file
            + " file cannot hold dtype "
            + dtype
            + " of \""
            + name
            + "\"; "
            + instead
            + " file can");
  }
}
