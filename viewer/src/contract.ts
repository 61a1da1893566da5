// What Rust hands over, field by field: src/export/html/outline.rs and details.rs. A change there is
// a change here. Offsets are Unicode code points; `text.ts` turns them into JavaScript's UTF-16.

/** Everything but sentences, mentions and texts, in columns. */
export interface Outline {
  generator: string;
  model: string;
  /** What was chosen of a larger network, in words. */
  selection: string | null;
  /** Which network a server shows. */
  version: number;
  types: string[];
  roles: string[];
  statuses: string[];
  relations: { name: string; theme: string; symmetric: boolean }[];
  documents: { id: string; title: string | null; published: string | null; near: number | null }[];
  /** The most important first. */
  nodes: {
    id: string[];
    name: string[];
    type: number[];
    /** A bit for each role. */
    roles: number[];
    aliases: string[][];
    x: number[];
    y: number[];
    community: number[];
    mentions: number[];
    documents: number[][];
    listed: number[];
  };
  edges: {
    /** Where it is not `source|type|target`. */
    id: Record<number, string>;
    source: number[];
    target: number[];
    type: number[];
    status: number[];
    /** Hundredths. */
    confidence: number[];
    first: (string | null)[];
    /** Null where it is the first. */
    last: (string | null)[];
    support: number[];
    documents: number[][];
  };
  decisions: number;
  skipped: number;
}

/** Document, start, end, text, [subject start, end, object start, end], extractor, score, status, date. */
export type Sentence = [
  number, number, number, string, [number, number, number, number], string, number, string, string | null,
];

export interface About {
  /** Document, start, end, text, kind, score. */
  mentions: [number, number, number, string, string, number][];
  /** Role, reason, score, document, start, end, sentence. */
  roles: [string, string, number, number, number, number, string][];
  attributes: Record<string, unknown>;
}

export interface InDocument {
  text: string | null;
  /** Id of the entity, start, end, text, kind. */
  mentions: [string, number, number, string, string][];
  /** Start, end, text. */
  sentences: [number, number, string][];
  /** In a file that had no room for everything: more may be said of it. */
  partial?: boolean;
}

export interface Embedded {
  outline: Outline;
  /** Most mentions of one entity and sentences of one relation that are here. */
  most: number;
  about: About[];
  sentences: Sentence[][];
  texts: Record<number, string>;
}

export interface Match {
  list: string;
  id: string;
  score: number;
  name: string;
  entry?: string;
  programs?: string[];
  reasons: string[];
}

export interface Merge {
  name: string;
  into: string;
  reason: string;
  score: number;
  doc?: string;
}

/** A correction, as the server takes it. Names are ids. */
export type Wish =
  | { do: "merge"; into: string; from: string[]; as_type?: string }
  | { do: "split"; node: string; names: string[]; docs: string[] }
  | { do: "reject"; what: string }
  | { do: "rename"; node: string; name: string }
  | { do: "retype"; node: string; type: string }
  | { do: "undo"; number?: number };

/** What a correction did, or why it was not done. */
export interface Decided {
  said?: string;
  refused?: string;
}

export interface LogLine {
  number: number;
  what: string;
  user: string;
  at: string;
  state: string;
  stands: boolean;
}
