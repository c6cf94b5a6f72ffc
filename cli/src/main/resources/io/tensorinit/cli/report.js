"use strict";
// Draws the histogram of each section when it comes into view. data-h holds the ends of the
// histogram and its counts: digits of 32, the least first, all but a number's last with 32 added;
// a point and a number n stand for n zeros.
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

function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function span(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

function draw(section) {
  const [low, high, packed] = section.dataset.h.split(" ");
  const counts = unpack(packed);
  const most = Math.max(...counts);
  const top = (count) => HEIGHT * (1 - count / most);
  const picture = svg("svg", {
    viewBox: `0 0 ${counts.length} ${HEIGHT}`,
    preserveAspectRatio: "none",
    tabindex: 0,
    role: "img",
    "aria-label": `Histogram of ${counts.length} bins from ${low} to ${high}; arrow keys read them`,
  });
  const bars = counts.map((count, i) => (count ? `M${i} ${HEIGHT}V${top(count)}h1V${HEIGHT}z` : ""));
  const chosenBar = svg("rect", { width: 1, height: 0 });
  picture.append(svg("path", { d: bars.join("") }), chosenBar);

  const text = span(`highest bin: ${most.toLocaleString("en")}`);
  text.setAttribute("aria-live", "polite");
  const edge = (i) => Number((+low + ((high - low) * i) / counts.length).toPrecision(4));
  let chosen = -1;
  function choose(i) {
    chosen = Math.max(0, Math.min(counts.length - 1, i));
    chosenBar.setAttribute("x", chosen);
    chosenBar.setAttribute("y", top(counts[chosen]));
    chosenBar.setAttribute("height", HEIGHT - top(counts[chosen]));
    text.textContent = `${edge(chosen)} to ${edge(chosen + 1)}: ${counts[chosen].toLocaleString("en")}`;
  }
  picture.addEventListener("pointermove", (event) => {
    const box = picture.getBoundingClientRect();
    choose(Math.floor(((event.clientX - box.left) / box.width) * counts.length));
  });
  picture.addEventListener("keydown", (event) => {
    const to = {
      ArrowLeft: chosen - 1,
      ArrowRight: chosen + 1,
      Home: 0,
      End: counts.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to);
    }
  });

  const caption = document.createElement("figcaption");
  caption.append(span(low), text, span(high));
  const figure = document.createElement("figure");
  figure.append(picture, caption);
  section.append(figure);
}

const inView = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        inView.unobserve(entry.target);
        draw(entry.target);
      }
    }
  },
  { rootMargin: "300px" },
);
const sections = [...document.querySelectorAll("section")];
sections.filter((section) => section.dataset.h).forEach((section) => inView.observe(section));

const filter = document.getElementById("filter");
filter.parentElement.hidden = sections.length < 2;
filter.addEventListener("input", () => {
  const wanted = filter.value.toLowerCase();
  for (const section of sections) {
    section.hidden = !section.firstChild.textContent.toLowerCase().includes(wanted);
  }
});
