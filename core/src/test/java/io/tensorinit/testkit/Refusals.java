package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Reads the message of a refusal. */
public final class Refusals {
  private Refusals() {}

  /**
   * Asserts that a call is refused with this message.
   *
   * @param message the whole message
   * @param call the call
   */
  public static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
