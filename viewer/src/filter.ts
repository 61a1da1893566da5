// Which part of the network is looked at. Enters: the network and what was chosen. Leaves: a mark
// for every entity and relation. Draws nothing.
//
// A choice of nothing is a choice of all. A relation needs both its ends of a chosen type, and one
// of them in a chosen role: who asks for front companies wants to see whose they are.

import type { Network } from "./network";

export interface Filter {
  types: Set<string>;
  roles: Set<string>;
  relations: Set<string>;
  statuses: Set<string>;
  documents: Set<string>;
  /** Hundredths. */
  confidence: number;
  /** Years or months, inclusive. */
  from: string;
  to: string;
  /** Whether relations without a date stay when a time is chosen. */
  undated: boolean;
}

export const nothing = (): Filter => ({
  types: new Set(), roles: new Set(), relations: new Set(), statuses: new Set(), documents: new Set(),
  confidence: 0, from: "", to: "", undated: false,
});

export const isOn = (f: Filter) =>
  [f.types, f.roles, f.relations, f.statuses, f.documents].some((s) => s.size > 0) ||
  f.confidence > 0 || f.from !== "" || f.to !== "";

export interface Shown {
  edges: Uint8Array;
  nodes: Uint8Array;
  edgeCount: number;
  nodeCount: number;
}

export function apply(net: Network, f: Filter): Shown {
  const { edges, nodes, outline } = net;
  const pick = (all: string[], chosen: Set<string>) =>
    Uint8Array.from(all, (name) => (chosen.size === 0 || chosen.has(name) ? 1 : 0));
  const types = pick(outline.types, f.types);
  const relations = pick(outline.relations.map((r) => r.name), f.relations);
  const statuses = pick(outline.statuses, f.statuses);
  const roles = outline.roles.reduce((bits, name, bit) => bits | (f.roles.has(name) ? 1 << bit : 0), 0);
  const docs = new Set([...f.documents].map((id) => net.documents.get(id)));
  const inDocs = (list: number[]) => docs.size === 0 || list.some((doc) => docs.has(doc));
  const byEdges = f.relations.size > 0 || f.statuses.size > 0 || f.confidence > 0 || f.from !== "" || f.to !== "";
  const shown: Shown = {
    edges: new Uint8Array(net.edgeCount), nodes: new Uint8Array(net.nodeCount), edgeCount: 0, nodeCount: 0,
  };
  for (let e = 0; e < net.edgeCount; e++) {
    const [s, t] = [edges.source[e], edges.target[e]];
    if (
      types[nodes.type[s]] && types[nodes.type[t]] && relations[edges.type[e]] && statuses[edges.status[e]] &&
      edges.confidence[e] >= f.confidence && (roles === 0 || (nodes.roles[s] | nodes.roles[t]) & roles) &&
      inDocs(edges.documents[e]) && inTime(edges.first[e], edges.last[e], f)
    ) {
      shown.edges[e] = shown.nodes[s] = shown.nodes[t] = 1;
      shown.edgeCount++;
    }
  }
  for (let n = 0; n < net.nodeCount; n++) {
    const matches = types[nodes.type[n]] && (roles === 0 || nodes.roles[n] & roles) && inDocs(nodes.documents[n]);
    if (matches && !byEdges) shown.nodes[n] = 1;
    shown.nodeCount += shown.nodes[n];
  }
  return shown;
}

/** Whether a time from `first` to `last` touches what was chosen; years and months are as long as they are. */
function inTime(first: string | null, last: string | null, f: Filter): boolean {
  if (f.from === "" && f.to === "") return true;
  if (first === null) return f.undated;
  const start = first.split("/")[0];
  const end = (last ?? first).split("/").pop()!;
  const reaches = f.from === "" || end.slice(0, f.from.length) >= f.from.slice(0, end.length);
  const begins = f.to === "" || start.slice(0, f.to.length) <= f.to.slice(0, start.length);
  return reaches && begins;
}
