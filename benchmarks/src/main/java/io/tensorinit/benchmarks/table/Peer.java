package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A library beside ours, and which of the operations it does. */
enum Peer {
  /** PyTorch. */
  TORCH("PyTorch", "torch", Set.of(), false),
  /** ND4J. */
  ND4J(
      "ND4J",
      "nd4j",
      Set.of("CONSTANT", "UNIFORM", "NORMAL", "TRUNCATED_NORMAL", "BF16_NORMAL"),
      false),
  /** Commons RNG. */
  COMMONS_RNG("Commons RNG", "commonsRng", Set.of("UNIFORM", "NORMAL"), true),
  /** The JDK. */
  SPLITTABLE_RANDOM("SplittableRandom", "splittableRandom", Set.of("UNIFORM", "NORMAL"), true),
  /** EJML, by one thread. */
  EJML("EJML", "ejml", Set.of("UNIFORM", "NORMAL"), true),
  /** What memory takes: {@code Arrays.fill} and a copy. */
  MEMORY("memory", "memory", Set.of("CONSTANT"), true);

  static final String FILLS = "peers.FillPeers.";
  static final String OURS = FILLS + "tensorinit";
  static final String MEMORY_FILL = "MemoryFill.fill";
  static final String MEMORY_COPY = "MemoryFill.copy";

  private final String title;
  private final String method;
  private final Set<String> operations;
  private final boolean java;

  Peer(String title, String method, Set<String> operations, boolean java) {
    this.title = title;
    this.method = method;
    this.operations = operations;
    this.java = java;
  }

  String title() {
    return title;
  }

  /** The benchmarks that do an operation; none where the library lacks it. */
  List<String> benchmarks(String operation, String threads) {
    boolean does = operations.isEmpty() || operations.contains(operation);
    boolean threaded = this != EJML || threads.equals("1");
    if (!does || !threaded) {
      return List.of();
    }
    return this == MEMORY ? List.of(MEMORY_FILL, MEMORY_COPY) : List.of(FILLS + method);
  }

  /** Those of operation, size and threads that its benchmarks do not have. */
  List<String> parametersLacking() {
    return this == MEMORY ? List.of("operation") : this == EJML ? List.of("threads") : List.of();
  }

  /** Whether it is Java, so that the JDK matters. */
  boolean isJava() {
    return java;
  }

  static List<Peer> of(String names) {
    if (names.equals("all")) {
      return List.of(values());
    }
    List<Peer> peers = new ArrayList<>();
    if (!names.equals("none")) {
      for (String name : names.split(",", -1)) {
        peers.add(
            Arrays.stream(values())
                .filter(peer -> peer.method.equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "--peers takes all, none or some of "
                                + Arrays.stream(values()).map(it -> it.method).toList()
                                + ", was "
                                + name)));
      }
    }
    return peers;
  }
}
