/** Makes the page's table a tree that can be filtered and sorted. */
function start() {
  const table = document.querySelector("table");
  const headings = [...table.tHead.rows[0].cells];
  const groups = [...table.tBodies].map((body) => ({
    body,
    level: +body.dataset.l,
    rows: [...body.rows].slice(1),
  }));
  const names = new Map();
  const nameOf = (row) => {
    if (!names.has(row)) {
      names.set(row, row.cells[0].textContent);
    }
    return names.get(row);
  };
  const page = {
    table,
    curves: table.dataset.curves.split(" "),
    headings,
    titles: headings.map((heading) => heading.textContent),
    pictureColumn: headings.findIndex((heading) => heading.dataset.f === "picture"),
    groups,
    rows: groups.flatMap((group) => group.rows),
    nameOf,
  };
  const rows = rowsOf(page);
  const layers = layersOf(page);
  const order = orderOf(page, rows, layers);
  controlsOf(page, layers, order);
  listen(page, rows, order.filter);

  /** Shows a tensor, wherever it is hidden, and opens it. */
  function reveal(row) {
    order.clear(row);
    layers.openTo(row);
    if (!rows.detailOf(row)) {
      rows.toggle(row);
    }
    table.querySelector("tr.here")?.classList.remove("here");
    row.classList.add("here");
    row.scrollIntoView({ block: "center" });
    row.cells[0].firstChild.focus({ preventScroll: true });
  }

  function revealHash() {
    const row = document.getElementById(location.hash.slice(1));
    if (row && page.rows.includes(row)) {
      reveal(row);
    }
  }
  window.addEventListener("hashchange", revealHash);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#t"]');
    if (link && link.hash === location.hash) {
      revealHash();
    }
  });
  window.addEventListener("beforeprint", () => {
    if (page.rows.length <= MOST_SHOWN) {
      layers.setAll(true);
      page.rows.forEach(rows.upgrade);
    }
  });
  overview(page, reveal);
  revealHash();
}

document.addEventListener("DOMContentLoaded", start);
