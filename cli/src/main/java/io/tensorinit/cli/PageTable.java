package io.tensorinit.cli;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.emptyTag;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.model.LayerGroup;
import j2html.tags.DomContent;
import j2html.tags.EmptyTag;
import j2html.tags.specialized.DivTag;
import j2html.tags.specialized.TbodyTag;
import j2html.tags.specialized.ThTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table of a page: a tbody a layer, a row a tensor, with the data of its picture in attributes.
 * Rows and cells have no end tags, which HTML does not ask for: they would be a fifth of the page.
 *
 * @param columns the columns
 * @param tensors the tensors
 * @param marked the places of those that something was found of
 */
record PageTable(List<PageColumn> columns, List<PlannedTensor> tensors, Set<Integer> marked) {
  /** A page of more tensors shows the names of its layers at first. */
  private static final int MOST_OPEN = 200;

  /** The id of a tensor's row. */
  static String id(int place) {
    return "t" + place;
  }

  /** The table, in a box that can be scrolled sideways. */
  DivTag content() {
    PagePictures pictures = new PagePictures();
    List<LayerGroup> groups = LayerGroup.of(tensors.stream().map(PlannedTensor::name).toList());
    List<DomContent> bodies = new ArrayList<>();
    groups.forEach(group -> bodies.add(body(group, pictures)));
    return div(table(thead(tr(each(columns, PageTable::heading))), each(bodies.stream()))
            .attr("aria-label", "Tensors by layer")
            .withData("curves", String.join(" ", pictures.curves())))
        .withClass("scroll")
        .attr("role", "region")
        .attr("aria-labelledby", "tensors")
        .attr("tabindex", "0");
  }

  private static ThTag heading(PageColumn column) {
    ThTag heading = th(column.title()).attr("scope", "col");
    return heading.withData("f", column.form().name().toLowerCase(Locale.ROOT));
  }

  private TbodyTag body(LayerGroup group, PagePictures pictures) {
    TbodyTag body = tbody();
    boolean isLayer = !group.isRoot() && group.tensors().size() == group.total();
    if (tensors.size() > MOST_OPEN && (isLayer || group.tensors().size() > MOST_OPEN)) {
      body.withClass("c");
    }
    if (group.isRoot()) {
      body.withData("n", "");
    }
    String name = group.isRoot() ? "top level" : Printable.escaped(group.name());
    body.withData("l", Integer.toString(group.level()))
        .with(
            tr(th(text(name + " "), span(NumberText.counted(group.total(), "tensor")))
                    .attr("colspan", columns.size())
                    .attr("scope", "rowgroup"))
                .withClass("g"));
    group.tensors().forEach(place -> row(place, pictures).forEach(body::with));
    return body;
  }

  private List<DomContent> row(int place, PagePictures pictures) {
    PlannedTensor tensor = tensors.get(place);
    EmptyTag<?> row = emptyTag("tr");
    if (marked.contains(place)) {
      row.withId(id(place)).withClass("w");
    }
    pictures
        .of(tensor)
        .ifPresent(
            picture -> {
              row.attr("data-h", picture.ends());
              picture.curve().ifPresent(curve -> row.attr("data-e", curve));
            });
    List<DomContent> cells = new ArrayList<>(2 * columns.size() + 1);
    cells.add(row);
    for (int i = 0; i < columns.size(); i++) {
      cells.add(emptyTag(i == 0 ? "th" : "td"));
      cells.add(text(Printable.escaped(columns.get(i).cell().apply(tensor))));
    }
    return cells;
  }

  /** The rules of style that depend on the columns. */
  static String rules(List<PageColumn> columns) {
    return cells(columns, column -> column.form() == PageColumn.Form.NUMBER)
        + "{text-align:right}"
        + cells(columns, column -> column.form() == PageColumn.Form.PHRASE)
        + "{overflow-wrap:anywhere;min-width:9rem}"
        + cells(columns, column -> column.form() == PageColumn.Form.PICTURE)
        + "{padding:0 .5rem;width:8rem}html:not(.js) "
        + cells(columns, column -> column.form() == PageColumn.Form.PICTURE)
        + "{display:none}"
        + hidden("", columns, 3)
        + hidden("@media (max-width:80rem)", columns, 2)
        + hidden("@media (max-width:56rem)", columns, 1);
  }

  private static String hidden(String media, List<PageColumn> columns, int from) {
    boolean any = columns.stream().anyMatch(column -> column.rank() >= from);
    String rule = ".js:not(.all) " + cells(columns, c -> c.rank() >= from) + "{display:none}";
    return !any ? "" : media.isEmpty() ? rule : media + "{" + rule + "}";
  }

  private static String cells(List<PageColumn> columns, Predicate<PageColumn> which) {
    return IntStream.range(0, columns.size())
        .filter(i -> which.test(columns.get(i)))
        .mapToObj(i -> "tr:not(.d)>:nth-child(" + (i + 1) + ")")
        .collect(Collectors.joining(",", ":is(", ")"));
  }
}
