package io.tensorinit.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file of this package with a formula says whose it is: author, year and title. */
class SourcesTest {
  private static final Path FILES = Path.of("src/main/java/io/tensorinit/spec");

  /** The files without a formula that was published. */
  private static final Map<String, Set<String>> WITHOUT =
      Map.of(
          "the values are given",
          Set.of("Constant", "GivenTensor", "ByFunction"),
          "one arithmetic operation on another's values, or a choice of them",
          Set.of(
              "Scaled",
              "Shifted",
              "Clamped",
              "Masked",
              "Sum",
              "WithNoise",
              "Blocks",
              "PaddingRow",
              "Shift"),
          "carries another's formula",
          Set.of("OnAxes", "Seeded", "WithDType", "Combining", "Wrapping", "Window"),
          "computes no value",
          Set.of("Initializer", "FillRequest", "Require", "Kernel", "ZeroFan", "package-info"),
          "the sources themselves",
          Set.of("Papers"));

  /** Author, year and title, at least once. */
  private static final Pattern SOURCE =
      Pattern.compile("<p>Sources?: .*?[A-Z][a-z]+[^()]* \\((19|20)\\d\\d\\), [A-Z]");

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Set<String> without() {
    return WITHOUT.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFormulaHasASource(String name) throws IOException {
    String comment = comment(Files.readString(FILES.resolve(name + ".java")));
    boolean has = SOURCE.matcher(comment).find();
    if (without().contains(name)) {
      assertFalse(has, name + " has a source: take it off the list");
    } else {
      assertTrue(has, name + " needs <p>Source: author (year), title. It says: " + comment);
    }
  }

  /** The first doc comment on one line, without its stars. */
  private static String comment(String file) {
    int start = file.indexOf("/**");
    String text = file.substring(start, file.indexOf("*/", start));
    return text.lines()
        .map(line -> line.replaceFirst("^\\s*/?\\*+\\s?", ""))
        .collect(Collectors.joining(" "));
  }

  @Test
  void theListHoldsFilesThatAreThere() throws IOException {
    Set<String> gone = new TreeSet<>(without());
    gone.removeAll(names().toList());
    assertEquals(Set.of(), gone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Formula, but no source.",
        "<p>Source: SciPy.",
        "<p>Source: K. He (2015).",
        "Source: K. He (2015), Delving deep into rectifiers."
      })
  void anIncompleteSourceIsNone(String comment) {
    assertFalse(SOURCE.matcher(comment).find());
  }
}
