package io.tensorinit.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The launchers of ranks, the innermost first: torchrun is started by the others, MPI within
 * Slurm's allocations, all of them in Kubernetes' pods.
 */
enum Launcher {
  /** PyTorch's torchrun; each restart of its workers is a launch. */
  TORCHRUN(
      "RANK",
      "WORLD_SIZE",
      List.of("TORCHELASTIC_RUN_ID", "TORCHELASTIC_RESTART_COUNT", "MASTER_PORT")),
  /** Open MPI's mpirun. */
  OPEN_MPI("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", List.of("PMIX_NAMESPACE")),
  /** MPICH's Hydra, and those that follow it; no variable names the launch. */
  MPICH("PMI_RANK", "PMI_SIZE", List.of()),
  /** Slurm's srun: a step of a job is a launch. */
  SLURM("SLURM_PROCID", "SLURM_NTASKS", List.of("SLURM_JOB_ID", "SLURM_STEP_ID")),
  /** Indexed jobs of Kubernetes, which do not tell their number. */
  KUBERNETES("JOB_COMPLETION_INDEX", "", List.of());

  private final String rankVariable;
  private final String ranksVariable;
  private final List<String> launchVariables;

  Launcher(String rankVariable, String ranksVariable, List<String> launchVariables) {
    this.rankVariable = rankVariable;
    this.ranksVariable = ranksVariable;
    this.launchVariables = launchVariables;
  }

  String rankVariable() {
    return rankVariable;
  }

  String ranksVariable() {
    return ranksVariable;
  }

  static List<String> rankVariables() {
    return Stream.of(values()).map(Launcher::rankVariable).toList();
  }

  Launch read(Map<String, String> environment, OptionalInt given) {
    int rank = number(rankVariable, environment.getOrDefault(rankVariable, ""));
    String said = environment.get(ranksVariable);
    OptionalInt told =
        said == null ? OptionalInt.empty() : OptionalInt.of(number(ranksVariable, said));
    if (told.isPresent() && given.isPresent() && told.getAsInt() != given.getAsInt()) {
      throw new IllegalArgumentException(
          "the number of ranks is " + given.getAsInt() + ", but " + ranksVariable + "=" + said);
    }
    if (told.isEmpty() && given.isEmpty()) {
      throw new IllegalArgumentException(
          rankVariable + " tells the rank only: the number of ranks must be given (--ranks N)");
    }
    int ranks = told.orElseGet(given::getAsInt);
    if (rank >= ranks) {
      throw new IllegalArgumentException(
          rankVariable + " must lie below the number of ranks, " + ranks + ", was " + rank);
    }
    return new Launch(rank, ranks, launch(environment));
  }

  /** What tells this launch from others; empty unless all variables that it takes are set. */
  Optional<String> launch(Map<String, String> environment) {
    boolean known =
        !launchVariables.isEmpty() && launchVariables.stream().allMatch(environment::containsKey);
    return known
        ? Optional.of(
            name()
                + " "
                + String.join(" ", launchVariables.stream().map(environment::get).toList()))
        : Optional.empty();
  }

  private static int number(String variable, String value) {
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IllegalArgumentException(
        variable + " must be an integer of 0 or more, was \"" + value + "\"");
  }
}
