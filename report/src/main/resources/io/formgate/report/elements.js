// Elements of the page. Texts of a run become text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";
const MATHML = "http://www.w3.org/1998/Math/MathML";

// Control characters and marks that turn the direction of writing are shown as what they are: foreign.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const visible = (text) => String(text).replace(INVISIBLE, "\uFFFD");
const visibleLines = (text) => String(text).split("\n").map((line) => visible(line.replace(/\t/g, "  "))).join("\n");

// A number is not broken over lines.
const NUMBER = /(\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)/;

/** A text whose numbers stay whole. */
const unbroken = (text) => text.split(NUMBER).map((part, i) => {
  if (i % 2 === 0) {
    return part;
  }
  const whole = document.createElement("span");
  whole.className = "whole";
  whole.textContent = part;
  return whole;
});

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : visible(value));
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(...(child instanceof Node ? [child] : element instanceof HTMLElement ? unbroken(visible(child)) : [visible(child)]));
    }
  }
  return element;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

function math(node) {
  const element = document.createElementNS(MATHML, node.tag);
  element.textContent = visible(node.text ?? "");
  if (Number.isInteger(node.part)) {
    element.dataset.part = node.part;
  }
  (node.children ?? []).forEach((child) => element.append(math(child)));
  return element;
}

/** A number with so many significant digits, without trailing zeros. */
function digits(value, significant = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return "–";
  }
  if (value === 0) {
    return "0";
  }
  const magnitude = Math.abs(value);
  return magnitude >= 1e7 || magnitude < 1e-4
    ? value.toExponential(Math.max(0, significant - 1)).replace(/\.?0+e/, "e").replace("e+", "e")
    : String(Number(value.toPrecision(significant)));
}

/** A text of at most so many characters: its beginning and its end tell it apart. */
const middle = (text, most) => (text.length <= most ? text : text.slice(0, Math.ceil(most / 2)) + "…" + text.slice(text.length - Math.floor(most / 2) + 1));

const count = (n) => Math.round(n).toLocaleString("en-US");
const ns = (ps) => digits(ps / 1000, 5) + " ns";
const unitOf = (unit) => (unit && unit !== "1" ? " (" + visible(unit) + ")" : "");

/** A table of two columns. */
const facts = (list) =>
  el("div", { class: "scroll" },
    el("table", { class: "facts" },
      el("tbody", {}, list.map((fact) => el("tr", {}, el("th", { scope: "row" }, fact.label), el("td", {}, fact.value))))));

/** The head of a table: neighbours of one group have its title above theirs. */
function head(columns) {
  const cell = (c, rows) => el("th", { scope: "col", class: c.class, rowspan: rows }, c.title);
  if (!columns.some((c) => c.group)) {
    return el("thead", {}, el("tr", {}, columns.map((c) => cell(c, null))));
  }
  const above = columns.map((c, i) => {
    if (!c.group) {
      return cell(c, 2);
    }
    const isFirst = i === 0 || columns[i - 1].group !== c.group;
    return isFirst ? el("th", { scope: "colgroup", class: "group", colspan: columns.filter((o) => o.group === c.group).length }, c.group) : null;
  });
  return el("thead", {}, el("tr", {}, above), el("tr", {}, columns.filter((c) => c.group).map((c) => cell(c, null))));
}

/**
 * A table whose columns are {title, value, class, group, folded}. With attributes of its rows it folds on narrow screens, where
 * folded(row) stands behind the value for the title; those of marks leave it a table.
 */
function table(columns, rows, rowAttributes, marks) {
  return el("div", { class: "scroll", tabindex: "0" },
    el("table", { class: rowAttributes ? "grid folds" : "grid" },
      head(columns),
      el("tbody", {},
        rows.map((row, i) =>
          el("tr", rowAttributes ? rowAttributes(row, i) : marks ? marks(row) : {},
            columns.map((c) => el("td", { class: c.class, "data-title": c.folded ? c.folded(row, i) : c.title }, c.value(row, i))))))));
}

/** A picture that may be larger than its window, with shades and a cue where it goes on, and a way to see all of its height. */
function windowed(scroll) {
  const frame = el("div", { class: "window" }, scroll);
  const all = el("button", { type: "button", onclick: () => {
    scroll.classList.toggle("whole-height");
    all.textContent = scroll.classList.contains("whole-height") ? "show less" : "show all";
    seen();
  } }, "show all");
  const words = el("span", {});
  const cue = el("p", { class: "note cue", hidden: true }, words, " ", all);
  function seen() {
    const more = {
      left: scroll.scrollLeft > 4,
      right: scroll.scrollWidth - scroll.clientWidth - scroll.scrollLeft > 4,
      above: scroll.scrollTop > 4,
      below: scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop > 4,
    };
    Object.entries(more).forEach(([side, is]) => frame.classList.toggle("more-" + side, is));
    const isWhole = scroll.classList.contains("whole-height");
    const sides = (more.left && more.right ? ["to the left and the right"] : more.left ? ["to the left"] : more.right ? ["to the right"] : [])
      .concat(more.below ? ["below"] : []);
    all.hidden = !more.below && !more.above && !isWhole;
    cue.hidden = sides.length === 0 && all.hidden;
    words.textContent = sides.length ? "The picture goes on " + sides.join(" and ") + ": scroll it" + (more.below ? ", or" : ".") : more.above ? "This is the end of the picture." : "";
  }
  scroll.addEventListener("scroll", seen);
  const watch = new ResizeObserver(seen);
  watch.observe(scroll);
  scroll.querySelectorAll("svg").forEach((picture) => watch.observe(picture));
  return [frame, cue];
}

const section = (id, title, ...children) =>
  el("section", { class: "card", "data-section": id }, el("h3", {}, title), children);

function copyable(text, label) {
  const button = el("button", {
    type: "button",
    class: "copy",
    "aria-label": "copy " + label,
    onclick: () => {
      const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
      copied.then(() => { button.textContent = "copied"; }, () => { button.textContent = "select it"; });
    },
  }, "copy");
  return el("div", { class: "code" }, button, fill(document.createElement("pre"), {}, unbroken(visibleLines(text)).map((part) => (part instanceof Node ? part : document.createTextNode(part)))));
}
