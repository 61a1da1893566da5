// The page. Enters: the data in the file, or a server. Leaves: a page that follows the address.

import { App, type Change } from "./app";
import { choose, type Picture } from "./choose";
import { embedded, served } from "./client";
import type { Embedded } from "./contract";
import { announce, button, copy, h, plain, save } from "./dom";
import { legend } from "./legend";
import { lists } from "./list";
import { NetworkMap } from "./map";
import { decisionsPanel } from "./panels/correct";
import { documentPanel } from "./panels/document";
import { entityPanel } from "./panels/entity";
import { filtersPanel } from "./panels/filters";
import { overviewPanel } from "./panels/overview";
import { pairPanel } from "./panels/pair";
import { pathPanel } from "./panels/path";
import { picker } from "./parts";
import { csv, download, json, png, svg } from "./picture";
import type { State } from "./state";
import { counted } from "./text";
import { timeline } from "./timeline";

const data = JSON.parse(document.getElementById("network")!.textContent!) as Embedded | null;

async function open() {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  const app = new App(data ? embedded(data) : await served(token));
  await app.load();
  page(app);
}

function page(app: App) {
  theme(stored());
  const find = picker(app, { label: "Search", id: "search", placeholder: "Search names and aliases" }, (node) => {
    find.input.value = plain(app.net.nodes.name[node]);
    app.entity(node);
  });
  const tab = (view: State["view"], label: string) =>
    button(label, () => {
      app.view(view);
      sheet("");
    }, { class: "switch", "data-view": view });
  const views = [tab("map", "Map"), tab("list", "List")];
  const readOnly = button("", () => app.toggleReadOnly(), { class: "quietly", id: "read-only" });
  const mode = button("", () => {
    const next = isDark() ? "light" : "dark";
    theme(next);
    try {
      localStorage.setItem("unravel-theme", next);
    } catch {
      // A browser that keeps nothing shows its own preference next time.
    }
    map?.repaint();
    draw("colour");
  }, { class: "quietly", id: "theme" });
  const menu = h("details", { class: "menu" }, h("summary", {}, "Export"),
    h("div", {},
      button("Picture (PNG)", () => map && void png(app.net, map, caption()).then((blob) => save("network.png", "image/png", blob))),
      button("Picture (SVG)", () => map && download("svg", svg(app.net, map, caption()))),
      button("Data (JSON)", () => download("json", json(app.net, app.shown))),
      button("Relations (CSV)", () => download("csv", csv(app.net, app.shown))),
      button("Copy link to this view", () => void copy(location.href).then(() => announce("link copied")))));
  const header = h("header", { class: "top-bar" },
    h("a", { class: "skip", href: "#details", onclick: (event: Event) => {
      event.preventDefault();
      details.querySelector<HTMLElement>("h2")?.focus();
    } }, "Skip to details"),
    h("h1", {}, "unravel"), find.element, h("div", { class: "switches", role: "group", "aria-label": "View" }, ...views),
    h("span", { class: "gap" }), app.client.corrections ? readOnly : null, menu, mode);

  const filters = h("aside", { class: "side", id: "filters", "aria-label": "Filters" });
  const box = h("div", {
    id: "map", tabindex: "0", role: "application", "aria-label": "Map of the network. Arrow keys move it, plus and minus zoom. The list holds the same.",
  });
  const note = h("p", { class: "left-out", id: "left-out", role: "status" });
  const keys = h("div", { class: "legend-box" });
  const more = h("select", { id: "limit", "aria-label": "Most entities on the map" },
    ...[50, 150, 500, 2000].map((n) => h("option", { value: n }, `first ${n.toLocaleString("en")}`)));
  more.addEventListener("change", () => app.picture((s) => {
    s.limit = Number(more.value);
  }));
  const colour = h("select", { id: "colour", "aria-label": "Colour by" },
    h("option", { value: "community" }, "colour: communities"), h("option", { value: "role" }, "colour: roles"), h("option", { value: "type" }, "colour: types"));
  colour.addEventListener("change", () => app.colour(colour.value as State["colour"]));
  const tools = h("div", { class: "map-tools" }, more, colour,
    button("+", () => map?.zoom(0.66), { "aria-label": "zoom in" }), button("−", () => map?.zoom(1.5), { "aria-label": "zoom out" }),
    button("Fit", () => map?.fit()));
  const scene = h("div", { class: "scene" }, h("div", { class: "stage" }, box, tools, note), keys);
  const listBox = h("div", { class: "list-box" });
  const when = h("div", { class: "when" });
  const middle = h("main", { id: "middle" }, scene, listBox, when);
  const details = h("aside", { class: "details", id: "details", "aria-label": "Details" });
  const sheets = h("nav", { class: "sheets", "aria-label": "Panels" },
    ...([["", "Map or list"], ["filters", "Filters"], ["details", "Details"]] as const).map(([name, label]) =>
      button(label, () => sheet(name), { "data-sheet": name })));
  document.body.append(header, h("div", { class: "columns" }, filters, middle, details), sheets,
    h("div", { id: "toast", class: "toast", role: "status" }), h("div", { id: "live", class: "away", "aria-live": "polite" }));

  /** On a phone one panel is in sight at a time. */
  function sheet(name: string) {
    document.body.dataset.sheet = name;
    for (const b of sheets.children) b.setAttribute("aria-pressed", String((b as HTMLElement).dataset.sheet === name));
    if (!name) map?.resize();
  }

  let map: NetworkMap | null = null;
  let picture: Picture = { nodes: [], lines: [], linked: 0, drawn: 0, edges: 0 };
  let path: number[] = [];
  const place = (id: string) => app.net.place.get(id) ?? null;
  const always = () => {
    const { panel } = app.state;
    const ids = panel.kind === "entity" ? [panel.id] : panel.kind === "pair" ? [panel.a, panel.b] : [];
    return [...ids.map(place), ...path].filter((n): n is number => n !== null);
  };
  const selected = () => {
    const { panel } = app.state;
    const line = panel.kind === "pair" ? ([place(panel.a), place(panel.b)] as const) : null;
    return {
      node: panel.kind === "entity" ? place(panel.id) : null,
      line: line && line[0] !== null && line[1] !== null ? ([line[0], line[1]] as [number, number]) : null,
      path,
    };
  };
  try {
    map = new NetworkMap(app.net, box, {
      node: (n) => app.entity(n),
      line: (a, b) => app.pair(a, b),
      nothing: () => app.state.panel.kind === "entity" || app.state.panel.kind === "pair" ? app.go({ kind: "overview" }) : undefined,
      moved: (camera) => {
        app.state.camera = Math.abs(camera[2] - 1) < 1e-3 && Math.hypot(camera[0] - 0.5, camera[1] - 0.5) < 1e-3 ? null : camera;
        app.remember();
      },
    });
  } catch {
    // No WebGL: the lists hold the same.
    scene.replaceChildren(h("p", { class: "note" }, "This browser cannot draw the map (it needs WebGL 2). The list holds the same data."));
    app.state.view = "list";
  }
  const tests = window as unknown as { unravel?: unknown };
  tests.unravel = { app, map: () => map };

  function caption() {
    const hidden = app.net.nodeCount - app.shown.nodeCount;
    const parts = [
      picture.nodes.length < picture.linked
        ? `${picture.nodes.length.toLocaleString("en")} of ${counted(picture.linked, "linked entity", "linked entities")}, the best connected`
        : counted(picture.nodes.length, "entity", "entities"),
      picture.drawn < picture.edges
        ? `${picture.drawn.toLocaleString("en")} of ${counted(picture.edges, "relation")}`
        : counted(picture.drawn, "relation"),
    ];
    let unlinked = 0;
    const linked = new Uint8Array(app.net.nodeCount);
    for (let e = 0; e < app.net.edgeCount; e++) if (app.shown.edges[e]) linked[app.net.edges.source[e]] = linked[app.net.edges.target[e]] = 1;
    for (let n = 0; n < app.net.nodeCount; n++) if (app.shown.nodes[n] && !linked[n]) unlinked++;
    if (unlinked) parts.push(`${unlinked.toLocaleString("en")} without relations are in the list only`);
    if (hidden) parts.push(`${hidden.toLocaleString("en")} hidden by filters`);
    return parts.join("; ");
  }

  let fitted = "";
  function drawMap(fit: boolean) {
    const { state } = app;
    const ego = state.ego ? place(state.ego) : null;
    picture = choose(app.net, app.shown, {
      limit: state.limit, expanded: state.expanded.map(place).filter((n): n is number => n !== null), ego, steps: state.steps,
      always: always(),
    });
    const key = `${state.ego} ${state.steps} ${state.limit}`;
    map?.show(picture, selected(), state.colour, fit || key !== fitted);
    fitted = key;
    note.textContent = caption();
    keys.replaceChildren(legend(app, picture));
  }

  function drawPanel(focus: boolean) {
    const { panel } = app.state;
    path = [];
    const show = (way: number[]) => {
      path = way;
      const missing = way.some((n) => map && !map.has(n));
      if (missing) drawMap(false);
      else map?.select(selected());
    };
    const element =
      panel.kind === "entity" ? entityPanel(app, panel.id)
      : panel.kind === "pair" ? pairPanel(app, panel.a, panel.b)
      : panel.kind === "document" ? documentPanel(app, panel.id, panel.entity, panel.at)
      : panel.kind === "path" ? pathPanel(app, panel.a, panel.b, panel.more, show)
      : panel.kind === "decisions" ? decisionsPanel(app)
      : overviewPanel(app, picture);
    const bar = panel.kind === "overview" ? null : h("p", { class: "crumbs" },
      app.hasBack ? button("‹ Back", () => app.back(), { class: "link" }) : null,
      button("Overview", () => app.go({ kind: "overview" }), { class: "link" }));
    details.replaceChildren(...(bar ? [bar] : []), element);
    details.scrollTop = 0;
    if (focus) {
      if (panel.kind !== "overview") sheet("details");
      details.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    }
  }

  function draw(what: Change) {
    document.body.dataset.view = app.state.view;
    views.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.view === app.state.view)));
    readOnly.textContent = app.readOnly ? "Read only" : "Editing";
    readOnly.setAttribute("aria-pressed", String(app.readOnly));
    readOnly.title = app.readOnly ? "corrections are switched off" : "corrections are written to the ledger";
    more.value = String([50, 150, 500, 2000].find((n) => n >= app.state.limit) ?? 2000);
    colour.value = app.state.colour;
    mode.textContent = isDark() ? "Light" : "Dark";
    if (what === "network") map?.replace(app.net);
    if (what === "network" || what === "filter" || what === "picture") {
      drawMap(fitted === "");
      drawPanel(false);
    }
    if (what === "panel") {
      drawPanel(true);
      const wanted = always();
      if (map && wanted.some((n) => !map!.has(n))) drawMap(false);
      else map?.select(selected());
      const { node } = selected();
      if (node !== null) map?.goTo(node);
    }
    if (what === "colour") {
      map?.select(selected(), app.state.colour);
      keys.replaceChildren(legend(app, picture));
    }
    if (what === "network" || what === "filter" || what === "colour") {
      filters.replaceChildren(filtersPanel(app));
      when.replaceChildren(timeline(app));
    }
    if (app.state.view === "list") {
      if (what !== "panel") listBox.replaceChildren(lists(app));
    } else if (what === "view") {
      listBox.replaceChildren();
      map?.resize();
    }
  }

  app.on(draw);
  sheet("");
  const { camera } = app.state;
  draw("network");
  if (camera) map?.camera(camera);
  if (app.state.view === "list") draw("view");
  if (app.state.panel.kind !== "overview") sheet("details");
  window.addEventListener("hashchange", () => {
    app.restore(location.hash);
    if (app.state.camera) map?.camera(app.state.camera);
  });
  new ResizeObserver(() => map?.resize()).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw("colour"));
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as HTMLElement).matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      find.input.focus();
    } else if (event.key === "Escape" && !typing && app.state.panel.kind !== "overview") app.back();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target as Node)) menu.open = false;
  });
  box.addEventListener("keydown", (event) => {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
    if (moves[event.key]) map?.pan(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") map?.zoom(0.66);
    else if (event.key === "-") map?.zoom(1.5);
    else if (event.key === "0") map?.fit();
    else return;
    event.preventDefault();
  });
  document.body.dataset.ready = "true";
}

const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

function theme(name: string | null) {
  if (name) document.documentElement.dataset.theme = name;
}

function stored(): string | null {
  try {
    const name = localStorage.getItem("unravel-theme");
    return name === "dark" || name === "light" ? name : null;
  } catch {
    return null;
  }
}

open().catch((error: Error) => {
  document.body.append(h("main", { class: "failed" }, h("h1", {}, "unravel"), h("p", { role: "alert" }, plain(error.message)),
    h("p", {}, "Open the address that `unravel serve` printed: it holds the key to this page.")));
});
