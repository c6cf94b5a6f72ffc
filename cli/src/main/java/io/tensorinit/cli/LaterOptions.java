package io.tensorinit.cli;

import picocli.CommandLine.Option;

/** Options of {@code init} that are agreed upon and not there yet: known, to be refused by name. */
final class LaterOptions {
  @Option(names = "--only-missing", hidden = true)
  private boolean onlyMissing;

  @Option(names = "--shard", paramLabel = "K/N", hidden = true)
  private String shard;

  @Option(names = "--rank-from-env", hidden = true)
  private boolean rankFromEnv;

  @Option(names = "--ranks", paramLabel = "N", hidden = true)
  private String ranks;

  @Option(names = "--digest", hidden = true)
  private boolean digest;

  /** Refuses the first of them that was given. */
  void refuse() {
    Inputs.refuse("--only-missing", onlyMissing);
    Inputs.refuse("--shard", shard != null);
    Inputs.refuse("--rank-from-env", rankFromEnv);
    Inputs.refuse("--ranks", ranks != null);
    Inputs.refuse("--digest", digest);
  }
}
