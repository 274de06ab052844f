// Charts: all drawn by ECharts as SVG, in the colours of the page, at the width of their place.

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const drawn = new Map();

const COLOURS = ["--blue", "--orange", "--green", "--pink", "--yellow", "--sky"];
const series = () => COLOURS.map(style);

/** What colours mean, in lines that wrap. */
const legend = (names) => el("p", { class: "note legend" }, names.map((name, i) =>
  el("span", { class: "key" }, el("i", { style: "background: var(" + COLOURS[i % COLOURS.length] + ")" }), name)));

/** Draws a chart and keeps it in step with its width and with the colours. */
function chart(height, describe, options, onClick) {
  const place = el("div", { class: "chart", role: "img", "aria-label": describe, style: "height:" + height + "px" });
  const draw = () => {
    if (!place.isConnected || place.clientWidth === 0) {
      return;
    }
    const old = drawn.get(place);
    if (old && old.colours === style("--paper") && old.width === place.clientWidth) {
      return;
    }
    old?.chart.dispose();
    const made = echarts.init(place, null, { renderer: "svg", width: place.clientWidth, height });
    made.setOption(base(options(place.clientWidth)));
    if (onClick) {
      made.on("click", (event) => onClick(event));
    }
    drawn.set(place, { chart: made, colours: style("--paper"), width: place.clientWidth, draw });
    place.chart = made;
  };
  new ResizeObserver(draw).observe(place);
  place.redraw = draw;
  return place;
}

/** Draws every chart again that is still shown, for other colours. */
function redrawCharts() {
  for (const [place, entry] of drawn) {
    if (place.isConnected) {
      entry.draw();
    } else {
      entry.chart.dispose();
      drawn.delete(place);
    }
  }
}

function axis(a, width) {
  return {
    nameLocation: "middle",
    nameGap: a.vertical ? 52 : 28,
    nameTextStyle: { color: style("--ink"), fontSize: 12 },
    axisLine: { lineStyle: { color: style("--edge") }, onZero: false },
    axisTick: { lineStyle: { color: style("--edge") } },
    splitLine: { lineStyle: { color: style("--line") } },
    splitNumber: width < 420 ? 3 : 5,
    ...a,
    axisLabel: { color: style("--ink"), fontSize: 11, hideOverlap: true, formatter: tick, ...(a.axisLabel ?? {}) },
  };
}

// Thousands are short, so that no label is cut at the end of an axis.
const tick = (value) => (value !== 0 && Math.abs(value) < 1e-3 ? Number(value).toExponential(2).replace(/\.?0+e/, "e") : Math.abs(value) >= 10000 && Math.abs(value) < 1e7 ? digits(value / 1000, 3) + "k" : digits(Number(value), 3));

function base(o) {
  return {
    animation: false,
    color: series(),
    textStyle: { fontFamily: "system-ui, sans-serif", color: style("--ink") },
    grid: { left: 64, right: 22, top: 14, bottom: 46, ...(o.grid ?? {}) },
    ...o,
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: style("--raised"),
      borderColor: style("--edge"),
      textStyle: { color: style("--ink"), fontSize: 12 },
      ...(o.tooltip ?? {}),
    },
  };
}

/** Whether values are 0 or above and so far apart that a logarithmic axis tells them better apart. */
function spreads(values, factor) {
  const positive = values.filter((v) => v > 0);
  return positive.length > 1 && Math.min(...values) >= 0 && Math.max(...positive) / Math.min(...positive) > factor;
}

const ZERO_GAP = 0.4;

/**
 * A logarithmic axis in tenths of a decade. 0 has no place on it and gets one of its own before it, behind a gap with a
 * dashed line. `pixels` is the length of the axis, `each` what a label takes of it.
 */
function decades(values, pixels, each) {
  const logs = values.filter((v) => v > 0).map(Math.log10);
  const lo = Math.floor(10 * Math.min(...logs) + 1e-9) / 10;
  const hi = Math.ceil(10 * Math.max(...logs) - 1e-9) / 10;
  const zero = values.includes(0) ? lo - ZERO_GAP : null;
  const room = pixels / each / (hi - lo + (zero === null ? 0 : ZERO_GAP));
  // At 1, 2 and 5 of each decade, at 1 alone, or at 1 of every so many.
  const step = room >= 3 ? 0 : Math.max(1, Math.ceil(1 / room));
  const labels = new Map();
  for (let tenths = Math.round(10 * lo); tenths <= Math.round(10 * hi); tenths++) {
    const decade = Math.floor(tenths / 10);
    const leading = { 0: 1, 3: 2, 7: 5 }[tenths - 10 * decade];
    if (leading && (step === 0 || (leading === 1 && decade % step === 0))) {
      labels.set(tenths, tick(leading * 10 ** decade));
    }
  }
  if (zero !== null) {
    labels.set(Math.round(10 * zero), "0");
  }
  return {
    of: (v) => (v > 0 ? Math.log10(v) : zero),
    axis: {
      type: "value", min: zero ?? lo, max: hi, interval: 0.1, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { hideOverlap: false, showMinLabel: true, showMaxLabel: true, formatter: (u) => labels.get(Math.round(10 * u)) ?? "" },
    },
    lines: [...labels.keys()].map((tenths) => tenths / 10).filter((u) => u !== zero),
    gap: zero === null ? [] : [lo - ZERO_GAP / 2],
  };
}

/** The same for values that are told apart well where they are. */
const plain = (axis) => ({ of: (v) => v, axis: { type: "value", ...axis }, lines: [], gap: [] });

/** The lines behind the points of a chart with such axes, as a series without points. */
function rules(x, y) {
  const line = (name, type) => (u) => ({ [name]: u, lineStyle: { type, color: style(type === "solid" ? "--line" : "--edge"), width: 1 } });
  return {
    type: "scatter", data: [], silent: true,
    markLine: {
      silent: true, symbol: "none", label: { show: false }, z: 0,
      data: [...x.lines.map(line("xAxis", "solid")), ...y.lines.map(line("yAxis", "solid")), ...x.gap.map(line("xAxis", "dashed")), ...y.gap.map(line("yAxis", "dashed"))],
    },
  };
}

const measured = (value, unit) => digits(value) + (unit === "1" ? "" : " " + unit);

function histogram(h) {
  const width = (h.hi - h.lo) / h.counts.length;
  const unit = unitOf(h.unit);
  const bars = h.counts.map((n, i) => [h.lo + i * width, h.lo + (i + 1) * width, n]);
  return el("figure", {},
    el("figcaption", {}, el("b", {}, h.title), " on " + h.source + ": " + (h.mean === null || h.mean === undefined ? "" : "mean " + measured(h.mean, h.unit) + ", ") + "RMS " + measured(h.rms, h.unit)
      + ", worst " + measured(h.worst, h.unit) + (h.outside ? "; " + count(h.outside) + " beyond the axis" : "")),
    chart(230, "histogram of " + h.title, (wide) => ({
      xAxis: axis({ type: "value", min: h.lo, max: h.hi, name: "error" + unit, splitLine: { show: false }, axisLabel: { showMinLabel: false, showMaxLabel: false } }, wide),
      yAxis: axis({ type: "value", name: "count", vertical: true }, wide),
      tooltip: { formatter: (p) => digits(p.value[0], 3) + " to " + digits(p.value[1], 3) + ": " + count(p.value[2]) },
      series: [{
        type: "custom",
        encode: { x: [0, 1], y: 2 },
        data: bars,
        renderItem: (_, api) => {
          const from = api.coord([api.value(0), api.value(2)]);
          const to = api.coord([api.value(1), 0]);
          return {
            type: "rect",
            shape: { x: from[0] + 0.5, y: from[1], width: Math.max(1, to[0] - from[0] - 1), height: to[1] - from[1] },
            style: { fill: style("--blue") },
          };
        },
      }],
    })));
}

function predictedAgainstTrue(fit) {
  const pairs = fit.truth.map((t, i) => [t, fit.hardware[i]]);
  const all = pairs.flat();
  const lo = Math.min(...all);
  const hi = Math.max(...all);
  const unit = unitOf(fit.unit);
  return el("figure", {},
    el("figcaption", {}, el("b", {}, "circuit against data"), ", " + count(pairs.length)
      + (pairs.length < fit.rows ? " of " + count(fit.rows) : "") + " rows; the line is equality"),
    chart(300, "predicted against true values of " + fit.output, (wide) => ({
      xAxis: axis({ type: "value", scale: true, name: "data: " + visible(fit.output) + unit }, wide),
      yAxis: axis({ type: "value", scale: true, name: "circuit: " + visible(fit.output) + unit, vertical: true }, wide),
      tooltip: { formatter: (p) => "data " + digits(p.value[0]) + "\ncircuit " + digits(p.value[1]) },
      series: [
        { type: "scatter", data: pairs, symbolSize: 4, itemStyle: { color: style("--blue"), opacity: 0.55 } },
        { type: "line", data: [[lo, lo], [hi, hi]], showSymbol: false, silent: true, lineStyle: { color: style("--orange"), width: 1.5 } },
      ],
    })));
}

/** One picture of all classes, or where several scores are shown one of each class. */
function rates(list, byLead) {
  const sources = [...new Set(list.map((r) => r.source))];
  if (sources.length < 2) {
    return ratesByClass(list, byLead);
  }
  return [
    legend(sources),
    el("div", { class: "pair" }, [...new Set(list.map((r) => r.name))].map((name) => ratesBySource(name, sources, list.filter((r) => r.name === name), byLead))),
  ];
}

const measureOf = (byLead) => (byLead ? ", by how far its score is above the largest of the others" : ", by its score alone");

function ratesBySource(name, sources, list, byLead) {
  return el("figure", {},
    el("figcaption", {}, el("b", {}, name), " against the others" + measureOf(byLead) + "; areas: " + list.map((r) => r.source + " " + digits(r.area, 4)).join(", ")),
    chart(260, "rates of class " + name + " by " + sources.join(", "), (wide) => ({
      xAxis: axis({ type: "value", min: 0, max: 1, interval: 0.2, name: "share of others" }, wide),
      yAxis: axis({ type: "value", min: 0, max: 1, interval: 0.2, name: "share of own rows", vertical: true }, wide),
      tooltip: { trigger: "item", formatter: (p) => visible(p.seriesName) },
      series: list.map((r) => ({
        name: visible(r.source) + ", area " + digits(r.area, 4),
        type: "line",
        showSymbol: false,
        color: series()[sources.indexOf(r.source) % COLOURS.length],
        data: r.others.map((x, i) => [x, r.own[i]]),
      })),
    })));
}

function ratesByClass(list, byLead) {
  const shown = list.slice(0, series().length);
  return el("figure", {},
    el("figcaption", {}, el("b", {}, "each class against the others"), measureOf(byLead)
      + (shown.length < list.length ? "; the first " + shown.length + " of " + list.length : "")),
    legend(shown.map((r) => r.name + ", area " + digits(r.area, 4))),
    chart(300, "share of own rows against share of others", (wide) => ({
      xAxis: axis({ type: "value", min: 0, max: 1, interval: 0.2, name: "share of other classes' rows (false positives)" }, wide),
      yAxis: axis({ type: "value", min: 0, max: 1, interval: 0.2, name: "share of own rows", vertical: true }, wide),
      tooltip: { trigger: "item", formatter: (p) => visible(p.seriesName) },
      series: shown.map((r) => ({
        name: visible(r.name) + ", area " + digits(r.area, 4),
        type: "line",
        showSymbol: false,
        data: r.others.map((x, i) => [x, r.own[i]]),
      })),
    })));
}

function confusion(c) {
  const total = c.counts.map((row) => row.reduce((a, b) => a + b, 0));
  return el("figure", {},
    el("figcaption", {}, el("b", {}, "classes"), ": rows are the data, columns the circuit; number of rows and share of the true class"),
    table(
      [{ title: "true", value: (_, i) => el("b", {}, c.names[i]) }].concat(
        c.names.map((name, j) => ({
          title: name,
          class: "number",
          value: (row, i) => {
            const share = total[i] ? row[j] / total[i] : 0;
            return el("span", { class: i === j ? "own" : "", style: "--share:" + Math.round(100 * share) + "%" },
              count(row[j]) + " (" + digits(100 * share, 3) + " %)");
          },
        }))),
      c.counts));
}

/** Entries of two codes, each of which has a name and the words for its values, as a map. */
function codeMap(describe, first, second, y) {
  const most = largest(y);
  const columns = second.codes.length;
  // Codes are texts, whatever they look like.
  const words = { formatter: (code) => visible(code), width: 56, overflow: "truncate" };
  return chart(220, describe, (wide) => ({
    grid: { left: 66, right: 14, top: 10, bottom: 46 },
    xAxis: axis({ type: "category", data: second.codes, name: visible(second.of), splitLine: { show: false }, axisLabel: { formatter: words.formatter } }, wide),
    yAxis: axis({ type: "category", data: first.codes, name: visible(first.of), vertical: true, nameGap: 50, splitLine: { show: false }, axisLabel: words }, wide),
    visualMap: { show: false, min: -most, max: most, inRange: { color: [style("--orange"), style("--paper"), style("--blue")] } },
    tooltip: { formatter: (p) => visible(first.codes[p.value[1]] + ", " + second.codes[p.value[0]]) + " → " + digits(p.value[2]) },
    series: [{ type: "heatmap", data: y.map((v, i) => ({
      value: [i % columns, Math.floor(i / columns), v],
      label: { color: style(Math.abs(v) > most / 2 ? "--paper" : "--ink") },
    })), label: { show: columns <= 8, fontSize: 10, formatter: (p) => digits(p.value[2], 3) } }],
  }));
}

/** The largest magnitude, where the colours of a map end on either side; 1 of nothing but zeros. */
const largest = (y) => Math.max(...y.map(Math.abs)) || 1;

const entriesFrom = (y) => "entries from " + digits(Math.min(...y)) + " to " + digits(Math.max(...y))
  + "; colours from −" + digits(largest(y)) + " (orange) through 0 (none) to " + digits(largest(y)) + " (blue)";

/** What a table is of, and the part of the formula that it is for. */
const captionOf = (t, means) => (t.caption ? " " + t.caption : "") + (means.purpose ? " " + means.purpose : "");

/** A table of two indices as a map of its entries. */
function tableMap(t, means) {
  const numbered = (of, n) => ({ of: middle(of, MOST_INDEX), codes: [...Array(n).keys()].map(String) });
  const [first, second] = t.axes?.length === 2 ? t.axes : ["first code", "second code"];
  return el("figure", { class: "small" },
    el("figcaption", {}, el("b", {}, t.name), captionOf(t, means) + ": " + t.indexFormat + " → " + t.valueFormat + ", " + entriesFrom(t.y)),
    codeMap("contents of table " + t.name, numbered(first, t.entries / t.columns), numbered(second, t.columns), t.y));
}

/** What a learned table is of, with unit and format of a port, and where it stands. */
function learnedOf(t, place) {
  const of = (argument) => {
    const port = place.port(argument);
    return argument + (port ? unitOf(port.unit) + " as " + port.format : "");
  };
  return " learned, of " + (t.codes ? of(t.codes.first.of) + " and " + of(t.codes.second.of) : of(t.argument)) + "; in the formula of " + place.output;
}

/** A learned function of two values, as a map of its entries. */
function learnedMap(t, place) {
  return el("figure", { class: "small" },
    el("figcaption", {}, el("b", {}, t.name), learnedOf(t, place) + ": " + entriesFrom(t.y)),
    codeMap("learned table " + t.name + " of " + t.argument, t.codes.first, t.codes.second, t.y));
}

/** A learned function of one value, as a curve. */
function learnedPlot(t, place) {
  if (t.codes) {
    return learnedMap(t, place);
  }
  return el("figure", { class: "small" },
    el("figcaption", {}, el("b", {}, t.name), learnedOf(t, place)),
    chart(180, "learned table " + t.name + " of " + t.argument, (wide) => ({
      xAxis: axis({ type: "value", scale: true, name: middle(visible(t.argument), MOST_INDEX) + unitOf(place.port(t.argument)?.unit), splitNumber: 3, min: t.x[0], max: t.x[t.x.length - 1] }, wide),
      yAxis: axis({ type: "value", scale: true, name: visible(t.name) + (place.isOutput ? unitOf(place.port(place.output)?.unit) : ""), vertical: true, splitNumber: 3 }, wide),
      tooltip: { trigger: "axis", formatter: (p) => digits(p[0].value[0], 5) + " → " + digits(p[0].value[1], 6) },
      series: [{ type: "line", showSymbol: false, data: t.x.map((x, i) => [x, t.y[i]]), lineStyle: { width: 1.5 } }],
    })));
}

// Longer names of an axis are cut in their middle.
const MOST_INDEX = 36;

function tablePlot(t, means) {
  if (t.columns) {
    return tableMap(t, means);
  }
  return el("figure", { class: "small" },
    el("figcaption", {}, el("b", {}, t.name), captionOf(t, means) + ": " + t.indexFormat + " → " + t.valueFormat + ", " + count(t.entries) + " entries"
      + (t.x.length < t.entries ? ", " + count(t.x.length) + " shown" : "")),
    chart(180, "contents of table " + t.name, (wide) => ({
      xAxis: axis({ type: "value", scale: true, name: t.axes?.length ? middle(visible(t.axes[0]), MOST_INDEX) : (means.index ? middle(visible(means.index), MOST_INDEX) : "index (as a number)") + unitOf(means.indexUnit), splitNumber: 3, min: t.x[0], max: t.x[t.x.length - 1], axisLabel: { showMinLabel: false, showMaxLabel: false } }, wide),
      yAxis: axis({ type: "value", scale: true, name: "entry" + unitOf(means.unit), vertical: true, splitNumber: 3 }, wide),
      tooltip: { trigger: "axis", formatter: (p) => digits(p[0].value[0], 5) + " → " + digits(p[0].value[1], 6) },
      series: [{ type: "line", step: t.x.length < 300 ? "middle" : false, showSymbol: false, data: t.x.map((x, i) => [x, t.y[i]]), lineStyle: { width: 1.5 } }],
    })));
}
