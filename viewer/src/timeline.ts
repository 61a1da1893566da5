// When things were. Enters: dates of relations. Leaves: bars, and a stretch of time chosen by
// dragging over them or with two sliders. Dates are those of facts, where a text gives one.

import type { App } from "./app";
import { button, h } from "./dom";
import { counted } from "./text";

export function timeline(app: App): HTMLElement {
  const { net, state } = app;
  const { first, last } = net.edges;
  const dated = first.flatMap((date, e) => (date ? [[date.slice(0, 4), (last[e] ?? date).split("/").pop()!.slice(0, 4), e] as const] : []));
  const years = dated.flatMap(([from, to]) => [Number(from), Number(to)]).filter((y) => y > 1000 && y < 2200);
  const box = h("section", { class: "timeline", "aria-label": "Timeline" });
  if (!years.length) {
    box.append(h("p", { class: "quiet" }, "No relation has a date."));
    return box;
  }
  const [low, high] = [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))];
  const byMonth = high - low < 5;
  const bins: string[] = [];
  for (let y = low; y <= high; y++) {
    if (byMonth) for (let m = 1; m <= 12; m++) bins.push(`${y}-${String(m).padStart(2, "0")}`);
    else bins.push(String(y));
  }
  const size = bins[0].length;
  const all = new Array<number>(bins.length).fill(0);
  const on = new Array<number>(bins.length).fill(0);
  for (const [, , e] of dated) {
    const bin = bins.indexOf(first[e]!.split("/")[0].slice(0, size).padEnd(size, "-01"));
    if (bin < 0) continue;
    all[bin]++;
    if (app.shown.edges[e]) on[bin]++;
  }
  const most = Math.max(...all, 1);
  const { from, to } = state.filter;
  const at = (time: string, otherwise: number) => {
    const place = bins.indexOf(time);
    return time && place >= 0 ? place : otherwise;
  };
  let [a, b] = [at(from, 0), at(to, bins.length - 1)];
  const bars = h("div", { class: "bars", "aria-hidden": "true" }, ...bins.map((bin, i) => {
    const bar = h("div", { class: "bar", title: `${bin}: ${counted(all[i], "relation")}` }, h("i", {}), h("b", {}));
    (bar.firstChild as HTMLElement).style.height = `${(Math.sqrt(all[i] / most) * 100).toFixed(1)}%`;
    (bar.lastChild as HTMLElement).style.height = `${(Math.sqrt(on[i] / most) * 100).toFixed(1)}%`;
    return bar;
  }));
  const range = h("span", { class: "range" });
  const slider = (label: string, value: number, set: (value: number) => void) => {
    const input = h("input", { type: "range", min: 0, max: bins.length - 1, value, "aria-label": label, "aria-valuetext": bins[value] });
    input.addEventListener("input", () => {
      set(Number(input.value));
      input.setAttribute("aria-valuetext", bins[Number(input.value)]);
      mark();
    });
    input.addEventListener("change", choose);
    return input;
  };
  const start = slider("from", a, (v) => {
    a = Math.min(v, b);
    start.value = String(a);
  });
  const end = slider("to", b, (v) => {
    b = Math.max(v, a);
    end.value = String(b);
  });
  const isAll = () => a === 0 && b === bins.length - 1;
  function mark() {
    [...bars.children].forEach((bar, i) => bar.classList.toggle("out", i < a || i > b));
    range.textContent = a === b ? bins[a] : `${bins[a]} – ${bins[b]}`;
  }
  function choose() {
    app.filter((f) => {
      f.from = isAll() ? "" : bins[a];
      f.to = isAll() ? "" : bins[b];
    });
  }
  // A brush: press, drag, let go.
  let begun = -1;
  const place = (event: PointerEvent) => {
    const { left, width } = bars.getBoundingClientRect();
    return Math.max(0, Math.min(bins.length - 1, Math.floor(((event.clientX - left) / width) * bins.length)));
  };
  bars.addEventListener("pointerdown", (event) => {
    begun = place(event);
    bars.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bars.addEventListener("pointermove", (event) => {
    if (begun < 0) return;
    const now = place(event);
    [a, b] = [Math.min(begun, now), Math.max(begun, now)];
    start.value = String(a);
    end.value = String(b);
    mark();
  });
  bars.addEventListener("pointerup", (event) => {
    if (begun < 0) return;
    const now = place(event);
    [a, b] = [Math.min(begun, now), Math.max(begun, now)];
    begun = -1;
    choose();
  });
  const undated = h("input", { type: "checkbox", checked: state.filter.undated });
  undated.addEventListener("change", () => app.filter((f) => {
    f.undated = undated.checked;
  }));
  mark();
  box.append(
    h("div", { class: "row" }, h("h2", {}, "When"), range,
      h("span", { class: "quiet" }, `${dated.length.toLocaleString("en")} of ${counted(net.edgeCount, "relation")} have a date`),
      from || to ? h("label", { class: "check" }, undated, "keep those without") : null,
      from || to ? button("All times", () => app.filter((f) => {
        f.from = f.to = "";
      }), { class: "link" }) : null),
    bars, h("div", { class: "sliders" }, start, end));
  return box;
}
