// What links two entities: every relation with every sentence that states it.

import type { App } from "../app";
import { button, h, said } from "../dom";
import { between, edgeId, when } from "../network";
import { entity, many, quotation, status } from "../parts";
import { counted, readable } from "../text";
import { ask } from "./correct";

export function pairPanel(app: App, aId: string, bId: string): HTMLElement {
  const { net } = app;
  const [a, b] = [net.place.get(aId), net.place.get(bId)];
  if (a === undefined || b === undefined) return h("p", { class: "quiet" }, "One of the two is not in the network now.");
  const edges = between(net, a, b);
  const hidden = edges.filter((e) => !app.shown.edges[e]).length;
  return h("article", { class: "panel-pair" },
    h("header", {},
      h("p", { class: "kind" }, counted(edges.length, "relation")),
      h("h2", { tabindex: "-1" }, said(net.nodes.name[a]), h("span", { class: "quiet" }, " and "), said(net.nodes.name[b])),
      h("p", { class: "actions" }, entity(app, a, { class: "entity" }), entity(app, b, { class: "entity" }))),
    hidden ? h("p", { class: "note" }, `${counted(hidden, "relation")} of these are hidden on the map by the filters.`) : null,
    ...edges.map((e) => relation(app, e)));
}

/** One relation with its sentences. */
export function relation(app: App, e: number): HTMLElement {
  const { net } = app;
  const { source, target, type, confidence, support } = net.edges;
  const kind = net.outline.relations[type[e]];
  const quotes = h("div", { class: "quotes" }, h("p", { class: "quiet" }, "…"));
  const id = edgeId(net, e);
  app.client.sentences(id, e).then(
    (list) => {
      const { most } = app.client;
      const cut = most !== null && (list?.length ?? 0) >= most;
      quotes.replaceChildren(list
        ? h("div", {}, many(list, 6, (sentence) => quotation(app, e, sentence)),
          cut ? h("p", { class: "note" }, `The file holds the first ${most!.toLocaleString("en")} sentences of a relation; \`unravel query show\` has them all.`) : null)
        : h("p", { class: "note" }, "The file had no room for these sentences; `unravel query show` has them."));
    },
    (error: Error) => quotes.replaceChildren(h("p", { class: "note", role: "alert" }, error.message)),
  );
  return h("section", { class: "relation" },
    h("h3", {}, said(net.nodes.name[source[e]], { class: "subject" }), h("span", { class: "verb" }, ` ${readable(kind.name)} ${kind.symmetric ? "–" : "→"} `), said(net.nodes.name[target[e]], { class: "object" })),
    h("p", { class: "facts" },
      status(net.outline.statuses[net.edges.status[e]]),
      h("span", { title: "combined confidence of all sentences" }, `${confidence[e]}\u00a0%`),
      when(net, e) ? h("span", {}, when(net, e)) : null,
      h("span", {}, counted(support[e], "document"))),
    quotes,
    app.canCorrect
      ? h("p", { class: "actions" }, button("Reject this relation", () => void ask(app, { do: "reject", what: id }, quotes), { class: "danger" }))
      : null);
}
