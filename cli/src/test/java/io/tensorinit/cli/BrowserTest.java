package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What drives the browser of {@link PageBrowserTest}. */
class BrowserTest {
  private Path folder;

  @BeforeEach
  void create() throws IOException {
    folder = Files.createTempDirectory("tensorinit-browser");
  }

  @AfterEach
  void theFolderOfAProfileIsDeleted() {
    Browser.delete(folder);
    assertFalse(Files.exists(folder));
  }

  /** As Ubuntu's chromium-browser where snap has no chromium. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stub is a shell script")
  void oneThatCannotStartIsPassedOverWithTheReason() throws IOException {
    Path stub = folder.resolve("chromium-browser");
    Files.writeString(stub, "#!/bin/sh\nexit 10\n");
    assertTrue(stub.toFile().setExecutable(true));
    List<String> failures = new ArrayList<>();
    Path missing = folder.resolve("missing");
    assertEquals(Optional.empty(), Browser.startOne(List.of(stub, missing), folder, failures));
    assertEquals(2, failures.size(), failures.toString());
    assertEquals(
        stub + " cannot start: java.io.IOException: the browser ended with 10", failures.get(0));
    assertTrue(failures.get(1).startsWith(missing + " cannot start: "), failures.get(1));
  }

  @Test
  void nobodyWaitsForOneThatCrashed() throws Exception {
    List<String> failures = new ArrayList<>();
    Optional<Browser> browser = Browser.startOne(Browser.onPath(), folder, failures);
    assumeTrue(browser.isPresent(), "no Chromium that starts on the PATH " + failures);
    try (Browser crashing = browser.get()) {
      CompletableFuture<Object> answer =
          CompletableFuture.supplyAsync(() -> crashing.eval("new Promise(() => {})"));
      while (!crashing.isWaiting()) {
        Thread.onSpinWait();
      }
      crashing.kill();
      assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
      assertThrows(RuntimeException.class, () -> crashing.eval("1 + 1"));
    }
  }
}
