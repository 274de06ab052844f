// The datapath as a graph: from inputs at the top to outputs at the bottom, in layers. Every value's format
// and interval stand where its edges begin. Constants are written into their users; where there are many
// nodes, those that are only wires are drawn as edges.

const WIRES = new Set(["align", "bits", "reinterpret"]);
const MANY_NODES = 40;
const LAYER_GAP = 44;
const CHARACTER = 6.7;
const SMALL_CHARACTER = 6.1;
const MOST_NAME = 20;

// Where the whole graph is legible at this scale or a larger one, it opens as a whole.
const LEGIBLE = 0.75;

// A node is a list of values in the order of the record GraphNode.
const node = (n) => ({
  name: n[0], operation: n[1], format: n[2], lo: n[3], hi: n[4], operands: n[5], stage: n[6], startPs: n[7],
  endStage: n[8], finishPs: n[9], slackPs: n[10], critical: n[11], lut: n[12], ff: n[13], dsp: n[14],
  bram: n[15], carry: n[16], table: n[17], part: n[18], step: n[19],
});

const interval = (n) => "[" + digits(n.lo, 4) + ", " + digits(n.hi, 4) + "]";

function graph(circuit, c) {
  const nodes = circuit.nodes.map(node);
  const contracts = nodes.length > MANY_NODES;
  // What an operand stands for, when wires and constants are no boxes of their own.
  const source = nodes.map((n, i) => (contracts && WIRES.has(n.operation) && n.operands.length === 1 ? n.operands[0] : i));
  const root = (i) => (source[i] === i ? i : root(source[i]));
  const boxes = [];
  nodes.forEach((n, i) => {
    if (n.operation !== "literal" && root(i) === i) {
      const constants = n.operands.filter((o) => nodes[root(o)].operation === "literal").map((o) => digits(nodes[root(o)].lo, 5));
      boxes.push(box(i, n, constants, [...new Set(n.operands.map(root))].filter((o) => nodes[o].operation !== "literal")));
    }
  });
  const used = new Set(boxes.flatMap((b) => b.from).concat(circuit.outputs.map((o) => root(o.node))));
  const idle = boxes.filter((b) => b.kind === "input" && !used.has(b.key));
  if (idle.length > 1) {
    const title = count(idle.length) + " inputs that are not used";
    idle.slice(1).forEach((b) => boxes.splice(boxes.indexOf(b), 1));
    boxes[boxes.indexOf(idle[0])] = { key: "idle", title, name: "", lines: [], kind: "input idle", from: [], tip: idle.map((b) => b.title).join(", ") };
  }
  circuit.outputs.forEach((o) => boxes.push({
    key: "out " + o.name, title: o.name, name: "", lines: [], kind: "output", from: [root(o.node)].filter((i) => nodes[i].operation !== "literal"),
  }));
  const hidden = nodes.filter((n, i) => source[i] !== i).length;
  const byKey = new Map(boxes.map((b) => [b.key, b]));
  boxes.forEach((b) => {
    b.w = Math.max(70, CHARACTER * Math.max(b.title.length, Math.min(b.name.length, MOST_NAME), ...b.lines.map((l) => l.length)) + 16);
    b.h = b.name ? 36 : 22;
    b.level = b.from.length ? 1 + Math.max(...b.from.map((f) => byKey.get(f).level)) : 0;
  });
  const deepest = Math.max(...boxes.map((b) => b.level));
  boxes.filter((b) => b.kind === "output").forEach((b) => { b.level = deepest; });
  const layers = layered(boxes, byKey, deepest);
  const picture = draw(layers, boxes);
  reachable(picture);
  const scroll = el("div", { class: "scroll picture", tabindex: "0", role: "group", "aria-label": "graph of the datapath" }, picture);
  // Where the whole graph has no room, it opens on the inputs that are used, until somebody moves it.
  const inputs = layers[0].filter((b) => !b.bend && b.key !== "idle").map((b) => b.x - picture.viewBox.baseVal.x).sort((a, b) => a - b);
  const wide = picture.viewBox.baseVal.width;
  let opened = 0;
  let isChosen = false;
  const fits = (isFit) => {
    picture.classList.toggle("fit", isFit);
    fit.textContent = isFit ? "full size" : "fit to the width";
  };
  const fit = el("button", { type: "button", onclick: () => {
    isChosen = true;
    fits(!picture.classList.contains("fit"));
  } }, "fit to the width");
  new ResizeObserver(() => {
    if (scroll.clientWidth > 0 && !isChosen) {
      fits(wide > scroll.clientWidth && LEGIBLE * wide <= scroll.clientWidth);
    }
    if (scroll.clientWidth > 0 && scroll.scrollLeft === opened) {
      scroll.scrollLeft = (inputs[Math.floor(inputs.length / 2)] ?? 0) - scroll.clientWidth / 2;
      opened = scroll.scrollLeft;
    }
  }).observe(scroll);
  return [
    el("p", { class: "note" }, "Each box is an operation of the datapath with the name of its node; below it the format and the interval of the value on its edges; at the inputs it is that of the format. "
      + "Orange lies on the critical path." + (hidden ? " " + count(hidden) + " nodes that are only wires are drawn as edges." : "")
      + " A click on a node frames it here, in the schedule and in the table of nodes.", " ", fit),
    way(c),
    idle.length > 1 ? el("p", { class: "note" }, "Not used: " + idle.map((b) => b.title).join(", ") + ".") : null,
    windowed(scroll),
    partsTable(),
  ];
}

function box(key, n, constants, from) {
  const operation = n.operation === "input" ? n.name : n.operation + (constants.length ? " " + constants.join(", ") : "");
  return {
    key,
    from,
    title: visible(operation),
    name: n.operation === "input" ? "" : visible(n.name),
    node: n.name,
    lines: [n.format, interval(n)],
    kind: n.operation === "input" ? "input" : n.critical ? "hot" : n.dsp > 0 ? "dsp" : n.operation === "lookup" ? "memory" : "logic",
    tip: visible(n.name) + ": " + n.operation + ", stage " + n.stage + ", " + count(n.lut) + " LUT, " + n.dsp + " DSP, " + digits(n.bram) + " BRAM" + (purpose(n) ? "; " + purpose(n) : ""),
  };
}

/** Puts boxes into layers with a bend where an edge passes one, and orders each by its neighbours. */
function layered(boxes, byKey, deepest) {
  const layers = Array.from({ length: deepest + 1 }, () => []);
  boxes.forEach((b) => { layers[b.level].push(b); b.up = []; b.down = []; b.paths = []; });
  boxes.forEach((b) => b.from.forEach((f) => {
    let above = byKey.get(f);
    const path = [above];
    for (let level = above.level + 1; level < b.level; level++) {
      // Edges of one value share their bends.
      const known = (byKey.get(f).bends ??= new Map());
      let bend = known.get(level);
      if (!bend) {
        bend = { w: 12, level, up: [above], down: [], bend: true };
        above.down.push(bend);
        known.set(level, bend);
        layers[level].push(bend);
      }
      path.push(bend);
      above = bend;
    }
    above.down.push(b);
    b.up.push(above);
    path.push(b);
    b.paths.push(path);
  }));
  const index = (layer) => layer.forEach((b, i) => { b.at = i; });
  layers.forEach(index);
  const mean = (list, fallback) => (list.length ? list.reduce((s, b) => s + b.at, 0) / list.length : fallback);
  for (let sweep = 0; sweep < 12; sweep++) {
    const down = sweep % 2 === 0;
    (down ? layers : [...layers].reverse()).forEach((layer) => {
      layer.forEach((b) => { b.wish = mean(down ? b.up : b.down, b.at); });
      layer.sort((a, b) => a.wish - b.wish);
      index(layer);
    });
  }
  layers.forEach((layer) => {
    let x = 0;
    layer.forEach((b) => { b.x = x + b.w / 2; x += b.w + 14; });
  });
  for (let sweep = 0; sweep < 16; sweep++) {
    (sweep % 2 === 0 ? layers : [...layers].reverse()).forEach((layer) => {
      layer.forEach((b) => {
        const near = b.up.concat(b.down);
        b.wish = near.length ? near.reduce((s, o) => s + o.x, 0) / near.length : b.x;
      });
      place(layer);
    });
  }
  return layers;
}

/** The positions nearest to the wishes, in order and without overlap: pools of neighbours that would. */
function place(layer) {
  const pools = [];
  let offset = 0;
  layer.forEach((b, i) => {
    offset += i === 0 ? 0 : (layer[i - 1].w + b.w) / 2 + 14;
    b.offset = offset;
    let pool = { sum: b.wish - offset, n: 1 };
    while (pools.length && pools[pools.length - 1].sum / pools[pools.length - 1].n > pool.sum / pool.n) {
      const before = pools.pop();
      pool = { sum: before.sum + pool.sum, n: before.n + pool.n };
    }
    pools.push(pool);
  });
  let i = 0;
  pools.forEach((pool) => {
    for (let k = 0; k < pool.n; k++, i++) {
      layer[i].x = pool.sum / pool.n + layer[i].offset;
    }
  });
}

function draw(layers, boxes) {
  const left = Math.min(...layers.flat().map((b) => b.x - b.w / 2)) - 8;
  const right = Math.max(...layers.flat().map((b) => b.x + b.w / 2)) + 8;
  let y = 8;
  layers.forEach((layer) => {
    const lines = Math.max(0, ...layer.filter((b) => !b.bend).map((b) => b.lines.length));
    const height = Math.max(22, ...layer.filter((b) => !b.bend).map((b) => b.h)) + 14 * lines;
    layer.forEach((b) => { b.top = y; b.bottom = b.bend ? y + height : y + b.h + 14 * b.lines.length; });
    y += height + LAYER_GAP;
  });
  const width = right - left;
  const height = y - LAYER_GAP + 10;
  const picture = svg("svg", { class: "graph", width, height, viewBox: [left, 0, width, height].join(" ") });
  boxes.forEach((b) => b.paths.forEach((path) => {
    let d = "M" + path[0].x + "," + path[0].bottom;
    for (let i = 1; i < path.length; i++) {
      const from = path[i - 1];
      const to = path[i];
      const middle = (from.bottom + to.top) / 2;
      d += "C" + from.x + "," + middle + " " + to.x + "," + middle + " " + to.x + "," + to.top;
      if (to.bend) {
        d += "L" + to.x + "," + to.bottom;
      }
    }
    picture.append(svg("path", { class: "wire", d }));
  }));
  boxes.forEach((b) => {
    picture.append(svg("g", { class: "box " + b.kind, "data-node": b.node },
      b.tip ? svg("title", {}, b.tip) : null,
      svg("rect", { class: "mark", x: b.x - b.w / 2 - 3.5, y: b.top - 3.5, width: b.w + 7, height: b.h + 7, rx: 6 }),
      svg("rect", { x: b.x - b.w / 2, y: b.top, width: b.w, height: b.h, rx: 4 }),
      svg("text", { x: b.x, y: b.top + 15, "text-anchor": "middle" }, b.title),
      b.name ? svg("text", { class: "name", x: b.x, y: b.top + 29, "text-anchor": "middle" }, middle(b.name, Math.floor((b.w - 10) / SMALL_CHARACTER))) : null,
      b.lines.map((line, i) => svg("text", { class: "label", x: b.x, y: b.top + b.h + 13 + 14 * i, "text-anchor": "middle" }, line))));
  });
  return picture;
}
