/** Rows of tensors: each gets its picture and its button when it comes near, and opens on demand. */
function rowsOf(page) {
  const { curves, titles, pictureColumn } = page;
  const upgraded = new WeakSet();

  function upgrade(row) {
    if (upgraded.has(row)) {
      return;
    }
    upgraded.add(row);
    page.nameOf(row);
    const name = row.cells[0];
    const button = html("button", { type: "button", "aria-expanded": false }, ...name.childNodes);
    button.addEventListener("click", () => toggle(row));
    name.append(button);
    const data = dataOf(row, curves);
    if (data) {
      row.cells[pictureColumn].append(pictureOf(data, false));
    }
  }

  const detailOf = (row) => {
    const next = row.nextElementSibling;
    return next && next.classList.contains("d") ? next : null;
  };

  function toggle(row) {
    upgrade(row);
    const open = detailOf(row);
    if (open) {
      open.remove();
    } else {
      row.after(detail(row));
    }
    row.cells[0].firstChild.setAttribute("aria-expanded", !open);
  }

  /** What is known of a tensor, below its row: warnings, a large picture, all columns. */
  function detail(row) {
    const cell = html("td", { colspan: titles.length });
    if (row.id) {
      document.querySelectorAll(`li a[href="#${row.id}"]`).forEach((link) => {
        const kind = link.closest("ul").previousElementSibling.firstChild.textContent.trim();
        cell.append(html("p", { class: "warn" }, `${kind}: ${link.parentElement.textContent}`));
      });
    }
    const data = dataOf(row, curves);
    if (data) {
      cell.append(figureOf(data));
    }
    const facts = html("dl", {});
    titles.forEach((title, i) => {
      const text = row.cells[i].textContent;
      if (i > 0 && i !== pictureColumn && text !== "-") {
        facts.append(html("div", {}, html("dt", {}, title), html("dd", {}, text)));
      }
    });
    cell.append(facts);
    return html("tr", { class: "d" }, cell);
  }

  const inView = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) {
          inView.unobserve(entry.target);
          upgrade(entry.target);
        }
      }
    },
    { rootMargin: "600px" },
  );
  page.rows.forEach((row) => inView.observe(row));
  return { upgrade, toggle, detailOf };
}
