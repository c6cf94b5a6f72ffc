package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.model.Manifest;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.names.ListedInitializer;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.NamedRecipe;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code README.md} shows is tried here as it stands there. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir Path folder;

  /** The first block of a language that holds a text. */
  private static String block(String language, String text) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(README))
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no block of " + language + " with " + text));
  }

  private static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  /** An example compiles without warnings. */
  private void compile(String name) throws IOException {
    compile(name, block("java", "public class " + name + " "));
  }

  private void compile(String name, String code) throws IOException {
    Path source = Files.writeString(folder.resolve(name + ".java"), code);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-Xlint:all",
                    "-Xlint:-path",
                    "-Werror",
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString()),
                null,
                compiler
                    .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                    .getJavaFileObjects(source))
            .call();
    assertTrue(compiled, messages.toString());
  }

  /** Programs as they stand; what is no class as the body of a method. */
  @Test
  void everyPieceOfJavaCompiles() throws IOException {
    Pattern named =
        Pattern.compile("^public (?:final )?(?:class|record) (\\w+)", Pattern.MULTILINE);
    List<String> pieces =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README))
            .results()
            .map(block -> block.group(1))
            .toList();
    for (String piece : pieces) {
      Matcher name = named.matcher(piece);
      if (name.find()) {
        compile(name.group(1), piece);
      } else {
        compile("Piece", asProgram(piece));
      }
    }
    assertTrue(pieces.size() >= 4, "the README holds " + pieces.size() + " pieces of Java");
  }

  private static String asProgram(String piece) {
    List<String> imports = piece.lines().filter(line -> line.startsWith("import ")).toList();
    List<String> body = piece.lines().filter(line -> !line.startsWith("import ")).toList();
    return """
    import static io.tensorinit.Initializers.*;
    import io.tensorinit.*;
    import io.tensorinit.backend.*;
    import io.tensorinit.checkpoint.*;
    import io.tensorinit.layout.*;
    import io.tensorinit.model.*;
    import io.tensorinit.spec.*;
    import io.tensorinit.tensor.*;
    %s
    class Piece {
      void run() throws Exception {
        %s
      }
    }
    """
        .formatted(String.join("\n", imports), String.join("\n", body));
  }

  @Test
  void theDependenciesAreThisBuildsArtifacts() throws IOException {
    String xml = block("xml", "tensorinit-bom");
    String pom = Files.readString(README.resolveSibling("pom.xml"));
    String version = first("<version>([^<]*)</version>", pom);
    assertEquals(List.of("1", version), all("<version>([^<]*)</version>", xml), "only the BOM's");
    List<String> modules = all("<module>([^<]*)</module>", pom);
    for (String artifact : all("<artifactId>tensorinit-([^<]*)</artifactId>", xml)) {
      assertTrue(modules.contains(artifact), artifact);
    }
    assertTrue(Files.readString(README).contains("`tensorinit-" + version + ".tar.gz`"), version);
  }

  /** An adapter a module, and each one's page. */
  @Test
  void theAdaptersAreThisBuilds() throws IOException {
    String readme = Files.readString(README);
    for (String adapter :
        all(
            "<module>([^<]*)</module>",
            Files.readString(README.resolveSibling("adapters/pom.xml")))) {
      Path page = Path.of("adapters", adapter, "README.md");
      assertTrue(Files.exists(README.resolveSibling(page)), page.toString());
      assertTrue(readme.contains("](adapters/" + adapter + "/README.md)"), adapter);
      assertTrue(readme.contains("| `tensorinit-" + adapter + "`"), adapter);
    }
  }

  /** What the command that installs names is there; that it works is too slow for a test. */
  @Test
  void theInstallCommandNamesWhatThereIs() throws IOException {
    String pom = Files.readString(README.resolveSibling("pom.xml"));
    String readme = Files.readString(README);
    String modules = first("\n    mvn -q -Dlauncher -pl (\\S+) -am install\n", readme);
    assertTrue(
        all("<module>([^<]*)</module>", pom).containsAll(List.of(modules.split(","))), modules);
    assertTrue(all("<name>([^<]*)</name>", pom).contains("launcher"));
  }

  private static String first(String pattern, String text) {
    return all(pattern, text).stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing matches " + pattern));
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private void assertExampleRuns(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("Example");
    CommandRun run =
        ChildCommand.run(new ProcessBuilder(command).directory(folder.toFile())).assertDone();
    assertEquals("131072 and 131584 values\n", run.out());
    CommandRun.of("inspect", folder.resolve("model.safetensors")).assertDone();
  }

  @Test
  void theExampleRunsOnTheClassPath() throws Exception {
    compile("Example");
    assertExampleRuns(
        List.of("-cp", folder + File.pathSeparator + System.getProperty("java.class.path")));
  }

  @Test
  void theCallsOfMostProgramsCompile() throws Exception {
    compile("Programs");
  }

  /** Where there is no device it says why. */
  @Test
  void theExampleOnAGpuRunsWhereThereIsOne() throws Exception {
    compile("OnGpu");
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    CommandRun run =
        ChildCommand.run(
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "OnGpu"));
    assertTrue(
        run.exitCode() == 0 || run.err().contains("BackendException: backend cuda cannot be used"),
        run.err());
  }

  /** The library as the named modules it ships, found through their module-info alone. */
  @Test
  void theExampleRunsOnTheModulePath() throws Exception {
    compile("Example");
    String modules =
        classPath().stream()
            .filter(ReadmeTest::isModule)
            .map(path -> path.toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    assertExampleRuns(
        List.of(
            "--module-path",
            modules,
            "--add-modules",
            "io.tensorinit,io.tensorinit.cpu",
            "-cp",
            folder.toString()));
  }

  /** A module of the library or what it needs, as a folder of classes or as a jar. */
  private static boolean isModule(Path path) {
    String file = String.valueOf(path.getFileName());
    boolean classes =
        path.endsWith(Path.of("core", "target", "classes"))
            || path.endsWith(Path.of("cpu-fallback", "target", "classes"));
    return classes
        || (file.matches("(tensorinit-(core|cpu-fallback)|jackson-core)-.*\\.jar")
            && !file.endsWith("tests.jar"));
  }

  @Test
  void theManifestIsOne() throws IOException {
    assertEquals(
        3,
        Manifest.parse(block("json", "parameters").getBytes(StandardCharsets.UTF_8))
            .model()
            .parameters()
            .size());
  }

  /** A new peer is not forgotten; the order is that in which names are looked for. */
  @Test
  void everyPrefixIsNamedInItsOrder() throws IOException {
    String sentence =
        first("A name may carry its owner: ([^.]*)[.]", Files.readString(README))
            .replaceAll("\\([^)]*\\)", "");
    List<String> prefixes =
        InitializerNames.list().stream()
            .map(ListedInitializer::name)
            .filter(name -> name.contains(":"))
            .map(name -> name.substring(0, name.indexOf(':') + 1))
            .distinct()
            .toList();
    assertEquals(prefixes, all("`([^`]*)`", sentence));
  }

  @Test
  void everyRecipeIsNamed() throws IOException {
    String lists = first("(?s)### Recipes\n\n(.*?) They tell ", Files.readString(README));
    List<String> recipes = all("`([^`]*)`", lists.replaceAll("\\([^)]*\\)", ""));
    assertEquals(
        new TreeSet<>(Recipes.list().stream().map(NamedRecipe::name).toList()),
        new TreeSet<>(recipes));
  }

  /** The layouts that the README recommends are names, those that it calls aliases are such. */
  @Test
  void theLayoutsAreNamesAndAliases() throws IOException {
    String text = Files.readString(README);
    List<String> names = all("`([^`]*)`", first("weights included: ([^.]*)[.]", text));
    assertTrue(Layouts.names().containsAll(names), names.toString());
    List<String> aliases = all("`([^`]*)`", first("longer names [(]([^)]*)[)] are aliases", text));
    List<String> known =
        Layouts.list().stream()
            .filter(named -> names.contains(named.layout().name()))
            .flatMap(named -> named.aliases().stream())
            .toList();
    assertTrue(known.containsAll(aliases), aliases.toString());
    assertEquals(List.of(4, 4), List.of(names.size(), aliases.size()));
  }

  @Test
  void everyOptionOfHelpIsExplained() throws IOException {
    String readme = Files.readString(README);
    for (String command : List.of("init", "plan", "inspect", "verify", "doctor", "list")) {
      String help = CommandRun.of(command, "--help").assertDone().out();
      assertTrue(readme.contains("\n    tensorinit " + command), command);
      Matcher option = Pattern.compile("--[a-z]+").matcher(help);
      while (option.find()) {
        String name = option.group();
        assertTrue(
            readme.contains(name)
                || List.of("--help", "--version", "--verbose", "--output").contains(name),
            command + " " + name);
      }
    }
  }
}
