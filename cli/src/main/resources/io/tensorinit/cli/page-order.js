const MOST_SHOWN = 1000;

/** Sorts by a column, across all layers, and filters by name. */
function orderOf(page, rows, layers) {
  const { table, headings, groups } = page;
  const flat = html("tbody", { class: "flat" });
  let order = null;
  const filter = html("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: false });
  const only = html("input", { type: "checkbox" });
  const toLayers = html("button", { type: "button", hidden: "" }, "Back to layers");
  const showAll = html("button", { type: "button", hidden: "" }, "Show them all");
  const status = html("span", { id: "status", role: "status" });

  function move(body, some) {
    const all = document.createDocumentFragment();
    some.forEach((row) => all.append(row));
    body.append(all);
  }

  /** The rows by a column; those without a number last. */
  function sorted(column, direction) {
    const isNumber = headings[column].dataset.f === "number";
    const keys = new Map(
      page.rows.map((row) => {
        const text = column ? row.cells[column].textContent : page.nameOf(row);
        return [row, isNumber ? numberIn(text) : text];
      }),
    );
    return [...page.rows].sort((one, other) => {
      const [a, b] = [keys.get(one), keys.get(other)];
      if (a !== a || b !== b) {
        return (a !== a) - (b !== b);
      }
      return a < b ? -direction : a > b ? direction : 0;
    });
  }

  function sort(column, direction) {
    page.rows.filter(rows.detailOf).forEach(rows.toggle);
    headings.forEach((heading) => heading.removeAttribute("aria-sort"));
    headings[column].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    order = sorted(column, direction);
    move(flat, order);
    table.append(flat);
    table.classList.add("sorted");
    apply(false);
  }

  function unsort() {
    page.rows.filter(rows.detailOf).forEach(rows.toggle);
    headings.forEach((heading) => heading.removeAttribute("aria-sort"));
    order = null;
    groups.forEach((group) => move(group.body, group.rows));
    flat.remove();
    table.classList.remove("sorted");
    apply(false);
  }

  headings.forEach((heading, i) => {
    if (i !== page.pictureColumn) {
      const button = html("button", { type: "button" }, ...heading.childNodes);
      const first = heading.dataset.f === "number" ? -1 : 1;
      button.addEventListener("click", () => {
        const now = { ascending: 1, descending: -1 }[heading.getAttribute("aria-sort")] || 0;
        if (now === -first) {
          unsort();
        } else {
          sort(i, now ? -first : first);
        }
      });
      heading.append(button);
    }
  });

  /** Shows what matches: of a long list the first thousand, unless all are asked for. */
  function apply(all) {
    const wanted = filter.value.trim().toLowerCase();
    const filtering = wanted !== "" || only.checked;
    let matched = 0;
    let shown = 0;
    for (const row of order || page.rows) {
      const matches =
        (!only.checked || row.classList.contains("w")) &&
        (wanted === "" || page.nameOf(row).toLowerCase().includes(wanted));
      const show = matches && (all || !(filtering || order) || matched < MOST_SHOWN);
      matched += matches;
      shown += show;
      if (row.hidden === show) {
        row.hidden = !show;
      }
    }
    table.classList.toggle("filtering", filtering && !order);
    layers.nest();
    toLayers.hidden = order === null;
    showAll.hidden = shown === matched;
    status.textContent =
      (filtering ? `${grouped(matched)} of ` : "") +
      several(page.rows.length, "tensor") +
      (shown === matched ? "" : `, the first ${grouped(shown)} shown`);
  }

  filter.addEventListener("input", () => apply(false));
  only.addEventListener("change", () => apply(false));
  showAll.addEventListener("click", () => apply(true));
  toLayers.addEventListener("click", () => {
    unsort();
    filter.focus();
  });
  apply(false);

  /** Takes away what may hide a row: order and filter. */
  function clear(row) {
    if (row.hidden || order) {
      filter.value = "";
      only.checked = false;
      if (order) {
        unsort();
      }
      apply(false);
    }
  }

  return { filter, only, toLayers, showAll, status, clear };
}
