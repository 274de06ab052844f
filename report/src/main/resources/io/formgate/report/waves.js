// The first vectors as waveforms.

const WAVE_ROW = 30;

function waves(w) {
  const longest = Math.max(3, ...w.signals.filter((s) => !s.isBit).flatMap((s) => s.values.map((v) => v.length)));
  const cell = Math.max(40, 7 * longest + 16);
  const labels = Math.min(170, 16 + 7 * Math.max(5, ...w.signals.map((s) => s.name.length)));
  const width = labels + cell * w.cycles + 8;
  const height = 24 + WAVE_ROW * (w.signals.length + 1) + 8;
  const picture = svg("svg", { class: "waves", width, height, viewBox: "0 0 " + width + " " + height });
  for (let c = 0; c < w.cycles; c++) {
    picture.append(
      svg("line", { class: "clock", x1: labels + c * cell, x2: labels + c * cell, y1: 18, y2: height - 4 }),
      svg("text", { x: labels + (c + 0.5) * cell, y: 13, "text-anchor": "middle" }, c === 0 ? "cycle 0" : c));
  }
  let d = "";
  for (let c = 0; c < w.cycles; c++) {
    const x = labels + c * cell;
    d += (c === 0 ? "M" : "L") + x + ",40L" + x + ",26L" + (x + cell / 2) + ",26L" + (x + cell / 2) + ",40L" + (x + cell) + ",40";
  }
  picture.append(name("clock", 24), svg("path", { class: "level", d }));
  w.signals.forEach((s, i) => {
    const y = 24 + WAVE_ROW * (i + 1);
    picture.append(name(s.name, y));
    s.isBit ? level(s, y) : bus(s, y);
  });

  function name(text, y) {
    const shown = visible(text);
    return svg("text", { x: labels - 8, y: y + 14, "text-anchor": "end" }, svg("title", {}, shown), shown.length > 22 ? shown.slice(0, 21) + "…" : shown);
  }

  function level(s, y) {
    let path = "";
    s.values.forEach((v, c) => {
      const h = v === "1" ? y + 2 : y + 18;
      path += (c === 0 ? "M" : "L") + (labels + c * cell) + "," + h + "L" + (labels + (c + 1) * cell) + "," + h;
    });
    picture.append(svg("path", { class: "level", d: path }));
  }

  function bus(s, y) {
    s.values.forEach((v, c) => {
      const x = labels + c * cell;
      if (v === "") {
        picture.append(svg("line", { class: "unknown", x1: x + 2, x2: x + cell - 2, y1: y + 10, y2: y + 10 }));
        return;
      }
      const right = x + cell;
      picture.append(
        svg("path", { class: "bus", d: "M" + (x + 1) + "," + (y + 10) + "l4,-9H" + (right - 5) + "l4,9l-4,9H" + (x + 5) + "z" }),
        svg("text", { x: x + cell / 2, y: y + 14, "text-anchor": "middle" }, v));
    });
  }
  return [el("p", { class: "note" }, w.source), windowed(el("div", { class: "scroll picture", tabindex: "0", role: "img", "aria-label": "waveforms" }, picture))];
}
