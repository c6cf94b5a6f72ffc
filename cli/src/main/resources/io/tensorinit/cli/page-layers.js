/** The tree of layers: a tbody each, those inside of one behind it with a higher level. */
function layersOf(page) {
  const { table, groups } = page;
  const around = [];
  for (const group of groups) {
    while (around.length && around[around.length - 1].level >= group.level) {
      around.pop();
    }
    group.parent = around[around.length - 1] || null;
    around.push(group);
    group.warnings = 0;
    const own = group.rows.filter((row) => row.classList.contains("w")).length;
    for (let at = group; own && at; at = at.parent) {
      at.warnings += own;
    }
  }
  const parents = new Set(groups.map((group) => group.parent));

  function setOpen(group, open) {
    group.body.classList.toggle("c", !open);
    group.button.setAttribute("aria-expanded", open);
  }

  for (const group of groups) {
    const heading = group.body.rows[0].cells[0];
    // a blank parts it from the number of tensors
    group.name = heading.firstChild.data.slice(0, -1);
    if (group.warnings) {
      const warnings = ` ${several(group.warnings, "tensor")} with warnings`;
      heading.append(html("span", { class: "w" }, warnings));
    }
    const open = !group.body.classList.contains("c");
    const attributes = { type: "button", "aria-expanded": open };
    group.button = html("button", attributes, ...heading.childNodes);
    group.button.addEventListener("click", () => {
      setOpen(group, group.body.classList.contains("c"));
      nest();
    });
    heading.append(group.button);
    heading.style.paddingLeft = `${0.6 + 1.1 * group.level}rem`;
  }

  /** The groups with a row that is not filtered out, and those around them. */
  function matching() {
    const shown = new Set();
    for (const group of groups) {
      if (group.rows.some((row) => !row.hidden)) {
        for (let at = group; at && !shown.has(at); at = at.parent) {
          shown.add(at);
        }
      }
    }
    return shown;
  }

  /** Hides what lies in closed groups; while filtering, groups without a match. */
  function nest() {
    const shown = table.classList.contains("filtering") ? matching() : null;
    let closedAt = Infinity;
    for (const group of groups) {
      closedAt = group.level <= closedAt ? Infinity : closedAt;
      group.body.classList.toggle("h", shown ? !shown.has(group) : group.level > closedAt);
      if (closedAt === Infinity && group.body.classList.contains("c")) {
        closedAt = group.level;
      }
    }
  }

  /** Opens or closes all; those that hold others stay open. */
  function setAll(open) {
    groups.forEach((group) => setOpen(group, open || parents.has(group)));
    nest();
  }

  /** Opens the group of a row and those around it. */
  function openTo(row) {
    const own = groups.find((group) => group.rows.includes(row));
    for (let at = own; at; at = at.parent) {
      setOpen(at, true);
    }
    nest();
  }

  return { nest, setAll, openTo };
}
