package io.tensorinit.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The floors on which the packages stand, as the picture in {@code ARCHITECTURE.md} shows them: a
 * line a floor, the highest first. A line holds, in columns that two blanks or more separate, the
 * module (where a new one begins), the packages of the floor behind {@code io.tensorinit} (which
 * stands for itself), separated by commas, and what they know. {@code peer.*} stands for every
 * package below {@code peer}.
 *
 * <p>A package needs packages of lower floors alone. Those that one {@code .*} stands for may need
 * each other, but in no circle.
 */
public final class Floors {
  private static final String ROOT = "io.tensorinit";
  private static final Pattern PICTURE = Pattern.compile("```floors\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(\\S+)? +([a-z0-9.*]+(?:, [a-z0-9.*]+)*)  +(\\S.*)");

  /**
   * One floor.
   *
   * @param module the module its packages belong to
   * @param names the packages' full names, or what stands for several
   */
  private record Floor(String module, List<String> names) {
    Optional<String> nameOf(String packageName) {
      return names.stream().filter(name -> stands(name, packageName)).findFirst();
    }

    private static boolean stands(String name, String packageName) {
      return name.endsWith(".*")
          ? packageName.startsWith(name.substring(0, name.length() - 1))
          : name.equals(packageName);
    }
  }

  /** The highest first. */
  private final List<Floor> floors;

  private Floors(List<Floor> floors) {
    this.floors = floors;
  }

  /**
   * Reads the picture of a page.
   *
   * @param page the page, which holds one block of code named {@code floors}
   * @return the floors
   * @throws IOException if it cannot be read
   */
  public static Floors read(Path page) throws IOException {
    Matcher picture = PICTURE.matcher(Files.readString(page).replace("\r\n", "\n"));
    if (!picture.find()) {
      throw new IllegalStateException(page + " has no block of code named floors");
    }
    return parse(picture.group(1));
  }

  /**
   * Reads a picture.
   *
   * @param picture its lines; blank ones are left out
   * @return the floors
   * @throws IllegalStateException if a line is no floor, or a package stands on two
   */
  public static Floors parse(String picture) {
    List<Floor> floors = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    String module = null;
    for (String text : picture.lines().filter(text -> !text.isBlank()).toList()) {
      Matcher line = LINE.matcher(text);
      if (!line.matches() || (line.group(1) == null && module == null)) {
        throw new IllegalStateException(
            "a floor must be module, packages and what they know, two blanks apart, was \""
                + text
                + "\"");
      }
      module = line.group(1) == null ? module : line.group(1);
      List<String> names = Stream.of(line.group(2).split(", ")).map(Floors::fullName).toList();
      for (String name : names) {
        if (!seen.add(name)) {
          throw new IllegalStateException(name + " must stand on one floor, stands on two");
        }
      }
      floors.add(new Floor(module, names));
    }
    return new Floors(List.copyOf(floors));
  }

  private static String fullName(String name) {
    return name.equals(ROOT) ? name : ROOT + "." + name;
  }

  /**
   * The modules of the picture.
   *
   * @return their names, those of the highest floors first
   */
  public List<String> modules() {
    return floors.stream().map(Floor::module).distinct().toList();
  }

  /**
   * What is wrong with a module.
   *
   * @param module its name in the picture
   * @param arrows its arrows; every package that has a class has one, be it to itself
   * @return a line for each: an arrow that does not lead down, a circle, a package that the picture
   *     or the code lacks; empty where all is well
   */
  public List<String> complaints(String module, Collection<Arrow> arrows) {
    List<String> complaints = new ArrayList<>();
    Set<String> inCode =
        arrows.stream().map(Arrow::fromPackage).collect(Collectors.toCollection(TreeSet::new));
    for (String name : inCode) {
      if (floor(name).filter(at -> floors.get(at).module.equals(module)).isEmpty()) {
        complaints.add("the picture has no " + name + " in " + module);
      }
    }
    for (Floor floor : floors) {
      for (String name : floor.names) {
        if (floor.module.equals(module)
            && inCode.stream().noneMatch(some -> Floor.stands(name, some))) {
          complaints.add("the picture has " + name + " in " + module + ", the code has not");
        }
      }
    }
    Map<String, Set<String>> needs = new TreeMap<>();
    for (Arrow arrow : arrows) {
      if (!arrow.fromPackage().equals(arrow.toPackage())) {
        needs.computeIfAbsent(arrow.fromPackage(), from -> new TreeSet<>()).add(arrow.toPackage());
        complaint(arrow).ifPresent(complaints::add);
      }
    }
    circle(needs).ifPresent(complaints::add);
    return complaints;
  }

  private Optional<String> complaint(Arrow arrow) {
    Optional<Integer> from = floor(arrow.fromPackage());
    Optional<Integer> to = floor(arrow.toPackage());
    if (from.isEmpty()) {
      return Optional.empty();
    }
    if (to.isEmpty()) {
      return Optional.of(arrow + ": the picture has no " + arrow.toPackage());
    }
    if (from.get().equals(to.get())) {
      Floor floor = floors.get(from.get());
      Optional<String> name = floor.nameOf(arrow.fromPackage());
      return name.get().endsWith(".*") && name.equals(floor.nameOf(arrow.toPackage()))
          ? Optional.empty()
          : Optional.of(arrow + ": leads to another package of its own floor");
    }
    return from.get() < to.get()
        ? Optional.empty()
        : Optional.of(arrow + ": leads to a higher floor");
  }

  private Optional<Integer> floor(String packageName) {
    for (int at = 0; at < floors.size(); at++) {
      if (floors.get(at).nameOf(packageName).isPresent()) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** A circle of packages, if there is one: whatever needs nothing that is left is taken away. */
  private static Optional<String> circle(Map<String, Set<String>> needs) {
    Map<String, Set<String>> left = new LinkedHashMap<>(needs);
    while (left.values().removeIf(needed -> needed.stream().noneMatch(left::containsKey))) {
      // until every package that is left needs another one of them
    }
    if (left.isEmpty()) {
      return Optional.empty();
    }
    List<String> way = new ArrayList<>();
    String next = left.keySet().iterator().next();
    while (!way.contains(next)) {
      way.add(next);
      next = left.get(next).stream().filter(left::containsKey).findFirst().orElseThrow();
    }
    List<String> circle = new ArrayList<>(way.subList(way.indexOf(next), way.size()));
    circle.add(next);
    return Optional.of("a circle: " + String.join(" -> ", circle));
  }
}
