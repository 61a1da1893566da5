// What is looked at: chips and sliders. Enters and leaves: the filter. A choice of nothing is all.

import type { App } from "../app";
import { button, h, said } from "../dom";
import { isOn, nothing, type Filter } from "../filter";
import { roleColour, themeColour, typeColour } from "../looks";
import { documentName } from "../network";
import { glyph, section } from "../parts";
import { fold, readable } from "../text";

type Choice = "types" | "roles" | "relations" | "statuses" | "documents";

export function filtersPanel(app: App): HTMLElement {
  const { net } = app;
  const { outline, edges, nodes } = net;
  const f = app.state.filter;
  const count = (all: string[], places: Iterable<number>) => {
    const counts = new Array<number>(all.length).fill(0);
    for (const place of places) counts[place]++;
    return counts;
  };
  const group = (title: string, choice: Choice, names: string[], counts: number[], mark: (name: string) => Node | null) => {
    const present = names.map((name, i) => [name, counts[i]] as const).filter(([name, n]) => n > 0 || f[choice].has(name));
    if (!present.length) return null;
    return h("fieldset", {}, h("legend", {}, title),
      h("div", { class: "chips" }, ...present.map(([name, n]) =>
        button([mark(name), h("span", {}, readable(name)), h("span", { class: "quiet count" }, n.toLocaleString("en"))], () => toggle(app, choice, name), {
          class: "chip", "aria-pressed": String(f[choice].has(name)), "data-value": name,
        }))));
  };
  const dot = (colour: string) => {
    const span = h("span", { class: "dot", "aria-hidden": "true" });
    span.style.background = colour;
    return span;
  };
  const byStatus = count(outline.statuses, edges.status);
  const byRole = outline.roles.map((_, bit) => nodes.roles.reduce((n, bits) => n + ((bits >> bit) & 1), 0));
  const asserted = f.statuses.size === 1 && f.statuses.has("asserted");
  const only = h("input", { type: "checkbox", id: "asserted", checked: asserted });
  only.addEventListener("change", () => app.filter((filter) => {
    filter.statuses = new Set(only.checked ? ["asserted"] : []);
  }));
  const least = h("input", { type: "range", id: "confidence", min: 0, max: 95, step: 5, value: f.confidence });
  const said = h("output", { for: "confidence" }, `${f.confidence}\u00a0%`);
  least.addEventListener("input", () => {
    said.textContent = `${least.value}\u00a0%`;
  });
  least.addEventListener("change", () => app.filter((filter) => {
    filter.confidence = Number(least.value);
  }));
  const themes = new Map(outline.relations.map((r) => [r.name, r.theme]));
  return h("div", { class: "filters" },
    h("div", { class: "row" }, h("h2", {}, "Filters"),
      isOn(f) ? button("Clear", () => app.filter((filter) => Object.assign(filter, nothing())), { class: "link" }) : null),
    h("label", { class: "check strong" }, only, "Only what is asserted"),
    group("Types", "types", outline.types, count(outline.types, nodes.type), (name) => glyph(name, app.state.colour === "type" ? typeColour(name) : "currentColor")),
    group("Roles", "roles", outline.roles, byRole, (name) => dot(roleColour(name))),
    group("Relations", "relations", outline.relations.map((r) => r.name), count(outline.relations.map((r) => r.name), edges.type), (name) => dot(themeColour(themes.get(name) ?? "other"))),
    group("Status", "statuses", outline.statuses, byStatus, () => null),
    h("fieldset", {}, h("legend", {}, "Confidence"), h("label", { class: "inline", for: "confidence" }, "at least\u00a0"), said, least),
    documents(app, f));
}

function toggle(app: App, choice: Choice, name: string) {
  app.filter((filter) => {
    if (!filter[choice].delete(name)) filter[choice].add(name);
  });
  // The panel was drawn anew: the reader stays where they were.
  document.querySelector<HTMLElement>(`.filters .chip[data-value="${CSS.escape(name)}"]`)?.focus();
}

/** Documents are many: a field finds them. */
function documents(app: App, f: Filter) {
  const { net } = app;
  const list = h("div", { class: "checks" });
  const field = h("input", { type: "search", "aria-label": "Find a document", placeholder: "Find a document" });
  const all = net.outline.documents;
  const folded = all.map((doc, i) => fold(`${documentName(net, i)} ${doc.id}`));
  const draw = () => {
    const words = fold(field.value.trim());
    const found = all.map((_, i) => i).filter((i) => f.documents.has(all[i].id) || folded[i].includes(words));
    found.sort((a, b) => Number(f.documents.has(all[b].id)) - Number(f.documents.has(all[a].id)));
    list.replaceChildren(
      ...found.slice(0, 40).map((i) => {
        const box = h("input", { type: "checkbox", checked: f.documents.has(all[i].id) });
        box.addEventListener("change", () => app.filter((filter) => {
          if (!filter.documents.delete(all[i].id)) filter.documents.add(all[i].id);
        }));
        return h("label", { class: "check" }, box, said(documentName(net, i)));
      }),
      found.length > 40 ? h("p", { class: "quiet" }, `and ${found.length - 40} more`) : "");
  };
  field.addEventListener("input", draw);
  draw();
  return section(`Documents (${f.documents.size || "all"} of ${all.length})`, f.documents.size > 0, field, list);
}
