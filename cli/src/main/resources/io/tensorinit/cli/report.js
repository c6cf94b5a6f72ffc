"use strict";
// Draws the histogram of each section when it comes into view.
const histograms = JSON.parse(document.getElementById("histograms").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
Chart.defaults.color = dark ? "#ccc" : "#444";
Chart.defaults.borderColor = dark ? "#fff2" : "#0001";
Chart.defaults.animation = false;

function draw(canvas, { edges, counts }) {
  const points = counts.map((count, i) => ({ x: (edges[i] + edges[i + 1]) / 2, y: count }));
  new Chart(canvas, {
    type: "bar",
    data: {
      datasets: [{ data: points, backgroundColor: "#3b82f6", barPercentage: 1, categoryPercentage: 1 }],
    },
    options: {
      maintainAspectRatio: false,
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: ([item]) => `${edges[item.dataIndex]} to ${edges[item.dataIndex + 1]}`,
          },
        },
      },
      scales: {
        x: { type: "linear", min: edges[0], max: edges[edges.length - 1], offset: false },
        y: { beginAtZero: true },
      },
    },
  });
}

const canvases = [...document.querySelectorAll("canvas")];
const inView = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const histogram = histograms[canvases.indexOf(entry.target)];
      if (entry.isIntersecting) {
        inView.unobserve(entry.target);
        if (histogram.counts.length > 0) {
          draw(entry.target, histogram);
        }
      }
    }
  },
  { rootMargin: "200px" },
);
canvases.forEach((canvas) => inView.observe(canvas));
