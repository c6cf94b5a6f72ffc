package io.tensorinit.random.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Classes that the law's page names. */
class ValuesPageTest {
  private static final Path SOURCES = Path.of("src/main/java/io/tensorinit/random");

  @Test
  void theOrderOfOperationsIsThatOfClassesThatAreThere() throws IOException {
    String page = Files.readString(Path.of("VALUES.md"));
    Matcher sentence =
        Pattern.compile("(?s)in the order of operations of(.*?), with fdlibm").matcher(page);
    assertTrue(sentence.find(), "VALUES.md has no such sentence");
    List<String> names =
        Pattern.compile("`(\\w+)`")
            .matcher(sentence.group(1))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(
        List.of(),
        names.stream().filter(name -> !Files.exists(SOURCES.resolve(name + ".java"))).toList(),
        "named in VALUES.md, missing in " + SOURCES);
    assertEquals(4, names.size(), names.toString());
  }
}
