package io.tensorinit.cli;

import static j2html.TagCreator.body;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.tensorinit.format.AtomicFile;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import j2html.tags.specialized.HtmlTag;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A page as one HTML file that needs nothing else, neither network nor library. A policy in it
 * forbids whatever is not its own style and its own script, so that no name that it shows could
 * bring one.
 */
final class PageFile {
  /** The parts of its script, each of which uses those before it. */
  private static final List<String> SCRIPTS =
      List.of("pictures", "rows", "layers", "order", "controls", "overview", "start");

  private PageFile() {}

  /**
   * Writes a page.
   *
   * @param file the file; it appears whole or not at all
   * @param subject what it is about, for its title
   * @param rules rules of style beside those that all pages have
   * @param content what it shows
   * @throws IOException if the file cannot be written
   */
  static void write(Path file, String subject, String rules, List<DomContent> content)
      throws IOException {
    HtmlTag page = page(subject, rules, content);
    try (AtomicFile output = AtomicFile.create(file)) {
      try {
        Writer writer =
            new BufferedWriter(Channels.newWriter(output.channel(), StandardCharsets.UTF_8));
        writer.write(PagePlace.BEGINNING);
        page.render(FlatHtml.into(writer));
        writer.flush();
      } catch (IOException e) {
        throw output.cannotWrite(e);
      }
      output.commit();
    }
  }

  private static HtmlTag page(String subject, String rules, List<DomContent> content)
      throws IOException {
    StringBuilder parts = new StringBuilder();
    for (String part : SCRIPTS) {
      parts.append(resource("page-" + part + ".js"));
    }
    String script = parts.toString();
    return html()
        .withLang("en")
        .with(
            head(
                meta().withCharset("utf-8"),
                meta()
                    .attr("http-equiv", "Content-Security-Policy")
                    .withContent(
                        "default-src 'none'; base-uri 'none'; form-action 'none';"
                            + " style-src 'unsafe-inline'; script-src 'sha256-"
                            + sha256(script)
                            + "'"),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                meta().withName("color-scheme").withContent("light dark"),
                title(subject + " - TensorInit"),
                style(rawHtml(resource("page.css") + rules)),
                script(rawHtml(script))),
            body().with(content));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PageFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the command was built without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
