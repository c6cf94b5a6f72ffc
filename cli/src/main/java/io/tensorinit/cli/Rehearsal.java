package io.tensorinit.cli;

import io.tensorinit.backend.Backends;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs each command once on a small model, on the CPU. The launcher does so once after it has built
 * the command, and lets Java archive the classes that were loaded: the next start takes them from
 * there. Nothing generated is kept.
 */
final class Rehearsal {
  private static final String MODEL =
      """
      {"recipe": "pytorch", "parameters": [
        {"name": "conv.weight", "shape": [8, 4, 3, 3], "kind": "conv2d"},
        {"name": "fc.weight", "shape": [32, 16], "kind": "linear"},
        {"name": "fc.bias", "shape": [32], "kind": "linear"},
        {"name": "norm.weight", "shape": [16], "kind": "layer_norm"},
        {"name": "n", "shape": [300], "init": "normal", "dtype": "BF16"},
        {"name": "t", "shape": [300], "init": "truncated_normal"},
        {"name": "o", "shape": [60, 50], "init": "orthogonal"},
        {"name": "k", "shape": [9], "init": {"class_name": "Constant", "config": {"value": 0.5}}},
        {"name": "large", "shape": [300, 256], "init": "normal"}
      ]}
      """;

  /** A recipe that goes by names. */
  private static final String NAMED =
      """
      {"recipe": {"name": "gpt2", "config": {"n_layer": 1}}, "layout": "in_out", "parameters": [
        {"name": "wte.weight", "shape": [99, 16]},
        {"name": "h.0.ln_1.weight", "shape": [16]},
        {"name": "h.0.attn.c_attn.weight", "shape": [16, 48]},
        {"name": "h.0.attn.c_attn.bias", "shape": [48]}
      ]}
      """;

  private Rehearsal() {}

  /**
   * Runs the commands.
   *
   * @param arguments none
   * @throws IOException if no temporary folder can be written
   */
  public static void main(String[] arguments) throws IOException {
    Backends.installed().report(); // what the choice of a backend asks
    Path folder = Files.createTempDirectory("tensorinit");
    try {
      run(folder);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /**
   * Runs the commands in a folder, and a refusal last.
   *
   * @param folder takes what they write
   * @return their exit codes
   * @throws IOException if the folder cannot be written to
   */
  static List<Integer> run(Path folder) throws IOException {
    String manifest = Files.writeString(folder.resolve("model.json"), MODEL).toString();
    String named = Files.writeString(folder.resolve("named.json"), NAMED).toString();
    String file = folder.resolve("model.safetensors").toString();
    String again = folder.resolve("again.safetensors").toString();
    return Stream.of(
            List.of("list"),
            List.of("plan", manifest),
            List.of("plan", "--json", manifest),
            List.of("init", manifest, "-o", file, "--backend", "cpu"),
            List.of("init", manifest, "-o", again, "--backend", "cpu", "--threads", "1"),
            List.of("init", named, "-o", again, "--backend", "cpu", "--digest"),
            List.of("verify", file, manifest, "--backend", "cpu"),
            List.of("inspect", file),
            List.of("inspect", "--json", file),
            List.of("inspect", file, "--against", manifest),
            List.of("plan", manifest + ".missing"))
        .map(
            command ->
                Main.run(
                    command.toArray(String[]::new),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream(),
                    false,
                    false,
                    Preparation.begin(command.toArray(String[]::new))))
        .toList();
  }
}
