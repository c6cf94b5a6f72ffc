package io.tensorinit.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** UTF-8 without repair: whatever is not well-formed is refused, and where it is gets said. */
final class StrictUtf8 {
  private StrictUtf8() {}

  static String decode(byte[] bytes) throws JsonException {
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
      throw new JsonException("line 1, column 1: a byte order mark; save the file without one");
    }
    if (startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0xff, 0xfe)) {
      throw new JsonException("line 1, column 1: UTF-16; save the file as UTF-8");
    }
    if (isAscii(bytes)) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      String before = out.flip().toString();
      int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
      int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
      throw new JsonException(
          "line "
              + line
              + ", column "
              + column
              + ": bytes that are no UTF-8 (byte "
              + in.position()
              + ")");
    }
    return out.flip().toString();
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    boolean starts = bytes.length >= mark.length;
    for (int i = 0; starts && i < mark.length; i++) {
      starts = (bytes[i] & 0xff) == mark[i];
    }
    return starts;
  }
}
