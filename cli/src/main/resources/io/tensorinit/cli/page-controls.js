/** What stands above the table: filter, columns, layers, and what the colours mean. */
function controlsOf(page, layers, order) {
  const controls = document.getElementById("controls");
  controls.append(html("label", {}, "Filter by name ", order.filter));
  if (page.rows.some((row) => row.classList.contains("w"))) {
    controls.append(html("label", {}, order.only, " Only with warnings"));
  }
  const columns = html("input", { type: "checkbox" });
  columns.addEventListener("change", () =>
    document.documentElement.classList.toggle("all", columns.checked),
  );
  controls.append(html("label", {}, columns, " All columns"));
  const button = (text, open) => {
    const made = html("button", { type: "button" }, text);
    made.addEventListener("click", () => layers.setAll(open));
    return made;
  };
  if (page.groups.length > 1) {
    controls.append(button("Open all layers", true), button("Close all", false));
  }
  controls.append(order.toLayers, order.status, order.showAll, keysOfColours(page));
  controls.hidden = false;
}

function keysOfColours(page) {
  const key = (name, text, d) => {
    const picture = svg("svg", { viewBox: "0 0 14 8" }, svg("path", { class: name, d }));
    return html("span", { class: "key" }, picture, text);
  };
  const hasBars = page.rows.some((row) => row.dataset.h && row.dataset.h.split(" ").length > 2);
  const keys = html("span", {});
  if (hasBars) {
    keys.append(key("bars", "values found", "M0 8V5h3V2h4V0h3V5h4V8z"));
  }
  if (page.table.dataset.curves !== "") {
    keys.append(key("curve", "planned density", "M0 7h3V4h4V1h3V5h4"));
  }
  return keys;
}

/** Keys beside those that a browser has: / to filter, arrows through the tree. */
function listen(page, rows, filter) {
  function neighbour(row, step) {
    const side = step > 0 ? "nextElementSibling" : "previousElementSibling";
    let at = row;
    do {
      let body = at.parentElement;
      at = at[side];
      while (!at && (body = body[side]) && body.tagName === "TBODY") {
        at = step > 0 ? body.rows[0] : body.rows[body.rows.length - 1];
      }
    } while (at && (at.classList.contains("d") || at.offsetHeight === 0));
    return at;
  }

  page.table.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || event.target !== row.cells[0].firstElementChild) {
      return;
    }
    const isOpen = event.target.getAttribute("aria-expanded") === "true";
    let to = null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      to = neighbour(row, event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "ArrowRight" && !isOpen) || (event.key === "ArrowLeft" && isOpen)) {
      event.target.click();
    } else if (event.key === "ArrowLeft" && !row.classList.contains("g")) {
      to = row.parentElement.querySelector("tr.g");
    } else {
      return;
    }
    event.preventDefault();
    if (to) {
      if (!to.classList.contains("g")) {
        rows.upgrade(to);
      }
      to.cells[0].firstElementChild.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest?.("input")) {
      event.preventDefault();
      filter.focus();
    }
  });
}
