// Everything about one entity. Enters: its id. Leaves: a panel that says where each thing stands.

import type { App } from "../app";
import type { About, Match, Merge } from "../contract";
import { button, h, said } from "../dom";
import { communityColour } from "../looks";
import { edgesOf, other, typeOf, when } from "../network";
import { documentLink, glyph, many, role, roles, section, status } from "../parts";
import { counted, marked, percent, readable } from "../text";
import { corrections } from "./correct";

export function entityPanel(app: App, id: string): HTMLElement {
  const node = app.net.place.get(id);
  if (node === undefined) return h("p", { class: "quiet" }, "This entity is not in the network now.");
  const { nodes } = app.net;
  const community = h("span", { class: "dot", "aria-hidden": "true" });
  community.style.background = communityColour(nodes.community[node]);
  const expanded = app.state.expanded.includes(id);
  const ego = app.state.ego === id;
  const later = h("div", { class: "later" }, h("p", { class: "quiet" }, "…"));
  const panel = h("article", { class: "panel-entity" },
    h("header", {},
      h("p", { class: "kind" }, glyph(typeOf(app.net, node)), readable(typeOf(app.net, node)), " · ", community, "around ", said(nodes.name[nodes.community.indexOf(nodes.community[node])])),
      h("h2", { tabindex: "-1" }, said(nodes.name[node])),
      nodes.aliases[node].length
        ? h("p", { class: "aliases" }, "also ", ...nodes.aliases[node].flatMap((alias, i) => [i ? "; " : "", said(alias)]))
        : null,
      h("p", { class: "badges" }, ...roles(app, node), nodes.listed[node] ? h("span", { class: "badge listed" }, "like an entry of a watchlist") : null)),
    h("p", { class: "actions" },
      button(expanded ? "Fold neighbours" : "Show neighbours", () => app.expand(node), { "aria-pressed": String(expanded) }),
      button(ego ? "Whole network" : "Only around it", () => app.picture((s) => {
        s.ego = ego ? "" : id;
      }), { "aria-pressed": String(ego) }),
      ego
        ? h("label", { class: "inline" }, "steps ", steps(app))
        : null,
      button("Path from here", () => app.go({ kind: "path", a: id, b: "", more: 0 }))),
    relations(app, node),
    later,
    app.canCorrect ? corrections(app, node) : null);
  app.client.about(id, node).then(
    (about) => {
      later.replaceChildren(...(about ? details(app, id, about) : [h("p", { class: "note" }, "The file had no room for what is said of it; `unravel query show` has it.")]));
    },
    (error: Error) => later.replaceChildren(h("p", { class: "note", role: "alert" }, error.message)),
  );
  return panel;
}

function steps(app: App) {
  const select = h("select", {}, ...[1, 2, 3].map((n) => h("option", { value: n, selected: app.state.steps === n }, String(n))));
  select.addEventListener("change", () => app.picture((s) => {
    s.steps = Number(select.value);
  }));
  return select;
}

/** Its relations, by what they say. */
function relations(app: App, node: number) {
  const { net, shown } = app;
  const all = [...edgesOf(net, node)];
  const edges = all.filter((e) => shown.edges[e]);
  const hidden = all.length - edges.length;
  const groups = new Map<string, number[]>();
  for (const e of edges) {
    const kind = net.outline.relations[net.edges.type[e]];
    const name = readable(kind.name);
    const key = kind.symmetric ? `– ${name}` : net.edges.source[e] === node ? name : `← ${name}`;
    groups.set(key, [...(groups.get(key) ?? []), e]);
  }
  const row = (e: number) =>
    h("li", {},
      button([said(net.nodes.name[other(net, e, node)])], () => app.pair(node, other(net, e, node)), { class: "link" }),
      h("span", { class: "quiet" },
        ` ${counted(net.edges.support[e], "document")}, ${net.edges.confidence[e]}\u00a0%`, when(net, e) ? `, ${when(net, e)}` : ""),
      net.outline.statuses[net.edges.status[e]] === "asserted" ? null : status(net.outline.statuses[net.edges.status[e]]));
  const order = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  return section(counted(edges.length, "relation"), true,
    ...order.map(([name, list]) =>
      h("div", { class: "group" },
        h("h3", {}, name.startsWith("← ") ? [h("span", { "aria-label": "is the object of" }, "← "), name.slice(2)] : name.startsWith("– ") ? name : `${name} →`),
        many(list, 12, row, "ul", "rows"))),
    hidden ? h("p", { class: "note" }, `${counted(hidden, "relation")} hidden by the filters`) : null);
}

function details(app: App, id: string, about: About): Node[] {
  const parts: Node[] = [];
  if (about.roles.length) {
    parts.push(section("Why these roles", true, many(about.roles, 4, ([name, reason, score, doc, start, , text]) =>
      h("figure", { class: "quote" },
        h("p", {}, role(name), ` ${reason}, ${percent(score)}`),
        h("blockquote", { dir: "auto" }, ...marked(text, start, [])),
        h("figcaption", {}, documentLink(app, doc, id, start))))));
  }
  const matches = (about.attributes.watchlist ?? []) as Match[];
  if (Array.isArray(matches) && matches.length) {
    parts.push(section("Watchlists", true,
      h("p", { class: "note" }, "Like an entry: this does not say that the two are one."),
      ...matches.map((match) => h("div", { class: "fact" },
        h("strong", {}, said(String(match.name))), ` ${percent(Number(match.score))} · `, said(String(match.list)), " ", said(String(match.id)),
        match.programs?.length ? h("p", { class: "quiet" }, said(match.programs.join(", "))) : null,
        h("ul", {}, ...(match.reasons ?? []).map((reason) => h("li", {}, said(String(reason)))))))));
  }
  const byDoc = new Map<number, About["mentions"]>();
  for (const mention of about.mentions) byDoc.set(mention[0], [...(byDoc.get(mention[0]) ?? []), mention]);
  const docs = [...byDoc].sort((a, b) => b[1].length - a[1].length);
  parts.push(section(`${counted(about.mentions.length, "mention")} in ${counted(docs.length, "document")}`, docs.length < 8,
    many(docs, 10, ([doc, mentions]) => {
      const words = new Map<string, number>();
      for (const [, , , text] of mentions) words.set(text, (words.get(text) ?? 0) + 1);
      const listed = [...words].sort((a, b) => b[1] - a[1]).slice(0, 6);
      return h("div", { class: "fact" },
        documentLink(app, doc, id, mentions[0][1]), h("span", { class: "quiet" }, ` · ${mentions.length}×`),
        h("p", { class: "quiet words" }, ...listed.flatMap(([text, n], i) => [i ? ", " : "", said(text), n > 1 ? ` ${n}×` : ""])));
    })));
  const known = app.net.nodes.mentions[app.net.place.get(id)!];
  if (about.mentions.length < known) {
    parts.push(h("p", { class: "note" }, `Of ${counted(known, "mention")} this file had room for the first ${about.mentions.length.toLocaleString("en")}; \`unravel query show\` has them all.`));
  }
  const merges = (about.attributes.merges ?? []) as Merge[];
  if (Array.isArray(merges) && merges.length) {
    parts.push(section("Why these names are one", false, many(merges, 8, (merge) =>
      h("p", { class: "fact" }, said(String(merge.name)), " → ", said(String(merge.into)),
        h("span", { class: "quiet" }, ` ${merge.reason}, ${percent(Number(merge.score))}`)))));
  }
  const rest = Object.entries(about.attributes).filter(([name]) => !["watchlist", "merges", "roles"].includes(name));
  if (rest.length) {
    parts.push(section("Facts", false, h("dl", {}, ...rest.flatMap(([name, value]) => [
      h("dt", {}, readable(name)), h("dd", {}, said(typeof value === "string" ? value : JSON.stringify(value))),
    ]))));
  }
  parts.push(h("p", { class: "quiet id" }, "id ", said(id)));
  return parts;
}

