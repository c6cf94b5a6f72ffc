package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCommandTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void init() throws IOException {
    file = folder.resolve("w.npz");
    CommandRun.of("init", Manifests.mixed(folder), "-o", file).assertDone();
  }

  @Test
  void printsARowATensor() {
    List<String> lines = CommandRun.of("inspect", file).assertDone().out().lines().toList();
    assertEquals(7, lines.size());
    assertTrue(
        lines.get(0).matches("name +shape +dtype +bytes +count +mean +std .*"), lines.get(0));
    assertTrue(
        lines.get(1).matches("dense.weight +64x48 +F32 +12,288 +3,072 +-?[0-9.E-]+ +0\\.2.*"));
    assertTrue(lines.get(2).matches("dense.bias +64 +F32 +256 +64 +0 +0 +0 +0 +64 +0 .*"));
    assertTrue(lines.get(6).matches("nothing +0x4 +F32 +0 +0 +- +- +- +- +0 +0"), lines.get(6));
  }

  @Test
  void printsTheContractsJson() throws JsonException {
    String out = CommandRun.of("inspect", file, "--json").assertDone().out();
    Map<?, ?> tree = (Map<?, ?>) JsonReader.read(out.getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("tensors"), List.copyOf(tree.keySet()));
    List<?> tensors = (List<?>) tree.get("tensors");
    assertEquals(6, tensors.size());
    Map<?, ?> bias = (Map<?, ?>) tensors.get(1);
    assertEquals(
        List.of(
            "name",
            "shape",
            "dtype",
            "bytes",
            "count",
            "mean",
            "std",
            "min",
            "max",
            "zeros",
            "nan",
            "histogram"),
        List.copyOf(bias.keySet()));
    assertEquals("dense.bias", bias.get("name"));
    assertEquals(List.of(64L), bias.get("shape"));
    assertEquals("F32", bias.get("dtype"));
    assertEquals(64L, bias.get("count"));
    assertEquals(0.0, bias.get("mean"));
    assertEquals(64L, bias.get("zeros"));
    Map<?, ?> histogram = (Map<?, ?>) bias.get("histogram");
    assertEquals(List.of("edges", "counts"), List.copyOf(histogram.keySet()));
    assertEquals(65, ((List<?>) histogram.get("edges")).size());
    assertEquals(64L, ((List<?>) histogram.get("counts")).stream().mapToLong(n -> (Long) n).sum());
    Map<?, ?> nothing = (Map<?, ?>) tensors.get(5);
    assertEquals(null, nothing.get("mean"));
    assertEquals(null, nothing.get("std"));
    assertEquals(null, nothing.get("min"));
  }

  /** Two equal constants 3: real parts 3, imaginary parts 0; a histogram of all four. */
  @Test
  void sumsUpComplexTensorsByTheirParts() throws IOException, JsonException {
    Path manifest =
        Manifests.write(
            folder,
            "complex.json",
            """
            { "dtype": "C64", "parameters": [{ "name": "w", "shape": [2],
              "init": { "class_name": "Constant", "config": { "value": 3 } } }] }
            """);
    Path complex = folder.resolve("complex.npz");
    CommandRun.of("init", manifest, "-o", complex).assertDone();
    String out = CommandRun.of("inspect", complex, "--json").assertDone().out();
    Map<?, ?> tree = (Map<?, ?>) JsonReader.read(out.getBytes(StandardCharsets.UTF_8));
    Map<?, ?> tensor = (Map<?, ?>) ((List<?>) tree.get("tensors")).get(0);
    assertEquals(2L, tensor.get("count"));
    assertEquals(3.0, tensor.get("mean"));
    assertEquals(0.0, tensor.get("std"));
    assertEquals(0.0, tensor.get("min"));
    assertEquals(3.0, tensor.get("max"));
    assertEquals(0L, tensor.get("zeros"));
    List<?> counts = (List<?>) ((Map<?, ?>) tensor.get("histogram")).get("counts");
    assertEquals(2L, counts.get(0));
    assertEquals(2L, counts.get(63));
  }

  @Test
  void writesAReportThatNeedsNothingElse() throws IOException {
    Path evil =
        Manifests.write(
            folder,
            "evil.json",
            "{ \"parameters\": [{ \"name\": \"</script><b>&\", \"shape\": [3],"
                + " \"init\": \"ones\" }] }");
    Path named = folder.resolve("<w>.npz");
    CommandRun.of("init", evil, "-o", named).assertDone();
    Path report = folder.resolve("report.html");
    assertEquals("", CommandRun.of("inspect", named, "--html", report).assertDone().out());
    String html = Files.readString(report);
    assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"), html.substring(0, 100));
    assertTrue(html.contains("&lt;/script&gt;&lt;b&gt;&amp;"));
    assertTrue(html.contains("<h1>&lt;w&gt;.npz</h1>"));
    assertTrue(html.contains("Makes the page's table a tree"), "the script is inside");
    assertEquals(1, html.split("</script>", -1).length - 1);
    assertTrue(
        html.contains(
            "<tr data-h=\"0.5 1.5 .gBD.f\"><th>&lt;/script&gt;&lt;b&gt;&amp;<td>3<td>F32<td>"
                + "<td>0<td>1<td>1<td>1<td>0<td>0<td>0<td>3<td>12</tbody>"),
        "32 zeros, 3 ones, 31 zeros; std, mean, min, max, zeros, NaN, infinite, count, bytes");
    assertFalse(html.contains("<script src"), "nothing is loaded");
    assertFalse(html.contains("<link"), "nothing is loaded");
  }

  /** Nor can a name reorder or break the page's text: what cannot be seen is spelled out. */
  @Test
  void aReportShowsNamesHarmless() throws IOException {
    Path evil =
        Manifests.write(
            folder,
            "evil.json",
            "{ \"parameters\": [{ \"name\": \"a\\nb\\u001b[31m\\u202ecod\\u2066e\\u0085\\u2028\\udb40\\udc41\","
                + " \"shape\": [3], \"init\": \"ones\" }, { \"name\": \"\\u05d0\\u00e4\","
                + " \"shape\": [3], \"init\": \"ones\" }] }");
    Path named = folder.resolve("a\u202eb.npz");
    CommandRun.of("init", evil, "-o", named).assertDone();
    Path report = folder.resolve("report.html");
    CommandRun.of("inspect", named, "--html", report).assertDone();
    String html = Files.readString(report);
    assertTrue(
        html.contains("<th>a\\u000ab\\u001b[31m\\u202ecod\\u2066e\\u0085\\u2028\\u{e0041}<td>"));
    assertTrue(html.contains("<th>\u05d0\u00e4<td>"), "letters stay");
    assertTrue(html.contains("<h1>a\\u202eb.npz</h1>"));
    assertTrue(html.contains("<title>a\\u202eb.npz - TensorInit</title>"));
    assertFalse(
        html.codePoints().anyMatch(c -> c != '\n' && Character.getType(c) == Character.CONTROL));
    assertFalse(html.codePoints().anyMatch(c -> Character.getType(c) == Character.FORMAT));
  }

  /** Twenty thousand tensors of sixteen values each, with names as long as those of models. */
  @Test
  void aReportOfManyTensorsIsSmall() throws IOException {
    String parameters =
        IntStream.range(0, 20_000)
            .mapToObj(
                i ->
                    "{ \"name\": \"model.layers."
                        + i
                        + ".mlp.down_proj.weight\", \"shape\": [4, 4] }")
            .collect(Collectors.joining(",\n"));
    Path manifest =
        Manifests.write(
            folder,
            "many.json",
            "{ \"rules\": [{ \"match\": \"*\", \"init\": \"he_normal\" }], \"parameters\": ["
                + parameters
                + "] }");
    Path many = folder.resolve("many.safetensors");
    CommandRun.of("init", manifest, "-o", many).assertDone();
    Path report = folder.resolve("many.html");
    CommandRun.of("inspect", many, "--html", report).assertDone();
    assertTrue(Files.size(report) < 5_000_000, Files.size(report) + " bytes");
  }

  @Test
  void aReportThatCannotBeWrittenFails() {
    Path report = folder.resolve("no").resolve("report.html");
    CommandRun.of("inspect", file, "--html", report)
        .assertFails(
            3, "cannot write " + report + ": the folder " + report.getParent() + " does not exist");
  }

  @Test
  void aReportDoesNotReplaceWhatItIsAbout() throws IOException {
    long size = Files.size(file);
    CommandRun.of("inspect", file, "--html", file)
        .assertFails(2, "--html must not be FILE, was " + file);
    Path link = Files.createSymbolicLink(folder.resolve("report.html"), file);
    CommandRun.of("inspect", file, "--html", link)
        .assertFails(2, "--html must not be FILE, was " + link);
    Path roundabout = folder.resolve(".").resolve("w.npz");
    CommandRun.of("inspect", file, "--html", roundabout)
        .assertFails(2, "--html must not be FILE, was " + roundabout);
    CommandRun.of("inspect", file, "--html", folder)
        .assertFails(3, "cannot write " + folder + ": it is a folder");
    assertEquals(size, Files.size(file));
  }

  /** The same input gives the same bytes, in every locale. */
  @Test
  void aReportIsTheSameEachTime() throws IOException {
    Path first = folder.resolve("first.html");
    Path second = folder.resolve("second.html");
    Path manifest = Manifests.mixed(folder);
    CommandRun.of("inspect", file, "--against", manifest, "--html", first).assertDone();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      CommandRun.of("inspect", file, "--against", manifest, "--html", second).assertDone();
    } finally {
      Locale.setDefault(before);
    }
    assertEquals(Files.readString(first), Files.readString(second));
  }

  @Test
  void aReportDoesNotReplaceAnInput() throws IOException {
    Path manifest = Manifests.mixed(folder);
    String text = Files.readString(manifest);
    CommandRun.of("inspect", file, "--against", manifest, "--html", manifest)
        .assertFails(2, "--html must not be MANIFEST, was " + manifest);
    CommandRun.of("plan", manifest, "--html", manifest)
        .assertFails(2, "--html must not be MANIFEST, was " + manifest);
    CommandRun.of("plan", "--like", file, "--recipe", "pytorch", "--html", file)
        .assertFails(2, "--html must not be what --like names, was " + file);
    assertEquals(text, Files.readString(manifest));
  }

  /** Neither a shard nor the index nor what else lies there; a page of before is replaced. */
  @Test
  void aPageDoesNotReplaceWhatLiesInAFolder() throws IOException {
    Path shards = folder.resolve("shards");
    CommandRun.of("init", Manifests.mixed(folder), "-o", shards + "/").assertDone();
    Path config = Files.writeString(shards.resolve("config.json"), "{}");
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), config);
    Path blob = Files.writeString(folder.resolve("blob"), "elsewhere");
    Files.createSymbolicLink(shards.resolve("tokenizer.json"), blob);
    Map<String, String> before = contents(shards);
    String inside = " (" + shards + "), was ";
    for (Path page : List.of(config, link, blob)) {
      CommandRun.of("inspect", shards, "--html", page)
          .assertFails(2, "--html must not be a file of FILE" + inside + page);
      CommandRun.of("inspect", file, "--like", shards, "--recipe", "pytorch", "--html", page)
          .assertFails(2, "--html must not be a file of what --like names" + inside + page);
      CommandRun.of("plan", "--like", shards, "--recipe", "pytorch", "--html", page)
          .assertFails(2, "--html must not be a file of what --like names" + inside + page);
    }
    assertEquals(before, contents(shards));
    Path page = shards.resolve("report.html");
    CommandRun.of("inspect", shards, "--html", page).assertDone();
    CommandRun.of("inspect", shards, "--html", page).assertDone();
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        contents.put(
            String.valueOf(each.getFileName()),
            Files.readString(each, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shards/model-00001-of-00001.safetensors",
        "shards/model.safetensors.index.json",
        "new.safetensors",
        "new.NPZ",
        "new.index.json",
        "linked.html"
      })
  void aPageIsNotNamedLikeACheckpoint(String name) throws IOException {
    Path manifest = Manifests.mixed(folder);
    Path shards = folder.resolve("shards");
    CommandRun.of("init", manifest, "-o", shards + "/").assertDone();
    Path other = Files.writeString(folder.resolve("other.npz"), "weights");
    Files.createSymbolicLink(folder.resolve("linked.html"), other);
    Path page = folder.resolve(name);
    Map<String, String> before = contents(shards);
    String message =
        "--html must not end in .safetensors, .npz, .index.json, which are a checkpoint's, was "
            + page;
    CommandRun.of("inspect", file, "--html", page).assertFails(2, message);
    CommandRun.of("inspect", file, "--against", manifest, "--html", page).assertFails(2, message);
    CommandRun.of("plan", manifest, "--html", page).assertFails(2, message);
    assertEquals(before, contents(shards));
    assertEquals("weights", Files.readString(other));
    assertEquals(!name.startsWith("new"), Files.exists(page), "nothing is written");
  }

  @Test
  void jsonAndReportTogether() {
    Path report = folder.resolve("report.html");
    String out = CommandRun.of("inspect", file, "--json", "--html", report).assertDone().out();
    assertTrue(out.startsWith("{"));
    assertTrue(Files.exists(report));
  }
}
