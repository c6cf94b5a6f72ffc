package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.testkit.Arrow;
import io.tensorinit.testkit.Floors;
import io.tensorinit.testkit.HiddenTypes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules above the core stand where the picture in {@code ARCHITECTURE.md} shows them. */
class FloorsTest {
  /** What a loader of its own, or the JVM, finds by name. */
  private static final Set<String> LOADED_BY_NAME =
      Set.of(
          "io.tensorinit.cli.Main",
          "io.tensorinit.cuda.jcuda.JcublasLibrary",
          "io.tensorinit.cuda.jcuda.JcudaDriver",
          "io.tensorinit.cuda.jcuda.JcudaNatives",
          "io.tensorinit.cuda.jcuda.JcurandLibrary",
          "io.tensorinit.cuda.jcuda.JcusolverLibrary");

  /** What programs see of {@code cuda}, an automatic module, which has no descriptor. */
  private static final String CUDA_API = "io.tensorinit.cuda";

  /** Built after this module: each has a test of its own, and nothing of it is hidden. */
  private static final String ADAPTERS = "adapters/";

  private static Floors floors() throws IOException {
    return Floors.read(Path.of("..", "ARCHITECTURE.md"));
  }

  static Stream<String> modules() throws IOException {
    return floors().modules().stream()
        .filter(module -> !module.equals("core") && !module.startsWith(ADAPTERS));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyPackageNeedsLowerOnesAlone(String module) throws IOException {
    List<Arrow> arrows = Arrow.of(Path.of("..", module, "target", "classes"));
    assertEquals(List.of(), floors().complaints(module, arrows));
  }

  /**
   * Of packages that are not exported, and the rooms below the API of {@code cuda}: whatever is
   * public there is so for another package, or loaded by name.
   */
  @ParameterizedTest
  @MethodSource("modules")
  void whatOnePackageUsesIsNotPublic(String module) throws Exception {
    List<Arrow> arrows = new ArrayList<>();
    for (String user : (Iterable<String>) Stream.concat(Stream.of("core"), modules())::iterator) {
      arrows.addAll(Arrow.of(Path.of("..", user, "target", "classes")));
    }
    Set<String> needless = hidden(module).needlesslyPublic(arrows);
    needless.removeAll(LOADED_BY_NAME);
    assertEquals(Set.of(), needless);
  }

  /** An exception that is none any more is taken away. */
  @Test
  void whatIsLoadedByNameIsThere() throws Exception {
    Set<String> found = new TreeSet<>();
    for (String module : List.of("cli", "cuda")) {
      found.addAll(hidden(module).publicTypes());
    }
    assertEquals(List.of(), LOADED_BY_NAME.stream().filter(type -> !found.contains(type)).toList());
  }

  /** japicmp compares what programs see, and nothing else. */
  @Test
  void whatIsHiddenIsNotCompared() throws Exception {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    List<String> excluded =
        Pattern.compile("<exclude>(.*?)</exclude>")
            .matcher(pom.substring(pom.indexOf("<artifactId>japicmp"), pom.indexOf("</excludes>")))
            .results()
            .map(match -> match.group(1))
            .toList();
    Set<String> hidden = new TreeSet<>();
    Path core = Path.of("..", "core", "target", "classes");
    Set<String> toAll = new TreeSet<>();
    try (InputStream in = Files.newInputStream(core.resolve("module-info.class"))) {
      ModuleDescriptor.read(in).exports().stream()
          .filter(exports -> !exports.isQualified())
          .forEach(exports -> toAll.add(exports.source()));
    }
    for (Path classes : List.of(core, Path.of("..", "cuda", "target", "classes"))) {
      Arrow.of(classes).forEach(arrow -> hidden.add(arrow.fromPackage()));
    }
    hidden.removeAll(toAll);
    hidden.remove(CUDA_API);
    // An exclusion holds for the packages below, too.
    Set<String> all = Set.copyOf(hidden);
    hidden.removeIf(name -> all.stream().anyMatch(above -> name.startsWith(above + ".")));
    assertEquals(List.copyOf(hidden), excluded);
    for (String module : List.of("cli", "cpu-fallback", "benchmarks")) {
      String its = Files.readString(Path.of("..", module, "pom.xml"));
      assertTrue(its.contains("<japicmp.skip>true</japicmp.skip>"), module);
    }
  }

  /** An automatic module has no descriptor. */
  private static HiddenTypes hidden(String module) throws IOException {
    Path classes = Path.of("..", module, "target", "classes");
    return module.equals("cuda")
        ? new HiddenTypes(classes, Set.of(CUDA_API), Set.of())
        : HiddenTypes.ofModule(classes);
  }
}
