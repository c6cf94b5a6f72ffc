package io.tensorinit.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void writesIntegersExactlyAndDoublesShortest() {
    assertEquals(
        "[18446744073709551615,-9223372036854775808,0.1,0.002,null,null,null,true,\"\\u0000\\\"é\"]",
        JsonWriter.compact(
            Arrays.asList(
                new BigInteger("18446744073709551615"),
                Long.MIN_VALUE,
                0.1,
                2e-3,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                null,
                true,
                "\0\"é")));
    // Double.toString of JDK 17 says 2.0E-3, and 4.9E-324 has more digits than it needs.
    assertEquals("2.0E23", JsonWriter.compact(2e23));
    assertEquals("4.9E-324", JsonWriter.compact(Double.MIN_VALUE));
  }

  @Test
  void writesALineForEachField() throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("a", List.of(1, 2));
    tree.put("b", Map.of("c", "d"));
    StringWriter out = new StringWriter();
    JsonWriter.write(tree, out);
    assertEquals("{\n  \"a\": [ 1, 2 ],\n  \"b\": {\n    \"c\": \"d\"\n  }\n}\n", out.toString());
  }

  @Test
  void readsBackWhatItWrote() throws JsonException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        byte[] json = JsonWriter.compact(value).getBytes(StandardCharsets.UTF_8);
        assertEquals(value, JsonReader.read(json));
      }
    }
  }

  @Test
  void doesNotAskTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals("[1234567,0.5]", JsonWriter.compact(List.of(1234567, 0.5)));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesWhatJsonCannotHold() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> JsonWriter.compact(new StringBuilder()));
    assertEquals("JSON has no java.lang.StringBuilder", e.getMessage());
  }
}
