package io.tensorinit.cli;

import io.tensorinit.checkpoint.Launch;
import io.tensorinit.checkpoint.ShardPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a model is divided among the files of a folder. */
final class ShardOptions {
  private static final Pattern SHARD = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMGT]?)B?");

  private final Setting<String> shard =
      Setting.option(
          String.class,
          "K/N",
          "Write the part of rank K (from 0) of N into the folder OUT. When all N parts are there"
              + " the folder is the whole.",
          "--shard");

  private final Setting<Boolean> rankFromEnvironment =
      Setting.flag(
          "As --shard, with K and N from the launcher: torchrun, Open MPI, MPICH, Slurm, or an"
              + " indexed job of Kubernetes with --ranks.",
          "--rank-from-env");

  private final Setting<Integer> ranks =
      Setting.option(
          Integer.class,
          "N",
          "The number of ranks, where the launcher tells the rank only.",
          "--ranks");

  private final Setting<String> largest =
      Setting.option(
          String.class,
          "SIZE",
          "The largest file of a folder that one process writes: bytes, or 500MB, 5GB (default)...",
          "--max-shard-size");

  List<Setting<?>> settings() {
    return List.of(shard, rankFromEnvironment, ranks, largest);
  }

  /** The rank this process is, if it is to write its part only. */
  Optional<Launch> launch() {
    Optional<Integer> number = ranks.value();
    boolean fromEnvironment = rankFromEnvironment.isSet();
    if (number.isPresent() && !fromEnvironment) {
      throw new IllegalArgumentException("--ranks is for --rank-from-env; without it: --shard K/N");
    }
    if (number.isPresent() && number.get() < 1) {
      throw new IllegalArgumentException("--ranks must be 1 or more, was " + number.get());
    }
    if (shard.value().isPresent() && fromEnvironment) {
      throw new IllegalArgumentException("--shard and --rank-from-env exclude each other");
    }
    if (largest.value().isPresent() && (shard.value().isPresent() || fromEnvironment)) {
      throw new IllegalArgumentException(
          "--max-shard-size is for one process; ranks write a file each");
    }
    if (fromEnvironment) {
      OptionalInt given = number.map(OptionalInt::of).orElse(OptionalInt.empty());
      return Optional.of(Launch.fromEnvironment(System.getenv(), given));
    }
    return shard.value().map(ShardOptions::parsed);
  }

  private static Launch parsed(String shard) {
    Matcher numbers = SHARD.matcher(shard);
    if (numbers.matches()) {
      int rank = Integer.parseInt(numbers.group(1));
      int ranks = Integer.parseInt(numbers.group(2));
      if (rank < ranks) {
        return Launch.of(rank, ranks, System.getenv());
      }
    }
    throw new IllegalArgumentException(
        "--shard must be K/N with K in 0 .. N - 1, was \"" + shard + "\"");
  }

  /** The most bytes of a file that one process writes. */
  long mostBytes() {
    String text = largest.orNull();
    if (text == null) {
      return ShardPlan.HUB_SHARD_BYTES;
    }
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "--max-shard-size must be a number of bytes, or of KB, MB, GB or TB, was \""
              + text
              + "\"");
    }
    long unit = 1;
    for (int power = "KMGT".indexOf(size.group(2));
        power >= 0 && !size.group(2).isEmpty();
        power--) {
      unit *= 1000;
    }
    return Long.parseLong(size.group(1)) * unit;
  }

  /** Whether an option asks for a folder. */
  boolean isGiven() {
    return shard.value().isPresent() || rankFromEnvironment.isSet() || largest.value().isPresent();
  }
}
