package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.cuda.driver.Driver.Grid;
import io.tensorinit.cuda.ptx.PtxException;
import io.tensorinit.cuda.ptx.PtxMachine;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kernel of every PTX file under what {@link PtxMachine} finds, and with the bits of the CPU:
 * in two blocks of as many threads as the backend asks for, which take several turns of each loop,
 * over memory that nobody wrote before.
 */
class CheckedKernelsTest {
  private static final Path PTX = Path.of("src/main/resources/io/tensorinit/cuda/ptx");
  private static final Pattern KERNEL =
      Pattern.compile("\\.entry (\\w+)\\(.*?^}", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern BARRIER = Pattern.compile("bar\\.sync\\s+0;");

  /** The kernels' texts by their names. */
  private static Map<String, String> kernels() throws IOException {
    Map<String, String> kernels = new TreeMap<>();
    try (Stream<Path> files = Files.list(PTX)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".ptx")).toList()) {
        Matcher kernel = KERNEL.matcher(Files.readString(file));
        while (kernel.find()) {
          kernels.put(kernel.group(1), kernel.group());
        }
      }
    }
    return kernels;
  }

  @TestFactory
  Stream<DynamicTest> kernelsOrderWhatTheyDo() {
    Map<String, Set<Grid>> ran = new TreeMap<>();
    Map<String, Integer> asked = new TreeMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    for (CheckedFill fill : CheckedFills.ofEveryKernel()) {
      tests.add(
          dynamicTest(
              fill.toString(),
              () -> {
                PtxDriver driver = new PtxDriver(CheckedFill.MULTIPROCESSORS);
                fill.run(driver);
                driver
                    .launches()
                    .forEach(
                        (kernel, grids) ->
                            ran.computeIfAbsent(kernel, name -> new HashSet<>()).addAll(grids));
                driver
                    .blocksAsked()
                    .forEach((kernel, blocks) -> asked.merge(kernel, blocks, Math::max));
              }));
    }
    tests.add(dynamicTest("no kernel was left out", () -> assertNoneIsLeftOut(ran)));
    tests.add(dynamicTest("each takes more than two turns", () -> assertSeveralTurns(asked)));
    tests.add(dynamicTest("each block has its registers", () -> assertRegistersAreThere(ran)));
    return tests.stream();
  }

  private static void assertNoneIsLeftOut(Map<String, Set<Grid>> ran) throws IOException {
    Set<String> leftOut = new TreeSet<>(kernels().keySet());
    assertTrue(leftOut.containsAll(ran.keySet()), "every kernel is of a file");
    leftOut.removeIf(
        kernel ->
            ran.getOrDefault(kernel, Set.of()).stream()
                .anyMatch(grid -> grid.blocks() == CheckedFill.BLOCKS));
    assertEquals(Set.of(), leftOut);
  }

  /** Each block there is has the work of two others, too, or more. */
  private static void assertSeveralTurns(Map<String, Integer> asked) {
    Map<String, Integer> few = new TreeMap<>(asked);
    few.values().removeIf(blocks -> blocks > 2 * CheckedFill.BLOCKS);
    assertEquals(Map.of(), few);
  }

  /**
   * A thread takes up to 255 of a multiprocessor's 65536 registers (CUDA C++ Programming Guide,
   * compute capabilities), unless the kernel says how many threads a block has.
   */
  private static void assertRegistersAreThere(Map<String, Set<Grid>> ran) throws IOException {
    Map<String, String> kernels = kernels();
    ran.forEach(
        (kernel, grids) -> {
          int threads = grids.stream().mapToInt(Grid::threads).max().orElseThrow();
          String bound = ".maxntid " + threads + ", 1, 1";
          assertTrue(
              255 * threads <= 65536 || kernels.get(kernel).contains(bound),
              () -> kernel + " is launched in blocks of " + threads);
        });
  }

  /** The fills reach every barrier of every kernel, and no barrier is there in vain. */
  @TestFactory
  Stream<DynamicTest> aBarrierLessIsFound() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    kernels()
        .forEach(
            (name, text) -> {
              for (int k = 0; k < barriers(text); k++) {
                Without without = new Without(name, k);
                tests.add(dynamicTest(name + " " + k, () -> assertFound(without)));
              }
            });
    assertTrue(tests.size() > 150, "kernels have barriers");
    return tests.stream();
  }

  private static long barriers(String text) {
    return BARRIER.matcher(text).results().count();
  }

  private static void assertFound(Without without) {
    PtxException found =
        assertThrows(
            PtxException.class,
            () ->
                CheckedFills.launching(without.kernel).forEach(fill -> fill.run(without.driver())));
    assertTrue(found.getMessage().startsWith(without.kernel + ": thread "), found::getMessage);
  }

  /** A kernel without one of its barriers, counted from 0. */
  private record Without(String kernel, int index) {
    PtxDriver driver() {
      return new PtxDriver(CheckedFill.MULTIPROCESSORS) {
        @Override
        public synchronized long loadModule(byte[] ptx, String what) {
          String text = new String(ptx, StandardCharsets.US_ASCII);
          String loaded = text.contains(".entry " + kernel + "(") ? cut(text) : text;
          return super.loadModule(loaded.getBytes(StandardCharsets.US_ASCII), what);
        }
      };
    }

    private String cut(String text) {
      Matcher barrier = BARRIER.matcher(text);
      for (int i = 0; i <= index; i++) {
        assertTrue(barrier.find());
      }
      return text.substring(0, barrier.start()) + text.substring(barrier.end());
    }
  }
}
