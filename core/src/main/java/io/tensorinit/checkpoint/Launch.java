package io.tensorinit.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A rank as its launcher numbered it.
 *
 * @param rank its number, from 0
 * @param ranks the number of ranks
 * @param name what all ranks of this launch have in common and those of no other launch; empty
 *     where the launcher gives no such name
 */
public record Launch(int rank, int ranks, Optional<String> name) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the rank does not lie between 0 and the number of ranks
   */
  public Launch {
    if (ranks < 1 || rank < 0 || rank >= ranks) {
      throw new IllegalArgumentException(
          "rank must lie in 0 .. ranks - 1, was rank " + rank + " of " + ranks);
    }
  }

  /**
   * A rank whose number was not given by a launcher. The launcher that starts it, if there is one,
   * still gives the launch its name.
   *
   * @param rank its number, from 0
   * @param ranks the number of ranks
   * @param environment the process's environment
   * @return the rank
   * @throws IllegalArgumentException if the rank does not lie between 0 and the number of ranks
   */
  public static Launch of(int rank, int ranks, Map<String, String> environment) {
    for (Launcher launcher : Launcher.values()) {
      String said = environment.get(launcher.ranksVariable());
      if (String.valueOf(ranks).equals(said)) {
        return new Launch(rank, ranks, launcher.launch(environment));
      }
    }
    return new Launch(rank, ranks, Optional.empty());
  }

  /**
   * Reads a rank from the variables that launchers set, the innermost first: torchrun ({@code
   * RANK}, {@code WORLD_SIZE}), Open MPI ({@code OMPI_COMM_WORLD_RANK}, {@code
   * OMPI_COMM_WORLD_SIZE}), MPICH and its kin ({@code PMI_RANK}, {@code PMI_SIZE}), Slurm ({@code
   * SLURM_PROCID}, {@code SLURM_NTASKS}), Kubernetes' indexed jobs ({@code JOB_COMPLETION_INDEX}).
   *
   * @param environment the process's environment
   * @param ranks the number of ranks, where the launcher tells the rank only
   * @return the rank
   * @throws IllegalArgumentException if there is no launcher, it does not tell the number of ranks
   *     and it is not given, or the numbers contradict each other
   */
  public static Launch fromEnvironment(Map<String, String> environment, OptionalInt ranks) {
    for (Launcher launcher : Launcher.values()) {
      if (environment.containsKey(launcher.rankVariable())) {
        Launch found = launcher.read(environment, ranks);
        requireNoOther(found, launcher, environment);
        return found;
      }
    }
    throw new IllegalArgumentException(
        "no launcher gave this process a rank: none of " + Launcher.rankVariables() + " is set");
  }

  /** RANK that torchrun did not set may have been left in the environment of all ranks. */
  private static void requireNoOther(
      Launch found, Launcher launcher, Map<String, String> environment) {
    if (launcher != Launcher.TORCHRUN || launcher.launch(environment).isPresent()) {
      return;
    }
    for (Launcher other : new Launcher[] {Launcher.OPEN_MPI, Launcher.MPICH}) {
      String rank = environment.get(other.rankVariable());
      if (rank != null && !rank.equals(String.valueOf(found.rank))) {
        throw new IllegalArgumentException(
            "the environment gives this process two ranks: "
                + launcher.rankVariable()
                + "="
                + found.rank
                + " and "
                + other.rankVariable()
                + "="
                + rank);
      }
    }
  }
}
