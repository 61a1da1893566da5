// What is drawn: never all of a large network. Enters: what the filters leave and how much was asked
// for. Leaves: entities, one line for each linked pair, and what is left out. The most important come
// first, until there are enough of them or of lines between them; what was asked for is always there.

import { edgesOf, other, type Network } from "./network";
import { distances, neighbours } from "./paths";
import type { Shown } from "./filter";

/** Lines on the first view: more of them are no picture. */
const LINES = 5000;
/** Neighbours that one click brings. */
const NEIGHBOURS = 200;

export interface Line {
  a: number;
  b: number;
  /** The strongest first. */
  edges: number[];
}

export interface Picture {
  nodes: number[];
  lines: Line[];
  /** Entities with relations that the filters leave. */
  linked: number;
  /** Relations drawn, of those that the filters leave. */
  drawn: number;
  edges: number;
}

export interface Wanted {
  limit: number;
  expanded: number[];
  ego: number | null;
  steps: number;
  /** Must be there: what is selected. */
  always: number[];
}

export function choose(net: Network, shown: Shown, wanted: Wanted): Picture {
  const { source, target } = net.edges;
  const linked = new Uint8Array(net.nodeCount);
  let edges = 0;
  for (let e = 0; e < net.edgeCount; e++) {
    if (!shown.edges[e] || source[e] === target[e]) continue;
    linked[source[e]] = linked[target[e]] = 1;
    edges++;
  }
  const candidates: number[] = [];
  if (wanted.ego === null) {
    for (let n = 0; n < net.nodeCount; n++) if (linked[n]) candidates.push(n);
  } else {
    const far = distances(net, neighbours(net, shown), wanted.ego, wanted.steps);
    for (let n = 0; n < net.nodeCount; n++) if (far[n] >= 0) candidates.push(n);
    candidates.sort((a, b) => far[a] - far[b] || a - b);
  }
  const on = new Uint8Array(net.nodeCount);
  let lines = 0;
  const newLines = (n: number) => {
    const met = new Set<number>();
    for (const e of edgesOf(net, n)) if (shown.edges[e] && on[other(net, e, n)]) met.add(other(net, e, n));
    met.delete(n);
    return met.size;
  };
  let count = 0;
  for (const n of candidates) {
    if (count >= wanted.limit) break;
    const more = newLines(n);
    if (lines + more > LINES) break;
    lines += more;
    on[n] = 1;
    count++;
  }
  for (const n of wanted.expanded) {
    on[n] = 1;
    const near = new Set<number>();
    for (const e of edgesOf(net, n)) if (shown.edges[e]) near.add(other(net, e, n));
    for (const next of [...near].sort((a, b) => a - b).slice(0, NEIGHBOURS)) on[next] = 1;
  }
  for (const n of wanted.always) on[n] = 1;
  const pairs = new Map<number, Line>();
  let drawn = 0;
  for (let e = 0; e < net.edgeCount; e++) {
    const [s, t] = [source[e], target[e]];
    if (!shown.edges[e] || s === t || !on[s] || !on[t]) continue;
    drawn++;
    const [a, b] = s < t ? [s, t] : [t, s];
    const key = a * net.nodeCount + b;
    const line = pairs.get(key);
    if (line) line.edges.push(e);
    else pairs.set(key, { a, b, edges: [e] });
  }
  // Nobody hangs in the air who was not asked for.
  const asked = new Set([...wanted.always, ...wanted.expanded, ...(wanted.ego === null ? [] : [wanted.ego])]);
  const held = new Set<number>();
  for (const { a, b } of pairs.values()) held.add(a).add(b);
  const nodes: number[] = [];
  for (let n = 0; n < net.nodeCount; n++) if (on[n] && (held.has(n) || asked.has(n))) nodes.push(n);
  return { nodes, lines: [...pairs.values()], linked: candidates.length, drawn, edges };
}
