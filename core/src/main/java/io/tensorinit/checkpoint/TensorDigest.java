package io.tensorinit.checkpoint;

import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The digest of a tensor: SHA-256 over the name of its dtype, a newline, its sizes joined by
 * commas, a newline, and the SHA-256 of each successive block of 2^20 elements (row-major,
 * little-endian). It takes the bytes in order, in pieces of any size. Blocks that a piece holds
 * whole are digested side by side. For one thread at a time.
 *
 * <p>Source: NIST, FIPS 180-4, Secure Hash Standard (2015).
 */
final class TensorDigest {
  /** The elements of a block. */
  static final long BLOCK_ELEMENTS = 1L << 20;

  private final MessageDigest whole = sha256();
  private final MessageDigest current = sha256();
  private final long blockBytes;
  private long inBlock;

  /**
   * The digest of a tensor of which nothing was taken yet.
   *
   * @param dtype the name of its type
   * @param shape its shape
   * @param bits the bits of an element
   */
  TensorDigest(String dtype, Shape shape, int bits) {
    String sizes =
        LongStream.of(shape.sizes()).mapToObj(Long::toString).collect(Collectors.joining(","));
    whole.update((dtype + "\n" + sizes + "\n").getBytes(StandardCharsets.UTF_8));
    blockBytes = BLOCK_ELEMENTS / Byte.SIZE * bits;
  }

  /** The algorithm every Java platform must have. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes the bytes between a buffer's position and limit, the tensor's next; they do not move. */
  void update(ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int blocks = inBlock == 0 ? (int) (rest.remaining() / blockBytes) : 0;
      if (blocks > 0) {
        blocks(rest, blocks).forEach(whole::update);
        rest.position(rest.position() + blocks * (int) blockBytes);
        continue;
      }
      int count = (int) Math.min(rest.remaining(), blockBytes - inBlock);
      current.update(rest.slice(rest.position(), count));
      rest.position(rest.position() + count);
      inBlock += count;
      if (inBlock == blockBytes) {
        endBlock();
      }
    }
  }

  private List<byte[]> blocks(ByteBuffer bytes, int blocks) {
    int size = (int) blockBytes;
    return IntStream.range(0, blocks)
        .parallel()
        .mapToObj(
            block -> {
              MessageDigest digest = sha256();
              digest.update(bytes.slice(bytes.position() + block * size, size));
              return digest.digest();
            })
        .toList();
  }

  private void endBlock() {
    whole.update(current.digest());
    inBlock = 0;
  }

  /** The digest, in hexadecimal; nothing may be taken afterwards. */
  String hex() {
    if (inBlock > 0) {
      endBlock();
    }
    return HexFormat.of().formatHex(whole.digest());
  }
}
