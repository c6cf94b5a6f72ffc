package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.ptx.PtxModule;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX files of the jar: made from the sources beside them, loadable everywhere, exact. */
class PtxFilesTest {
  private static final Path PTX = Path.of("src/main/resources/io/tensorinit/cuda/ptx");
  private static final Path SOURCES = Path.of("src/main/cuda");

  /**
   * What no two GPUs need agree on, or ptxas may fuse: an add, sub, mul, fma, div, sqrt or rcp of
   * floats without {@code .rn}, fast forms, and the old mad.
   */
  private static final Pattern INEXACT =
      Pattern.compile(
          "\\b(add|sub|mul|fma|div|sqrt|rcp)\\.(?!rn\\.)[a-z.]*f(16|32|64)\\b"
              + "|\\.ftz\\b|\\.approx\\b|\\bdiv\\.full\\b|\\bmad\\.[a-z.]*f(32|64)\\b"
              + "|\\b(ex2|lg2|sin|cos|tanh|rsqrt)\\.");

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(PTX)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ptx"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(PTX.resolve(name));
  }

  @Test
  void hashesAreThoseOfTheSourcesAndTheOutputs() throws Exception {
    TreeMap<String, String> listed = new TreeMap<>();
    for (String line : lines("SHA256SUMS")) {
      listed.put(line.substring(66), line.substring(0, 64));
    }
    TreeMap<String, String> actual = new TreeMap<>();
    for (Path folder : List.of(PTX, SOURCES)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String name = file.getFileName().toString();
          if (name.matches(".*\\.(cu|cuh|ptx)")) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            actual.put(name, HexFormat.of().formatHex(hash));
          }
        }
      }
    }
    assertEquals(listed, actual, "run src/main/cuda/build-ptx.sh");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everySourceHasItsOutput(String name) {
    assertTrue(Files.exists(SOURCES.resolve(name.replaceAll("\\..*", ".cu"))));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyDriverLoadsItThatKnowsItsDevices(String name) throws IOException {
    List<String> lines = lines(name);
    assertTrue(lines.contains(".version " + VERSIONS.get(target(name))));
    assertTrue(lines.contains(".target " + target(name)));
    assertTrue(lines.contains(".address_size 64"));
  }

  /** The oldest versions of the language that know the target, and what the kernels use of it. */
  private static final Map<String, String> VERSIONS =
      Map.of("sm_70", "6.3", "sm_80", "7.0", "sm_89", "8.1");

  /** The oldest devices that a file is for: NAME.ptx, NAME.sm_NN.ptx. */
  static String target(String name) {
    return name.contains(".sm_") ? name.replaceAll(".*\\.(sm_\\d+).*", "$1") : "sm_70";
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFloatOperationIsRoundedAsItSays(String name) throws IOException {
    List<String> inexact =
        lines(name).stream().filter(line -> INEXACT.matcher(line).find()).toList();
    assertEquals(List.of(), inexact);
  }

  /** Loaded alone, a kernel is what it is in its file. */
  @ParameterizedTest
  @MethodSource("names")
  void everyKernelStandsAlone(String name) throws IOException {
    PtxModule file = PtxModule.parse(Files.readString(PTX.resolve(name)));
    for (PtxModule.Kernel kernel : file.kernels().values()) {
      byte[] text = PtxFile.text(name.replace(".ptx", ""), kernel.name());
      PtxModule alone = PtxModule.parse(new String(text, StandardCharsets.US_ASCII));
      assertEquals(Set.of(kernel.name()), alone.kernels().keySet());
      assertEquals(kernel.code(), alone.kernels().get(kernel.name()).code());
      assertEquals(file.target(), alone.target());
      assertEquals(file.arrays().size(), alone.arrays().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add.f32 %f1, %f2, %f3;",
        "mul.f64 %fd1, %fd2, %fd3;",
        "fma.rn.ftz.f32 %f1, %f2, %f3, %f4;",
        "div.full.f32 %f1, %f2, %f3;",
        "div.approx.f32 %f1, %f2, %f3;",
        "mad.f32 %f1, %f2, %f3, %f4;",
        "mad.rn.f32 %f1, %f2, %f3, %f4;",
        "sqrt.approx.f32 %f1, %f2;",
        "mul.rz.f32 %f1, %f2, %f3;",
        "ex2.approx.f32 %f1, %f2;"
      })
  void thatTestFindsWhatItLooksFor(String line) {
    assertTrue(INEXACT.matcher(line).find());
    assertFalse(INEXACT.matcher("fma.rn.f32 %f1, %f2, %f3, %f4;").find());
    assertFalse(INEXACT.matcher("mad.lo.s32 %r1, %r2, %r3, %r4;").find());
    assertFalse(INEXACT.matcher("neg.f32 %f1, %f2;").find());
  }

  /** One bit of one coefficient, and the comparison with the CPU fails. */
  @Test
  void aBrokenConstantIsFound() {
    Fill fill =
        new Fill(new NormalFill(0, 1), Shape.of(257), DType.F32, Key.raw(1), Region.whole());
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      byte[] expected = Elements.filled(cpu, fill);
      assertTrue(Arrays.equals(expected, filled(fill, false)));
      assertFalse(Arrays.equals(expected, filled(fill, true)));
    }
  }

  private static byte[] filled(Fill fill, boolean broken) {
    PtxDriver driver =
        new PtxDriver(1) {
          @Override
          public synchronized long loadModule(byte[] ptx, String what) {
            String text = new String(ptx, StandardCharsets.US_ASCII);
            return super.loadModule(
                (broken ? withOneBitChanged(text) : text).getBytes(StandardCharsets.US_ASCII),
                what);
          }
        };
    try (CudaBackend backend = CudaBackends.on(driver, new NoLibraries())) {
      return Elements.filled(backend, fill);
    }
  }

  /** A bit of what the place is scaled by, in the first of the four. */
  private static String withOneBitChanged(String ptx) {
    String scale = "0fB2000000";
    int kernel = ptx.indexOf(".entry fill_normal_f32(");
    int at = ptx.indexOf(scale, kernel);
    assertTrue(at > 0);
    return ptx.substring(0, at) + "0fB2000100" + ptx.substring(at + scale.length());
  }
}
