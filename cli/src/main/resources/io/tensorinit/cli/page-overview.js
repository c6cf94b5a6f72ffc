const MOST_NAMED = 40;

/** The std of each tensor beside the planned one, layer by layer, on a logarithmic scale. */
function overview(page, reveal) {
  const { groups, titles, nameOf } = page;
  const isShown = (number) => number > 0 && number < Infinity;
  const column = titles.indexOf("std");
  const planned = titles.indexOf("planned std");
  const points = [];
  const bands = [];
  let left = 0;
  for (const group of groups) {
    const from = points.length;
    for (const row of group.rows) {
      const std = numberIn(row.cells[column].textContent);
      const law = planned < 0 ? NaN : numberIn(row.cells[planned].textContent);
      if (isShown(std) || isShown(law)) {
        points.push({ row, std, planned: law });
      } else {
        left++;
      }
    }
    if (points.length > from) {
      const name = group.body.dataset.n !== undefined ? "" : group.name;
      bands.push({ from, width: points.length - from, name });
    }
  }
  if (points.length < 3) {
    return;
  }
  const numbers = points.flatMap((point) => [point.std, point.planned]).filter(isShown);
  const extreme = (choose) => numbers.reduce((one, other) => choose(one, other));
  const low = Math.log10(extreme(Math.min)) - 0.12;
  const high = Math.log10(extreme(Math.max)) + 0.12;
  const y = (number) => (number > 0 ? (HEIGHT * (high - Math.log10(number))) / (high - low) : HEIGHT);
  const size = { viewBox: `0 0 ${points.length} ${HEIGHT}`, preserveAspectRatio: "none" };
  const picture = svg("svg", size);
  const axis = html("div", { class: "axis" });
  const names = html("div", { class: "names", "aria-hidden": true });
  bands.forEach((band, i) => {
    if (i % 2 === 0) {
      const box = { class: "band", x: band.from, y: 0, width: band.width, height: HEIGHT };
      picture.append(svg("rect", box));
    }
    if (bands.length <= MOST_NAMED) {
      const name = html("span", {}, band.name);
      name.style.width = `${(100 * band.width) / points.length}%`;
      names.append(name);
    }
  });
  const steps = high - low > 1.6 ? [1] : [1, 2, 5];
  for (let decade = Math.floor(low); decade <= high; decade++) {
    for (const step of steps) {
      const value = Number(`${step}e${decade}`);
      if (Math.log10(value) >= low && Math.log10(value) <= high) {
        picture.append(svg("path", { class: "grid", d: `M0 ${y(value)}H${points.length}` }));
        const label = html("span", { "aria-hidden": true }, String(value));
        label.style.top = `${(y(value) * 13) / HEIGHT}rem`;
        axis.append(label);
      }
    }
  }
  const isBad = (point) => point.row.classList.contains("w");
  const dots = (bad) =>
    points
      .map((point, i) =>
        point.std < Infinity && isBad(point) === bad ? `M${i + 0.5} ${y(point.std)}h0` : "",
      )
      .join("");
  const ticks = points.map((point, i) =>
    isShown(point.planned) ? `M${i + 0.1} ${y(point.planned)}h.8` : "",
  );
  const mark = svg("rect", { class: "chosen", y: 0, width: 0, height: HEIGHT });
  picture.append(
    svg("path", { class: "planned", d: ticks.join("") }),
    svg("path", { class: "point", d: dots(false) }),
    svg("path", { class: "badpoint", d: dots(true) }),
    mark,
  );
  const text = html("span", { "aria-live": "polite" });
  text.textContent =
    (titles.includes("density") ? "Planned std" : planned < 0 ? "Std" : "Std (dots) and planned std (lines)") +
    ` of each tensor, logarithmic` +
    (left ? `; left out: ${several(left, "tensor")} without a std above 0` : "");
  const label = `Std of ${several(points.length, "tensor")} by layer; Enter shows one`;
  const chosen = readable(picture, label, points.length, (i) => {
    mark.setAttribute("x", i);
    mark.setAttribute("width", 1);
    const { row, std, planned: law } = points[i];
    text.textContent =
      `${nameOf(row)}: std ${std === std ? short(std) : "none"}` +
      (law === law ? `, planned ${short(law)}` : "");
  });
  const go = () => chosen() >= 0 && reveal(points[chosen()].row);
  picture.addEventListener("click", go);
  picture.addEventListener("keydown", (event) => event.key === "Enter" && go());
  axis.append(html("figure", {}, picture, names, html("figcaption", {}, text)));
  document.getElementById("overview").append(axis);
  document.getElementById("overall").hidden = false;
}
