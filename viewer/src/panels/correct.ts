// Corrections. Enters: an entity. Leaves: forms whose answers go to the ledger of `unravel curate`
// and are seen at once. Only a served page has them.

import type { App } from "../app";
import type { Wish } from "../contract";
import { button, h, plain, said } from "../dom";
import { documentName, typeOf } from "../network";
import { picker, section } from "../parts";
import { readable } from "../text";

const TYPES = ["person", "organization", "location", "norp", "group"];

/** Asks the server; what it refuses stands where it was asked. */
export async function ask(app: App, wish: Wish, near: HTMLElement) {
  near.querySelector(".refused")?.remove();
  try {
    const text = await app.decide(wish);
    toast(app, text, wish.do !== "undo");
  } catch (error) {
    near.append(h("p", { class: "note refused", role: "alert" }, plain((error as Error).message)));
  }
}

export function toast(app: App, text: string, undo: boolean) {
  const box = document.getElementById("toast")!;
  box.replaceChildren(
    h("span", {}, plain(text)),
    ...(undo ? [button("Undo", () => void ask(app, { do: "undo" }, box))] : []),
    button("×", () => box.replaceChildren(), { "aria-label": "close" }));
}

export function corrections(app: App, node: number): HTMLElement {
  const { net } = app;
  const id = net.nodes.id[node];
  const errors = h("div", {});
  const send = (wish: Wish) => void ask(app, wish, errors);
  const field = (name: string, input: HTMLElement, label: string, act: () => void) =>
    h("div", { class: "field" }, h("label", { for: input.id }, name), input, button(label, act));

  const rename = h("input", { id: "correct-name", type: "text", autocomplete: "off" });
  rename.value = net.nodes.name[node];
  const retype = h("select", { id: "correct-type" },
    ...TYPES.map((type) => h("option", { value: type, selected: type === typeOf(net, node) }, readable(type))));

  let from: number | null = null;
  const chosen = h("p", { class: "quiet" });
  const merge = picker(app, { label: "Merge with", id: "correct-merge", placeholder: "Which entity is the same?", allow: (n) => n !== node }, (n) => {
    from = n;
    merge.input.value = net.nodes.name[n];
    chosen.replaceChildren(said(net.nodes.name[n]), ` becomes a name of `, said(net.nodes.name[node]),
      typeOf(net, n) === typeOf(net, node) ? "" : `; both are then of the type ${readable(typeOf(net, node))}`);
  });
  const doMerge = () => {
    if (from === null) return;
    const same = typeOf(net, from) === typeOf(net, node);
    send({ do: "merge", into: id, from: [net.nodes.id[from]], ...(same ? {} : { as_type: typeOf(net, node) }) });
  };

  const split = h("div", { class: "checks" }, h("p", { class: "quiet" }, "…"));
  const names = new Set<string>();
  const docs = new Set<string>();
  void app.client.about(id, node).then((about) => {
    const words = [...new Set((about?.mentions ?? []).filter((m) => m[4] === "name").map((m) => m[3].split(/\s+/).join(" ").trim()))].sort();
    const places = [...new Set((about?.mentions ?? []).map((m) => m[0]))];
    const check = (label: Node | string, into: Set<string>, value: string) => {
      const box = h("input", { type: "checkbox" });
      box.addEventListener("change", () => (box.checked ? into.add(value) : into.delete(value)));
      return h("label", { class: "check" }, box, label);
    };
    split.replaceChildren(
      h("p", { class: "quiet" }, "What is somebody else: these names,"),
      ...words.slice(0, 60).map((word) => check(said(word), names, word)),
      h("p", { class: "quiet" }, "in these documents (none chosen: in all)"),
      ...places.slice(0, 60).map((doc) => check(said(documentName(net, doc)), docs, net.outline.documents[doc].id)));
  }, () => split.replaceChildren());
  const sure = h("span", {});
  const reject = button("Reject", () => {
    sure.replaceChildren(" It goes with all its relations. ", button("Yes, reject it", () => send({ do: "reject", what: id }), { class: "danger" }));
  }, { class: "danger" });

  return section("Correct", false,
    h("p", { class: "note" }, "Each correction is a line in the ledger and can be undone."),
    field("Name", rename, "Rename", () => send({ do: "rename", node: id, name: rename.value })),
    field("Type", retype, "Retype", () => send({ do: "retype", node: id, type: retype.value })),
    h("div", { class: "field" }, h("label", { for: "correct-merge" }, "Same as"), merge.element, button("Merge", doMerge)),
    chosen,
    section("Split", false, split, button("Split", () => send({ do: "split", node: id, names: [...names], docs: [...docs] }))),
    h("p", { class: "actions" }, reject, sure),
    errors);
}

/** All decisions, and undo. */
export function decisionsPanel(app: App): HTMLElement {
  const list = h("div", {}, h("p", { class: "quiet" }, "…"));
  const errors = h("div", {});
  const panel = h("article", {},
    h("header", {}, h("p", { class: "kind" }, "ledger"), h("h2", { tabindex: "-1" }, "Decisions"),
      app.canCorrect ? h("p", { class: "actions" }, button("Undo the last", () => void ask(app, { do: "undo" }, errors))) : null),
    errors, list);
  app.client.corrections?.log().then(
    (lines) => {
      list.replaceChildren(lines.length
        ? h("ol", { class: "ledger" }, ...lines.slice().reverse().map((line) =>
            h("li", { value: line.number, class: line.stands ? "" : "gone" },
              said(line.what), h("p", { class: "quiet" }, [line.state, line.user, line.at.slice(0, 16).replace("T", " ")].filter(Boolean).join(" · ")),
              app.canCorrect && line.stands ? button("Undo", () => void ask(app, { do: "undo", number: line.number }, errors), { class: "link small" }) : null)))
        : h("p", { class: "quiet" }, "None yet."));
    },
    (error: Error) => list.replaceChildren(h("p", { class: "note", role: "alert" }, error.message)),
  );
  return panel;
}
