package io.tensorinit.cpu.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which of several lanes serves: the first, until another one is measured to be faster.
 *
 * <p>A lane may be slow, perhaps a thousand times slower, until the Java machine has compiled it,
 * and it is compiled only if it is used. So once there was some work, a small part of the time is
 * spent on tries of the next lane and of the serving one in turn. Of {@value #ROUND} tries each the
 * best one counts; a lane that is faster by {@value #MARGIN} in a hundred for a fifth of a second
 * comes to serve. One that is not after {@value #MOST} tries is tried no more. A small job ends
 * before the first try; a job that is known to be long may {@link #hurry}.
 *
 * <p>No value depends on which lane serves. Safe for use by several threads, each of which takes
 * its lanes by {@link #lanes}.
 *
 * @param <T> what a lane is used as
 */
public final class LaneChoice<T> {
  private static final int ROUND = 5;
  private static final int MARGIN = 5;
  private static final int TIMES = 3;

  /**
   * So many nanoseconds lie at least between those times: when a lane is first used, the code of
   * the other one may be given up, and it is slow until it is compiled again.
   */
  private static final long APART = 100_000_000;

  private static final int MOST = 2000;

  /** Work of a lane that was taken at once, before the one that served is tried. */
  private static final long RETURN_TRY = 3_000_000_000L;

  private static final int RETURN_PERCENT = 10;

  private final List<Offer<T>> offers;
  private final Consumer<T> trial;
  private final LongSupplier clock;
  private final AtomicLong worked = new AtomicLong();
  private final ReentrantLock trying = new ReentrantLock();
  private volatile int serving;

  /** The lane that is tried; one beyond the last: none any more. */
  private volatile int tried = 1;

  /** Whether the last lane was taken at once, and the one that is tried served before. */
  private boolean hurried;

  /** The work before the first try of the lane that is tried. */
  private long firstTry;

  private int percent;
  private long spent;
  private int tries;
  private int timesFaster;
  private long lastFaster;
  private long bestOfTried = Long.MAX_VALUE;
  private long bestOfServing = Long.MAX_VALUE;

  /** The lanes that are tried, made when first tried. */
  private final Lanes<T> trialLanes;

  /**
   * A lane that might serve.
   *
   * @param <T> what it is used as
   * @param maker makes one for a thread
   * @param firstTry the work, in nanoseconds of all threads together, before its first try
   * @param percent what part of the time from then on is spent on tries, of a hundred
   */
  public record Offer<T>(Supplier<? extends T> maker, long firstTry, int percent) {
    /**
     * The lane that serves at the beginning.
     *
     * @param <T> what it is used as
     * @param maker makes one for a thread
     * @return the offer
     */
    public static <T> Offer<T> first(Supplier<? extends T> maker) {
      return new Offer<>(maker, 0, 0);
    }
  }

  /**
   * A choice.
   *
   * @param offers the lanes, the first of which serves at the beginning
   * @param trial lets a lane do a piece of work, always the same
   */
  public LaneChoice(List<Offer<T>> offers, Consumer<T> trial) {
    this(offers, trial, System::nanoTime);
  }

  /**
   * The same, by another clock.
   *
   * @param offers the lanes, the first of which serves at the beginning
   * @param trial lets a lane do a piece of work, always the same
   * @param clock nanoseconds
   */
  public LaneChoice(List<Offer<T>> offers, Consumer<T> trial, LongSupplier clock) {
    this.offers = List.copyOf(offers);
    this.trial = trial;
    this.clock = clock;
    this.trialLanes = lanes();
    begin(1);
  }

  /**
   * A thread's lanes.
   *
   * @return made when they first serve there, with those before them; for one thread at a time
   */
  public Lanes<T> lanes() {
    return new Lanes<>(this);
  }

  /**
   * The lanes of one thread.
   *
   * @param <T> what they are used as
   */
  public static final class Lanes<T> {
    /** Of so many pieces of work one is timed: the clock costs a tenth of a tile of words. */
    private static final int TIMED = 8;

    private final LaneChoice<T> choice;
    private final List<T> made = new ArrayList<>();
    private int pieces;

    private Lanes(LaneChoice<T> choice) {
      this.choice = choice;
    }

    /**
     * The lane that serves now.
     *
     * @return the lane
     */
    public T serving() {
      return get(choice.serving);
    }

    /**
     * Notes that the serving lane begins a short piece of work.
     *
     * @return for {@link #worked}
     */
    public long start() {
      pieces++;
      return pieces % TIMED == 0 ? choice.start() : 0;
    }

    /**
     * Notes that the serving lane ended its work, and perhaps tries another one.
     *
     * @param start what {@link #start} said at the beginning
     */
    public void worked(long start) {
      if (start != 0) {
        choice.worked(start, TIMED);
      }
    }

    private T get(int index) {
      while (made.size() <= index) {
        made.add(choice.offers.get(made.size()).maker().get());
      }
      return made.get(index);
    }
  }

  /**
   * The lane that serves now.
   *
   * @return its place among the offers
   */
  public int serving() {
    return serving;
  }

  /**
   * Notes that the serving lane begins to work.
   *
   * @return for {@link #worked}
   */
  public long start() {
    return isOpen() ? clock.getAsLong() : 0;
  }

  /**
   * Notes that the serving lane ended its work, and perhaps tries another one.
   *
   * @param start what {@link #start} said at the beginning
   */
  public void worked(long start) {
    worked(start, 1);
  }

  /** The same for several pieces of work, of which one was timed. */
  private void worked(long start, int pieces) {
    if (!isOpen()) {
      return;
    }
    long work = worked.addAndGet((clock.getAsLong() - start) * pieces);
    if (trying.tryLock()) {
      try {
        tryWhileTimeIsLeft(work);
      } finally {
        trying.unlock();
      }
    }
  }

  /** Whether another lane may still come to serve. */
  private boolean isOpen() {
    return tried < offers.size();
  }

  /** Begins to try a lane, once its first try has come. */
  private void begin(int lane) {
    tries = 0;
    spent = 0;
    timesFaster = 0;
    bestOfServing = Long.MAX_VALUE;
    bestOfTried = Long.MAX_VALUE;
    if (lane < offers.size()) {
      firstTry = offers.get(lane).firstTry();
      percent = offers.get(lane).percent();
    }
    tried = lane;
  }

  /**
   * Lets the last lane serve at once, for a job so long that it repays the time until it is
   * compiled, unless there is nothing left to be tried. In case it never is, the lane that served
   * is tried later, and serves again if it is faster.
   */
  public void hurry() {
    trying.lock();
    try {
      if (isOpen() && !hurried) {
        int before = serving;
        hurried = true;
        serving = offers.size() - 1;
        begin(before);
        firstTry = worked.get() + RETURN_TRY;
        percent = RETURN_PERCENT;
      }
    } finally {
      trying.unlock();
    }
  }

  private void tryWhileTimeIsLeft(long work) {
    while (isOpen()) {
      long since = work - firstTry;
      if (since <= 0 || spent * 100 >= since * percent) {
        return;
      }
      int next = tried;
      bestOfServing = Math.min(bestOfServing, time(serving));
      bestOfTried = Math.min(bestOfTried, time(next));
      tries++;
      if (tries % ROUND == 0) {
        count(bestOfTried * 100 < bestOfServing * (100 - MARGIN));
        bestOfServing = Long.MAX_VALUE;
        bestOfTried = Long.MAX_VALUE;
        if (timesFaster == TIMES) {
          serving = next;
        }
        if (timesFaster == TIMES || (timesFaster == 0 && tries >= MOST)) {
          begin(hurried ? offers.size() : next + 1);
        }
      }
    }
  }

  /** Notes whether the tried lane was faster. */
  private void count(boolean faster) {
    long now = clock.getAsLong();
    if (!faster) {
      timesFaster = 0;
    } else if (timesFaster == 0 || now - lastFaster >= APART) {
      timesFaster++;
      lastFaster = now;
    }
  }

  private long time(int lane) {
    long start = clock.getAsLong();
    trial.accept(trialLanes.get(lane));
    long time = clock.getAsLong() - start;
    spent += time;
    return time;
  }
}
