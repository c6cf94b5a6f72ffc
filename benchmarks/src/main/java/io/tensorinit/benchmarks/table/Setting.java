package io.tensorinit.benchmarks.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What runs our fills: a lane and a JDK.
 *
 * @param lane the lane
 * @param jdk the JDK
 */
record Setting(Lane lane, Jdk jdk) {
  /** How values are computed: what {@code tensorinit.cpu.lane} may be. */
  enum Lane {
    /** The backend's own choice, with the Vector API there to choose. */
    AUTO,
    /** Loops that the compiler vectorizes. */
    PLAIN,
    /** The Vector API. */
    VECTOR;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A Java Development Kit.
   *
   * @param home its folder
   * @param feature its feature version, such as 17
   */
  record Jdk(Path home, int feature) {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

    /**
     * Reads which version a folder holds.
     *
     * @throws IllegalArgumentException if it holds no JDK
     */
    static Jdk at(Path home) {
      try (Stream<String> lines = Files.lines(home.resolve("release"), StandardCharsets.UTF_8)) {
        return lines
            .map(VERSION::matcher)
            .filter(Matcher::matches)
            .map(version -> new Jdk(home, Integer.parseInt(version.group(1))))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no JDK in " + home));
      } catch (IOException e) {
        throw new IllegalArgumentException("no JDK in " + home, e);
      }
    }

    String java() {
      return home.resolve("bin/java").toString();
    }
  }

  /** The name by which a setting is chosen and its files are told apart, such as plain-17. */
  String label() {
    return lane.label() + "-" + jdk.feature();
  }

  /** What Java is started with; the plain lane without the Vector API. */
  List<String> arguments() {
    return arguments(lane != Lane.PLAIN);
  }

  /**
   * What Java is started with.
   *
   * @param vectors whether the Vector API is there
   */
  List<String> arguments(boolean vectors) {
    List<String> all = new ArrayList<>();
    if (vectors) {
      all.add("--add-modules");
      all.add("jdk.incubator.vector");
    }
    all.add("-Dtensorinit.cpu.lane=" + lane.label());
    if (jdk.feature() >= 24) { // JMH's, else a warning a run
      all.add("--sun-misc-unsafe-memory-access=allow");
      all.add("--enable-native-access=ALL-UNNAMED");
    }
    return all;
  }

  /**
   * The settings of labels.
   *
   * @param labels such as plain-17
   * @param jdks where JDKs are
   * @throws IllegalArgumentException if a label names no lane, or no JDK that is there
   */
  static List<Setting> of(List<String> labels, List<Jdk> jdks) {
    return labels.stream().map(label -> of(label, jdks)).toList();
  }

  private static Setting of(String label, List<Jdk> jdks) {
    for (Lane lane : Lane.values()) {
      for (Jdk jdk : jdks) {
        Setting setting = new Setting(lane, jdk);
        if (setting.label().equals(label)) {
          return setting;
        }
      }
    }
    throw new IllegalArgumentException(
        "--settings takes auto-N, plain-N and vector-N for the JDKs that --jdk names, "
            + jdks.stream().map(jdk -> Integer.toString(jdk.feature())).toList()
            + ", was "
            + label);
  }

  /** The plain lane on every JDK, the Vector API on the newest of several. */
  static List<Setting> usual(List<Jdk> jdks) {
    List<Setting> all = new ArrayList<>();
    jdks.forEach(jdk -> all.add(new Setting(Lane.PLAIN, jdk)));
    jdks.stream()
        .filter(jdk -> jdks.size() > 1)
        .max((a, b) -> Integer.compare(a.feature(), b.feature()))
        .ifPresent(jdk -> all.add(new Setting(Lane.VECTOR, jdk)));
    return all;
  }
}
