package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No doc comment is missing in what ships, whatever JDK builds it. The build itself asks for them
 * from JDK 25 on: before, doclint asks a record's compact constructor for the parameters that the
 * record documents, and not the record; so what it says of records is left out, and their
 * components are looked for here.
 */
class DocCommentsTest {
  private static final Pattern RECORD = Pattern.compile(" *(public )?([A-Z]\\w* \\{|record .*)");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"core", "cpu-fallback", "cuda", "cli"})
  void noneIsMissing(String module) throws IOException {
    Path sources = Path.of("..", module, "src", "main", "java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> java =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("module-info.java"))
              .toList();
      assertTrue(java.size() > 10, sources + " holds " + java.size() + " sources");
      assertEquals(List.of(), complaints(java));
    }
  }

  @Test
  void amongOthersAMissingOneIsFound() throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Pair.java"),
            """
            /**
             * Two.
             *
             * @param left one
             */
            public record Pair(int left, int right) {
              /** Refuses nothing. */
              public Pair {
              }

              public int sum() {
                return left + right;
              }

              int product() {
                return left * right;
              }
            }
            """);
    assertEquals(
        List.of("Pair.java:6: no @param for right", "Pair.java:11: no comment"),
        complaints(List.of(source)));
  }

  private List<String> complaints(Collection<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> complaints = new ArrayList<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-Xdoclint:missing/protected",
              "-Xmaxwarns",
              "10000",
              "-cp",
              System.getProperty("java.class.path"));
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources));
      new RecordScanner(DocTrees.instance(task), complaints).scan(task.parse(), null);
      task.analyze();
    }
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getSource() != null && !isOfRecord(each)) {
        complaints.add(
            place(each.getSource(), each.getLineNumber()) + each.getMessage(Locale.ROOT));
      }
    }
    return complaints;
  }

  private static String place(JavaFileObject source, long line) {
    return Path.of(source.getName()).getFileName() + ":" + line + ": ";
  }

  /** Finds the components that a public record's comment leaves out. */
  private static final class RecordScanner extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final List<String> complaints;

    RecordScanner(DocTrees docs, List<String> complaints) {
      this.docs = docs;
      this.complaints = complaints;
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (type.getKind() == Tree.Kind.RECORD
          && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
          && comment != null) {
        List<String> documented =
            comment.getBlockTags().stream()
                .filter(ParamTree.class::isInstance)
                .map(tag -> ((ParamTree) tag).getName().getName().toString())
                .toList();
        for (Tree member : type.getMembers()) {
          if (member instanceof VariableTree component
              && !component.getModifiers().getFlags().contains(Modifier.STATIC)
              && !documented.contains(component.getName().toString())) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            long start = docs.getSourcePositions().getStartPosition(unit, type);
            complaints.add(
                place(unit.getSourceFile(), unit.getLineMap().getLineNumber(start))
                    + "no @param for "
                    + component.getName());
          }
        }
      }
      return super.visitClass(type, null);
    }
  }

  private static boolean isOfRecord(Diagnostic<? extends JavaFileObject> complaint)
      throws IOException {
    String line =
        complaint
            .getSource()
            .getCharContent(true)
            .toString()
            .lines()
            .skip(complaint.getLineNumber() - 1)
            .findFirst()
            .orElse("");
    return complaint.getMessage(Locale.ROOT).startsWith("no @param")
        && RECORD.matcher(line).matches();
  }
}
