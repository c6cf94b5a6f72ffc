package io.tensorinit.format;

import java.io.IOException;
import java.io.InputStream;

/** A stream that makes one byte after the other. A failure is never taken for the end. */
abstract class ByteByByte extends InputStream {
  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int count = 0;
    for (int value; count < most && (value = read()) >= 0; count++) {
      into[from + count] = (byte) value;
    }
    return count == 0 && most > 0 ? -1 : count;
  }
}
