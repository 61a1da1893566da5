// Where data comes from: one interface, two ways. A file holds everything; a served page asks.

import type { About, Decided, Embedded, InDocument, LogLine, Outline, Sentence, Wish } from "./contract";

export interface Client {
  outline(): Promise<Outline>;
  /** Null where a file had no room for it. */
  about(id: string, place: number): Promise<About | null>;
  sentences(id: string, place: number): Promise<Sentence[] | null>;
  document(id: string, place: number): Promise<InDocument>;
  /** How many mentions or sentences of one a file holds; null where everything is at hand. */
  most: number | null;
  /** None in a file, and where the server only shows. */
  corrections: Corrections | null;
}

export interface Corrections {
  /** What it did, in words; fails with the words of who refused it. */
  decide(wish: Wish): Promise<string>;
  log(): Promise<LogLine[]>;
}

/** A file with everything in it. */
export function embedded(data: Embedded): Client {
  const { outline, most } = data;
  const partial = data.about.length < outline.nodes.id.length || data.sentences.length < outline.edges.source.length ||
    data.about.some(({ mentions }) => mentions.length >= most) || data.sentences.some((list) => list.length >= most);
  return {
    most: data.most,
    corrections: null,
    outline: async () => outline,
    about: async (_, place) => data.about[place] ?? null,
    sentences: async (_, place) => data.sentences[place] ?? null,
    document: async (_, place) => {
      const mentions: InDocument["mentions"] = [];
      data.about.forEach((about, node) => {
        for (const [doc, start, end, text, kind] of about.mentions) {
          if (doc === place) mentions.push([outline.nodes.id[node], start, end, text, kind]);
        }
      });
      mentions.sort((a, b) => a[1] - b[1] || a[2] - b[2]);
      const sentences = new Map<string, [number, number, string]>();
      for (const [doc, start, end, text] of data.sentences.flat()) {
        if (doc === place) sentences.set(`${start}-${end}`, [start, end, text]);
      }
      return {
        text: data.texts[place] ?? null,
        mentions,
        partial,
        sentences: [...sentences.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      };
    },
  };
}

/** A server on this machine. The token comes from the address that the program printed. */
export async function served(token: string): Promise<Client> {
  const ask = async (path: string, body?: unknown) => {
    const answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "x-unravel-token": token, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text || `the server answered ${answer.status}`);
    return JSON.parse(text);
  };
  const part = (path: string, id: string) => ask(`${path}?id=${encodeURIComponent(id)}`);
  const { editable } = (await ask("settings")) as { editable: boolean };
  // What is shown: a correction of what has become another network is refused.
  let version = 0;
  const outline = async () => {
    const shown = (await ask("outline")) as Outline;
    version = shown.version;
    return shown;
  };
  const decide = async (wish: Wish) => {
    const { said, refused } = (await ask("curate", { ...wish, version })) as Decided;
    if (refused !== undefined) throw new Error(refused);
    return said ?? "";
  };
  return {
    outline,
    about: (id) => part("entity", id),
    sentences: (id) => part("relation", id),
    document: (id) => part("document", id),
    most: null,
    corrections: editable ? { decide, log: () => ask("log") } : null,
  };
}
