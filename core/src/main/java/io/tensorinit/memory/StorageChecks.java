package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import java.nio.Buffer;

/** Refusals that storages share. */
final class StorageChecks {
  private StorageChecks() {}

  /** Refuses an offset that is no place of an array, its end included. */
  static int offset(String array, int length, int offset) {
    if (offset < 0 || offset > length) {
      throw new IllegalArgumentException(
          "offset must lie in 0.."
              + length
              + " for a "
              + array
              + " of "
              + length
              + ", was "
              + offset);
    }
    return offset;
  }

  /** Refuses a buffer that cannot be written to. */
  static void writable(String buffer, Buffer its) {
    if (its.isReadOnly()) {
      throw new IllegalArgumentException(buffer + " must be writable, was read-only");
    }
  }

  /** The refusal of a type. */
  static IllegalArgumentException cannotHold(String storage, String held, DType part) {
    return new IllegalArgumentException(
        storage + " cannot hold parts of " + part + ", only of " + held);
  }
}
