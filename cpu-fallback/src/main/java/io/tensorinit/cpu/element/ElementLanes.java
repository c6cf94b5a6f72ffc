package io.tensorinit.cpu.element;

import io.tensorinit.cpu.lane.Lane;
import io.tensorinit.cpu.lane.LaneChoice;
import io.tensorinit.cpu.lane.LaneChoice.Offer;
import io.tensorinit.random.Processor;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.QuantileLanes;
import io.tensorinit.random.WordLanes;
import io.tensorinit.random.Words;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The lanes of this Java machine, and which of them serve. The choice is the process's: what one
 * fill found to be faster serves the next one at once.
 */
public final class ElementLanes {
  private static final String VECTOR_WORDS = "io.tensorinit.cpu.element.VectorWords";
  private static final String VECTOR_QUANTILES = "io.tensorinit.cpu.element.VectorQuantiles";

  /** Work before the other plain loops are tried: a short job has other things to compile. */
  private static final long PLAIN_FIRST_TRY = 300_000_000;

  private static final int PLAIN_PERCENT = 5;

  /**
   * Work before vectors are tried, whose first tries take up to a tenth of a second: of words, a
   * third of all that a normal takes, and of quantiles.
   */
  private static final long VECTOR_FIRST_WORDS = 1_200_000_000;

  private static final long VECTOR_FIRST_QUANTILES = 2_000_000_000;
  private static final int VECTOR_PERCENT = 20;

  /**
   * Values that a thread draws in one job which repays vectors from its beginning, though they take
   * a second to be compiled: where they are more than twice as fast, from JDK 19 on. A job is what
   * one call of the backend fills: files and stores, which fill some 16 MiB of tensors at a time,
   * reach it by one tensor alone, never by many.
   */
  private static final long LONG_JOB = 700_000_000;

  private static final int VECTOR_JDK = 19;

  /** The lanes of this process; made when first asked for. */
  static final ElementLanes CHOSEN = new ElementLanes(Lane.wantedOrAuto());

  /** Whether vectors are there and may be chosen. */
  private final boolean hasChoice;

  private final LaneChoice<WordLane> words;
  private final LaneChoice<QuantileLane> quantiles;

  /** The lanes among which a wish leaves a choice. Nothing of the Vector API is loaded yet. */
  ElementLanes(Lane wanted) {
    hasChoice = wanted == Lane.AUTO && Lane.hasVectors();
    // what the processor suggests serves first, and is measured against the other form
    List<WordLanes.Form> forms = new ArrayList<>(List.of(WordLanes.Form.values()));
    if (Processor.hasLongVectors()) {
      Collections.reverse(forms);
    }
    Supplier<WordLane> first = () -> new WordLane.Plain(forms.get(0));
    Supplier<WordLane> second = () -> new WordLane.Plain(forms.get(1));
    words =
        choice(
            wanted,
            List.of(Offer.first(first), new Offer<>(second, PLAIN_FIRST_TRY, PLAIN_PERCENT)),
            vectors(WordLane.class, VECTOR_WORDS, first, VECTOR_FIRST_WORDS),
            wordTrial());
    Offer<QuantileLane> plain = Offer.first(() -> new QuantileLanes()::fill);
    quantiles =
        choice(
            wanted,
            List.of(plain),
            vectors(QuantileLane.class, VECTOR_QUANTILES, plain.maker(), VECTOR_FIRST_QUANTILES),
            quantileTrial());
  }

  private <T> LaneChoice<T> choice(
      Lane wanted, List<Offer<T>> plain, Offer<T> vectors, Consumer<T> trial) {
    if (wanted == Lane.VECTOR) {
      return new LaneChoice<>(List.of(vectors), trial);
    }
    List<Offer<T>> offers = new ArrayList<>(plain);
    if (hasChoice) {
      offers.add(vectors);
    }
    return new LaneChoice<>(offers, trial);
  }

  /** A class that uses the Vector API, and plain loops where it has no vectors worth it. */
  private static <T> Offer<T> vectors(
      Class<T> type, String name, Supplier<? extends T> plain, long firstTry) {
    return new Offer<>(
        () -> {
          Optional<T> vectors = Lane.vector(MethodHandles.lookup(), type, name);
          return vectors.isPresent() ? vectors.get() : plain.get();
        },
        firstTry,
        VECTOR_PERCENT);
  }

  /** Nothing is made before the first try. */
  private static Consumer<WordLane> wordTrial() {
    return lane -> lane.fill(1, 0, new int[ScratchChunks.TILE], 0, ScratchChunks.TILE);
  }

  private static Consumer<QuantileLane> quantileTrial() {
    int[] words = new int[ScratchChunks.TILE];
    return lane -> {
      if (words[0] == 0) {
        Words.fill(1, 0, words, 0, words.length);
      }
      QuantileElement.Float32 normal = QuantileElement.Float32.normal(0, 1);
      lane.fill(normal, words, words.length, new float[words.length], 0);
    };
  }

  /**
   * How values are computed, in words.
   *
   * @param wanted the lane wanted
   * @return a part of a line that describes the backend
   */
  public static String description(Lane wanted) {
    if (wanted == Lane.AUTO && Lane.hasVectors()) {
      return Runtime.version().feature() >= VECTOR_JDK
          ? "plain loops, the Vector API in very long jobs and once it is faster"
          : "plain loops, the Vector API once it is faster";
    }
    if (wanted != Lane.VECTOR) {
      return "plain loops";
    }
    ElementLanes lanes = new ElementLanes(wanted);
    boolean words = !(lanes.words.lanes().serving() instanceof WordLane.Plain);
    boolean quantiles =
        lanes.quantiles.lanes().serving().getClass().getName().equals(VECTOR_QUANTILES);
    if (words == quantiles) {
      return words ? "Vector API" : "plain loops";
    }
    return "Vector API, for quantiles plain loops";
  }

  /**
   * A job begins. If it is long enough for vectors, they serve from now on, where the choice is
   * left and they are there.
   *
   * @param draws how many values each of its threads will draw
   */
  public static void begin(long draws) {
    if (draws >= LONG_JOB) {
      CHOSEN.beginLong();
    }
  }

  private void beginLong() {
    if (hasChoice && Runtime.version().feature() >= VECTOR_JDK) {
      words.hurry();
      quantiles.hurry();
    }
  }

  /** How words are computed. */
  LaneChoice<WordLane> words() {
    return words;
  }

  /** How float32 quantiles are computed. */
  LaneChoice<QuantileLane> quantiles() {
    return quantiles;
  }
}
