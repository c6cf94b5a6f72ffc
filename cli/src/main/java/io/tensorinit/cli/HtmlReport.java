package io.tensorinit.cli;

import static j2html.TagCreator.body;
import static j2html.TagCreator.canvas;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;

import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.format.AtomicFile;
import io.tensorinit.json.JsonWriter;
import j2html.TagCreator;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * Statistics with pictures, as one HTML file that needs nothing else: the library that draws
 * (Chart.js) is inside.
 */
final class HtmlReport {
  private static final String CHART_JS =
      "META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";
  private static final String CHART_JS_BUILD =
      "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private HtmlReport() {}

  /**
   * Writes a report.
   *
   * @param file the file; it appears whole or not at all
   * @param subject what the report is about, for its title
   * @param tensors the statistics
   * @throws IOException if the file cannot be written
   */
  static void write(Path file, String subject, List<TensorStatistics> tensors) throws IOException {
    try (AtomicFile output = AtomicFile.create(file)) {
      try {
        Writer writer = Channels.newWriter(output.channel(), StandardCharsets.UTF_8);
        writer.write("<!DOCTYPE html>\n");
        writer.write(page(subject, tensors));
        writer.flush();
      } catch (IOException e) {
        throw output.cannotWrite(e);
      }
      output.commit();
    }
  }

  private static String page(String subject, List<TensorStatistics> tensors) throws IOException {
    List<Object> histograms =
        tensors.stream()
            .filter(TensorStatistics::hasValues)
            .map(tensor -> tensor.toTree().get("histogram"))
            .toList();
    return html()
        .withLang("en")
        .with(
            head(
                meta().withCharset("utf-8"),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                title(subject + " - TensorInit"),
                style(rawHtml(resource("report.css")))),
            body(
                main(h1(subject), p(summary(tensors)), each(tensors, HtmlReport::section)),
                script(rawHtml(chartJs())),
                script(rawHtml(embedded(histograms)))
                    .withType("application/json")
                    .withId("histograms"),
                script(rawHtml(resource("report.js")))))
        .render();
  }

  private static String summary(List<TensorStatistics> tensors) {
    long elements = tensors.stream().mapToLong(TensorStatistics::count).sum();
    long bytes = tensors.stream().mapToLong(tensor -> tensor.tensor().byteCount()).sum();
    return NumberText.counted(tensors.size(), "tensor")
        + ", "
        + NumberText.counted(elements, "element")
        + ", "
        + NumberText.counted(bytes, "byte");
  }

  private static SectionTag section(TensorStatistics tensor) {
    SectionTag form =
        TagCreator.section(
            h2(code(tensor.tensor().name())),
            p(NumberText.shape(tensor.tensor().shape()) + " " + tensor.tensor().dtype()));
    return tensor.hasValues()
        ? withStatistics(form, tensor)
        : form.with(
            table(
                row("count", NumberText.count(tensor.count())),
                row("bytes", NumberText.count(tensor.tensor().byteCount()))),
            p("Values of this type are not read."));
  }

  private static SectionTag withStatistics(SectionTag form, TensorStatistics tensor) {
    return form.with(
        div(canvas()).withClass("picture"),
        table(
            row("count", NumberText.count(tensor.count())),
            row("mean", NumberText.value(tensor.mean())),
            row("std", NumberText.value(tensor.std())),
            row("min", NumberText.value(tensor.min())),
            row("max", NumberText.value(tensor.max())),
            row("zeros", NumberText.count(tensor.zeros())),
            row("NaN", NumberText.count(tensor.nan()))));
  }

  private static TrTag row(String name, String value) {
    return tr(th(name), td(value));
  }

  /** JSON that cannot end the script it stands in. */
  private static String embedded(Object tree) {
    return JsonWriter.compact(tree).replace("<", "\\u003c");
  }

  private static String chartJs() throws IOException {
    Properties build = new Properties();
    build.load(new StringReader(chartJs(CHART_JS_BUILD)));
    return chartJs(String.format(Locale.ROOT, CHART_JS, build.getProperty("version")));
  }

  /** A file of Chart.js's, which is another module's: the class would look in its own alone. */
  private static String chartJs(String name) throws IOException {
    return text(name, HtmlReport.class.getClassLoader().getResourceAsStream(name));
  }

  private static String resource(String name) throws IOException {
    return text(name, HtmlReport.class.getResourceAsStream(name));
  }

  private static String text(String name, InputStream resource) throws IOException {
    try (InputStream in = resource) {
      if (in == null) {
        throw new IllegalStateException("the command was built without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
