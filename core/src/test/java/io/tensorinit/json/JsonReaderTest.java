package io.tensorinit.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReaderTest {
  @Test
  void readsATreeWithoutLosingAnything() throws JsonException {
    Object tree =
        read(
            "{\"a\": [1, -9223372036854775808, 18446744073709551615, 2.0, 2e0, 0.1],"
                + " \"b\": {\"c\": null, \"d\": true, \"\": \"\\ud83d\\ude00\\n\"}}");
    Map<?, ?> map = (Map<?, ?>) tree;
    assertEquals(
        List.of(1L, Long.MIN_VALUE, new BigInteger("18446744073709551615"), 2.0, 2.0, 0.1),
        map.get("a"));
    Map<?, ?> inner = (Map<?, ?>) map.get("b");
    assertEquals(Arrays.asList("c", "d", ""), List.copyOf(inner.keySet()));
    assertEquals("\ud83d\ude00\n", inner.get(""));
    assertEquals(true, inner.get("d"));
  }

  /** The library's own words about its source are not passed on. */
  @Test
  void saysWhereAnArrayThatIsNotClosedBegins() {
    JsonException e = assertThrows(JsonException.class, () -> read("{\"a\":\n [1, 2}"));
    assertEquals(
        "line 2, column 7: Unexpected close marker '}': expected ']' (for Array starting at line 2,"
            + " column 2)",
        e.getMessage());
  }

  @Test
  void readsScalarsAsDocuments() throws JsonException {
    assertEquals("x", read(" \"x\" "));
    assertEquals(9007199254740993L, read("9007199254740993"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                          | the document ends too early",
        "{\"a\": 1                   | the document ends too early",
        "[1, 2                       | the document ends too early",
        "{\"a\": \"b                 | the document ends too early",
        "{\"a\": 1, \"a\": 2}        | Duplicate field 'a'",
        "{\"a\": 1,}                 | line 1, column 9: Unexpected character ('}'",
        "{a: 1}                      | Unexpected character ('a'",
        "{'a': 1}                    | Unexpected character (''",
        "[1] 2                       | text after the end of the document",
        "{} {}                       | text after the end of the document",
        "[NaN]                       | Non-standard token 'NaN'",
        "[Infinity]                  | Non-standard token 'Infinity'",
        "[-Infinity]                 | Non-standard token '-Infinity'",
        "[01]                        | Leading zeroes not allowed",
        "[+1]                        | Unexpected character ('+'",
        "[.5]                        | Unexpected character ('.'",
        "[1.]                        | Decimal point not followed by a digit",
        "[0x10]                      | Unexpected character ('x'",
        "[// c ` 1]                  | Unexpected character ('/'",
        "[18446744073709551616]      | an integer must lie in -2^63 .. 2^64 - 1, was 18446744073709551616",
        "[-9223372036854775809]      | an integer must lie in -2^63 .. 2^64 - 1, was -9223372036854775809",
        "[1e999]                     | a number must be finite in 64 bits, was 1e999",
        "[\"\\ud800\"]               | line 1, column 2: a string with an unpaired surrogate",
        "[\"\\udc00\\ud800\"]        | unpaired surrogate",
        "{\"\\ud800\": 1}            | unpaired surrogate",
        "[\"\\x\"]                   | Unrecognized character escape",
        "nul                         | Unrecognized token 'nul'",
      })
  void refusesWhatIsNoStrictJson(String document, String message) {
    assertRefused(document.getBytes(StandardCharsets.UTF_8), message);
  }

  @Test
  void refusesDeepNestingWithoutOverflowingTheStack() {
    assertRefused(
        "[".repeat(100_000).getBytes(StandardCharsets.UTF_8), "nested deeper than 256 levels");
    assertRefused(
        "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8),
        "nested deeper than 256 levels");
  }

  @Test
  void refusesLongNumbers() {
    assertRefused(
        "9".repeat(100_000).getBytes(StandardCharsets.UTF_8), "a number of more than 1000 digits");
  }

  @Test
  void refusesWhatIsNoUtf8AndSaysWhere() {
    assertRefused(
        new byte[] {'[', '\n', '"', 'a', (byte) 0xff, '"', ']'},
        "line 2, column 3: bytes that are no UTF-8 (byte 4)");
    assertRefused(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}, "no UTF-8");
    assertRefused(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, "no UTF-8");
    assertRefused(new byte[] {'"', (byte) 0xf0, (byte) 0x9f, (byte) 0x98}, "no UTF-8");
    assertRefused(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1'}, "byte order mark");
    assertRefused(new byte[] {(byte) 0xff, (byte) 0xfe, '1', 0}, "UTF-16");
  }

  private static Object read(String document) throws JsonException {
    return JsonReader.read(document.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(byte[] document, String message) {
    JsonException e = assertThrows(JsonException.class, () -> JsonReader.read(document));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith("line "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }
}
