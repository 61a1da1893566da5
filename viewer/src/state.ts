// Where the reader is: everything that a link restores. Enters and leaves: the part of the address
// after `#`. Ids, not places, so that a link outlives corrections.

import { nothing, type Filter } from "./filter";

export type Panel =
  | { kind: "overview" }
  | { kind: "entity"; id: string }
  | { kind: "pair"; a: string; b: string }
  | { kind: "document"; id: string; entity: string; at: number }
  | { kind: "path"; a: string; b: string; more: number }
  | { kind: "decisions" };

export type Colour = "community" | "role" | "type";

export interface State {
  view: "map" | "list";
  panel: Panel;
  filter: Filter;
  /** Most entities on the map. */
  limit: number;
  /** Entities whose neighbours were asked for. */
  expanded: string[];
  /** Only this entity and what is near it. */
  ego: string;
  steps: number;
  colour: Colour;
  /** The values of entities without relations are shown in lists only when asked for. */
  camera: [number, number, number] | null;
}

export const LIMIT = 2000;

export const start = (): State => ({
  view: "map", panel: { kind: "overview" }, filter: nothing(), limit: LIMIT, expanded: [], ego: "", steps: 1,
  colour: "community", camera: null,
});

const SETS = ["types", "roles", "relations", "statuses", "documents"] as const;

export function toHash(state: State): string {
  const q = new URLSearchParams();
  const { panel, filter } = state;
  if (state.view !== "map") q.set("view", state.view);
  if (panel.kind !== "overview") {
    const { kind, ...rest } = panel as Record<string, string | number>;
    q.set("panel", String(kind));
    for (const [name, value] of Object.entries(rest)) q.set(`p.${name}`, String(value));
  }
  for (const name of SETS) for (const value of filter[name]) q.append(name, value);
  if (filter.confidence) q.set("confidence", String(filter.confidence));
  if (filter.from) q.set("from", filter.from);
  if (filter.to) q.set("to", filter.to);
  if (filter.undated) q.set("undated", "1");
  if (state.limit !== LIMIT) q.set("limit", String(state.limit));
  for (const id of state.expanded) q.append("more", id);
  if (state.ego) {
    q.set("ego", state.ego);
    q.set("steps", String(state.steps));
  }
  if (state.colour !== "community") q.set("colour", state.colour);
  if (state.camera) q.set("camera", state.camera.map((n) => n.toFixed(4)).join(","));
  return q.toString();
}

export function fromHash(hash: string): State {
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  const state = start();
  const text = (name: string) => q.get(name) ?? "";
  const number = (name: string, least: number, most: number, otherwise: number) => {
    const value = Number(q.get(name) ?? NaN);
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
  };
  if (text("view") === "list") state.view = "list";
  switch (text("panel")) {
    case "entity":
      state.panel = { kind: "entity", id: text("p.id") };
      break;
    case "pair":
      state.panel = { kind: "pair", a: text("p.a"), b: text("p.b") };
      break;
    case "document":
      state.panel = { kind: "document", id: text("p.id"), entity: text("p.entity"), at: number("p.at", 0, 1e9, 0) };
      break;
    case "path":
      state.panel = { kind: "path", a: text("p.a"), b: text("p.b"), more: number("p.more", 0, 3, 0) };
      break;
    case "decisions":
      state.panel = { kind: "decisions" };
  }
  for (const name of SETS) state.filter[name] = new Set(q.getAll(name));
  state.filter.confidence = number("confidence", 0, 100, 0);
  const time = (name: string) => (/^\d{4}(-\d{2})?$/.test(text(name)) ? text(name) : "");
  state.filter.from = time("from");
  state.filter.to = time("to");
  state.filter.undated = text("undated") === "1";
  state.limit = number("limit", 10, LIMIT, LIMIT);
  state.expanded = q.getAll("more").slice(0, 200);
  state.ego = text("ego");
  state.steps = number("steps", 1, 3, 1);
  const colour = text("colour");
  if (colour === "role" || colour === "type") state.colour = colour;
  const camera = text("camera").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) {
    state.camera = camera as [number, number, number];
  }
  return state;
}
