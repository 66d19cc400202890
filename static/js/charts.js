// Draws the charts of a page from their data; the equal table stays one tap away. Colours come from the page.

const style = getComputedStyle(document.documentElement);
const token = (name) => style.getPropertyValue(name).trim();
const remToPx = (text) => parseFloat(text) * parseFloat(style.fontSize);

// Dashes and marks tell the lines apart in greyscale print.
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
const MARKS = ["circle", "rect", "triangle", "diamond"];

function lookOf(series, index) {
  return {
    name: series.name,
    type: series.kind,
    data: series.values,
    symbol: MARKS[index % MARKS.length],
    symbolSize: 7,
    barMaxWidth: 28,
    connectNulls: false,
    lineStyle: { width: 2.5, type: DASHES[index % DASHES.length] },
    itemStyle: { opacity: series.kind === "bar" ? 0.9 : 1 },
  };
}

function optionOf(data) {
  const size = remToPx(token("--text-1"));
  const text = { color: token("--ink-soft"), fontFamily: token("--font"), fontSize: size };
  const line = { lineStyle: { color: token("--line-strong") } };
  return {
    animation: false,
    color: [1, 2, 3, 4, 5, 6].map((number) => token(`--chart-${number}`)),
    textStyle: { fontFamily: token("--font") },
    grid: { left: 8, right: 16, top: size * 3, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, textStyle: text, itemGap: 20 },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      valueFormatter: (value) => (value === null || value === undefined ? "—" : `${value} ${data.unit}`),
    },
    xAxis: { type: "category", data: data.labels, axisLabel: text, axisLine: line, axisTick: { show: false } },
    yAxis: {
      type: "value",
      axisLabel: text,
      splitLine: { lineStyle: { color: token("--line") } },
    },
    series: data.series.map(lookOf),
  };
}

function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  const table = figure.querySelector(".table-scroll");
  const button = figure.querySelector("[data-chart-table]");
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  canvas.classList.add("drawn");
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption(optionOf(data));
  new ResizeObserver(() => chart.resize()).observe(canvas);

  const show = (asTable) => {
    table.hidden = !asTable;
    canvas.hidden = asTable;
    button.setAttribute("aria-expanded", String(asTable));
    button.querySelector("span").textContent = asTable ? "看图" : "看数据表";
  };
  button.hidden = false;
  button.addEventListener("click", () => show(table.hidden));
  show(false);
}

if (window.echarts) document.querySelectorAll("[data-chart]").forEach(draw);
