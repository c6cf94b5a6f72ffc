package io.tensorinit.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors of one layer, as their names tell it: parts between dots and slashes are folders, and a
 * folder that holds few tensors, with all below it, is a layer, unless it holds numbered ones.
 *
 * @param isRoot whether it holds what lies in no layer; it is the first then, and the only one
 * @param name what the names begin with, without the last separator, but for one that they begin
 *     with; empty for the root
 * @param level how many groups lie around it
 * @param tensors the places of its own tensors in the list of names
 * @param total how many tensors it holds, those of the groups inside included
 */
public record LayerGroup(boolean isRoot, String name, int level, List<Integer> tensors, int total) {
  /** A folder of so many tensors, or fewer, is one group, unless it holds numbered layers. */
  private static final int LARGEST_LAYER = 24;

  /** Later separators of a name part nothing. */
  private static final int DEEPEST = 32;

  /** Copies the list. */
  public LayerGroup {
    tensors = List.copyOf(tensors);
  }

  /**
   * Groups names. Where all parts at one place are numbers they are ordered by them; everything
   * else stays in the order of the list.
   *
   * @param names the names of tensors
   * @return the groups, each before those inside of it; together they hold every place once
   */
  public static List<LayerGroup> of(List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    Folder root = new Folder("", true);
    for (int i = 0; i < names.size(); i++) {
      root.add(names.get(i), i);
    }
    List<LayerGroup> groups = new ArrayList<>();
    if (root.total <= LARGEST_LAYER && root.folders.size() > 1) {
      root.addOpened(groups, 0);
    } else {
      root.addTo(groups, 0);
    }
    return List.copyOf(groups);
  }

  /** What the names begin with. */
  private static final class Folder {
    private final String name;
    private final boolean isRoot;
    private final Map<String, Folder> folders = new LinkedHashMap<>();
    private final List<Integer> own = new ArrayList<>();
    private int total;

    Folder(String name, boolean isRoot) {
      this.name = name;
      this.isRoot = isRoot;
    }

    void add(String tensor, int place) {
      Folder folder = this;
      folder.total++;
      int from = 0;
      int depth = 0;
      for (int at = 0; at < tensor.length() && depth < DEEPEST; at++) {
        if (tensor.charAt(at) == '.' || tensor.charAt(at) == '/') {
          String path = tensor.substring(0, Math.max(at, 1));
          String part = tensor.substring(from, at);
          folder = folder.folders.computeIfAbsent(part, key -> new Folder(path, false));
          folder.total++;
          from = at + 1;
          depth++;
        }
      }
      folder.own.add(place);
    }

    void addTo(List<LayerGroup> groups, int level) {
      if (own.isEmpty() && folders.size() == 1) {
        folders.values().iterator().next().addTo(groups, level);
      } else if (total <= LARGEST_LAYER && !isList()) {
        List<Integer> all = new ArrayList<>();
        collect(all);
        groups.add(new LayerGroup(isRoot, name, level, all, total));
      } else {
        addOpened(groups, level);
      }
    }

    /** Whether it holds numbered layers. */
    private boolean isList() {
      return folders.size() > 1 && folders.keySet().stream().allMatch(Folder::isNumber);
    }

    private void addOpened(List<LayerGroup> groups, int level) {
      List<Integer> alone = new ArrayList<>(own);
      List<Folder> several = new ArrayList<>();
      for (Folder folder : ordered()) {
        if (folder.total == 1) {
          folder.collect(alone);
        } else {
          several.add(folder);
        }
      }
      if (!isRoot || !alone.isEmpty()) {
        groups.add(new LayerGroup(isRoot, name, level, alone, isRoot ? alone.size() : total));
      }
      several.forEach(folder -> folder.addTo(groups, isRoot ? level : level + 1));
    }

    private void collect(List<Integer> places) {
      places.addAll(own);
      ordered().forEach(folder -> folder.collect(places));
    }

    private Collection<Folder> ordered() {
      return isList()
          ? folders.entrySet().stream()
              .sorted(Map.Entry.comparingByKey(Folder::byNumber))
              .map(Map.Entry::getValue)
              .toList()
          : folders.values();
    }

    private static boolean isNumber(String part) {
      return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** By value, however long; then by text. */
    private static int byNumber(String one, String other) {
      String first = withoutZeros(one);
      String second = withoutZeros(other);
      int byLength = Integer.compare(first.length(), second.length());
      int byValue = byLength != 0 ? byLength : first.compareTo(second);
      return byValue != 0 ? byValue : one.compareTo(other);
    }

    private static String withoutZeros(String digits) {
      int from = 0;
      while (from < digits.length() && digits.charAt(from) == '0') {
        from++;
      }
      return digits.substring(from);
    }
  }
}
