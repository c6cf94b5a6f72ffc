package io.tensorinit.cli;

import io.tensorinit.checkpoint.Launch;
import io.tensorinit.checkpoint.ShardPlan;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is divided among the files of a folder. */
final class ShardOptions {
  private static final Pattern SHARD = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMGT]?)B?");

  @Option(
      names = "--shard",
      paramLabel = "K/N",
      description =
          "Write the part of rank K (from 0) of N into the folder OUT. When all N parts are there"
              + " the folder is the whole.")
  private @Nullable String shard;

  @Option(
      names = "--rank-from-env",
      description =
          "As --shard, with K and N from the launcher: torchrun, Open MPI, MPICH, Slurm, or an"
              + " indexed job of Kubernetes with --ranks.")
  private boolean rankFromEnvironment;

  @Option(
      names = "--ranks",
      paramLabel = "N",
      description = "The number of ranks, where the launcher tells the rank only.")
  private @Nullable Integer ranks;

  @Option(
      names = "--max-shard-size",
      paramLabel = "SIZE",
      description =
          "The largest file of a folder that one process writes: bytes, or 500MB, 5GB (default)...")
  private @Nullable String largest;

  /** The rank this process is, if it is to write its part only. */
  Optional<Launch> launch() {
    if (ranks != null && !rankFromEnvironment) {
      throw new IllegalArgumentException("--ranks is for --rank-from-env; without it: --shard K/N");
    }
    if (ranks != null && ranks < 1) {
      throw new IllegalArgumentException("--ranks must be 1 or more, was " + ranks);
    }
    if (shard != null && rankFromEnvironment) {
      throw new IllegalArgumentException("--shard and --rank-from-env exclude each other");
    }
    if (largest != null && (shard != null || rankFromEnvironment)) {
      throw new IllegalArgumentException(
          "--max-shard-size is for one process; ranks write a file each");
    }
    if (rankFromEnvironment) {
      OptionalInt given = ranks == null ? OptionalInt.empty() : OptionalInt.of(ranks);
      return Optional.of(Launch.fromEnvironment(System.getenv(), given));
    }
    return Optional.ofNullable(shard).map(ShardOptions::parsed);
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
    if (largest == null) {
      return ShardPlan.HUB_SHARD_BYTES;
    }
    Matcher size = SIZE.matcher(largest);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "--max-shard-size must be a number of bytes, or of KB, MB, GB or TB, was \""
              + largest
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
    return shard != null || rankFromEnvironment || largest != null;
  }
}
