package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code init} writes, read by others: thirty lines of Java that share no code with the
 * library, NumPy, and the safetensors library for Python where they are installed (the environment
 * variable TENSORINIT_TEST_PYTHON names another interpreter than python3).
 */
class OtherReadersTest {
  @TempDir Path folder;
  private Path manifest;
  private Model model;

  @BeforeEach
  void read() throws IOException {
    manifest = Manifests.mixed(folder);
    model = Manifest.read(manifest).model();
  }

  private Path init(String name) {
    Path file = folder.resolve(name);
    CommandRun.of("init", manifest, "-o", file).assertDone();
    return file;
  }

  private static float[] expected(Parameter parameter) {
    float[] values = new float[(int) parameter.shape().elementCount()];
    try (Backend backend = Backends.installed().open("cpu", BackendOptions.DEFAULT)) {
      backend.fill(parameter.fill(Region.whole()), Destination.of(values));
    }
    return values;
  }

  @Test
  void anIndependentReaderFindsNamesShapesAndValues() throws IOException {
    IndependentSafetensors file = new IndependentSafetensors(init("w.safetensors"));
    assertEquals(model.parameters().size(), file.forms.size());
    for (Parameter parameter : model.parameters()) {
      assertEquals(
          "F32 " + parameter.shape().toString().replace(" ", ""), file.forms.get(parameter.name()));
      assertArrayEquals(expected(parameter), file.values.get(parameter.name()));
    }
  }

  @Test
  void numpyReadsNpz() throws Exception {
    assertSameInPython("numpy", "numpy.load(path)", init("w.npz"));
  }

  @Test
  void pythonReadsSafetensors() throws Exception {
    assertSameInPython(
        "safetensors.numpy", "safetensors.numpy.load_file(path)", init("w.safetensors"));
  }

  /** A checkpoint of half of the model, completed. */
  private Path completed(String name) throws IOException {
    String half = Manifests.MIXED.replaceAll("\\{ \"name\": \"(skip|rnn.weight)\".*?\\},", "");
    Path file = folder.resolve(name);
    CommandRun.of("init", Manifests.write(folder, "half.json", half), "-o", file).assertDone();
    CommandRun.of("init", manifest, "-o", file, "--only-missing").assertDone();
    return file;
  }

  @Test
  void numpyReadsACompletedNpz() throws Exception {
    assertSameInPython("numpy", "numpy.load(path)", completed("c.npz"));
  }

  @Test
  void pythonReadsACompletedSafetensorsFile() throws Exception {
    assertSameInPython(
        "safetensors.numpy", "safetensors.numpy.load_file(path)", completed("c.safetensors"));
  }

  /** By the index, as transformers does: every tensor from the file that it names. */
  @Test
  void pythonReadsACompletedFolder() throws Exception {
    assertSameInPython(
        "json, safetensors.numpy",
        "{name: safetensors.numpy.load_file(path + '/' + file)[name] for name, file in"
            + " json.load(open(path + '/model.safetensors.index.json'))['weight_map'].items()}",
        completed("c"));
  }

  /** The same without Python: each tensor is in the file that the index names. */
  @Test
  void anIndependentReaderFindsTheTensorsOfAFolder() throws IOException {
    Path out = completed("c");
    String index = Files.readString(out.resolve("model.safetensors.index.json"));
    Matcher entry = Pattern.compile("\"([^\"]+)\": \"([^\"]+\\.safetensors)\"").matcher(index);
    int found = 0;
    for (; entry.find(); found++) {
      IndependentSafetensors file = new IndependentSafetensors(out.resolve(entry.group(2)));
      Parameter parameter = model.parameter(entry.group(1)).orElseThrow();
      assertArrayEquals(expected(parameter), file.values.get(parameter.name()));
    }
    assertEquals(model.parameters().size(), found);
  }

  /** Names, dtypes, shapes and the sums of the bits of all tensors, as Python sees them. */
  private void assertSameInPython(String module, String load, Path file) throws Exception {
    String script =
        String.join(
            "\n",
            "import sys",
            "try:",
            "    import numpy, " + module,
            "except ImportError:",
            "    sys.exit(77)",
            "path = sys.argv[1]",
            "tensors = " + load,
            "for name in sorted(tensors.keys()):",
            "    t = tensors[name]",
            "    bits = numpy.ascontiguousarray(t).reshape(-1).view('u4').astype('u8').sum()",
            "    print(name, t.dtype, list(t.shape), bits)");
    String python = System.getenv().getOrDefault("TENSORINIT_TEST_PYTHON", "python3");
    Path program = Files.writeString(folder.resolve("read.py"), script);
    CommandRun run;
    try {
      run = ChildCommand.run(new ProcessBuilder(python, program.toString(), file.toString()));
    } catch (IOException e) {
      assumeTrue(false, python + " is not installed");
      throw e;
    }
    assumeTrue(run.exitCode() != 77, python + " has no module " + module);
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(model.parameters().size(), lines.size());
    List<String> expected =
        model.parameters().stream().map(OtherReadersTest::line).sorted().toList();
    assertEquals(expected, lines);
  }

  private static String line(Parameter parameter) {
    long bits = 0;
    for (float value : expected(parameter)) {
      bits += Integer.toUnsignedLong(Float.floatToRawIntBits(value));
    }
    return parameter.name() + " float32 " + parameter.shape() + " " + bits;
  }
}
