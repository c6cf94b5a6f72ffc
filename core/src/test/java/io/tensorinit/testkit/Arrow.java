package io.tensorinit.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * One class needs another. A constant that the compiler copies leaves no arrow.
 *
 * @param from the class that needs, by its full name
 * @param to the class that is needed
 */
public record Arrow(String from, String to) {
  private static final String ROOT = "io.tensorinit";
  private static final Pattern LINE = Pattern.compile("^ +(\\S+) +-> (\\S+) .*$");

  /**
   * All arrows between the library's classes, as jdeps sees them.
   *
   * @param classes a module's folder of classes
   * @return the arrows that start in it, those within a package included
   * @throws IllegalStateException if there is no such folder or jdeps fails
   */
  public static List<Arrow> of(Path classes) {
    // The folder below that of module-info: as a module it would need its neighbours.
    Path folder = classes.resolve(ROOT.substring(0, ROOT.indexOf('.')));
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(folder + " does not exist: compile its module first");
    }
    StringWriter out = new StringWriter();
    ToolProvider jdeps =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(() -> new IllegalStateException("this JDK has no jdeps"));
    int exitCode =
        jdeps.run(
            new PrintWriter(out),
            new PrintWriter(Writer.nullWriter()),
            "--multi-release",
            "base",
            "-verbose:class",
            "-filter:none",
            folder.toString());
    if (exitCode != 0) {
      throw new IllegalStateException("jdeps ended with " + exitCode + ": " + out);
    }
    return out.toString()
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> new Arrow(line.group(1), line.group(2)))
        .filter(arrow -> arrow.from.startsWith(ROOT + ".") && arrow.to.startsWith(ROOT + "."))
        .toList();
  }

  /**
   * The package of the class that needs.
   *
   * @return its full name
   */
  public String fromPackage() {
    return packageOf(from);
  }

  /**
   * The package of the class that is needed.
   *
   * @return its full name
   */
  public String toPackage() {
    return packageOf(to);
  }

  private static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
