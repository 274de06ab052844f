// The schedule as a Gantt chart: time to the right, a row for each operation that takes time, its slack as a
// thin line to the last moment that the clock allows.

const MOST_ROWS = 70;
const ROW = 19;
const MOST_LABEL = 48;

// Where the page is narrower, names stand above their bars and not beside them.
const NARROW = 560;

function gantt(circuit, c) {
  const period = circuit.clockPeriodPs;
  const stages = circuit.latencyCycles + 1;
  const timed = circuit.nodes.map(node).filter((n) => n.operation !== "input" && n.operation !== "literal"
    && (n.endStage > n.stage || n.finishPs > n.startPs));
  const shown = timed
    .map((n) => ({ n, weight: (n.critical ? 1e9 : 0) + n.lut + 100 * n.dsp + 100 * n.bram }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_ROWS)
    .map((e) => e.n)
    .sort((a, b) => a.stage * period + a.startPs - (b.stage * period + b.startPs));
  const isNarrow = main.clientWidth < NARROW;
  const row = isNarrow ? ROW + 14 : ROW;
  const label = (n) => middle(visible(n.operation + " " + n.name), MOST_LABEL);
  const labels = isNarrow ? 14 : 20 + CHARACTER * Math.max(8, ...shown.map((n) => label(n).length));
  const plot = Math.max(520, stages * 110);
  const x = (ps) => labels + (ps / (stages * period)) * plot;
  const top = 30;
  const bottom = top + row * Math.max(1, shown.length);
  const width = labels + plot + 26;
  const picture = svg("svg", { class: "gantt", width, height: bottom + 44, viewBox: "0 0 " + width + " " + (bottom + 44) });
  for (let s = 0; s < stages; s++) {
    picture.append(
      svg("rect", { class: "taken", x: x(s * period + circuit.usablePs), y: top - 6, width: x(period) - x(circuit.usablePs), height: bottom - top + 10 }),
      svg("text", { x: x((s + 0.5) * period), y: 14, "text-anchor": "middle" }, "stage " + s));
  }
  for (let s = 0; s <= stages; s++) {
    picture.append(
      svg("line", { class: s > 0 && s < stages ? "clock rank" : "clock", x1: x(s * period), x2: x(s * period), y1: top - 8, y2: bottom + 6 }),
      svg("text", { x: x(s * period), y: bottom + 20, "text-anchor": "middle" }, digits((s * period) / 1000, 5)));
  }
  picture.append(svg("text", { x: labels + plot / 2, y: bottom + 38, "text-anchor": "middle" }, "time after the first clock edge (ns)"));
  shown.forEach((n, i) => {
    const y = top + (i + 1) * row - ROW;
    const from = n.stage * period + n.startPs;
    const to = Math.max(from, n.endStage * period + n.finishPs);
    const kind = n.dsp > 0 ? "dsp" : n.bram > 0 || n.operation === "lookup" ? "memory" : n.carry > 0 ? "carry" : "logic";
    picture.append(svg("g", { class: "bar " + kind + (n.critical ? " hot" : ""), "data-node": n.name },
      svg("title", {}, visible(n.operation + " " + n.name) + ": stage " + n.stage + ", " + from + " to " + to + " ps, slack " + n.slackPs + " ps, " + count(n.lut) + " LUT"),
      isNarrow ? above(label(n), x(from), y, width) : svg("text", { x: labels - 8, y: y + 13, "text-anchor": "end" }, label(n)),
      n.slackPs > 0 && n.endStage === n.stage
        ? svg("line", { class: "slack", x1: x(to), x2: x(Math.min(to + n.slackPs, (n.endStage + 1) * period)), y1: y + 9, y2: y + 9 })
        : null,
      svg("rect", { class: "mark", x: x(from) - 2.5, y: y + 0.5, width: Math.max(2, x(to) - x(from)) + 5, height: ROW - 2, rx: 4 }),
      svg("rect", { x: x(from), y: y + 3, width: Math.max(2, x(to) - x(from)), height: ROW - 7, rx: 2 })));
  });
  const left = timed.length - shown.length;
  return [
    el("p", { class: "note legend" }, key("carry", "adders"), key("logic", "logic"), key("memory", "tables"), key("dsp", "multiplier blocks"),
      key("hot", "critical path (outlined)"), key("slack", "slack"), key("taken", "flip-flops and margin"),
      circuit.latencyCycles ? key("rank", "registers") : null),
    el("p", { class: "note" }, "Latency " + circuit.latencyCycles + (circuit.latencyCycles === 1 ? " cycle" : " cycles") + ": " + circuit.registers
      + ". What the last stage computes is at the output ports before the next clock edge."),
    way(c),
    windowed(el("div", { class: "scroll picture", tabindex: "0", role: "group", "aria-label": "schedule" }, reachable(picture))),
    left > 0 ? el("p", { class: "note" }, count(left) + " smaller operations off the critical path are left out; the table of nodes has all.") : null,
  ];
}

/** A name above its bar, from where that begins, or up to the end of the picture. */
function above(text, x, y, width) {
  const ends = x + CHARACTER * text.length > width - 8;
  return svg("text", { class: "over", x: ends ? width - 8 : x, y, "text-anchor": ends ? "end" : "start" }, text);
}

const key = (kind, text) => el("span", { class: "key" }, el("i", { class: kind }), text);
