// The page: what was run, the front, the candidate that is chosen, ports, device, spec.

const runs = JSON.parse(document.getElementById("data").textContent);
const main = document.getElementById("report");
const compares = runs.length > 1;
const entries = runs.flatMap((run, r) => run.candidates.map((c) => ({ run, r, c, key: r + "/" + c.id })));
const byKey = new Map(entries.map((e) => [e.key, e]));
const standing = entries.filter((e) => e.c.circuit && !e.c.obstacle);
const shown = el("div", { id: "candidate", "aria-live": "polite",
  onclick: (event) => pointed(event, choose),
  onpointerover: (event) => pointed(event, light),
  onfocusin: (event) => pointed(event, light),
  onpointerout: () => light(ways.chosen),
  onfocusout: () => light(ways.chosen),
});
let selected = null;

main.replaceChildren(
  header(),
  ...runs.map(summary),
  front(),
  shown,
  ...runs.map(asked));

const start = entries.find((e) => "#" + e.key === decodeURIComponent(location.hash)) ?? entries.find((e) => e.c.isPicked) ?? standing[0] ?? entries[0];
if (start) {
  select(start, false);
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawCharts);
// On paper the page is light and narrower, and what is folded and matters there is open.
const root = document.documentElement;
let screen = null;
addEventListener("beforeprint", () => {
  screen ??= { theme: root.dataset.theme, folded: [...main.querySelectorAll("details[data-print]:not([open])")] };
  root.dataset.theme = "light";
  root.classList.add("paper");
  screen.folded.forEach((details) => { details.open = true; });
  redrawCharts();
});
addEventListener("afterprint", () => {
  screen?.theme ? (root.dataset.theme = screen.theme) : delete root.dataset.theme;
  root.classList.remove("paper");
  screen?.folded.forEach((details) => { details.open = false; });
  screen = null;
  redrawCharts();
});

function header() {
  const dark = () => document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  return el("header", {},
    el("h1", {}, compares ? "Comparison of " + runs.length + " runs" : runs[0].name),
    el("p", { class: "note" }, "formgate " + runs[0].formgate),
    el("button", { type: "button", class: "theme", onclick: () => {
      document.documentElement.dataset.theme = dark() ? "light" : "dark";
      redrawCharts();
    } }, "light / dark"));
}

function summary(run) {
  return section("summary", compares ? run.name : "Run", facts([{ label: "command", value: run.command }].concat(run.facts)));
}

function select(entry, moves) {
  selected = entry;
  shown.replaceChildren(...candidate(entry.run, entry.c).flat(Infinity).filter((x) => x));
  main.querySelectorAll("tr[data-key]").forEach((row) => {
    row.classList.toggle("selected", row.dataset.key === entry.key);
    row.setAttribute("aria-selected", row.dataset.key === entry.key);
  });
  main.querySelectorAll(".front .chart").forEach((place) => { drawn.delete(place) && place.chart.dispose(); place.redraw(); });
  if (moves) {
    history.replaceState(null, "", "#" + encodeURIComponent(entry.key));
    shown.scrollIntoView({ block: "start" });
  }
}

/** Does something with the node or the part of the formula that an event is about. */
function pointed(event, does) {
  const at = event.target.closest("[data-node], [data-part]");
  if (at) {
    does(at.dataset.node ?? Number(at.dataset.part));
  }
}

function label(entry) {
  return (compares ? visible(entry.run.name) + ": " : "") + visible(entry.c.outputs.join(", ")) + ", candidate " + entry.c.id;
}

/** Whether a candidate is shown, or is one of the formulas of the circuit that is. */
function isRinged(entry) {
  return entry === selected || (selected.c.loss === null && selected.run === entry.run && selected.c.outputs.length > 1
    && selected.c.formulas.some((f) => f.output === entry.c.outputs[0] && f.infix === entry.c.formulas[0].infix));
}

/** Series of the front: one for each run and output. */
function groups() {
  const list = new Map();
  standing.filter((e) => e.c.loss !== null).forEach((e) => {
    const name = (compares ? visible(e.run.name) + " " : "") + visible(e.c.outputs.join(", "));
    list.set(name, (list.get(name) ?? []).concat(e));
  });
  return list;
}

function front() {
  const all = [...groups().values()].flat();
  const titles = [...new Set(all.map((e) => e.c.lossTitle))];
  return section("front", "Front",
    all.length > 1
      ? [
        el("p", { class: "note" }, "Click a point or a row to see that candidate. The ring marks the one that is shown"
          + (entries.some((e) => e.c.outputs.length > 1 && e.c.loss === null) ? "; of a circuit of several formulas, which is no point of its own, each of its formulas" : "") + "."),
        groups().size > 1 ? legend([...groups().keys()]) : null,
        el("div", { class: "pair front" },
          scatter("cycles", "latency (cycles)", (e) => e.c.circuit.latencyCycles, titles),
          scatter("area", "area (LUT)", (e) => e.c.circuit.lut, titles)),
      ]
      : null,
    list());
}

function scatter(id, title, x, titles) {
  const all = [...groups().values()].flat();
  const place = chart(320, "loss against " + title, (wide) => {
    const costs = all.map(x);
    const losses = all.map((e) => e.c.loss);
    const across = id === "area" && spreads(costs, 30)
      ? decades(costs, wide - 98, 38)
      : plain({ scale: id === "area", ...(id === "cycles" ? { minInterval: 1, ...(new Set(costs).size === 1 ? { min: 0, max: costs[0] + 1 } : {}) } : {}) });
    const up = spreads(losses, 10) ? decades(losses, 260, 22) : plain({});
    return {
      // Labels keep away from points in the corners.
      grid: { left: 72, right: 22, top: 14, bottom: 54 },
      xAxis: axis({ ...across.axis, name: title, nameGap: 36, axisLabel: { ...across.axis.axisLabel, margin: 15 } }, wide),
      yAxis: axis({ ...up.axis, name: titles.join(" or "), vertical: true, nameGap: 60, axisLabel: { ...up.axis.axisLabel, margin: 15 } }, wide),
      tooltip: {
        formatter: (p) => {
          const e = byKey.get(p.data.key);
          return label(e) + "\n" + digits(e.c.loss, 3) + " " + e.c.lossTitle + "\n" + e.c.circuit.latencyCycles + (e.c.circuit.latencyCycles === 1 ? " cycle, " : " cycles, ")
            + count(e.c.circuit.lut) + " LUT, " + e.c.circuit.dsp + " DSP, " + digits(e.c.circuit.bram) + " BRAM";
        },
      },
      series: [...groups()].map(([name, list], i) => ({
        name,
        type: "scatter",
        symbol: ["circle", "rect", "triangle", "diamond"][i % 4],
        symbolSize: 12,
        cursor: "pointer",
        data: list.map((entry) => ({
          value: [across.of(x(entry)), up.of(entry.c.loss)],
          // Not the candidate itself: the chart copies its data to the last table.
          key: entry.key,
          itemStyle: isRinged(entry)
            ? { borderColor: style("--ink"), borderWidth: 3 }
            : { borderColor: style("--paper"), borderWidth: 1, opacity: entry.c.isPicked ? 1 : 0.75 },
          symbolSize: isRinged(entry) ? 16 : 12,
        })),
      })).concat(rules(across, up)),
    };
  }, (event) => event.data?.key && select(byKey.get(event.data.key), true));
  place.dataset.chart = id;
  return el("figure", {}, el("figcaption", {}, el("b", {}, "Loss against " + title)), place);
}

function list() {
  const losses = entries.some((e) => e.c.loss !== null);
  const hardware = entries.some((e) => e.c.hardwareLoss !== null);
  const validated = entries.some((e) => e.c.validationLoss !== null);
  const verified = entries.filter((e) => e.c.verification).length > 1;
  const cost = (value) => (e) => (e.c.circuit ? value(e.c.circuit) : "–");
  const titles = [...new Set(entries.map((e) => e.c.lossTitle))].filter((t) => t);
  const loss = titles.length === 1 ? titles[0] : "loss";
  const isGroup = losses + hardware + validated > 1;
  const lossColumn = (of, suffix, value) => ({
    title: isGroup ? of : loss + suffix, group: isGroup ? loss : null, class: "number", folded: () => loss + suffix, value: (e) => digits(value(e.c), 3),
  });
  const columns = [
    { title: "", value: (e) => el("button", { type: "button", class: "link", "aria-label": "show " + label(e), onclick: (event) => { event.stopPropagation(); select(e, true); } }, (compares ? e.run.name + " " : "") + e.c.id) },
    { title: "cycles", class: "number", value: cost((t) => t.latencyCycles), folded: (e) => (e.c.circuit?.latencyCycles === 1 ? "cycle" : "cycles") },
    { title: "ns", class: "number", value: cost((t) => digits((t.latencyCycles * t.clockPeriodPs) / 1000, 5)) },
    { title: "LUT", class: "number", value: cost((t) => count(t.lut)) },
    { title: "DSP", class: "number", value: cost((t) => t.dsp) },
    { title: "BRAM", class: "number", value: cost((t) => digits(t.bram)) },
    losses ? lossColumn("formula", "", (c) => c.loss) : null,
    hardware ? lossColumn("circuit", " of the circuit", (c) => c.hardwareLoss) : null,
    validated ? lossColumn("kept apart", " on the rows kept apart", (c) => c.validationLoss) : null,
    verified ? { title: "verdict", value: (e) => (e.c.verification ? (e.c.verification.isPassed ? "✓ bit-exact" : "✗ differs") : "–") } : null,
    { title: "formula", class: "formula", value: (e) => [el("code", {}, e.c.formulas.map((f) => f.output + " = " + f.brief).join("; ")),
      e.c.isPicked ? el("span", { class: "badge" }, "built") : null, e.c.obstacle ? el("span", { class: "badge off" }, "not on the front") : null] },
  ].filter((c) => c);
  const rows = (list) => table(columns, list, (e) => ({ "data-key": e.key, onclick: () => select(e, true) }));
  const off = entries.filter((e) => !standing.includes(e));
  // What stands is what a reader looks for; the rest is many rows.
  return off.length && standing.length
    ? [rows(standing), el("details", { "data-print": true },
      el("summary", {}, count(off.length) + (off.length === 1 ? " formula that is" : " formulas that are") + " not on the front: not buildable, or not within the budget"), rows(off))]
    : rows(entries);
}

function asked(run) {
  return el("div", {},
    section("ports", compares ? "Ports of " + run.name : "Ports",
      table([
        { title: "", value: (p) => p.direction },
        { title: "name", value: (p) => el("code", {}, p.name) },
        { title: "unit", value: (p) => (p.unit === "1" ? "none" : p.unit) },
        { title: "format", value: (p) => el("code", {}, p.format) },
        { title: "range", value: (p) => "[" + digits(p.lo, 6) + ", " + digits(p.hi, 6) + "]" },
        { title: "asked for", class: "wrap", value: (p) => p.note || "–" },
      ], run.ports)),
    section("device", "Device " + run.device.name,
      el("p", {}, "Its delays and areas are ", el("b", {}, run.device.source === "measured" ? "measured by place-and-route" : "a model from public data"), "."),
      facts(run.device.figures),
      el("details", { "data-print": true }, el("summary", {}, "sources"), el("ul", {}, run.device.provenance.map((p) => el("li", {}, p))))),
    section("spec", "What was asked for", copyable(run.asked, "spec")));
}
