package io.tensorinit.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests of tensors, collected while their values are written or read. They tell whether two
 * checkpoints hold the same model, whatever files they are in: one or many, safetensors or npz.
 *
 * <p>The digest of a tensor is SHA-256 over its dtype's name, a newline, its sizes joined by
 * commas, a newline, and the 32 bytes of the SHA-256 of each successive block of 2^20 elements
 * (row-major, little-endian). That of a model is SHA-256 over the lines {@code DIGEST NAME} (two
 * blanks, a newline at the end), ordered by the names' UTF-8 bytes. For one thread at a time.
 */
public final class Digests {
  private final Map<String, String> ofTensors =
      new TreeMap<>(
          Comparator.comparing(
              name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));

  /** No digests yet. */
  public Digests() {}

  void put(String tensor, String digest) {
    ofTensors.put(tensor, digest);
  }

  /**
   * The digests so far.
   *
   * @return an unmodifiable view, from the tensors' names to digests in hexadecimal, ordered by the
   *     names' UTF-8 bytes
   */
  public Map<String, String> ofTensors() {
    return Collections.unmodifiableMap(ofTensors);
  }

  /**
   * The digest of the model that consists of the tensors so far.
   *
   * @return the digest in hexadecimal
   */
  public String ofModel() {
    MessageDigest lines = TensorDigest.sha256();
    ofTensors.forEach(
        (name, digest) ->
            lines.update((digest + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(lines.digest());
  }
}
