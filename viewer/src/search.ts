// Names that are typed. Enters: the network and a few letters. Leaves: entities, the best first.
// Every word must stand somewhere in a name or alias; the beginning of a name counts most.

import { fold } from "./text";
import type { Network } from "./network";

export interface Hit {
  node: number;
  /** The alias that matched, where the name did not. */
  alias: string | null;
}

export type Search = (query: string, most?: number, allow?: (node: number) => boolean) => Hit[];

export function search(net: Network): Search {
  const names = net.nodes.name.map(fold);
  const aliases = net.nodes.aliases.map((list) => list.map(fold));
  return (query, most = 12, allow = () => true) => {
    const asked = fold(query.trim());
    const words = asked.split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found: { node: number; rank: number; alias: string | null }[] = [];
    for (let n = 0; n < names.length; n++) {
      let rank = rankOf(names[n], asked, words);
      let alias: string | null = null;
      for (let a = 0; a < aliases[n].length && rank > 1; a++) {
        const other = rankOf(aliases[n][a], asked, words) + 0.5;
        if (other < rank) [rank, alias] = [other, net.nodes.aliases[n][a]];
      }
      if (rank < NEVER && allow(n)) found.push({ node: n, rank, alias });
    }
    // Entities stand in the order of importance already, and sorting keeps it.
    return found.sort((a, b) => a.rank - b.rank).slice(0, most);
  };
}

const NEVER = 9;

function rankOf(name: string, asked: string, words: string[]): number {
  if (name === asked) return 0;
  if (name.startsWith(asked)) return 1;
  let rank = 2;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at < 0) return NEVER;
    if (at > 0 && name[at - 1] !== " " && !name.includes(` ${word}`)) rank = 4;
  }
  return rank;
}
