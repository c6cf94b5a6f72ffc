package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static void assertFailure(int exitCode, String message, Throwable fault) {
    assertEquals(new Failure(exitCode, message), Failure.of(fault));
  }

  @Test
  void badInputIsTwoEverythingElseThree() {
    assertFailure(
        2, "std must be 0 or more", new IllegalArgumentException("std must be 0 or more"));
    assertFailure(3, "no device", new BackendException("no device"));
    assertFailure(3, "disk on fire", new UncheckedIOException(new IOException("disk on fire")));
    assertFailure(
        3,
        "not enough memory (Java heap space); TENSORINIT_JAVA_OPTS=-Xmx... gives more",
        new OutOfMemoryError("Java heap space"));
    assertFailure(
        3,
        "internal error, please report it: java.lang.IllegalStateException: what?",
        new IllegalStateException("what?"));
  }

  @Test
  void reasonsThatJavaSaysByTheClassAlone() {
    assertFailure(3, "cannot use a.npz: access denied", new AccessDeniedException("a.npz"));
    assertFailure(
        3, "cannot use a.npz: read-only", new FileSystemException("a.npz", null, "read-only"));
  }

  @Test
  void alwaysOneLineWithoutControlCharacters() {
    assertFailure(2, "a b\ufffd[31mc", new IllegalArgumentException(" a \n\tb\u001b[31mc\n"));
    assertFailure(2, "NumberFormatException", new NumberFormatException());
    assertEquals(
        2004, Failure.of(new IllegalArgumentException("x".repeat(10_000))).message().length());
  }
}
