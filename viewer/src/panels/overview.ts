// What the network holds, and who stands out. The first thing a reader sees beside the map.

import type { App } from "../app";
import type { Picture } from "../choose";
import { button, h, plain } from "../dom";
import { documentName } from "../network";
import { entity, many, picker, section } from "../parts";
import { betweenness } from "../paths";
import { counted } from "../text";

/** Go-betweens are counted among this many at most: the count is quadratic. */
const GO_BETWEENS = 1500;

export function overviewPanel(app: App, picture: Picture): HTMLElement {
  const { net, shown } = app;
  const { outline } = net;
  const values = (list: [number, string][]) =>
    h("ol", { class: "top" }, ...list.map(([node, value]) => h("li", {}, entity(app, node), h("span", { class: "quiet" }, value))));
  const nodes = [...shown.nodes].flatMap((on, n) => (on ? [n] : []));
  const top = (value: (n: number) => number, unit: (n: number) => string) =>
    nodes.map((n) => [n, value(n)] as [number, number]).sort((a, b) => b[1] - a[1]).slice(0, 10)
      .filter(([, v]) => v > 0).map(([n, v]) => [n, unit(v)] as [number, string]);
  const whole = (v: number) => v.toLocaleString("en");
  const among = h("div", {}, button("Count", () => {
    const some = picture.nodes.slice(0, GO_BETWEENS);
    const share = betweenness(net, shown, some);
    const list = [...share].sort((a, b) => b[1] - a[1]).slice(0, 10).filter(([, v]) => v > 0);
    among.replaceChildren(values(list.map(([n, v]) => [n, `${(v * 100).toFixed(1)} %`])),
      h("p", { class: "note" }, `share of shortest ways through it, among ${counted(some.length, "entity", "entities")} on the map`));
  }));
  const docs = outline.documents.map((_, doc) => doc);
  const inDoc = new Map<number, number>();
  for (let e = 0; e < net.edgeCount; e++) {
    if (shown.edges[e]) for (const doc of net.edges.documents[e]) inDoc.set(doc, (inDoc.get(doc) ?? 0) + 1);
  }
  docs.sort((a, b) => (inDoc.get(b) ?? 0) - (inDoc.get(a) ?? 0));
  const path = picker(app, { label: "Find a path from", placeholder: "Path from whom?" }, (node) =>
    app.go({ kind: "path", a: net.nodes.id[node], b: "", more: 0 }));
  return h("article", { class: "panel-overview" },
    h("header", {},
      h("p", { class: "kind" }, "network"),
      h("h2", { tabindex: "-1" }, `${counted(outline.nodes.id.length, "entity", "entities")}, ${counted(net.edgeCount, "relation")}`),
      outline.selection === null ? null : h("p", { class: "note" }, `A part of the network: ${plain(outline.selection)}.`),
      h("p", { class: "quiet" },
        `From ${counted(outline.documents.length, "document")}, read by ${outline.model || "an unknown model"}. `,
        outline.decisions ? `${counted(outline.decisions, "decision")} of the user applied. ` : "",
        outline.skipped ? `${counted(outline.skipped, "input")} could not be read.` : ""),
      h("p", { class: "quiet" }, "Every relation quotes its sentences: choose a point, a line or a name.")),
    path.element,
    section("Best connected", true, values(top((n) => net.degree[n], (v) => counted(v, "neighbour")))),
    section("Most mentioned", false, values(top((n) => net.nodes.mentions[n], (v) => counted(v, "mention")))),
    section("In most documents", false, values(top((n) => net.nodes.documents[n].length, (v) => counted(v, "document")))),
    section("Go-betweens", false, among),
    section("Documents", false, many(docs, 12, (doc) =>
      h("p", { class: "fact" }, button(documentName(net, doc), () => app.document(doc), { class: "link" }),
        h("span", { class: "quiet" }, ` ${outline.documents[doc].published ?? ""} · ${whole(inDoc.get(doc) ?? 0)} relations`)))),
    app.client.corrections ? h("p", {}, button("Decisions and undo", () => app.go({ kind: "decisions" }), { class: "link" })) : null);
}
