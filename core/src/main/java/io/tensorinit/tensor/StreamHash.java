package io.tensorinit.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The one hash of the stream's law: the first 8 bytes, read little-endian, of SHA-256 over a prefix
 * and a text in UTF-8.
 */
final class StreamHash {
  /** Never fed anything, so that threads can copy it. */
  private static final MessageDigest FRESH = newSha256();

  private StreamHash() {}

  static long first8(byte[] prefix, byte[] text) {
    MessageDigest sha256 = sha256();
    sha256.update(prefix);
    byte[] digest = sha256.digest(text);
    return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** A fresh one; a copy where there can be, which is cheaper to come by. */
  private static MessageDigest sha256() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException e) {
      return newSha256();
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static byte[] littleEndian(long value, int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /**
   * Unlike {@code getBytes}, refuses unpaired surrogates instead of merging them into '?'; and
   * null.
   */
  static byte[] utf8(String what, @Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException(what + " must be a text, was null");
    }
    if (hasNoSurrogate(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          what + " must be valid Unicode, but has an unpaired surrogate", e);
    }
  }

  private static boolean hasNoSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
