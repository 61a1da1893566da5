// How two entities are linked: the ways between them, each step with its relations.

import type { App } from "../app";
import { button, h } from "../dom";
import { between } from "../network";
import { entity, many, picker, status } from "../parts";
import { paths } from "../paths";
import { counted, readable } from "../text";

const MOST = 60;


export function pathPanel(app: App, a: string, b: string, more: number, show: (path: number[]) => void): HTMLElement {
  const { net } = app;
  const [from, to] = [net.place.get(a), net.place.get(b)];
  const go = (a: string, b: string, more: number) => app.go({ kind: "path", a, b, more });
  const first = picker(app, { label: "From", id: "path-from", placeholder: "From whom?", value: from === undefined ? "" : net.nodes.name[from] },
    (node) => go(net.nodes.id[node], b, more));
  const second = picker(app, { label: "To", id: "path-to", placeholder: "To whom?", value: to === undefined ? "" : net.nodes.name[to] },
    (node) => go(a, net.nodes.id[node], more));
  const length = h("select", { id: "path-length" },
    ...[[0, "shortest only"], [1, "up to 1 step more"], [2, "up to 2 steps more"], [3, "up to 3 steps more"]].map(([n, text]) =>
      h("option", { value: n, selected: n === more }, String(text))));
  length.addEventListener("change", () => go(a, b, Number(length.value)));
  const result = h("div", { class: "paths" });
  const panel = h("article", { class: "panel-path" },
    h("header", {}, h("p", { class: "kind" }, "path"), h("h2", { tabindex: "-1" }, "How are two linked?")),
    h("div", { class: "fields" },
      first.element, button("⇅", () => go(b, a, more), { "aria-label": "swap", class: "swap" }), second.element,
      h("label", { class: "inline" }, "Ways ", length)),
    result);
  show([]);
  if (from === undefined || to === undefined) {
    result.append(h("p", { class: "quiet" }, "Choose two entities. What is denied links nobody; filters count."));
    return panel;
  }
  const list = paths(net, app.shown, from, to, { more, most: MOST });
  if (!list.length) {
    result.append(h("p", { role: "status" }, from === to ? "That is one entity." : "No way between the two in what the filters leave."));
    return panel;
  }
  const steps = list[0].length - 1;
  result.append(h("p", { role: "status" },
    `${counted(list.length, "way")}${list.length === MOST ? " (the first)" : ""}; the shortest has ${counted(steps, "step")}.`));
  result.append(many(list, 5, (path) =>
    h("section", { class: "way" },
      button(`Show on the map`, () => show(path), { class: "link small" }),
      h("ol", {}, ...path.map((node, i) =>
        h("li", {}, entity(app, node), i + 1 < path.length ? step(app, node, path[i + 1]) : null))))));
  show(list[0]);
  return panel;
}

function step(app: App, a: number, b: number) {
  const { net } = app;
  const edges = between(net, a, b).filter((e) => app.shown.edges[e] && net.edges.status[e] !== net.statusOf.denied);
  const words = edges.slice(0, 3).map((e) => {
    const name = readable(net.outline.relations[net.edges.type[e]].name);
    const state = net.outline.statuses[net.edges.status[e]];
    const symmetric = net.outline.relations[net.edges.type[e]].symmetric;
    return h("span", {}, symmetric ? `– ${name} –` : net.edges.source[e] === a ? `↓ ${name}` : `↑ ${name}`, state === "asserted" ? null : status(state));
  });
  return h("div", { class: "step" },
    button([...words, edges.length > 3 ? ` and ${edges.length - 3} more` : ""], () => app.pair(a, b), { class: "link" }));
}

