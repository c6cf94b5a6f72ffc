package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTest {
  /** More than one block of 2^20 elements, an end within a block, each size of element, a stack. */
  private static final String MODEL =
      "{ \"seed\": 3, \"parameters\": ["
          + "{ \"name\": \"long\", \"shape\": [1031, 2051], \"init\": \"he_normal\", \"shard\": 1 },"
          + "{ \"name\": \"b/\u00fc\", \"shape\": [1048577], \"init\": \"he_normal\", \"dtype\": \"BF16\","
          + " \"shard\": 0 },"
          + "{ \"name\": \"complex\", \"shape\": [30, 41], \"init\": \"normal_\", \"dtype\": \"C64\" },"
          + "{ \"name\": \"stack\", \"shape\": [5, 40, 30], \"init\": \"orthogonal\","
          + " \"batch_axes\": [0] },"
          + "{ \"name\": \"scalar\", \"shape\": [], \"init\": \"ones\" },"
          + "{ \"name\": \"empty\", \"shape\": [0, 3], \"init\": \"ones\", \"dtype\": \"F64\" },"
          + "{ \"name\": \"f8\", \"shape\": [64, 65], \"init\": \"he_uniform\", \"dtype\": \"F8_E4M3\" } ] }";

  @TempDir Path folder;
  private Path manifest;

  @BeforeEach
  void writeManifest() throws IOException {
    manifest = Manifests.write(folder, "model.json", MODEL);
  }

  private String digests(Object... args) {
    return CommandRun.of(args).assertDone().out();
  }

  /**
   * By Python's hashlib from the bytes themselves: {@code sha256(b"F32\\n2,2\\n" +
   * sha256(struct.pack("<4f", 1, 0, 0, 1)).digest())} for w, and likewise.
   */
  @Test
  void knownAnswers() throws IOException {
    Path small =
        Manifests.write(
            folder,
            "small.json",
            "{ \"parameters\": [{ \"name\": \"w\", \"shape\": [2, 2], \"init\": \"identity\" },"
                + "{ \"name\": \"a\", \"shape\": [], \"init\": \"ones\" },"
                + "{ \"name\": \"e\", \"shape\": [0], \"init\": \"ones\" } ] }");
    assertEquals(
        """
        2f07a3d4f9809da2d218d9f77dba6b53a4a9837e9de1ef456ccf62161c40489f  a
        5e5ac103c5f75a0bd05a71f436c7eff13ad5c38b070e36bdcfedd4e708183411  e
        a7815f1184da5be2be2ad29813d33b59ba6d29e784a3f58d8db457f443c614ec  w
        54d88142f219489b577cbec52baa1a96730727790af1d8eb3d10772302d052be  (model)
        """,
        digests("init", small, "--digest"));
  }

  @Test
  void theSameForOneFileManyOneThreadAndNone() throws IOException {
    String expected = digests("init", manifest, "--digest");
    assertEquals(8, expected.lines().count());
    assertTrue(expected.endsWith("  (model)\n"), expected);
    Path file = folder.resolve("w.safetensors");
    Path plain = folder.resolve("plain.safetensors");
    assertEquals(expected, digests("init", manifest, "-o", file, "--digest", "--threads", 1));
    assertEquals("", digests("init", manifest, "-o", plain));
    assertEquals(-1, Files.mismatch(file, plain));
    Path out = folder.resolve("folder");
    assertEquals(
        expected, digests("init", manifest, "-o", out, "--digest", "--max-shard-size", "3MB"));
    assertEquals(expected, digests("inspect", file, "--digest"));
    assertEquals(expected, digests("inspect", out, "--digest"));
    CommandRun.of("inspect", file, "--digest", "--json")
        .assertFails(2, "--digest prints nothing else: no --json, --html, --against");
  }

  /** The ranks' lines together are the model's, but for its own, which none of them can know. */
  @Test
  void ranksPrintEachTensorsOnce() throws IOException {
    String expected = digests("init", manifest, "--digest");
    Path out = folder.resolve("ranks");
    List<String> lines = new ArrayList<>();
    for (int rank = 0; rank < 3; rank++) {
      digests("init", manifest, "-o", out, "--digest", "--shard", rank + "/3")
          .lines()
          .forEach(lines::add);
    }
    lines.sort(Comparator.comparing(line -> line.substring(66)));
    List<String> all = new ArrayList<>(expected.lines().toList());
    all.remove(all.size() - 1);
    all.sort(Comparator.comparing(line -> line.substring(66)));
    assertEquals(all, lines);
    assertEquals(expected, digests("inspect", out, "--digest"));
  }

  @Test
  void anArrayInFortransOrderHasTheDigestOfItsValues() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("fortran.py"),
            """
            import sys
            try:
                import numpy
            except ImportError:
                sys.exit(77)
            a = numpy.arange(24, dtype='f4').reshape(2, 3, 4)
            numpy.savez(sys.argv[1], w=a)
            numpy.savez(sys.argv[2], w=numpy.asfortranarray(a))
            """);
    Path c = folder.resolve("c.npz");
    Path fortran = folder.resolve("f.npz");
    assumeTrue(python(script, c, fortran).exitCode() == 0, "Python or its numpy is missing");
    assertEquals(digests("inspect", c, "--digest"), digests("inspect", fortran, "--digest"));
  }

  private static CommandRun python(Path script, Path... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getenv().getOrDefault("TENSORINIT_TEST_PYTHON", "python3"),
                script.toString()));
    Stream.of(args).map(Path::toString).forEach(command::add);
    try {
      return ChildCommand.run(new ProcessBuilder(command));
    } catch (IOException e) {
      assumeTrue(false, command.get(0) + " is not installed");
      throw e;
    }
  }

  /** {@code digests.py} works them out from the file, with the standard library alone. */
  @Test
  void pythonWorksOutTheSame() throws Exception {
    Path file = folder.resolve("w.safetensors");
    String expected = digests("init", manifest, "-o", file, "--digest");
    CommandRun run = python(Path.of("src", "test", "python", "digests.py"), file);
    assertEquals("", run.err());
    assertEquals(expected, run.out());
  }

  @Test
  void withoutAFileNothingIsWritten() throws IOException {
    digests("init", manifest, "--digest");
    CommandRun.of("init", manifest, "--digest", "--shard", "0/2")
        .assertFails(2, "OUT must be given where the model is divided");
    CommandRun.of("init", manifest, "--digest", "-o", "-")
        .assertFails(2, "--digest prints on stdout, where -o - writes the checkpoint: choose one");
    assertFalse(Files.exists(Path.of("-")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(manifest), files.toList());
    }
  }
}
