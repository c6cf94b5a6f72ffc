package io.tensorinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.layout.Layout;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.UniformElement;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The way of one parameter, as {@code ARCHITECTURE.md} tells it, is gone again. */
class WayOfOneParameterTest {
  @Test
  void everyNumberOfThePageIsRight() throws Exception {
    String page = Files.readString(Path.of("..", "ARCHITECTURE.md"));
    Matcher parameter = Pattern.compile("`(\\{\"name\": .*})`").matcher(page);
    assertTrue(parameter.find(), "the page has no parameter");
    String manifest = "{\"parameters\": [" + parameter.group(1) + "]}";
    Parameter decided =
        Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8)).model().parameters().get(0);

    assertEquals(Layout.OUT_IN, decided.layout());
    long key = decided.key().value();
    assertShown(page, "0x" + Long.toHexString(key));
    UniformFill uniform = (UniformFill) decided.plan();
    assertShown(page, "UniformFill[low=" + uniform.low() + ", high=" + uniform.high() + "]");
    int[] word = new int[1];
    Words.fill(key, 0, word, 0, 1);
    assertShown(page, "0x" + Integer.toHexString(word[0]));
    assertShown(page, "unit " + UnitInterval.float32(word[0]));
    float value = UniformElement.Float32.of(uniform.low(), uniform.high()).at(word[0]);
    assertShown(page, ": " + value + ".");
  }

  private static void assertShown(String page, String text) {
    assertTrue(page.replaceAll("\\s+", " ").contains(text), text);
  }
}
