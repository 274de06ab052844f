// The way from a node of the circuit to the part of the formula that it is for, and back.

/** What is shown of the candidate: its nodes by name, the texts of its parts, and what is marked. */
let ways = null;

function waysOf(circuit) {
  const nodes = circuit ? circuit.nodes.map(node).filter((n) => n.operation !== "literal" && circuit.parts[n.part] !== undefined) : [];
  ways = { parts: circuit ? circuit.parts : [], nodes: new Map(nodes.map((n) => [visible(n.name), n])), chosen: null };
}

/** What a node is for, as words; empty where that is not known. */
const purpose = (n) => (ways.parts[n.part] === undefined ? "" : (n.step ? "a step towards " : "computes ") + ways.parts[n.part]);

const nodesOf = (part, step) => [...ways.nodes.values()].filter((n) => n.part === part && n.step === step);

/** Chooses a node or, as a number, a part of the formula, until another one is chosen; the same one again or null is none. */
function choose(what) {
  ways.chosen = what === ways.chosen ? null : what;
  light(ways.chosen);
}

/** Marks a node, or the nodes of a part, wherever they are shown, and the part in the formula. */
function light(what) {
  const isPart = typeof what === "number";
  const n = isPart ? null : ways.nodes.get(what);
  const part = isPart ? what : n?.part;
  const same = isPart ? nodesOf(part, false).map((m) => visible(m.name)) : [what];
  shown.querySelectorAll("[data-node]").forEach((e) => e.classList.toggle("same", same.includes(e.dataset.node)));
  shown.querySelectorAll("[data-part]").forEach((e) => e.classList.toggle("same", e.dataset.part === String(part)));
  const words = () => (isPart
    ? [el("code", {}, ways.parts[part]), same.length ? " is computed by " + same.join(", ") : " is the value of no node: it is computed together with what stands around it"]
    : n ? [el("code", {}, what), n.step ? " is a step towards " : " computes ", el("code", {}, ways.parts[n.part])]
      : what ? [el("code", {}, what), " belongs to no part of the formula"] : [HINT]);
  shown.querySelectorAll(".way .said").forEach((e) => e.replaceChildren(...words().map((w) => (w instanceof Node ? w : document.createTextNode(w)))));
  shown.querySelectorAll(".way .math").forEach((scroll) => {
    const first = scroll.querySelector("[data-part].same")?.getBoundingClientRect();
    const seen = scroll.getBoundingClientRect();
    if (first && (first.left < seen.left || first.right > seen.right)) {
      scroll.scrollLeft += first.left - seen.left - 20;
    }
    if (first && (first.top < seen.top || first.bottom > seen.bottom)) {
      scroll.scrollTop += first.top - seen.top - 10;
    }
  });
}

const HINT = "Point at a node, or reach it with the Tab and arrow keys, to see here which part of the formula it is for; a click or Enter keeps that marked.";

/** The formulas once more, above a picture of nodes. */
function way(c) {
  if (!ways.parts.length) {
    return null;
  }
  return el("div", { class: "way" },
    c.formulas.map((f) => (f.mathMl ? el("div", { class: "scroll math", tabindex: "0" }, typeset(f.mathMl)) : null)),
    el("p", { class: "note said", role: "status" }, HINT));
}

/** The nodes of each part in words, for paper and for whoever does not point. */
function partsTable() {
  const list = ways.parts.map((text, part) => ({ text, own: nodesOf(part, false), steps: nodesOf(part, true) })).filter((p) => p.own.length + p.steps.length);
  const names = (nodes) => nodes.flatMap((n, i) => [i ? ", " : "", el("button", { type: "button", class: "link", "data-node": n.name }, n.name)]);
  return list.length
    ? el("details", { "data-print": true }, el("summary", {}, "parts of the formula and their nodes"),
      table([
        { title: "part", class: "wrap", value: (p) => el("code", {}, p.text) },
        { title: "computed by", class: "wrap", value: (p) => (p.own.length ? names(p.own) : "–") },
        { title: "steps towards it", class: "wrap", value: (p) => (p.steps.length ? names(p.steps) : "–") },
      ], list))
    : null;
}

/** Makes the nodes of a picture one stop of the Tab key, within which arrows lead to the nearest in their direction. */
function reachable(picture) {
  const groups = [...picture.querySelectorAll("g[data-node]")];
  const at = (g) => {
    const r = g.querySelector("rect");
    const number = (name) => Number(r.getAttribute(name));
    return { x: number("x") + number("width") / 2, y: number("y") + number("height") / 2 };
  };
  groups.forEach((g, i) => {
    g.setAttribute("tabindex", i ? "-1" : "0");
    g.setAttribute("role", "button");
    g.setAttribute("aria-label", g.querySelector("title")?.textContent ?? g.dataset.node);
  });
  picture.addEventListener("keydown", (event) => {
    const from = event.target.closest("g[data-node]");
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (!from) {
      return;
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(from.dataset.node);
    } else if (dx || dy) {
      event.preventDefault();
      const here = at(from);
      const far = (g) => {
        const there = at(g);
        const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
        const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
        return along < 1 ? Infinity : along + 2 * aside;
      };
      const next = groups.filter((g) => g !== from && far(g) < Infinity).sort((a, b) => far(a) - far(b))[0];
      if (next) {
        groups.forEach((g) => g.setAttribute("tabindex", g === next ? "0" : "-1"));
        next.focus();
      }
    }
  });
  return picture;
}
