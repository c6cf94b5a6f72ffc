package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every way in which a manifest can be wrong, and the one line that says so. */
class BadManifestTest {
  private static final byte[] GOOD =
      """
      { "seed": "s", "recipe": {"name": "gpt2", "config": {"n_layer": 2}}, "layout": "in_out",
        "rules": [{"match": "*.[kv]", "init": 0.5, "dtype": "BF16"}],
        "parameters": [
          {"name": "h.0.attn.c_attn.weight", "shape": [4, 12], "parts": [4, 4, 4]},
          {"name": "é.k", "shape": [], "key": "0x12", "scale": 2e0},
          {"name": "c", "shape": [8, 2, 4], "role": "convolution", "groups": 2, "shard": -1,
           "init": {"class_name": "TruncatedNormal", "config": {"stddev": 0.1, "seed": null}}},
          {"name": "t", "shape": [4, 12], "tied_to": "h.0.attn.c_attn.weight"}] }
      """
          .getBytes(StandardCharsets.UTF_8);

  @TestFactory
  Stream<DynamicTest> everyBadManifestIsRefusedInOneLine() throws IOException {
    try (InputStream in = BadManifestTest.class.getResourceAsStream("bad-manifests.txt")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      return Stream.iterate(0, i -> i < lines.size(), i -> i + 2)
          .map(
              i ->
                  DynamicTest.dynamicTest(
                      lines.get(i), () -> assertRefused(lines.get(i), lines.get(i + 1).strip())));
    }
  }

  private static void assertRefused(String manifest, String expected) {
    String message = refusal(utf8(completed(manifest)));
    if (expected.endsWith("...")) {
      String start = expected.substring(0, expected.length() - 3);
      assertTrue(message.startsWith(start), message);
    } else {
      assertEquals(expected, message);
    }
  }

  private static String completed(String manifest) {
    return manifest.startsWith("{") || manifest.startsWith("[")
        ? manifest
        : "{\"parameters\": [{" + manifest + "}]}";
  }

  @Test
  void refusesWhatIsNoText() {
    assertEquals("line 1, column 1: the document ends too early", refusal(new byte[0]));
    byte[] invalid = GOOD.clone();
    invalid[11] = (byte) 0xff;
    assertEquals("line 1, column 12: bytes that are no UTF-8 (byte 11)", refusal(invalid));
  }

  @Test
  void refusesDeepNesting() {
    String message = refusal(utf8("{\"parameters\":".repeat(100_000)));
    assertTrue(message.endsWith("nested deeper than 256 levels"), message);
    String inside =
        "{\"parameters\": [{\"name\": \"w\", \"shape\": [1], \"init\": "
            + "[".repeat(100_000)
            + "]".repeat(100_000)
            + "}]}";
    assertTrue(refusal(utf8(inside)).endsWith("nested deeper than 256 levels"));
  }

  @Test
  void aLineStaysALineWhateverTheNames() {
    String message =
        refusal(utf8("{\"parameters\": [{\"name\": \"a\\nb\\u2028\\u001b[31m\\\"\", \"x\": 1}]}"));
    assertEquals(1, message.lines().count());
    assertTrue(
        message.startsWith("parameters[0] \"a\\u000ab\\u2028\\u001b[31m\\\"\": unknown field"),
        message);
    String longName = refusal(utf8("{\"" + "x".repeat(1_000_000) + "\": 1}"));
    assertTrue(longName.length() < 3000, "length " + longName.length());
  }

  @Test
  void aFileThatCannotBeReadIsNoBadManifest() {
    assertThrows(NoSuchFileException.class, () -> Manifest.read(Path.of("no", "such", "file")));
  }

  @Test
  void readsNoMoreThanItMay() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) ' ');
            return length;
          }
        };
    ManifestException e = assertThrows(ManifestException.class, () -> Manifest.read(endless));
    assertEquals("a manifest must have at most 67108864 bytes", e.getMessage());
  }

  /** Truncated, bytes changed, inserted, removed: it reads, or throws the one exception. */
  @Test
  void damagedManifestsReadOrAreRefused() throws IOException {
    Manifest.parse(GOOD).model();
    for (int length = 0; length < GOOD.length - 2; length++) {
      readsOrRefuses(Arrays.copyOf(GOOD, length), "cut to " + length);
    }
    for (long seed = 1; seed <= 5_000; seed++) {
      readsOrRefuses(damaged(new SplittableRandom(seed)), "seed " + seed);
    }
  }

  private static byte[] damaged(SplittableRandom random) {
    String likely = "{}[]\":,0123456789.eE-+ntf\\u \n";
    StringBuilder bytes = new StringBuilder(new String(GOOD, StandardCharsets.ISO_8859_1));
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(bytes.length());
      char with =
          random.nextInt(4) == 0
              ? (char) random.nextInt(256)
              : likely.charAt(random.nextInt(likely.length()));
      switch (random.nextInt(4)) {
        case 0:
          bytes.insert(at, with);
          break;
        case 1:
          bytes.deleteCharAt(at);
          break;
        case 2:
          bytes.insert(at, bytes.substring(random.nextInt(at + 1), at));
          break;
        default:
          bytes.setCharAt(at, with);
      }
    }
    return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void readsOrRefuses(byte[] manifest, String what) throws IOException {
    try {
      Manifest.read(new ByteArrayInputStream(manifest)).model();
    } catch (ManifestException e) {
      assertEquals(1, e.getMessage().lines().count(), what);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what + ": " + new String(manifest, StandardCharsets.UTF_8), e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String refusal(byte[] manifest) {
    return assertThrows(ManifestException.class, () -> Manifest.parse(manifest).model())
        .getMessage();
  }
}
