package io.tensorinit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page beside the examples shows their code, and all of them. */
class ExamplesPageTest {
  private static final Path FOLDER = Path.of("src", "test", "java", "io", "tensorinit", "examples");
  private static final Pattern ROW =
      Pattern.compile("\\| (?<original>.+?) \\| (?<code>`.+`) \\| `(?<test>\\w+\\.\\w+)` \\|");
  private static final Pattern TEST = Pattern.compile("@Test\\s+void (\\w+)\\(");

  private static List<Matcher> rows() throws IOException {
    return Files.readAllLines(FOLDER.resolve("README.md")).stream()
        .filter(line -> line.startsWith("| ") && line.contains("`"))
        .map(ROW::matcher)
        .peek(row -> assertTrue(row.matches(), row::toString))
        .toList();
  }

  /** Without blanks and line breaks, in which the formatter and a table differ. */
  private static String packed(String code) {
    return code.replaceAll("\\s+", "");
  }

  @Test
  void theCodeOnThePageIsThatOfTheTests() throws IOException {
    for (Matcher row : rows()) {
      String file = row.group("test").replaceAll("\\..*", "") + ".java";
      String source = packed(Files.readString(FOLDER.resolve(file)));
      for (String code : row.group("code").split("<br>", -1)) {
        String wanted = packed(code.substring(1, code.length() - 1));
        assertTrue(source.contains(wanted), file + " has no " + code);
      }
    }
  }

  @Test
  void everyExampleIsOnThePage() throws IOException {
    TreeSet<String> tests = new TreeSet<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(it -> it.toString().endsWith("Test.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (!name.equals("ExamplesPageTest")) {
          Matcher test = TEST.matcher(Files.readString(file));
          test.results().forEach(it -> tests.add(name + "." + it.group(1)));
        }
      }
    }
    assertTrue(tests.size() > 40, () -> tests.size() + " examples");
    assertEquals(
        tests,
        rows().stream()
            .map(row -> row.group("test"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
