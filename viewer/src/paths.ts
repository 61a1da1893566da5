// How two entities are linked. Enters: the network, what is shown of it, two entities. Leaves: paths
// as lists of entities, the shortest first. Direction does not count and what is denied links nobody,
// as in `unravel query path`.

import { edgesOf, other, type Network } from "./network";
import type { Shown } from "./filter";

export interface Asked {
  /** Steps beyond the shortest way. */
  more: number;
  most: number;
}

export function paths(net: Network, shown: Shown, from: number, to: number, asked: Asked): number[][] {
  const near = neighbours(net, shown);
  const far = distances(net, near, to);
  if (from === to || far[from] < 0) return [];
  const found: number[][] = [];
  for (let length = far[from]; length <= far[from] + asked.more && found.length < asked.most; length++) {
    const path = [from];
    const on = new Set(path);
    let tries = 0;
    const walk = (node: number) => {
      for (const next of near(node)) {
        if (found.length >= asked.most || ++tries > 2_000_000) return;
        const left = length - path.length;
        if (next === to) {
          if (left === 0) found.push([...path, to]);
        } else if (far[next] > 0 && far[next] <= left && !on.has(next)) {
          path.push(next);
          on.add(next);
          walk(next);
          on.delete(next);
          path.pop();
        }
      }
    };
    walk(from);
  }
  return found;
}

type Near = (node: number) => number[];

/** Distinct neighbours by relations that are shown and not denied, the most important first. */
export function neighbours(net: Network, shown: Shown): Near {
  const denied = net.statusOf.denied;
  const known = new Map<number, number[]>();
  return (node) => {
    let list = known.get(node);
    if (!list) {
      const set = new Set<number>();
      for (const e of edgesOf(net, node)) {
        const next = other(net, e, node);
        if (shown.edges[e] && net.edges.status[e] !== denied && next !== node) set.add(next);
      }
      known.set(node, (list = [...set].sort((a, b) => a - b)));
    }
    return list;
  };
}

/** Steps from every entity to one; -1 where there is no way. */
export function distances(net: Network, near: Near, to: number, most = Infinity): Int32Array {
  const far = new Int32Array(net.nodeCount).fill(-1);
  far[to] = 0;
  const queue = [to];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at];
    if (far[node] >= most) continue;
    for (const next of near(node)) {
      if (far[next] < 0) {
        far[next] = far[node] + 1;
        queue.push(next);
      }
    }
  }
  return far;
}

/** Share of shortest paths through each of these entities (Brandes 2001). O(V E), so for few only. */
export function betweenness(net: Network, shown: Shown, nodes: number[]): Map<number, number> {
  const near = neighbours(net, shown);
  const among = new Set(nodes);
  const total = new Map<number, number>(nodes.map((n) => [n, 0]));
  for (const source of nodes) {
    const far = new Map([[source, 0]]);
    const ways = new Map([[source, 1]]);
    const order = [source];
    for (let at = 0; at < order.length; at++) {
      const v = order[at];
      for (const w of near(v)) {
        if (!among.has(w)) continue;
        if (!far.has(w)) {
          far.set(w, far.get(v)! + 1);
          order.push(w);
        }
        if (far.get(w) === far.get(v)! + 1) ways.set(w, (ways.get(w) ?? 0) + ways.get(v)!);
      }
    }
    const share = new Map<number, number>();
    for (let at = order.length - 1; at > 0; at--) {
      const w = order[at];
      for (const v of near(w)) {
        if (far.get(v) === far.get(w)! - 1) {
          share.set(v, (share.get(v) ?? 0) + (ways.get(v)! / ways.get(w)!) * (1 + (share.get(w) ?? 0)));
        }
      }
      total.set(w, total.get(w)! + (share.get(w) ?? 0));
    }
  }
  const pairs = (nodes.length - 1) * (nodes.length - 2);
  return new Map([...total].map(([n, sum]) => [n, pairs > 0 ? sum / pairs : 0]));
}
