// The network in memory. Enters: the outline. Leaves: arrays and look-ups; knows no screen.

import type { Outline } from "./contract";

export interface Network {
  outline: Outline;
  nodes: Outline["nodes"];
  edges: Outline["edges"];
  nodeCount: number;
  edgeCount: number;
  /** Place of an entity by its id. */
  place: Map<string, number>;
  /** Edges of node n: `incident[offsets[n]]` up to `offsets[n + 1]`. */
  offsets: Int32Array;
  incident: Int32Array;
  /** Distinct neighbours. */
  degree: Int32Array;
  statusOf: Record<string, number>;
  documents: Map<string, number>;
}

export function network(outline: Outline): Network {
  const { nodes, edges } = outline;
  const [nodeCount, edgeCount] = [nodes.id.length, edges.source.length];
  const offsets = new Int32Array(nodeCount + 1);
  for (let e = 0; e < edgeCount; e++) {
    offsets[edges.source[e] + 1]++;
    if (edges.source[e] !== edges.target[e]) offsets[edges.target[e] + 1]++;
  }
  for (let n = 0; n < nodeCount; n++) offsets[n + 1] += offsets[n];
  const next = offsets.slice();
  const incident = new Int32Array(offsets[nodeCount]);
  for (let e = 0; e < edgeCount; e++) {
    incident[next[edges.source[e]]++] = e;
    if (edges.source[e] !== edges.target[e]) incident[next[edges.target[e]]++] = e;
  }
  const degree = new Int32Array(nodeCount);
  const seen = new Int32Array(nodeCount).fill(-1);
  for (let n = 0; n < nodeCount; n++) {
    for (let i = offsets[n]; i < offsets[n + 1]; i++) {
      const e = incident[i];
      const other = edges.source[e] === n ? edges.target[e] : edges.source[e];
      if (other !== n && seen[other] !== n) {
        seen[other] = n;
        degree[n]++;
      }
    }
  }
  return {
    outline, nodes, edges, nodeCount, edgeCount, offsets, incident, degree,
    place: new Map(nodes.id.map((id, n) => [id, n])),
    statusOf: Object.fromEntries(outline.statuses.map((name, i) => [name, i])),
    documents: new Map(outline.documents.map((doc, i) => [doc.id, i])),
  };
}

export const other = (net: Network, edge: number, node: number) =>
  net.edges.source[edge] === node ? net.edges.target[edge] : net.edges.source[edge];

export const edgesOf = (net: Network, node: number) => net.incident.subarray(net.offsets[node], net.offsets[node + 1]);

/** Edges between two entities, whatever their direction. */
export function between(net: Network, a: number, b: number): number[] {
  const [few, many] = net.offsets[a + 1] - net.offsets[a] < net.offsets[b + 1] - net.offsets[b] ? [a, b] : [b, a];
  return [...edgesOf(net, few)].filter((e) => other(net, e, few) === many);
}

export function edgeId(net: Network, edge: number): string {
  const { edges, nodes, outline } = net;
  const name = outline.relations[edges.type[edge]].name;
  return edges.id[edge] ?? `${nodes.id[edges.source[edge]]}|${name}|${nodes.id[edges.target[edge]]}`;
}

export const typeOf = (net: Network, node: number) => net.outline.types[net.nodes.type[node]];

export const rolesOf = (net: Network, node: number) =>
  net.outline.roles.filter((_, bit) => net.nodes.roles[node] & (1 << bit));

export const documentName = (net: Network, doc: number) => {
  const { title, id } = net.outline.documents[doc];
  return title?.trim() || id.split(/[\\/]/).pop() || id;
};

/** When an edge was, as far as the texts say: "2024-05-01", "2019 – 2021", "". */
export function when(net: Network, edge: number): string {
  const { first, last } = net.edges;
  const from = first[edge]?.replace("/", " – ");
  if (!from) return "";
  return last[edge] ? `${from} – ${last[edge]!.split("/").pop()}` : from;
}
