package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** Every kernel file with a formula says whose it is: author, year and title. */
class KernelSourcesTest {
  private static final Path FILES = Path.of("src/main/cuda");
  private static final List<Path> SOURCE_ROOTS =
      List.of(Path.of("src/main/java"), Path.of("../core/src/main/java"));

  /** The files without a formula that was published. */
  private static final Map<String, Set<String>> WITHOUT =
      Map.of(
          "the value is given",
          Set.of("constant.cuh", "fill_constant.cu"),
          "where elements are and which thread has them",
          Set.of("box.cuh", "fill.cuh", "for_each.cuh", "quad.cuh"),
          "how memory is read and written",
          Set.of(
              "four.cuh", "packed_store.cuh", "shared_lines.cuh", "shared_rows.cuh", "store.cuh"),
          "the laws of files it includes",
          Set.of("batch.cu", "word.cuh", "words.cu"));

  /** Author, year and title, at least once. */
  private static final Pattern SOURCE =
      Pattern.compile("(^| )Sources?: .*?[A-Z][A-Za-z]+[^()]* \\((19|20)\\d\\d\\), [A-Z]");

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(".*\\.cuh?"))
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
    String header =
        Files.readAllLines(FILES.resolve(name)).stream()
            .takeWhile(line -> line.startsWith("//"))
            .map(line -> line.substring(2).strip())
            .collect(Collectors.joining(" "));
    assertFalse(header.isBlank(), name + " must begin with a comment");
    boolean has = SOURCE.matcher(header).find();
    if (without().contains(name)) {
      assertFalse(has, name + " has a source: take it off the list");
    } else {
      assertTrue(has, name + " needs // Source: author (year), title. It says: " + header);
    }
  }

  /** A class that a kernel file pairs with, or leads to, is there. */
  @ParameterizedTest
  @MethodSource("names")
  void theClassesItNamesAreThere(String name) throws IOException {
    Pattern type = Pattern.compile("io[.]tensorinit[.][a-z.]+[.][A-Z]\\w+");
    Set<String> missing =
        type.matcher(Files.readString(FILES.resolve(name)))
            .results()
            .map(match -> match.group().replace('.', '/') + ".java")
            .filter(file -> SOURCE_ROOTS.stream().noneMatch(r -> Files.exists(r.resolve(file))))
            .collect(Collectors.toSet());
    assertEquals(Set.of(), missing);
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
        "Uniform on an interval.",
        "Uniform. Source: cuRAND.",
        "Uniform. Source: L. Devroye (1986).",
        "Uniform. L. Devroye (1986), Non-uniform random variate generation."
      })
  void anIncompleteSourceIsNone(String header) {
    assertFalse(SOURCE.matcher(header).find());
  }
}
