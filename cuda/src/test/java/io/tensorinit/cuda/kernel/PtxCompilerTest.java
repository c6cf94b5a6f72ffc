package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * NVIDIA's own compiler, which needs no driver, takes every shipped file: the one in JCuda's jar
 * for the GPUs it knows, ptxas, where it is found, for newer ones. What the compiler reports of the
 * kernels is the table {@code src/main/cuda/RESOURCES.md}.
 */
class PtxCompilerTest {
  private static final Path TABLE = Path.of("src/main/cuda/RESOURCES.md");

  private static final Pattern REPORT =
      Pattern.compile(
          "Compiling entry function '(\\w+)'.*?(\\d+) bytes spill stores.*?Used (\\d+) registers",
          Pattern.DOTALL);
  private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(");
  private static final Pattern WIDE_STORE =
      Pattern.compile("\\bst\\.global\\.(v4\\.[bfu]32|v2\\.[bfu]64)");

  @TempDir static Path folder;

  @BeforeAll
  static void loadCompiler() {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "JCuda has natives for this platform");
    // JCuda unpacks to the temporary folder, which is a fresh one here
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", folder.toString());
    try {
      JNvPTXCompiler.nvPTXCompilerGetVersion(new int[1], new int[1]);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  /** Compiles a text and returns the compiler's report. */
  private static String compile(String name, byte[] text, String target) {
    byte[] zeroTerminated = Arrays.copyOf(text, text.length + 1);
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    check(JNvPTXCompiler.nvPTXCompilerCreate(compiler, zeroTerminated.length, zeroTerminated), "");
    try {
      String[] options = {"--gpu-name=" + target, "--verbose"};
      int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      long[] size = new long[1];
      check(JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size), "");
      byte[] errors = new byte[(int) size[0] + 1];
      check(JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, errors), "");
      check(result, name + " " + new String(errors, StandardCharsets.US_ASCII));
      check(JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size), "");
      byte[] report = new byte[(int) size[0] + 1];
      check(JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, report), "");
      return new String(report, StandardCharsets.US_ASCII);
    } finally {
      check(JNvPTXCompiler.nvPTXCompilerDestroy(compiler), "");
    }
  }

  private static void check(int result, String what) {
    assertEquals(
        nvPTXCompileResult.NVPTXCOMPILE_SUCCESS,
        result,
        () -> nvPTXCompileResult.stringFor(result) + " " + what);
  }

  private static Stream<String> files() throws IOException {
    return PtxFilesTest.names().map(name -> name.replace(".ptx", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_86"})
  void compiles(String target) throws IOException {
    Map<String, String> reports = reports(target);
    reports.forEach((file, report) -> assertTrue(REPORT.matcher(report).find(), file));
  }

  /**
   * The compiler's report of each file that these devices load, several compiled at once: it takes
   * seconds a file.
   */
  private static Map<String, String> reports(String target) throws IOException {
    return files().toList().parallelStream()
        .filter(file -> PtxFilesTest.target(file).compareTo(target) <= 0)
        .collect(
            Collectors.toConcurrentMap(
                file -> file, file -> compile(file, PtxFile.text(file), target)));
  }

  /**
   * The same for the oldest devices that a file is for, among those the compiler knows, each kernel
   * alone, as it is loaded.
   */
  private static Map<String, String> reportsForTheOldest() throws IOException {
    return files().toList().parallelStream()
        .filter(file -> !PtxFilesTest.target(file).equals("sm_89"))
        .collect(
            Collectors.toConcurrentMap(
                file -> file,
                file ->
                    ENTRY
                        .matcher(new String(PtxFile.text(file), StandardCharsets.US_ASCII))
                        .results()
                        .map(entry -> entry.group(1))
                        .map(
                            kernel ->
                                compile(
                                    kernel, PtxFile.text(file, kernel), PtxFilesTest.target(file)))
                        .collect(Collectors.joining("\n"))));
  }

  @Test
  void theTableSaysWhatTheCompilerReports() throws IOException {
    TreeMap<String, String> rows = new TreeMap<>();
    reportsForTheOldest()
        .forEach(
            (file, text) -> {
              Matcher report = REPORT.matcher(text);
              while (report.find()) {
                String kernel = report.group(1);
                rows.put(
                    kernel,
                    String.format(
                        "| %s | %s | %s | %d |",
                        kernel, report.group(3), report.group(2), wideStores(file, kernel)));
              }
            });
    String table =
        "# What the kernels take\n\n"
            + "As the PTX compiler in JCuda 11.7.0 reports it for sm_70, of kernels named packed for"
            + " sm_80; a test\ncompares. It does not know sm_89. Wide stores: the 16-byte stores in"
            + " the PTX.\n\n"
            + "| Kernel | Registers | Bytes spilled | Wide stores |\n"
            + "| --- | --- | --- | --- |\n"
            + String.join("\n", rows.values())
            + "\n";
    Path actual = Path.of("target", "RESOURCES.md");
    Files.createDirectories(actual.getParent());
    Files.writeString(actual, table);
    assertEquals(Files.readString(TABLE), table, "copy " + actual + " to " + TABLE);
  }

  private static long wideStores(String file, String kernel) {
    String text = new String(PtxFile.text(file), StandardCharsets.US_ASCII);
    Matcher entry = ENTRY.matcher(text);
    while (entry.find()) {
      if (entry.group(1).equals(kernel)) {
        int end = text.indexOf(".entry ", entry.end());
        String body = text.substring(entry.end(), end < 0 ? text.length() : end);
        return WIDE_STORE.matcher(body).results().count();
      }
    }
    throw new AssertionError("no kernel " + kernel + " in " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_89", "sm_90", "sm_100", "sm_120"})
  void newerOnesByPtxas(String target) throws Exception {
    Optional<Path> ptxas =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(place -> Path.of(place, "ptxas"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(ptxas.isPresent(), "ptxas is on the path");
    String program = ptxas.orElseThrow().toString();
    Process list = new ProcessBuilder(program, "--help").redirectErrorStream(true).start();
    String known = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(known.contains("'" + target + "'"), "ptxas knows " + target);
    List<String> outputs =
        files().toList().parallelStream().map(file -> assemble(program, file, target)).toList();
    outputs.forEach(output -> assertEquals("", output));
  }

  /** Runs ptxas; returns what it prints, which is nothing where it succeeds. */
  private static String assemble(String program, String file, String target) {
    try {
      Path ptx = Files.write(folder.resolve(file + "-" + target + ".ptx"), PtxFile.text(file));
      Process assembler =
          new ProcessBuilder(program, "-arch=" + target, "-o", ptx + ".cubin", ptx.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(assembler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = assembler.waitFor();
      return status == 0 ? "" : file + ".ptx: ptxas ended with " + status + ": " + output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
