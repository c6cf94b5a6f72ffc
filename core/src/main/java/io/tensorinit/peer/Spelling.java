package io.tensorinit.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** When two spellings are one name, and which names are near a misspelled one. */
public final class Spelling {
  private static final int MOST_SUGGESTIONS = 3;

  private Spelling() {}

  /**
   * What all spellings of a name share: letters in lower case, without underscores, hyphens and
   * spaces. So {@code HeNormal}, {@code he_normal}, {@code HE_NORMAL} and {@code he_normal_} are
   * one.
   *
   * @param name a spelling
   * @return what all of them share
   */
  public static String canonical(String name) {
    StringBuilder canonical = new StringBuilder(name.length());
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c != '_' && c != '-' && c != ' ') {
        canonical.append(c);
      }
    }
    return canonical.toString();
  }

  /**
   * A name in snake_case where {@code written} has no capitals, else as its owner has it.
   *
   * @param written what was written
   * @param name the name in its owner's spelling
   * @return the name in the style of what was written
   */
  public static String inStyleOf(String written, String name) {
    boolean capitals = !written.equals(written.toLowerCase(Locale.ROOT));
    return capitals ? name : name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /**
   * A question to end a message with.
   *
   * @param misspelled what was given
   * @param names what there is
   * @return for instance {@code ; did you mean 'he_normal'?}, empty where nothing is near
   */
  public static String didYouMean(String misspelled, Collection<String> names) {
    return question(nearest(misspelled, names));
  }

  /**
   * The question whether one of these was meant; empty for none.
   *
   * @param near the names
   * @return for instance {@code ; did you mean 'he_normal'?}
   */
  public static String question(List<String> near) {
    return near.isEmpty() ? "" : "; did you mean '" + String.join("', '", near) + "'?";
  }

  /**
   * The nearest names, nearest first, one spelling of each: those at most a third of their letters
   * away.
   *
   * @param misspelled what was given
   * @param names what there is
   * @return at most {@value #MOST_SUGGESTIONS} of the names; none for a blank
   */
  public static List<String> nearest(String misspelled, Collection<String> names) {
    String wanted = canonical(misspelled);
    if (wanted.isEmpty()) {
      return List.of();
    }
    record Candidate(String name, int distance) {}
    List<Candidate> candidates = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      String canonical = canonical(name);
      if (!seen.add(canonical)) {
        continue;
      }
      int distance = distance(wanted, canonical);
      if (distance <= Math.max(1, Math.max(wanted.length(), canonical.length()) / 3)) {
        candidates.add(new Candidate(name, distance));
      }
    }
    int best = candidates.stream().mapToInt(Candidate::distance).min().orElse(0);
    return candidates.stream()
        .filter(candidate -> candidate.distance <= best + 1)
        .sorted(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name)
        .limit(MOST_SUGGESTIONS)
        .toList();
  }

  /**
   * The least number of letters to insert, delete, replace or swap with a neighbour. F. J. Damerau
   * (1964), A technique for computer detection and correction of spelling errors.
   */
  static int distance(String a, String b) {
    int[] twoBack = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], twoBack[j - 2] + 1);
        }
      }
      int[] free = twoBack;
      twoBack = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
