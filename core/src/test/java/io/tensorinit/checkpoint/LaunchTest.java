package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables are those that each launcher's documentation names. */
class LaunchTest {
  private static Map<String, String> environment(String text) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : List.of(text.split(" ", -1))) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return variables;
  }

  @ParameterizedTest
  @CsvSource({
    "RANK=3 WORLD_SIZE=8 TORCHELASTIC_RUN_ID=j TORCHELASTIC_RESTART_COUNT=1 MASTER_PORT=5, 3, 8, TORCHRUN j 1 5",
    "RANK=3 WORLD_SIZE=8, 3, 8,",
    "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 PMIX_NAMESPACE=77, 1, 4, OPEN_MPI 77",
    "PMI_RANK=0 PMI_SIZE=2, 0, 2,",
    "SLURM_PROCID=5 SLURM_NTASKS=6 SLURM_JOB_ID=9 SLURM_STEP_ID=0, 5, 6, SLURM 9 0",
    "RANK=5 WORLD_SIZE=16 TORCHELASTIC_RUN_ID=j TORCHELASTIC_RESTART_COUNT=0 MASTER_PORT=5 SLURM_PROCID=1 SLURM_NTASKS=2, 5, 16, TORCHRUN j 0 5",
    "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 SLURM_PROCID=0 SLURM_NTASKS=4, 1, 4,"
  })
  void theInnermostLauncherNumbersTheRank(String variables, int rank, int ranks, String name) {
    assertEquals(
        new Launch(rank, ranks, Optional.ofNullable(name)),
        Launch.fromEnvironment(environment(variables), OptionalInt.empty()));
  }

  @Test
  void anIndexedJobTellsTheRankOnly() {
    Map<String, String> pod = environment("JOB_COMPLETION_INDEX=2");
    assertEquals(
        new Launch(2, 3, Optional.empty()), Launch.fromEnvironment(pod, OptionalInt.of(3)));
    assertRefused(
        "JOB_COMPLETION_INDEX tells the rank only: the number of ranks must be given (--ranks N)",
        "JOB_COMPLETION_INDEX=2",
        OptionalInt.empty());
    assertRefused(
        "JOB_COMPLETION_INDEX must lie below the number of ranks, 2, was 2",
        "JOB_COMPLETION_INDEX=2",
        OptionalInt.of(2));
  }

  private static void assertRefused(String message, String variables, OptionalInt ranks) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> Launch.fromEnvironment(environment(variables), ranks))
            .getMessage());
  }

  @Test
  void refusesNumbersThatContradictEachOther() {
    assertRefused(
        "no launcher gave this process a rank: none of [RANK, OMPI_COMM_WORLD_RANK, PMI_RANK,"
            + " SLURM_PROCID, JOB_COMPLETION_INDEX] is set",
        "HOME=/root",
        OptionalInt.of(2));
    assertRefused(
        "the number of ranks is 3, but WORLD_SIZE=2", "RANK=0 WORLD_SIZE=2", OptionalInt.of(3));
    assertRefused(
        "RANK must be an integer of 0 or more, was \"-1\"",
        "RANK=-1 WORLD_SIZE=2",
        OptionalInt.empty());
    assertRefused(
        "the environment gives this process two ranks: RANK=0 and OMPI_COMM_WORLD_RANK=1",
        "RANK=0 WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2",
        OptionalInt.empty());
    assertEquals(
        "rank must lie in 0 .. ranks - 1, was rank 2 of 2",
        assertThrows(IllegalArgumentException.class, () -> new Launch(2, 2, Optional.empty()))
            .getMessage());
  }

  @Test
  void aRankThatIsGivenStillHasTheLaunchsName() {
    Map<String, String> variables =
        environment("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 PMIX_NAMESPACE=77");
    assertEquals(Optional.of("OPEN_MPI 77"), Launch.of(0, 4, variables).name());
    assertEquals(Optional.empty(), Launch.of(0, 8, variables).name());
  }
}
