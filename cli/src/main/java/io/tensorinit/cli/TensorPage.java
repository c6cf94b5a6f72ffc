package io.tensorinit.cli;

import static j2html.TagCreator.a;
import static j2html.TagCreator.b;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.header;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import io.tensorinit.checkpoint.Finding;
import io.tensorinit.checkpoint.PlannedTensor;
import j2html.tags.DomContent;
import j2html.tags.specialized.LiTag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The page of a checkpoint or a plan: what is worth a look, then the tensors by layer.
 *
 * @param subject what it is about
 * @param summary lines that sum it up
 * @param columns the table's columns
 * @param tensors the tensors
 * @param findings what is worth a look
 * @param sound what is said where there is none
 * @param notes lines below the table
 */
record TensorPage(
    String subject,
    List<String> summary,
    List<PageColumn> columns,
    List<PlannedTensor> tensors,
    List<Finding> findings,
    String sound,
    List<String> notes) {
  /** So many findings of a kind are listed; the table marks them all. */
  private static final int MOST_OF_A_KIND = 200;

  /**
   * Writes the page.
   *
   * @param file the file; it appears whole or not at all
   * @throws IOException if it cannot be written
   */
  void write(Path file) throws IOException {
    Map<String, Integer> places = new HashMap<>();
    IntStream.range(0, tensors.size()).forEach(i -> places.put(tensors.get(i).name(), i));
    Set<Integer> marked = new HashSet<>();
    findings.stream()
        .flatMap(finding -> finding.tensors().stream())
        .map(places::get)
        .forEach(marked::add);
    List<DomContent> content = new ArrayList<>();
    content.add(a("Skip to the tensors").withHref("#tensors").withClass("skip"));
    content.add(
        header(
            h1(Printable.escaped(subject)),
            each(summary, line -> p(Printable.escaped(line))),
            noscript(p("The pictures, sorting and filtering need this page's own script."))));
    content.add(
        main(
            section(
                    h2(text("Warnings "), span(NumberText.count(findings.size())).withClass("n"))
                        .withId("warnings"),
                    findings.isEmpty()
                        ? p(sound).withClass("sound")
                        : div(each(byKind(places).stream())).withId("kinds"))
                .attr("aria-labelledby", "warnings"),
            section(h2("Std by layer").withId("stds"), div().withId("overview"))
                .withId("overall")
                .attr("aria-labelledby", "stds")
                .attr("hidden"),
            section(
                    h2("Tensors by layer").withId("tensors").attr("tabindex", "-1"),
                    div().withId("controls").attr("hidden"),
                    new PageTable(columns, tensors, marked).content())
                .attr("aria-labelledby", "tensors"),
            notes.isEmpty()
                ? text("")
                : section(h2("Notes"), ul(each(notes, note -> li(Printable.escaped(note)))))));
    PageFile.write(file, Printable.escaped(subject), PageTable.rules(columns), content);
  }

  private List<DomContent> byKind(Map<String, Integer> places) {
    Map<Finding.Kind, List<Finding>> kinds = new EnumMap<>(Finding.Kind.class);
    findings.forEach(
        finding -> kinds.computeIfAbsent(finding.kind(), kind -> new ArrayList<>()).add(finding));
    List<DomContent> content = new ArrayList<>();
    kinds.forEach(
        (kind, found) -> {
          content.add(
              div(
                  h3(text(kind.title() + " "), span(NumberText.count(found.size())).withClass("n")),
                  ul(
                      each(
                          found.subList(0, Math.min(found.size(), MOST_OF_A_KIND)),
                          finding -> line(finding, places)),
                      found.size() > MOST_OF_A_KIND
                          ? li(
                              "and "
                                  + NumberText.count(found.size() - MOST_OF_A_KIND)
                                  + " more, marked in the table")
                          : text(""))));
        });
    return content;
  }

  private static LiTag line(Finding finding, Map<String, Integer> places) {
    List<String> names = finding.tensors();
    LiTag line = li();
    if (!names.isEmpty()) {
      line.with(link(names.get(0), places), text(": "));
    }
    line.with(text(Printable.escaped(finding.text())));
    if (names.size() > 1) {
      line.with(text(", as "), link(names.get(1), places));
    }
    return line;
  }

  private static DomContent link(String name, Map<String, Integer> places) {
    Integer place = places.get(name);
    String shown = Printable.escaped(name);
    return place == null ? b(shown) : a(shown).withHref("#" + PageTable.id(place));
  }
}
