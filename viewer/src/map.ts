// The map. Enters: a picture and what is selected. Leaves: points and lines on a screen, and clicks.
// Decides nothing about what is shown. One line stands for all relations of a pair; the panel has
// them one by one.

import Graph from "graphology";
import Sigma from "sigma";
import type { Line, Picture } from "./choose";
import { plain } from "./dom";
import { free } from "./labels";
import { colourOf, dark, shapeOf, themeColour } from "./looks";
import { typeOf, type Network } from "./network";
import { lines, PointProgram } from "./programs";
import type { Colour } from "./state";

export interface Selected {
  node: number | null;
  line: [number, number] | null;
  /** Entities of a path, in their order. */
  path: number[];
}

export interface MapEvents {
  node(node: number): void;
  line(a: number, b: number): void;
  nothing(): void;
  moved(camera: [number, number, number]): void;
}

/** A line as it is drawn; also for pictures. */
export interface Stroke {
  colour: string;
  width: number;
  /** Lengths of dash and gap; none for what is asserted. */
  dash: [number, number] | null;
  /** Which ends have an arrow. */
  head: boolean;
  tail: boolean;
}

export function stroke(net: Network, line: Line): Stroke {
  const { status, source, type, support } = net.edges;
  const { asserted, alleged } = net.statusOf;
  const of = (name: number) => line.edges.some((e) => status[e] === name);
  const denied = !of(asserted) && !of(alleged);
  // What decides how the line is drawn: no claim lends its colour or arrow to a fact.
  const said = of(asserted) ? asserted : of(alleged) ? alleged : null;
  const edges = line.edges.filter((e) => said === null || status[e] === said);
  let [head, tail] = [false, false];
  for (const e of edges) {
    if (net.outline.relations[type[e]].symmetric) continue;
    if (source[e] === line.a) head = true;
    else tail = true;
  }
  const documents = edges.reduce((sum, e) => sum + support[e], 0);
  return {
    colour: themeColour(denied ? "other" : net.outline.relations[type[edges[0]]].theme),
    width: Math.min(5, 1.7 + 0.8 * Math.log2(documents)),
    dash: of(asserted) ? null : denied ? [2, 4] : [7, 4],
    head,
    tail,
  };
}

export class NetworkMap {
  private sigma: Sigma;
  private graph: Graph;
  private picture: Picture = { nodes: [], lines: [], linked: 0, drawn: 0, edges: 0 };
  private selected: Selected = { node: null, line: null, path: [] };
  private hovered: number | null = null;
  private near = new Set<number>();
  private main = new Set<number>();
  private strong = new Set<string>();
  private labels: HTMLCanvasElement;
  private widths = new Map<string, number>();
  private colour: Colour = "community";
  /** Many points are small ones. */
  private scale = 1;

  constructor(private net: Network, private box: HTMLElement, private events: MapEvents) {
    this.graph = new Graph({ type: "undirected", multi: false });
    this.sigma = new Sigma(this.graph, box, {
      nodeProgramClasses: { point: PointProgram as never },
      edgeProgramClasses: lines,
      defaultNodeType: "point", defaultEdgeType: "line", zIndex: true,
      renderLabels: false, enableEdgeEvents: true, stagePadding: 40, minEdgeThickness: 0.8,
      // The names are ours, so is what stands out when a point is pointed at.
      defaultDrawNodeHover: () => {},
      minCameraRatio: 0.01, maxCameraRatio: 4, enableCameraRotation: false, allowInvalidContainer: true,
      zoomToSizeRatioFunction: (ratio: number) => Math.pow(ratio, 0.45),
      nodeReducer: (key, data) => ({ ...data, ...this.nodeLook(Number(key)) }),
      edgeReducer: (key, data) => ({ ...data, ...this.lineLook(key, data.base) }),
    });
    this.labels = document.createElement("canvas");
    this.labels.className = "labels";
    this.labels.setAttribute("aria-hidden", "true");
    box.append(this.labels);
    this.listen();
  }

  private listen() {
    const { sigma, events } = this;
    sigma.on("afterRender", () => this.write());
    sigma.on("clickNode", ({ node }) => events.node(Number(node)));
    sigma.on("clickEdge", ({ edge }) => events.line(...(edge.split("-").map(Number) as [number, number])));
    sigma.on("clickStage", () => events.nothing());
    sigma.on("enterNode", ({ node }) => this.hover(Number(node)));
    sigma.on("leaveNode", () => this.hover(null));
    let timer = 0;
    sigma.getCamera().on("updated", (c: { x: number; y: number; ratio: number }) => {
      clearTimeout(timer);
      timer = window.setTimeout(() => events.moved([c.x, c.y, c.ratio]), 250);
    });
  }

  /** Takes another network, as after a correction. */
  replace(net: Network) {
    this.net = net;
  }

  /** Draws a picture; with `fit` the whole of it is in sight. */
  show(picture: Picture, selected: Selected, colour: Colour, fit: boolean) {
    this.picture = picture;
    this.selected = selected;
    this.colour = colour;
    const { net } = this;
    this.scale = Math.min(1, Math.max(0.4, Math.sqrt(350 / (picture.nodes.length || 1))));
    const graph = new Graph({ type: "undirected", multi: false });
    for (const n of picture.nodes) {
      graph.addNode(String(n), {
        x: net.nodes.x[n], y: -net.nodes.y[n], size: this.radius(n), shape: shapeOf(typeOf(net, n)),
      });
    }
    for (const line of picture.lines) {
      const look = stroke(net, line);
      const [from, to] = look.tail && !look.head ? [line.b, line.a] : [line.a, line.b];
      graph.addEdgeWithKey(`${line.a}-${line.b}`, String(from), String(to), {
        size: look.width * Math.max(0.5, this.scale), base: look.colour, dashes: look.dash,
        type: look.head && look.tail ? "both" : look.head || look.tail ? "one" : "line",
      });
    }
    this.graph = graph;
    this.hovered = null;
    this.emphasize();
    if (fit) this.bounds();
    this.sigma.setGraph(graph);
  }

  /** Keeps the frame where it is when points come and go. */
  private bounds() {
    const { net, picture } = this;
    const box = { x: [Infinity, -Infinity] as [number, number], y: [Infinity, -Infinity] as [number, number] };
    for (const n of picture.nodes) {
      const [x, y] = [net.nodes.x[n], -net.nodes.y[n]];
      box.x = [Math.min(box.x[0], x), Math.max(box.x[1], x)];
      box.y = [Math.min(box.y[0], y), Math.max(box.y[1], y)];
    }
    const known = picture.nodes.length > 0;
    this.sigma.setCustomBBox(known ? box : null);
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  select(selected: Selected, colour: Colour = this.colour) {
    if (colour === this.colour && JSON.stringify(selected) === JSON.stringify(this.selected)) return;
    this.selected = selected;
    this.colour = colour;
    this.emphasize();
    this.sigma.refresh({ skipIndexation: true });
  }

  private hover(node: number | null) {
    if (this.hovered === node) return;
    this.hovered = node;
    this.emphasize();
    this.sigma.refresh({ skipIndexation: true });
  }

  /** What stands out: what is selected or pointed at, and what touches it. The rest steps back. */
  private emphasize() {
    const { selected, picture } = this;
    const focus = this.hovered ?? selected.node;
    const key = (a: number, b: number) => (a < b ? `${a}-${b}` : `${b}-${a}`);
    this.near = new Set();
    this.strong = new Set();
    for (const { a, b } of picture.lines) {
      if (a !== focus && b !== focus) continue;
      this.near.add(a === focus ? b : a);
      this.strong.add(key(a, b));
    }
    if (selected.line) this.strong.add(key(...selected.line));
    selected.path.slice(1).forEach((n, i) => this.strong.add(key(selected.path[i], n)));
    this.main = new Set([...(focus === null ? [] : [focus]), ...this.near, ...selected.path, ...(selected.line ?? [])]);
  }

  private nodeLook(n: number) {
    const strong = !this.main.size || this.main.has(n);
    const colour = colourOf(this.net, n, this.colour);
    return { color: strong ? colour : mix(colour, paper(), 0.24), zIndex: this.main.has(n) ? 1 : 0 };
  }

  private lineLook(key: string, base: string) {
    const strong = this.strong.has(key);
    const calm = this.main.size ? 0.16 : this.picture.lines.length > 1500 ? 0.35 : 0.75;
    return { color: strong ? base : mix(base, paper(), calm), zIndex: strong ? 1 : 0 };
  }

  private radius = (node: number) =>
    this.scale * Math.min(17, 3.5 + 1.55 * Math.sqrt(this.net.degree[node]));

  /** Where an entity is on the screen. */
  private point(node: number) {
    return this.sigma.graphToViewport({ x: this.net.nodes.x[node], y: -this.net.nodes.y[node] });
  }

  /** The names that fit, in the order of importance. */
  names(width: number, height: number, font: (node: number) => string): { node: number; text: string; x: number; y: number }[] {
    const context = this.labels.getContext("2d")!;
    const fits = free(width, height);
    const { selected } = this;
    const first = [this.hovered, selected.node, ...(selected.line ?? []), ...selected.path]
      .filter((n): n is number => n !== null && this.graph.hasNode(String(n)));
    const near = [...this.near].sort((a, b) => a - b);
    const focus = first.length > 0;
    const order = [...new Set([...first, ...near, ...(focus ? [] : this.picture.nodes)])];
    const found = [];
    let left = focus ? 60 : Math.max(14, Math.round((width * height) / 14_000));
    for (const n of order) {
      if (left <= 0) break;
      const { x, y } = this.point(n);
      if (x < -200 || y < -50 || x > width + 50 || y > height + 50) continue;
      const text = short(plain(this.net.nodes.name[n]));
      const key = font(n) + text;
      let size = this.widths.get(key);
      if (size === undefined) {
        context.font = font(n);
        size = context.measureText(text).width;
        this.widths.set(key, size);
      }
      const r = this.sigma.scaleSize(this.radius(n));
      const sides = [[x + r + 4, y - 8], [x - r - 4 - size, y - 8], [x - size / 2, y + r + 2], [x - size / 2, y - r - 18]];
      const must = first.includes(n);
      const inside = ([left]: number[]) => left > 2 && left + size < width - 2;
      const at = sides.filter(inside).find(([left, top]) => fits({ text, x: left - 3, y: top, width: size + 6, height: 16 }));
      const place = at ?? (must && fits({ text, x: sides[0][0] - 3, y: sides[0][1], width: size + 6, height: 16 }, true) ? sides[0] : null);
      if (place) {
        found.push({ node: n, text, x: place[0], y: place[1] + 12 });
        left--;
      }
    }
    return found;
  }

  font = (node: number) => {
    const strong = node === this.hovered || node === this.selected.node;
    const size = node === this.selected.node ? 14 : this.net.degree[node] > 12 ? 13 : 12;
    return `${strong ? 650 : this.net.degree[node] > 12 ? 560 : 450} ${size}px ${getComputedStyle(this.box).fontFamily}`;
  };

  private write() {
    const { width, height } = this.sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    const canvas = this.labels;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d")!;
    const names = this.names(width, height, this.font);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = `${paper()}ee`;
    context.fillStyle = dark() ? "#e9e6e0" : "#23211e";
    for (const { node, text, x, y } of names) {
      context.font = this.font(node);
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }

  /** What is in sight, for pictures: points, lines and names in pixels. */
  sight() {
    const { width, height } = this.sigma.getDimensions();
    const inside = ({ x, y }: { x: number; y: number }) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
    const nodes = this.picture.nodes.map((n) => ({
      node: n, ...this.point(n), r: this.sigma.scaleSize(this.radius(n)),
      colour: this.nodeLook(n).color,
    }));
    const at = new Map(nodes.map((p) => [p.node, p]));
    const lines = this.picture.lines.map((line) => {
      const look = stroke(this.net, line);
      return { a: at.get(line.a)!, b: at.get(line.b)!, look, colour: this.lineLook(`${line.a}-${line.b}`, look.colour).color };
    });
    return {
      width, height, nodes: nodes.filter(inside), lines: lines.filter(({ a, b }) => inside(a) || inside(b)),
      names: this.names(width, height, this.font),
    };
  }

  has = (node: number) => this.graph.hasNode(String(node));

  /** Brings an entity into the middle when it is out of sight. */
  goTo(node: number) {
    if (!this.has(node)) return;
    const { x, y } = this.point(node);
    const { width, height } = this.sigma.getDimensions();
    if (x > 40 && y > 40 && x < width - 40 && y < height - 40) return;
    const to = this.sigma.viewportToFramedGraph({ x, y });
    void this.sigma.getCamera().animate({ x: to.x, y: to.y }, { duration: quick(300) });
  }

  camera(state: [number, number, number]) {
    this.sigma.getCamera().setState({ x: state[0], y: state[1], ratio: state[2] });
  }

  zoom(factor: number) {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: camera.getState().ratio * factor }, { duration: quick(180) });
  }

  pan(x: number, y: number) {
    const camera = this.sigma.getCamera();
    const { x: cx, y: cy, ratio } = camera.getState();
    void camera.animate({ x: cx + x * ratio, y: cy + y * ratio }, { duration: quick(120) });
  }

  fit() {
    this.bounds();
    this.sigma.refresh();
  }

  /** After the light changed. */
  repaint() {
    this.show(this.picture, this.selected, this.colour, false);
  }

  resize() {
    this.sigma.resize();
    this.sigma.refresh();
  }

  kill() {
    this.sigma.kill();
    this.labels.remove();
  }
}

const paper = () => (dark() ? "#17191c" : "#faf8f5");

const quick = (ms: number) => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms);

export const short = (text: string) => (text.length > 34 ? `${text.slice(0, 32).trimEnd()}…` : text);

/** A share of one colour in another. */
export function mix(colour: string, into: string, share: number): string {
  const part = (hex: string, at: number) => parseInt(hex.slice(at, at + 2), 16);
  const one = (at: number) =>
    Math.round(part(colour, at) * share + part(into, at) * (1 - share)).toString(16).padStart(2, "0");
  return `#${one(1)}${one(3)}${one(5)}`;
}
