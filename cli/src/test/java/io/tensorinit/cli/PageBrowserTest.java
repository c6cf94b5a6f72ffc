package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of {@code inspect --html} and {@code plan --html} in a real browser, used by keyboard.
 * Where no Chromium that starts is on the PATH (nor given as {@code tensorinit.browser}) all of it
 * is skipped.
 */
class PageBrowserTest {
  /** What WCAG 2 asks of text, and of what pictures are made of. */
  private static final double READABLE = 4.5;

  private static final double VISIBLE = 3;

  /** Deleted at the end: what a browser still writes must not make a test fail. */
  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static final List<String> failures = new ArrayList<>();
  private static Browser browser;
  private static Path faults;
  private static Path manifest;
  private static Path page;

  /** One that was given must start; one that lies on the PATH may. */
  private static Browser browser() throws IOException {
    Optional<Path> given = Browser.given();
    return given.isPresent()
        ? new Browser(given.get(), Files.createDirectory(folder.resolve("given")))
        : Browser.startOne(Browser.onPath(), folder, failures).orElse(null);
  }

  @BeforeAll
  static void start() throws IOException {
    browser = browser();
    if (browser == null) {
      return;
    }
    manifest = Faults.sound(folder);
    faults = Faults.planted(folder, manifest);
    page = folder.resolve("faults.html");
    assertEquals(
        1, CommandRun.of("inspect", faults, "--against", manifest, "--html", page).exitCode());
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
    Browser.delete(folder);
  }

  @BeforeEach
  void look() {
    // here, so that each test is counted as skipped
    assumeTrue(
        browser != null,
        "no Chromium that starts on the PATH, nor in tensorinit.browser " + failures);
    browser.look(1300, 900, "light");
  }

  private static void open(Path file) {
    browser.open(file);
    assertQuiet(file);
  }

  /** No message on the console, no request but that for the page. */
  private static void assertQuiet(Path file) {
    assertEquals(List.of(), browser.complaints());
    assertEquals(List.of(file.toUri().toString()), browser.requests());
  }

  private static String focused() {
    return (String) browser.eval("document.activeElement.textContent");
  }

  private static void tabTo(String text) {
    for (int i = 0; i < 200; i++) {
      browser.press("Tab");
      if (focused().equals(text)) {
        return;
      }
    }
    throw new AssertionError("no tab leads to " + text + ", the last is " + focused());
  }

  private static String status() {
    return (String) browser.eval("document.getElementById('status').textContent");
  }

  /** The names of the tensors whose rows are seen. */
  private static List<?> seen() {
    return (List<?>)
        browser.eval(
            "[...document.querySelectorAll('tbody tr:not(.g):not(.d)')]"
                + ".filter(row => row.offsetHeight > 0).map(row => row.cells[0].textContent)");
  }

  @Test
  void everyPageLoadsQuietlyAndDraws() throws IOException {
    Path alone = folder.resolve("alone.html");
    CommandRun.of("inspect", faults, "--html", alone).assertDone();
    Path plan = folder.resolve("plan.html");
    CommandRun.of("plan", manifest, "--html", plan).assertDone();
    for (Path each : List.of(page, alone, plan)) {
      open(each);
      Object pictures = browser.eval("document.querySelectorAll('tbody td > svg').length");
      assertTrue((Long) pictures > 10, each + ": " + pictures);
      assertEquals(false, browser.eval("document.getElementById('overall').hidden"));
      assertQuiet(each);
    }
  }

  @Test
  void theDensityLiesOverTheHistogram() {
    open(page);
    String row =
        "[...document.querySelectorAll('tr')].find(row => row.textContent.startsWith('%s'))";
    for (String name : List.of("blocks.4.fc.weight", "blocks.4.norm.weight")) {
      browser.eval(row.formatted(name) + ".scrollIntoView()");
      browser.settle();
      String drawn =
          "[...%s.querySelectorAll('svg > path')].filter(path => path.getAttribute('d')).map(path"
              + " => path.getAttribute('class'))";
      assertEquals(
          List.of("bars", "curve"), browser.eval(drawn.formatted(row.formatted(name))), name);
    }
    // of a tensor as planned the curve follows the bars: within a tenth of the height on average
    Object apart =
        browser.eval(
            "(() => { const table = document.querySelector('table');"
                + "const data = dataOf("
                + row.formatted("blocks.4.fc.weight")
                + ", table.dataset.curves.split(' '));"
                + "return data.bars.reduce((sum, bar, i) => sum + Math.abs(bar - data.curve[i]), 0)"
                + " / data.bins; })()");
    assertTrue(((Number) apart).doubleValue() < 0.1, "apart by " + apart);
  }

  @Test
  void namesAreFilteredByKeyboard() {
    open(page);
    browser.press("/");
    browser.type("FC.W");
    assertEquals("6 of 22 tensors", status());
    assertEquals(6, seen().size());
    assertTrue(seen().stream().allMatch(name -> ((String) name).contains("fc.weight")));
    for (int i = 0; i < 4; i++) {
      browser.eval("document.execCommand('delete')");
    }
    assertEquals("22 tensors", status());
    browser.press("Tab");
    browser.press(" ");
    assertEquals("10 of 22 tensors", status());
    assertEquals(10, seen().size());
    assertQuiet(page);
  }

  @Test
  void columnsAreSortedByKeyboard() {
    open(page);
    tabTo("std");
    assertEquals("solid", browser.eval("getComputedStyle(document.activeElement).outlineStyle"));
    browser.press("Enter");
    assertEquals("descending", browser.eval("document.querySelector('[aria-sort]').ariaSort"));
    assertEquals("blocks.3.fc.weight", seen().get(0));
    assertEquals(22, seen().size());
    browser.press("Enter");
    assertEquals("ascending", browser.eval("document.querySelector('[aria-sort]').ariaSort"));
    List<?> last = seen().subList(20, 22);
    assertEquals(List.of("half", "head.weight"), last, "without a std last");
    browser.press("Enter");
    assertNull(browser.eval("document.querySelector('[aria-sort]')"));
    assertEquals("half", seen().get(0));
    assertQuiet(page);
  }

  @Test
  void layersAndTensorsAreOpenedByArrows() {
    open(page);
    tabTo("blocks.1 3 tensors 1 tensor with warnings");
    int all = seen().size();
    browser.press("ArrowLeft");
    assertEquals(all - 3, seen().size());
    assertEquals("false", browser.eval("document.activeElement.ariaExpanded"));
    browser.press("ArrowRight");
    assertEquals(all, seen().size());
    browser.press("ArrowDown");
    browser.press("ArrowDown");
    assertEquals("blocks.1.fc.weight", focused());
    browser.press("ArrowRight");
    assertEquals(
        "Dead: all zeros: blocks.1.fc.weight: all 4,096 values are 0, planned std 0.177",
        browser.eval("document.querySelector('tr.d p').textContent"));
    browser.press("Tab");
    browser.press("Home");
    browser.press("ArrowRight");
    assertEquals(
        "-0.4844 to -0.4688: 0, planned 0",
        browser.eval("document.querySelector('tr.d [aria-live]').textContent"));
    Object facts = browser.eval("document.querySelector('tr.d dl').textContent");
    assertTrue(facts.toString().contains("fan in64"), facts.toString());
    assertTrue(facts.toString().contains("given byinit"), facts.toString());
    assertQuiet(page);
  }

  /** float16's greatest value, once: the bins of its histogram are 1 / 64 wide. */
  @Test
  void edgesAreReadInAsManyDigitsAsTellThemApart() throws IOException {
    RawSafetensors raw = new RawSafetensors();
    raw.put("w", "F16", List.of(1L), new byte[] {(byte) 0xff, 0x7b});
    Path file = folder.resolve("constant.safetensors");
    raw.write(file);
    Path report = folder.resolve("constant.html");
    CommandRun.of("inspect", file, "--html", report).assertDone();
    open(report);
    browser.eval("document.querySelector('tbody tr:not(.g) button').click()");
    assertEquals(
        "Histogram from 65503.5 to 65504.5; arrow keys read it",
        browser.eval("document.querySelector('tr.d svg').getAttribute('aria-label')"));
    browser.eval("document.querySelector('tr.d svg').focus()");
    browser.press("Home");
    assertEquals(
        "65503.5 to 65503.516: 0",
        browser.eval("document.querySelector('tr.d [aria-live]').textContent"));
  }

  @Test
  void theOverviewNamesLayersInFull() throws IOException {
    RawSafetensors raw = new RawSafetensors();
    for (String name : List.of("my layer.a", "my layer.b", "my layer.c", ".x.a", ".x.b")) {
      ByteBuffer values = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      raw.put(name, "F32", List.of(2L), values.putFloat(1).putFloat(2).array());
    }
    Path file = folder.resolve("blanks.safetensors");
    raw.write(file);
    Path report = folder.resolve("blanks.html");
    CommandRun.of("inspect", file, "--html", report).assertDone();
    open(report);
    assertEquals(
        List.of(".x", "my layer"),
        browser.eval(
            "[...document.querySelectorAll('.names span')].map(one => one.textContent).sort()"));
  }

  @Test
  void aWarningLeadsToItsRow() {
    open(page);
    tabTo("blocks.3.fc.weight");
    browser.press("Enter");
    browser.settle();
    assertEquals("blocks.3.fc.weight", focused());
    assertEquals("BUTTON", browser.eval("document.activeElement.tagName"));
    assertEquals("true", browser.eval("document.activeElement.ariaExpanded"));
    Object top = browser.eval("document.activeElement.getBoundingClientRect().top");
    double place = ((Number) top).doubleValue();
    assertTrue(place > 0 && place < 900, "at " + place);
    assertQuiet(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void allIsReadableInBothSchemes(String scheme) {
    browser.look(1300, 900, scheme);
    open(page);
    browser.eval("document.querySelector('tr.w button').click()");
    for (String part :
        List.of(
            "h1",
            "header p",
            "h2",
            "h3",
            ".n",
            "li",
            "li a",
            "thead button",
            "td",
            "tbody th button",
            "tr.g button",
            "tr.g span",
            "tr.g span.w",
            "label",
            "#controls button",
            "#status",
            ".key",
            "dt",
            "dd",
            ".warn",
            "figcaption",
            ".axis > span")) {
      double ratio = contrast(part, "color");
      assertTrue(ratio >= READABLE, scheme + " " + part + ": " + ratio);
    }
    for (String part : List.of(".bars", ".dot, .point, .badpoint", ".curve", ".planned")) {
      boolean isFilled = part.equals(".bars");
      double ratio = contrast(part, isFilled ? "fill" : "stroke");
      assertTrue(ratio >= VISIBLE, scheme + " " + part + ": " + ratio);
    }
  }

  /** The contrast of the first such element to what is painted behind it, as WCAG 2 has it. */
  private static double contrast(String selector, String property) {
    return ((Number)
            browser.eval(
                """
                (() => {
                  const numbers = (text) => text.match(/[0-9.]+/g).map(Number);
                  const light = (text) => {
                    const [r, g, b] = numbers(text).map((part) => {
                      const c = part / 255;
                      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
                    });
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const element = document.querySelector('%s');
                  let at = element;
                  while (at && numbers(getComputedStyle(at).backgroundColor)[3] === 0) {
                    at = at.parentElement;
                  }
                  const ink = light(getComputedStyle(element)['%s']);
                  const paper = light(getComputedStyle(at).backgroundColor);
                  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
                })()
                """
                    .formatted(selector, property)))
        .doubleValue();
  }

  @Test
  void aNarrowWindowNeedsNoScrollingSideways() {
    browser.look(400, 800, "light");
    open(page);
    assertEquals(true, browser.eval("document.documentElement.scrollWidth <= window.innerWidth"));
    assertEquals(
        true,
        browser.eval(
            "document.querySelector('.scroll').scrollWidth <="
                + " document.querySelector('.scroll').clientWidth"));
  }

  @Test
  void numbersAreThereWithoutScripts() {
    browser.scripts(false);
    try {
      browser.load(page);
      Object text = browser.eval("document.body.innerText");
      for (String part : List.of("blocks.3.fc.weight", "0.3558", "0.1768", "64x64", "he_normal")) {
        assertTrue(text.toString().contains(part), part + " in " + text);
      }
    } finally {
      browser.scripts(true);
    }
  }

  /** Scripts, handlers, ends of tags and attributes, marks that turn the text around. */
  @Test
  void namesOfOthersDoNothing() throws IOException {
    List<String> names =
        List.of(
            "</script><script>window.hacked = 1</script>",
            "<img src=x onerror=window.hacked=1>.weight",
            "\" onfocus=window.hacked=1 autofocus x=\"",
            "'><svg onload=window.hacked=1>",
            "a\u202eb\u2066c.w",
            "&lt;b&gt;",
            "x.__proto__.w",
            "constructor");
    RawSafetensors raw = new RawSafetensors();
    names.forEach(name -> raw.put(name, "F32", List.of(2L, 2L), new byte[16]));
    Path file = folder.resolve("<b>&'\".safetensors");
    raw.write(file);
    Path evil = folder.resolve("evil.html");
    CommandRun.of("inspect", file, "--html", evil).assertDone();
    open(evil);
    assertNull(browser.eval("window.hacked"));
    assertEquals(
        names.stream().map(Printable::escaped).sorted().toList(),
        seen().stream().map(Object::toString).sorted().toList());
    browser.press("/");
    browser.type("<img");
    assertEquals(1, seen().size());
    browser.eval("document.querySelectorAll('tbody tr button').forEach(one => one.click())");
    browser.settle();
    assertNull(browser.eval("window.hacked"));
    assertQuiet(evil);
  }

  /** Of a large model the layers are seen at first, those within them that stand alone, too. */
  @Test
  void aLargeModelBeginsWithItsLayers() throws IOException {
    StringBuilder parameters = new StringBuilder();
    parameters.append("{\"name\": \"head.weight\", \"shape\": [4]},");
    parameters.append("{\"name\": \"model.embed.weight\", \"shape\": [4]}");
    for (int i = 0; i < 100; i++) {
      for (String part : List.of("q", "k", "v")) {
        parameters.append(",{\"name\": \"model.layers.%d.%s\", \"shape\": [4]}".formatted(i, part));
      }
    }
    Path large =
        Manifests.write(
            folder,
            "large.json",
            "{\"seed\": 1, \"rules\": [{\"match\": \"*\", \"init\": 0.02}],"
                + " \"parameters\": ["
                + parameters
                + "]}");
    Path plan = folder.resolve("large.html");
    CommandRun.of("plan", large, "--html", plan).assertDone();
    open(plan);
    assertEquals(List.of("head.weight", "model.embed.weight"), seen());
    assertEquals(
        100L,
        browser.eval(
            "[...document.querySelectorAll('tbody.c tr.g')].filter(one => one.offsetHeight).length"));
    tabTo("model.layers.7 3 tensors");
    browser.press("Enter");
    assertEquals(5, seen().size());
  }

  /** Reported, not asserted: machines differ. */
  @Test
  void manyTensorsAreShown() throws IOException {
    for (int count : new int[] {1000, 20_000}) {
      String parameters =
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      "{\"name\": \"model.layers.%d.mlp.w%d.weight\", \"shape\": [4, 4]}"
                          .formatted(i / 10, i % 10))
              .collect(Collectors.joining(","));
      Path many =
          Manifests.write(
              folder,
              "many.json",
              "{\"rules\": [{\"match\": \"*\", \"init\": \"he_normal\"}], \"parameters\": ["
                  + parameters
                  + "]}");
      Path file = folder.resolve("many.safetensors");
      CommandRun.of("init", many, "-o", file, "--seed", "1").assertDone();
      Path report = folder.resolve("many.html");
      CommandRun.of("inspect", file, "--against", many, "--html", report).assertDone();
      open(report);
      Object loaded = browser.eval("performance.getEntriesByType('navigation')[0].duration");
      long before = System.nanoTime();
      browser.press("/");
      browser.type("7");
      browser.settle();
      double filtered = (System.nanoTime() - before) / 1e6;
      assertTrue(status().contains(" of " + NumberText.count(count) + " tensors"), status());
      before = System.nanoTime();
      browser.eval("document.querySelectorAll('thead button')[3].click()");
      browser.settle();
      double sorted = (System.nanoTime() - before) / 1e6;
      before = System.nanoTime();
      browser.eval("filter.value = ''; document.querySelector('[aria-sort] button').click()");
      browser.eval(
          "[...document.querySelectorAll('#controls button')]"
              + ".find(one => one.textContent === 'Open all layers').click()");
      browser.settle();
      double opened = (System.nanoTime() - before) / 1e6;
      assertQuiet(report);
      System.out.printf(
          Locale.ROOT,
          "page of %d tensors: %d bytes, loaded in %.0f ms, filtered in %.0f ms, sorted in %.0f ms,"
              + " all opened in %.0f ms%n",
          count,
          Files.size(report),
          ((Number) loaded).doubleValue(),
          filtered,
          sorted,
          opened);
    }
  }
}
