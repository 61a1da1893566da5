// The same data as lists: for who reads or listens instead of looking at points, and where a browser
// cannot draw. Enters: what the filters leave. Leaves: two tables, the most important first.

import type { App } from "./app";
import { button, h } from "./dom";
import { when } from "./network";
import { entity, roles, status } from "./parts";
import { counted, readable } from "./text";

const PAGE = 100;

export function lists(app: App): HTMLElement {
  let what: "entities" | "relations" = "entities";
  const body = h("div", { class: "table", tabindex: "0", role: "region", "aria-label": "table" });
  const tab = (name: typeof what, label: string) =>
    button(label, () => {
      what = name;
      draw();
    }, { class: "tab", role: "tab", id: `tab-${name}`, "aria-controls": "list-body" });
  const tabs = [
    tab("entities", counted(app.shown.nodeCount, "entity", "entities")),
    tab("relations", counted(app.shown.edgeCount, "relation")),
  ];
  const draw = () => {
    tabs.forEach((t) => t.setAttribute("aria-selected", String(t.id === `tab-${what}`)));
    body.replaceChildren(what === "entities" ? entities(app) : relations(app));
    body.setAttribute("aria-label", what);
  };
  draw();
  return h("div", { class: "lists" }, h("div", { class: "tabs", role: "tablist", "aria-label": "Lists" }, ...tabs),
    h("div", { id: "list-body", role: "tabpanel", class: "tabpanel", "aria-label": "list" }, body));
}

interface Column<T> {
  name: string;
  cell: (one: T) => (Node | string | null)[];
  /** How it sorts; none where it does not. */
  key?: (one: T) => number | string;
  number?: boolean;
}

function table<T>(columns: Column<T>[], all: T[]): HTMLElement {
  let rows = all;
  let by = -1;
  let up = false;
  const body = h("tbody", {});
  const foot = h("p", {});
  let drawn = 0;
  const more = () => {
    body.append(...rows.slice(drawn, drawn + PAGE).map((one) =>
      h("tr", {}, ...columns.map((c) => h("td", { class: c.number ? "number" : "" }, ...c.cell(one).filter((x): x is Node | string => x !== null))))));
    drawn = Math.min(rows.length, drawn + PAGE);
    foot.replaceChildren(drawn < rows.length
      ? button(`Show more (${(rows.length - drawn).toLocaleString("en")} left)`, more, { class: "link" })
      : "");
  };
  const heads = columns.map((c, i) =>
    h("th", { scope: "col", class: c.number ? "number" : "" },
      c.key
        ? button(c.name, () => {
            up = by === i ? !up : !c.number;
            by = i;
            const sign = up ? 1 : -1;
            rows = [...all].sort((a, b) => (c.key!(a) < c.key!(b) ? -sign : c.key!(a) > c.key!(b) ? sign : 0));
            heads.forEach((th, k) => (k === i ? th.setAttribute("aria-sort", up ? "ascending" : "descending") : th.removeAttribute("aria-sort")));
            body.replaceChildren();
            drawn = 0;
            more();
          }, { class: "sort" })
        : c.name));
  more();
  return h("div", {}, h("table", {}, h("thead", {}, h("tr", {}, ...heads)), body), foot);
}

function entities(app: App) {
  const { net } = app;
  const all = [...app.shown.nodes].flatMap((on, n) => (on ? [n] : []));
  return table<number>([
    { name: "Name", cell: (n) => [entity(app, n)], key: (n) => net.nodes.name[n].toLowerCase() },
    { name: "Type", cell: (n) => [readable(net.outline.types[net.nodes.type[n]])], key: (n) => net.nodes.type[n] },
    { name: "Roles", cell: (n) => roles(app, n) },
    { name: "Neighbours", cell: (n) => [String(net.degree[n])], key: (n) => net.degree[n], number: true },
    { name: "Mentions", cell: (n) => [String(net.nodes.mentions[n])], key: (n) => net.nodes.mentions[n], number: true },
    { name: "Documents", cell: (n) => [String(net.nodes.documents[n].length)], key: (n) => net.nodes.documents[n].length, number: true },
  ], all);
}

function relations(app: App) {
  const { net } = app;
  const { source, target, type, confidence, support } = net.edges;
  const all = [...app.shown.edges].flatMap((on, e) => (on ? [e] : []));
  const kind = (e: number) => readable(net.outline.relations[type[e]].name);
  return table<number>([
    { name: "Subject", cell: (e) => [entity(app, source[e])], key: (e) => net.nodes.name[source[e]].toLowerCase() },
    {
      name: "Relation",
      cell: (e) => [button(kind(e), () => app.pair(source[e], target[e]), { class: "link verb" })],
      key: kind,
    },
    { name: "Object", cell: (e) => [entity(app, target[e])], key: (e) => net.nodes.name[target[e]].toLowerCase() },
    { name: "Status", cell: (e) => [status(net.outline.statuses[net.edges.status[e]])], key: (e) => net.edges.status[e] },
    { name: "Confidence", cell: (e) => [`${confidence[e]}\u00a0%`], key: (e) => confidence[e], number: true },
    { name: "When", cell: (e) => [when(net, e)], key: (e) => when(net, e) || "9999" },
    { name: "Documents", cell: (e) => [String(support[e])], key: (e) => support[e], number: true },
  ], all);
}

