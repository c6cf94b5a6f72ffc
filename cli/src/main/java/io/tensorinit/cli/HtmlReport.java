package io.tensorinit.cli;

import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.tensorinit.checkpoint.Histogram;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.format.AtomicFile;
import j2html.TagCreator;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import j2html.tags.specialized.HtmlTag;
import j2html.tags.specialized.SectionTag;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Statistics with pictures, as one HTML file that needs nothing else, neither network nor library:
 * a line of text a tensor, and its histogram in an attribute, which a script draws when it comes
 * into view. So a tensor takes about 200 bytes.
 */
final class HtmlReport {
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
        Writer writer =
            new BufferedWriter(Channels.newWriter(output.channel(), StandardCharsets.UTF_8));
        writer.write("<!DOCTYPE html>\n");
        page(Printable.escaped(subject), tensors).render(FlatHtml.into(writer));
        writer.flush();
      } catch (IOException e) {
        throw output.cannotWrite(e);
      }
      output.commit();
    }
  }

  private static HtmlTag page(String subject, List<TensorStatistics> tensors) throws IOException {
    return html()
        .withLang("en")
        .with(
            head(
                meta().withCharset("utf-8"),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                title(subject + " - TensorInit"),
                style(rawHtml(resource("report.css")))),
            body(
                main(
                    h1(subject),
                    p(summary(tensors)),
                    noscript(p("The histograms are drawn by a script of this page.")),
                    label(
                            TagCreator.text("Names that hold "),
                            input().withType("search").withId("filter"))
                        .attr("hidden"),
                    each(tensors, HtmlReport::section)),
                script(rawHtml(resource("report.js")))));
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

  private static DomContent section(TensorStatistics tensor) {
    SectionTag section =
        TagCreator.section(h2(Printable.escaped(tensor.tensor().name())), p(description(tensor)));
    return tensor.histogram().counts().length == 0
        ? section
        : section.withData("h", packed(tensor.histogram()));
  }

  private static String description(TensorStatistics tensor) {
    String form = NumberText.shape(tensor.tensor().shape()) + " " + tensor.tensor().dtype();
    return tensor.hasValues()
        ? form
            + ", count "
            + NumberText.count(tensor.count())
            + ", mean "
            + NumberText.value(tensor.mean())
            + ", std "
            + NumberText.value(tensor.std())
            + ", min "
            + NumberText.value(tensor.min())
            + ", max "
            + NumberText.value(tensor.max())
            + ", zeros "
            + NumberText.count(tensor.zeros())
            + ", NaN "
            + NumberText.count(tensor.nan())
        : form + ", " + NumberText.counted(tensor.tensor().byteCount(), "byte") + ", no statistics";
  }

  /** Its ends and its counts. */
  private static String packed(Histogram histogram) {
    double[] edges = histogram.edges();
    return NumberText.value(edges[0])
        + " "
        + NumberText.value(edges[edges.length - 1])
        + " "
        + PackedCounts.of(histogram.counts());
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
