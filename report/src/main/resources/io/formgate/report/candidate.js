// All that is known of one candidate.

const TABLES_AT_FIRST = 12;

function candidate(run, c) {
  const circuit = c.circuit;
  waysOf(circuit);
  return [
    el("h2", {}, "Candidate " + c.id + " of " + run.name, c.isPicked ? el("span", { class: "badge" }, "built") : null),
    section("formula", c.formulas.length > 1 ? "Formulas" : "Formula", formulas(run, c)),
    c.obstacle ? section("obstacle", circuit ? "Why it is not on the front" : "Why it cannot be built", el("p", {}, c.obstacle),
      circuit ? null : el("p", { class: "note" }, "Without a circuit there are no figures, errors or commands of it.")) : null,
    circuit ? section("figures", "Figures", figures(run, c)) : null,
    circuit ? section("verification", "Verification", verification(c)) : null,
    c.fits.length || c.confusion || c.rates.length ? section("errors", "Errors", errors(c)) : null,
    section("demands", "Units and constraints", demands(run, c)),
    circuit ? section("graph", "Datapath", graph(circuit, c)) : null,
    circuit ? section("schedule", "Schedule", gantt(circuit, c)) : null,
    circuit ? section("resources", "Resources by node", resources(run, circuit)) : null,
    circuit ? section("tables", "Function tables", tables(run, circuit)) : null,
    c.waves ? section("waves", "First vectors", waves(c.waves)) : null,
    c.reproduce.length ? section("reproduce", "Make it again", c.reproduce.map((text) => copyable(text, "command"))) : null,
    c.files.length + run.files.length ? section("files", "Files", downloads(c.files.concat(run.files))) : null,
  ];
}

/** Where learned tables of a formula stand: its port, and the ports that they may be of. */
function placeOf(run, f) {
  return { output: f.output, port: (name) => run.ports.find((p) => p.name === name), isOutput: f.tables.length === 1 && f.brief === f.tables[0].name + "(" + f.tables[0].argument + ")" };
}

function formulas(run, c) {
  return c.formulas.map((f) => [
    f.mathMl ? el("div", { class: "scroll math", tabindex: "0" }, typeset(f.mathMl)) : null,
    copyable(f.output + " = " + (f.shown ?? f.infix), "formula"),
    f.tables.length ? el("div", { class: "pair" }, f.tables.map((t) => learnedPlot(t, placeOf(run, f)))) : null,
    f.exports.length
      ? el("details", {}, el("summary", {}, "for other tools"), f.exports.map((e) => [el("h4", {}, e.label), copyable(e.value, e.label)]))
      : null,
  ]).concat(c.decisions.map((d) => el("p", {}, el("code", {}, d))));
}

function typeset(mathMl) {
  const element = document.createElementNS(MATHML, "math");
  element.setAttribute("display", "block");
  element.append(math(mathMl));
  return element;
}

function figures(run, c) {
  const t = c.circuit;
  const cycles = (n) => n + (n === 1 ? " cycle" : " cycles");
  const card = (value, what) => el("div", { class: "figure" }, el("b", {}, value), el("span", {}, what));
  return [
    el("div", { class: "figures" },
      card(cycles(t.latencyCycles), "latency, " + ns(t.latencyCycles * t.clockPeriodPs) + "; a new input every " + (t.initiationInterval === 1 ? "cycle" : t.initiationInterval + " cycles")),
      card(ns(t.clockPeriodPs), "clock period, " + digits(1e6 / t.clockPeriodPs) + " MHz; the longest stage takes " + ns(t.longestStagePs)),
      card(count(t.lut), "LUT"), card(count(t.dsp), "DSP"), card(digits(t.bram), "BRAM"), card(count(t.ff), "FF"),
      c.loss !== null ? card(digits(c.loss, 3), c.lossTitle + " of the formula") : null,
      c.hardwareLoss !== null ? card(digits(c.hardwareLoss, 3), c.lossTitle + " of the circuit") : null,
      c.validationLoss !== null ? card(digits(c.validationLoss, 3), c.lossTitle + " on the rows kept apart") : null),
    el("p", { class: "note" },
      t.registers + "; delays and area are ", el("b", {}, run.device.source === "measured" ? "measured" : "a model"), " of " + run.device.name
        + (t.cautiousFactor === null ? "" : "; if routing takes " + t.cautiousFactor + " times the arcs: "
          + (t.cautiousLatencyCycles === null ? "some operation would not fit in the clock period" : cycles(t.cautiousLatencyCycles))) + "."),
    t.claims.length ? el("ul", {}, t.claims.map((claim) => el("li", {}, claim))) : null,
    t.notes.length ? el("ul", { class: "note" }, t.notes.map((note) => el("li", {}, "Note: " + note))) : null,
  ];
}

function verification(c) {
  const v = c.verification;
  if (!v) {
    return el("p", {}, "Not simulated: without --all only the picked candidate of a run is emitted and verified." + (c.reproduce.length ? " The commands below build this one." : ""));
  }
  return [
    el("p", { class: v.isPassed ? "verdict passed" : "verdict failed" },
      v.isPassed ? "✓ Bit-exact on " + count(v.vectors) + " vectors" : "✗ Differs from its golden model"),
    facts(v.facts),
  ];
}

function errors(c) {
  return [
    // Of classes each score has one picture at most: two scores have room side by side.
    el("div", { class: c.fits.length > 1 && c.confusion ? "pair" : "" }, c.fits.map((f) => el("div", {},
      c.fits.length > 1 ? el("h4", {}, f.output) : null,
      facts(f.facts),
      el("div", { class: "pair" }, f.truth.length && !c.confusion ? predictedAgainstTrue(f) : null, f.histograms.map(histogram))))),
    c.confusion ? confusion(c.confusion) : null,
    c.rates.length ? rates(c.rates, Boolean(c.confusion)) : null,
  ];
}

function demands(run, c) {
  return [
    c.demands.length
      ? table([
        { title: "status", value: (d) => el("span", { class: "status " + (["violated", "undefined", "unproved"].includes(d.status) ? "bad" : d.status.startsWith("not ") ? "" : "good") }, d.status) },
        { title: "demand", value: (d) => el("code", {}, d.text) },
        { title: "of", value: (d) => d.output },
        { title: "kind", value: (d) => (d.isHard ? "hard" : "soft") },
        { title: "detail", class: "wrap", value: (d) => d.detail || "–" },
      ], c.demands)
      : el("p", {}, run.candidates.some((other) => other.demands.length) ? "They were not checked for this candidate." : "None are asked for."),
    c.parameters.length ? [el("h4", {}, "Metric and choice"), facts(c.parameters)] : null,
  ];
}

function resources(run, circuit) {
  const nodes = circuit.nodes.map(node).filter((n) => n.lut + n.ff + n.dsp + n.bram > 0);
  const largest = [...nodes].sort((a, b) => b.lut - a.lut).filter((n) => n.lut > 0).slice(0, 15).reverse();
  const name = (n) => visible(n.operation + " " + n.name);
  const longest = Math.max(8, ...largest.map((n) => name(n).length));
  const longestName = Math.max(8, ...largest.map((n) => n.name.length));
  return [
    largest.length
      ? el("figure", {},
        el("figcaption", {}, "Look-up tables of the " + (largest.length === 1 ? "node that has some" : largest.length + " largest nodes")),
        chart(60 + (main.clientWidth < NARROW ? 34 : 22) * largest.length, "look-up tables by node", (wide) => {
          const isNarrow = wide < NARROW;
          const left = Math.round(isNarrow ? Math.min(wide / 2, 18 + 6.2 * longestName) : Math.min(340, 18 + 6.4 * longest));
          return {
            grid: { left, right: 44, top: 8, bottom: 44 },
            xAxis: axis({ type: "value", name: "LUT" }, wide),
            yAxis: axis({
              type: "category", data: largest.map((n, i) => i),
              axisLabel: {
                formatter: (i) => (isNarrow ? visible(largest[i].operation) + "\n" + visible(largest[i].name) : name(largest[i])),
                interval: 0, hideOverlap: false, width: left - 12, overflow: "breakAll", align: "right", lineHeight: 13,
              },
            }, wide),
            tooltip: { formatter: (p) => name(largest[p.dataIndex]) + ": " + count(p.value) + " LUT" },
            series: [{ type: "bar", cursor: "pointer", data: largest.map((n) => n.lut), itemStyle: { color: style("--blue") }, label: { show: true, position: "right", color: style("--ink"), formatter: (p) => count(p.value) } }],
          };
        }, (event) => choose(visible(largest[event.dataIndex].name))))
      : null,
    el("details", {}, el("summary", {}, "all " + count(nodes.length) + " nodes that take something"),
      table([
        { title: "stage", class: "number", value: (n) => n.stage },
        { title: "node", value: (n) => n.name },
        { title: "operation", value: (n) => n.operation },
        { title: "format", value: (n) => n.format },
        { title: "LUT", class: "number", value: (n) => count(n.lut) },
        { title: "FF", class: "number", value: (n) => count(n.ff) },
        { title: "DSP", class: "number", value: (n) => n.dsp },
        { title: "BRAM", class: "number", value: (n) => digits(n.bram) },
        { title: "slack (ps)", class: "number", value: (n) => count(n.slackPs) },
        { title: "part of the formula", class: "wrap", value: (n) => (purpose(n) ? [n.step ? "step towards " : "", el("code", {}, ways.parts[n.part])] : "–") },
      ], nodes, null, (n) => ({ "data-node": n.name }))),
  ];
}

/** What a table computes of what, in words of the formula and in units, as far as that is known. */
function meaning(run, circuit, number) {
  const nodes = circuit.nodes.map(node);
  const users = nodes.map((n, i) => ({ n, i })).filter((u) => u.n.table === number && u.n.operation === "lookup");
  if (users.length === 0) {
    return { purpose: "", index: "", indexUnit: "1", unit: "1" };
  }
  // Aligned, a value is still the same number.
  const same = (i) => (nodes[i].operation === "align" && nodes[i].operands.length === 1 ? same(nodes[i].operands[0]) : i);
  const port = (name) => run.ports.find((p) => p.name === name)?.unit ?? "1";
  const argument = nodes[same(users[0].n.operands[0])];
  const isOne = users.length === 1;
  const output = circuit.outputs.find((o) => same(o.node) === users[0].i);
  return {
    purpose: [...new Set(users.map((u) => purpose(u.n)).filter((text) => text))].join("; "),
    index: !isOne ? "" : argument.operation === "input" ? argument.name : !argument.step && ways.parts[argument.part] ? ways.parts[argument.part] : "",
    indexUnit: isOne && argument.operation === "input" ? port(argument.name) : "1",
    unit: isOne && output ? port(output.name) : "1",
  };
}

function tables(run, circuit) {
  if (!circuit.tables.length) {
    return el("p", {}, "The circuit has none.");
  }
  const all = circuit.tables.map((t, i) => () => tablePlot(t, meaning(run, circuit, i)));
  const plots = el("div", { class: "pair" }, all.slice(0, TABLES_AT_FIRST).map((plot) => plot()));
  const rest = all.slice(TABLES_AT_FIRST);
  const more = rest.length
    ? el("button", { type: "button", onclick: () => { plots.append(...rest.map((plot) => plot())); more.remove(); } }, "show " + rest.length + " more")
    : null;
  return [plots, more];
}

function downloads(files) {
  return el("ul", { class: "files" }, files.map((f) => el("li", {}, el("a", { href: "./" + f.path.split("/").map(encodeURIComponent).join("/") }, f.path), " " + f.what)));
}
