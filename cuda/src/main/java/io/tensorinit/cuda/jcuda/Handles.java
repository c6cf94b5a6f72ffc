package io.tensorinit.cuda.jcuda;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jcuda.NativePointerObject;

/**
 * Reads and sets the 64-bit value inside JCuda's handles and pointers, which JCuda keeps to itself:
 * contexts and streams come from callers as plain numbers.
 */
final class Handles {
  private static final VarHandle VALUE = value();

  private Handles() {}

  private static VarHandle value() {
    try {
      return MethodHandles.privateLookupIn(NativePointerObject.class, MethodHandles.lookup())
          .findVarHandle(NativePointerObject.class, "nativePointer", long.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JCuda keeps its pointers elsewhere", e);
    }
  }

  /** The value of a handle. */
  static long of(NativePointerObject handle) {
    return (long) VALUE.get(handle);
  }

  /** A fresh handle, given a value. */
  static <T extends NativePointerObject> T with(T fresh, long value) {
    VALUE.set(fresh, value);
    return fresh;
  }
}
