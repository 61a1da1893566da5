// A document with everything that the network found in it, and jumps from mention to mention. Where
// the text is not known (a JSON graph keeps sentences only) it shows the sentences that are quoted.

import type { App } from "../app";
import type { InDocument } from "../contract";
import { announce, button, h, plain, said } from "../dom";
import { documentName } from "../network";
import { counted, marked, type Range } from "../text";

export function documentPanel(app: App, id: string, entity: string, at: number): HTMLElement {
  const doc = app.net.documents.get(id);
  if (doc === undefined) return h("p", { class: "quiet" }, "This document is not in the network.");
  const { title, published, near } = app.net.outline.documents[doc];
  const body = h("div", { class: "body" }, h("p", { class: "quiet" }, "…"));
  const panel = h("article", { class: "panel-document" },
    h("header", {},
      h("p", { class: "kind" }, "document", published ? ` · ${published}` : ""),
      h("h2", { tabindex: "-1" }, said(documentName(app.net, doc))),
      title ? h("p", { class: "quiet id" }, said(id)) : null,
      near === null ? null : h("p", { class: "note" }, "Nearly the same text as ", button(said(documentName(app.net, near)), () => app.document(near), { class: "link" }), "; the two count as one."),
      h("p", { class: "actions" }, button("Only this document", () => app.filter((f) => {
        f.documents = new Set([id]);
      })))),
    body);
  app.client.document(id, doc).then(
    (inside) => body.replaceChildren(...read(app, inside, entity, at)),
    (error: Error) => body.replaceChildren(h("p", { class: "note", role: "alert" }, error.message)),
  );
  return panel;
}

function read(app: App, inside: InDocument, chosen: string, at: number): Node[] {
  const counts = new Map<string, number>();
  for (const [id] of inside.mentions) counts.set(id, (counts.get(id) ?? 0) + 1);
  const order = [...counts].filter(([id]) => app.net.place.has(id)).sort((a, b) => b[1] - a[1]);
  const name = (id: string) => plain(app.net.nodes.name[app.net.place.get(id)!]);
  const select = h("select", { id: "in-document" },
    h("option", { value: "" }, `all ${counted(inside.mentions.length, "mention")}${inside.partial ? " in this file" : ""}`),
    ...order.map(([id, n]) => h("option", { value: id, selected: id === chosen }, `${name(id)} (${n})`)));
  const place = h("span", { class: "quiet place", "aria-live": "polite" });
  const text = h("div", { class: inside.text === null ? "text sentences" : "text", dir: "auto" });
  let marks: HTMLElement[] = [];
  let now = -1;
  const draw = () => {
    const ranges: Range[] = inside.sentences.map(([start, end]) => ({ start, end, class: "stated" }));
    for (const [id, start, end, , kind] of inside.mentions) {
      const own = id === select.value;
      if (select.value && !own && kind !== "name") continue;
      ranges.push({ start, end, class: own ? "mention chosen" : "mention", data: { id, start: String(start) } });
    }
    if (inside.text !== null) text.replaceChildren(...marked(inside.text, 0, ranges));
    else {
      text.replaceChildren(...inside.sentences.map(([start, end, sentence]) =>
        h("p", {}, ...marked(sentence, start, ranges.filter((r) => r.class !== "stated" && r.start < end && r.end > start)))));
      if (!inside.sentences.length) text.append(h("p", { class: "quiet" }, "No sentence of it states a relation."));
    }
    const seen = new Set<string>();
    marks = [...text.querySelectorAll<HTMLElement>(select.value ? "mark.chosen" : "mark.mention")].filter((mark) => {
      const key = `${mark.dataset.id} ${mark.dataset.start}`;
      return !seen.has(key) && !!seen.add(key);
    });
    now = -1;
    place.textContent = marks.length ? counted(marks.length, "mention") : "no mention in what is known of the text";
  };
  const jump = (to: number) => {
    if (!marks.length) return;
    marks[now]?.classList.remove("now");
    now = (to + marks.length) % marks.length;
    marks[now].classList.add("now");
    marks[now].scrollIntoView({ block: "center", behavior: "auto" });
    place.textContent = `${now + 1} of ${marks.length}`;
    announce(`mention ${now + 1} of ${marks.length}: ${marks[now].textContent}`);
  };
  select.addEventListener("change", () => {
    draw();
    jump(0);
  });
  text.addEventListener("click", (event) => {
    const mark = (event.target as HTMLElement).closest<HTMLElement>("mark.mention");
    const node = mark?.dataset.id === undefined ? undefined : app.net.place.get(mark.dataset.id);
    if (node !== undefined) app.entity(node);
  });
  draw();
  requestAnimationFrame(() => {
    if (!chosen && !at) return;
    const from = marks.findIndex((mark) => Number(mark.dataset.start) >= at);
    jump(Math.max(from, 0));
  });
  return [
    h("div", { class: "jump" },
      h("label", { class: "away", for: "in-document" }, "Mentions of"), select,
      button("↑", () => jump(now - 1), { "aria-label": "previous mention" }),
      button("↓", () => jump(now + 1), { "aria-label": "next mention" }), place),
    inside.partial
      ? h("p", { class: "note" }, "This file had no room for all mentions and sentences: more may be said of the document. unravel serve shows all.")
      : null,
    inside.text === null
      ? h("p", { class: "note" }, "The whole text is not known here: a case keeps it, a JSON network keeps the sentences that state something.")
      : null,
    text,
  ].filter((part) => part !== null);
}
