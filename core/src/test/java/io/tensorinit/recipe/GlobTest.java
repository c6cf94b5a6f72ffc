package io.tensorinit.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tensorinit.json.MessageText;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "*, anything.at/all, true",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "*.weight, h.0.attn.weight, true",
    "*.weight, h.0.attn.weight_g, false",
    "h.*.ln_?.bias, h.11.ln_1.bias, true",
    "h.*.ln_?.bias, h.11.ln_.bias, false",
    "*a*b*c, xxaxxbxbxcxc, true",
    "w[io], wi, true",
    "w[io], wx, false",
    "l[0-9].w, l7.w, true",
    "l[!0-9].w, l7.w, false",
    "l[!0-9].w, lx.w, true",
    "a[]]b, a]b, true",
    "a[b-]c, a-c, true",
    "'layers[0].weight', 'layers[0].weight', true",
    "'layers[0].weight', 'layers0.weight', true",
    "'layers\\[?].weight', 'layers[3].weight', true",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "Weight, weight, false",
    "?, 😀, true",
    "[😀], 😀, true",
  })
  void matchesWholeNames(String pattern, String name, boolean matches) {
    assertEquals(matches, new Glob(pattern).matches(name));
  }

  @ParameterizedTest
  @CsvSource({
    "a[bc, pattern needs a ] that closes the set",
    "[, pattern needs a ] that closes the set",
    "[!, pattern needs a ] that closes the set",
    "[z-a], pattern needs ranges from a lower to a higher character",
    "a\\, pattern needs a character after the backslash",
  })
  void refusesMalformedPatterns(String pattern, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Glob(pattern));
    assertEquals(message + ", was " + MessageText.quoted(pattern), e.getMessage());
  }

  @Test
  void takesNoLongerThanNameTimesPattern() {
    Glob glob = new Glob("*a".repeat(200) + "b");
    assertFalse(
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> glob.matches("a".repeat(100_000))));
  }
}
