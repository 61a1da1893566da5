// Small parts that several panels have. Enters: the app and a thing. Leaves: elements.

import type { App } from "./app";
import type { Sentence } from "./contract";
import { announce, button, copy, h, plain, said } from "./dom";
import { ROLE_ORDER, roleColour, shapeOf, shapePath } from "./looks";
import { documentName, rolesOf, typeOf } from "./network";
import { fold, marked, percent, readable } from "./text";

const SVG = "http://www.w3.org/2000/svg";

/** The shape of an entity's type, in a colour. */
export function glyph(type: string, colour = "currentColor"): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "-8 -8 16 16"], ["class", "glyph"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shapePath(shapeOf(type), 6.5));
  path.setAttribute("fill", colour);
  svg.append(path);
  return svg;
}

/** A link to an entity. */
export function entity(app: App, node: number, props: Record<string, unknown> = {}) {
  return button([glyph(typeOf(app.net, node)), said(app.net.nodes.name[node])], () => app.entity(node), {
    class: "link entity", title: readable(typeOf(app.net, node)), ...props,
  });
}

export function roles(app: App, node: number) {
  return ROLE_ORDER.concat(app.net.outline.roles.filter((r) => !ROLE_ORDER.includes(r)))
    .filter((role) => rolesOf(app.net, node).includes(role))
    .map(role);
}

export function role(name: string) {
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  dot.style.background = roleColour(name);
  return h("span", { class: "badge" }, dot, readable(name));
}

export const status = (name: string) => h("span", { class: `badge status ${name}` }, name);

export function documentLink(app: App, doc: number, entityId = "", at = 0) {
  const { published, id } = app.net.outline.documents[doc];
  return h("span", { class: "source" },
    button(said(documentName(app.net, doc)), () => app.document(doc, entityId, at), { class: "link", title: plain(id) }),
    published ? h("span", { class: "quiet" }, ` · ${published}`) : null);
}

/** A quoted sentence with both mentions marked, and where it comes from. */
export function quotation(app: App, edge: number, sentence: Sentence) {
  const [doc, start, end, text, [s0, s1, o0, o1], extractor, score, state, date] = sentence;
  const { source, target, type } = app.net.edges;
  const names = [source[edge], target[edge]].map((n) => app.net.nodes.name[n]);
  const cite = () => {
    const { id, title, published } = app.net.outline.documents[doc];
    const relation = readable(app.net.outline.relations[type[edge]].name);
    const head = [title?.trim(), published, `${id}, characters ${start}-${end}`].filter(Boolean).join(", ");
    void copy(
      `"${plain(text)}" (${plain(head)}). Read as: ${plain(names[0])} - ${relation} - ${plain(names[1])}, ` +
        `${state}${date ? `, ${date}` : ""}, score ${score.toFixed(2)}, by ${extractor}, ${app.net.outline.generator}.`,
    ).then(() => announce("citation copied"));
  };
  // "He" may be named sentences before: then there is nothing to mark here.
  const elsewhere = [[s0, s1], [o0, o1]].flatMap(([from, to], i) => (to <= start || from >= end ? [names[i]] : []));
  return h("figure", { class: "quote" },
    h("blockquote", { dir: "auto" },
      ...marked(text, start, [
        { start: s0, end: s1, class: "subject" },
        { start: o0, end: o1, class: "object" },
      ])),
    h("figcaption", {},
      elsewhere.length ? h("span", { class: "quiet elsewhere" }, ...elsewhere.flatMap((name, i) => [i ? " and " : "", said(name)]), " named in a sentence nearby") : null,
      documentLink(app, doc, app.net.nodes.id[source[edge]], start),
      h("span", { class: "facts" },
        status(state), date ? h("span", {}, date.replace("/", " – ")) : null,
        h("span", { title: "how likely this sentence is read rightly" }, percent(score)),
        h("span", { class: "quiet" }, extractor)),
      button("Copy as citation", cite, { class: "link small" })));
}

let boxes = 0;

/** A field that suggests entities while one types: arrows choose, Enter takes. */
export function picker(
  app: App,
  props: { label: string; placeholder?: string; value?: string; id?: string; allow?: (node: number) => boolean },
  take: (node: number) => void,
) {
  const id = props.id ?? `pick-${++boxes}`;
  const list = h("ul", { id: `${id}-list`, role: "listbox", class: "suggestions", "aria-label": props.label, hidden: true });
  const input = h("input", {
    id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-label": props.label,
    "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder: props.placeholder ?? props.label,
  });
  input.value = props.value ?? "";
  let hits: number[] = [];
  let at = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const choose = (place: number) => {
    const node = hits[place];
    if (node === undefined) return;
    close();
    take(node);
  };
  const point = (place: number) => {
    at = place;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    const item = list.children[at];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  };
  const suggest = () => {
    const found = app.search(input.value, 12, props.allow);
    hits = found.map((hit) => hit.node);
    list.replaceChildren(
      ...found.map((hit, i) => {
        const item = h("li", { id: `${id}-${i}`, role: "option", "aria-selected": "false" },
          glyph(typeOf(app.net, hit.node)), said(app.net.nodes.name[hit.node], { class: "name" }),
          hit.alias ? h("span", { class: "quiet" }, "also ", said(hit.alias)) : null,
          h("span", { class: "quiet count" }, String(app.net.degree[hit.node])));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(i);
        });
        return item;
      }),
    );
    if (!hits.length && fold(input.value.trim())) {
      list.replaceChildren(h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "no such name"));
    }
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };
  input.addEventListener("input", suggest);
  input.addEventListener("focus", () => input.value && suggest());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      if (hits.length) point((at + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(Math.max(at, 0));
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  return { element: h("div", { class: "picker" }, input, list), input };
}

/** A part of a panel that can be folded. */
export function section(title: string, open: boolean, ...children: (Node | string | null | false)[]) {
  return h("details", { open, class: "section" }, h("summary", {}, title), ...children);
}

/** The first of many, and a button for more. */
export function many<T>(all: T[], first: number, element: (one: T) => Node, tag: "div" | "ul" = "div", className = ""): HTMLElement {
  const list = h(tag, { class: className });
  const box = h("div", { class: "many" }, list);
  let shown = 0;
  const more = button("", () => grow(first * 4), { class: "link more" });
  const grow = (count: number) => {
    more.remove();
    list.append(...all.slice(shown, shown + count).map(element));
    shown = Math.min(all.length, shown + count);
    if (shown < all.length) {
      more.textContent = `Show ${Math.min(first * 4, all.length - shown)} of ${all.length - shown} more`;
      box.append(more);
    }
  };
  grow(first);
  return box;
}
