// What everything on the page shares: the network, where the reader is, and how to go elsewhere.
// Builds no elements.

import type { Client } from "./client";
import type { Wish } from "./contract";
import { announce } from "./dom";
import { apply, type Filter, type Shown } from "./filter";
import { network, type Network } from "./network";
import { search, type Search } from "./search";
import { fromHash, toHash, type Panel, type State } from "./state";

export type Change = "network" | "filter" | "panel" | "view" | "picture" | "colour";

export class App {
  net!: Network;
  search!: Search;
  shown!: Shown;
  state: State = fromHash(location.hash);
  /** Shown by the reader's own switch, even where the server would take corrections. */
  readOnly = false;
  private listeners: ((what: Change) => void)[] = [];
  private history: Panel[] = [];

  constructor(readonly client: Client) {}

  async load() {
    this.net = network(await this.client.outline());
    this.search = search(this.net);
    this.shown = apply(this.net, this.state.filter);
  }

  on(listener: (what: Change) => void) {
    this.listeners.push(listener);
  }

  private tell(what: Change) {
    this.remember();
    this.listeners.forEach((listener) => listener(what));
  }

  /** The address says where the reader is. */
  remember() {
    const hash = toHash(this.state);
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `${location.pathname}${location.search}#${hash}`);
  }

  restore(hash: string) {
    this.state = fromHash(hash);
    this.shown = apply(this.net, this.state.filter);
    this.listeners.forEach((listener) => listener("network"));
  }

  get canCorrect() {
    return this.client.corrections !== null && !this.readOnly;
  }

  go(panel: Panel) {
    if (JSON.stringify(panel) === JSON.stringify(this.state.panel)) return this.tell("panel");
    this.history.push(this.state.panel);
    if (this.history.length > 100) this.history.shift();
    this.state.panel = panel;
    this.tell("panel");
  }

  get hasBack() {
    return this.history.length > 0;
  }

  back() {
    this.state.panel = this.history.pop() ?? { kind: "overview" };
    this.tell("panel");
  }

  entity = (node: number) => this.go({ kind: "entity", id: this.net.nodes.id[node] });

  pair = (a: number, b: number) => this.go({ kind: "pair", a: this.net.nodes.id[a], b: this.net.nodes.id[b] });

  document = (doc: number, entity = "", at = 0) =>
    this.go({ kind: "document", id: this.net.outline.documents[doc].id, entity, at });

  view(view: State["view"]) {
    this.state.view = view;
    this.tell("view");
  }

  filter(change: (filter: Filter) => void) {
    change(this.state.filter);
    this.shown = apply(this.net, this.state.filter);
    announce(`${this.shown.nodeCount} entities, ${this.shown.edgeCount} relations`);
    this.tell("filter");
  }

  /** Changes what of the network is drawn. */
  picture(change: (state: State) => void) {
    change(this.state);
    this.tell("picture");
  }

  colour(colour: State["colour"]) {
    this.state.colour = colour;
    this.tell("colour");
  }

  expand(node: number) {
    const id = this.net.nodes.id[node];
    this.picture((state) => {
      state.expanded = state.expanded.includes(id) ? state.expanded.filter((x) => x !== id) : [...state.expanded, id];
    });
  }

  toggleReadOnly() {
    this.readOnly = !this.readOnly;
    this.tell("panel");
  }

  /** Writes a correction down and shows what it made of the network. */
  async decide(wish: Wish): Promise<string> {
    const said = await this.client.corrections!.decide(wish);
    await this.load();
    const { panel } = this.state;
    if (panel.kind === "entity" && !this.net.place.has(panel.id)) {
      const into = wish.do === "merge" ? wish.into : null;
      this.state.panel = into ? { kind: "entity", id: into } : { kind: "overview" };
    }
    this.history = [];
    this.remember();
    this.listeners.forEach((listener) => listener("network"));
    announce(said);
    return said;
  }
}
