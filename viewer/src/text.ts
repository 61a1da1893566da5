// Texts and offsets. Offsets come in Unicode code points; strings here are UTF-16.

import { h, plain } from "./dom";

/** A range of a text, in code points, half-open. */
export interface Range {
  start: number;
  end: number;
  class: string;
  /** Bound to what a click does. */
  data?: Record<string, string>;
}

/** The text with its ranges marked; ranges count from `base`. Ranges that overlap nest by position. */
export function marked(text: string, base: number, ranges: Range[]): Node[] {
  const points = Array.from(text);
  const cuts = new Set([0, points.length]);
  const within = ranges
    .map((r) => ({ ...r, start: Math.max(0, r.start - base), end: Math.min(points.length, r.end - base) }))
    .filter((r) => r.start < r.end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  for (const r of within) cuts.add(r.start).add(r.end);
  const order = [...cuts].sort((a, b) => a - b);
  const nodes: Node[] = [];
  let first = 0;
  for (let i = 0; i + 1 < order.length; i++) {
    const [start, end] = [order[i], order[i + 1]];
    const piece = visible(points.slice(start, end).join(""));
    while (first < within.length && within[first].end <= start && within[first].start < start) first++;
    const over: Range[] = [];
    for (let k = first; k < within.length && within[k].start <= start; k++) {
      if (within[k].end >= end) over.push(within[k]);
    }
    if (!over.length) {
      nodes.push(document.createTextNode(piece));
      continue;
    }
    const mark = h("mark", { class: [...new Set(over.map((r) => r.class))].join(" ") }, piece);
    for (const r of over) Object.assign(mark.dataset, r.data ?? {});
    nodes.push(mark);
  }
  return nodes;
}

/** Line breaks stay in a text. */
function visible(text: string): string {
  return text.split("\n").map(plain).join("\n");
}

/** Without case, accents and marks: what makes two spellings one. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  return lower.normalize("NFKD").replace(/\p{M}+/gu, "");
}

/** `front_for` as people read it. */
export const readable = (name: string) => name.replace(/_/g, " ");

/** 1 relation, 2 relations. */
export const counted = (n: number, one: string, many = `${one}s`) =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const percent = (score: number) => `${Math.round(score * 100)}\u00a0%`;
