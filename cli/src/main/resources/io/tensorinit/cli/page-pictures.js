"use strict";
// Draws. data-h of a row holds the ends of its histogram and the counts, data-e the number of its
// curve among the table's data-curves, which holds how many units the highest count has (without
// counts: the curve's highest bin), then the heights of the bins in such units. Packed are digits of
// 32, the least first, all but a number's last with 32 added; a point and a number n stand for n
// zeros.
document.documentElement.classList.add("js");
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEIGHT = 100;

function unpack(text) {
  const counts = [];
  let number = 0;
  let place = 1;
  let zeros = false;
  for (const letter of text) {
    if (letter === ".") {
      zeros = true;
      continue;
    }
    const digit = DIGITS.indexOf(letter);
    number += (digit % 32) * place;
    place *= 32;
    if (digit < 32) {
      counts.push(...(zeros ? Array(number).fill(0) : [number]));
      number = 0;
      place = 1;
      zeros = false;
    }
  }
  return counts;
}

function fill(element, attributes, children) {
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

const html = (name, attributes, ...children) =>
  fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
const short = (number, digits = 4) => String(Number(number.toPrecision(digits)));
const several = (number, thing) => `${grouped(number)} ${thing}${number === 1 ? "" : "s"}`;

function numberIn(text) {
  return text === "-" ? NaN : Number(text.replace(/,/g, "").replace("inf", "Infinity"));
}

/** The bars and the curve of a row, both by the highest bar (the curve, where there are none). */
function dataOf(row, curves) {
  if (!row.dataset.h) {
    return null;
  }
  const [first, last, packed] = row.dataset.h.split(" ");
  const low = Number(first);
  const high = Number(last);
  const counts = packed ? unpack(packed) : null;
  const most = counts ? Math.max(...counts) : 1;
  const [units, ...heights] = row.dataset.e ? unpack(curves[row.dataset.e]) : [];
  const curve = units ? heights.map((height) => height / units) : null;
  const bins = (counts || curve).length;
  const bars = counts ? counts.map((count) => count / most) : null;
  const tops = Array.from({ length: bins }, (_, i) =>
    Math.max(bars ? bars[i] : 0, curve ? curve[i] : 0),
  );
  const [highest, second] = [...tops].sort((a, b) => b - a);
  // one bin that dwarfs all others is cut
  const ceiling = second > 0 && highest > 6 * second ? 1.8 * second : highest;
  const y = (height) => HEIGHT * (1 - Math.min(height / ceiling, 1));
  return { low, high, counts, most, curve, bars, bins, tops, ceiling, y };
}

/** A line from bin to bin where it is smooth and small, else a step a bin. */
function lineOf(data, isLarge) {
  const heights = data.curve.map(data.y);
  const steep = heights.some((y, i) => i > 0 && Math.abs(y - heights[i - 1]) > HEIGHT / 3);
  return isLarge || steep
    ? `M0 ${HEIGHT}` + heights.map((y) => `V${y}h1`).join("") + `V${HEIGHT}`
    : heights.map((y, i) => `${i ? "L" : "M"}${i + 0.5} ${y}`).join("");
}

function pictureOf(data, isLarge) {
  const parts = [];
  if (data.bars) {
    const bars = data.bars.map((bar, i) => (bar ? `M${i} ${HEIGHT}V${data.y(bar)}h1V${HEIGHT}z` : ""));
    parts.push(svg("path", { class: "bars", d: bars.join("") }));
  }
  if (data.curve) {
    const line = lineOf(data, isLarge);
    if (!data.bars) {
      parts.push(svg("path", { class: "area", d: `${line}V${HEIGHT}H0z` }));
    }
    parts.push(svg("path", { class: "curve", d: line }));
  }
  const cuts = data.tops.map((top, i) => (top > data.ceiling ? `M${i - 0.7} 16L${i + 1.7} 8` : ""));
  parts.push(svg("path", { class: "cut", d: cuts.join("") }));
  return svg(
    "svg",
    { viewBox: `0 0 ${data.bins} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": true },
    ...parts,
  );
}

/** A picture in which arrow keys and the pointer choose a place, which a line of text tells. */
function readable(picture, label, places, say) {
  picture.removeAttribute("aria-hidden");
  fill(picture, { role: "img", tabindex: 0, "aria-label": label + "; arrow keys read it" }, []);
  let chosen = -1;
  const choose = (i) => {
    chosen = Math.max(0, Math.min(places - 1, i));
    say(chosen);
  };
  picture.addEventListener("pointermove", (event) => {
    const box = picture.getBoundingClientRect();
    choose(Math.floor(((event.clientX - box.left) / box.width) * places));
  });
  picture.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: places - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to);
    }
  });
  return () => chosen;
}

function figureOf(data) {
  const picture = pictureOf(data, true);
  const mark = svg("rect", { class: "chosen", y: 0, width: 0, height: HEIGHT });
  picture.append(mark);
  const text = html("span", { "aria-live": "polite" });
  text.textContent = data.counts ? `highest bin: ${grouped(data.most)}` : "share of each bin";
  // as many digits as tell one edge from the next
  const width = data.high / data.bins - data.low / data.bins;
  const largest = Math.max(Math.abs(data.low), Math.abs(data.high));
  const digits = Math.min(Math.max(4, 2 + Math.floor(Math.log10(largest / width))), 17);
  const edge = (i) => short(data.low + width * i, digits);
  const ends = [edge(0), edge(data.bins)];
  const whole = data.curve ? data.curve.reduce((sum, height) => sum + height, 0) : 0;
  readable(picture, `Histogram from ${ends[0]} to ${ends[1]}`, data.bins, (i) => {
    mark.setAttribute("x", i);
    mark.setAttribute("width", 1);
    const found = data.counts ? [grouped(data.counts[i])] : [];
    if (data.curve && data.counts) {
      found.push(`planned ${grouped(Math.round(data.curve[i] * data.most))}`);
    } else if (data.curve) {
      found.push(`${short((data.curve[i] / whole) * 100)}%`);
    }
    text.textContent = `${edge(i)} to ${edge(i + 1)}: ${found.join(", ")}`;
  });
  const [left, right] = ends.map((end) => html("span", {}, end));
  return html("figure", {}, picture, html("figcaption", {}, left, text, right));
}
