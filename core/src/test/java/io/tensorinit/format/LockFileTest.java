package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  @TempDir Path folder;

  @Test
  void isHeldOnceAndCarriesATextToTheNext() throws IOException {
    Path path = folder.resolve("a.lock");
    try (LockFile first = LockFile.hold(path)) {
      assertEquals("", first.text());
      assertEquals(Optional.empty(), LockFile.tryHold(path));
      first.leave("done");
    }
    LockFile second = LockFile.tryHold(path).orElseThrow();
    assertEquals("done", second.text());
    second.delete();
    assertFalse(Files.exists(path));
  }

  @Test
  void anInterruptedThreadLeavesNoFile() {
    Path path = folder.resolve("a.lock");
    Thread.currentThread().interrupt();
    try {
      assertEquals(
          "cannot lock " + path + ": the thread was interrupted",
          assertThrows(InterruptedIOException.class, () -> LockFile.hold(path)).getMessage());
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertFalse(Files.exists(path));
  }
}
