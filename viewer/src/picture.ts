// The current view as a file. Enters: what is in sight, or what the filters leave. Leaves: SVG, PNG,
// JSON, CSV. Escapes XML in one function and CSV in another.

import { save } from "./dom";
import { dark, shapeOf, shapePath } from "./looks";
import type { NetworkMap } from "./map";
import { edgeId, rolesOf, typeOf, type Network } from "./network";
import type { Shown } from "./filter";

const xml = (text: string) =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export function svg(net: Network, map: NetworkMap, caption: string): string {
  const { width, height, nodes, lines, names } = map.sight();
  const [paper, ink] = dark() ? ["#17191c", "#e9e6e0"] : ["#faf8f5", "#23211e"];
  const n = (value: number) => value.toFixed(1);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" font-family="system-ui, sans-serif">`,
    `<title>${xml(caption)}</title><rect width="100%" height="100%" fill="${paper}"/>`,
  ];
  for (const { a, b, look, colour } of lines) {
    const dash = look.dash ? ` stroke-dasharray="${look.dash.join(" ")}"` : "";
    out.push(`<line x1="${n(a.x)}" y1="${n(a.y)}" x2="${n(b.x)}" y2="${n(b.y)}" stroke="${colour}" stroke-width="${n(look.width)}"${dash}/>`);
    const arrow = (from: typeof a, to: typeof a) => {
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
      const [x, y] = [to.x - ux * (to.r + 1), to.y - uy * (to.r + 1)];
      const size = 3 + look.width * 2;
      out.push(`<path fill="${colour}" d="M${n(x)} ${n(y)}L${n(x - ux * size - uy * size * 0.4)} ${n(y - uy * size + ux * size * 0.4)}L${n(x - ux * size + uy * size * 0.4)} ${n(y - uy * size - ux * size * 0.4)}Z"/>`);
    };
    if (look.head) arrow(a, b);
    if (look.tail) arrow(b, a);
  }
  for (const { node, x, y, r, colour } of nodes) {
    const shape = shapePath(shapeOf(typeOf(net, node)), r);
    out.push(`<path transform="translate(${n(x)} ${n(y)})" d="${shape}" fill="${colour}"><title>${xml(net.nodes.name[node])}</title></path>`);
  }
  for (const { node, text, x, y } of names) {
    const weight = net.degree[node] > 12 ? 600 : 400;
    out.push(`<text x="${n(x)}" y="${n(y)}" font-size="12" font-weight="${weight}" fill="${ink}" stroke="${paper}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${xml(text)}</text>`);
  }
  out.push("</svg>");
  return out.join("\n");
}

export async function png(net: Network, map: NetworkMap, caption: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg(net, map, caption)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A relation in words and numbers. */
function row(net: Network, e: number) {
  const { edges, nodes, outline } = net;
  const [s, t] = [edges.source[e], edges.target[e]];
  return {
    id: edgeId(net, e), source: nodes.id[s], source_name: nodes.name[s], type: outline.relations[edges.type[e]].name,
    target: nodes.id[t], target_name: nodes.name[t], status: outline.statuses[edges.status[e]],
    confidence: edges.confidence[e] / 100, first_date: edges.first[e], last_date: edges.last[e] ?? edges.first[e],
    documents: edges.support[e],
  };
}

/** What the filters leave, as node-link JSON without sentences (`unravel export` has them). */
export function json(net: Network, shown: Shown): string {
  const nodes = net.nodes.id.flatMap((id, n) =>
    shown.nodes[n]
      ? [{ id, type: typeOf(net, n), name: net.nodes.name[n], aliases: net.nodes.aliases[n], roles: rolesOf(net, n), mentions: net.nodes.mentions[n] }]
      : [],
  );
  const edges = net.edges.source.flatMap((_, e) => {
    if (!shown.edges[e]) return [];
    const { source_name: _s, target_name: _t, ...edge } = row(net, e);
    return [{ ...edge, key: edge.type }];
  });
  return JSON.stringify({ directed: true, multigraph: true, graph: { generator: net.outline.generator, view: true }, nodes, edges }, null, 1);
}

/** RFC 4180, and no text that a spreadsheet would run. */
const cell = (value: unknown) => {
  const text = String(value ?? "");
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
};

export function csv(net: Network, shown: Shown): string {
  const rows = net.edges.source.flatMap((_, e) => (shown.edges[e] ? [row(net, e)] : []));
  const names = ["id", "source", "source_name", "type", "target", "target_name", "status", "confidence", "first_date", "last_date", "documents"] as const;
  return [names.join(","), ...rows.map((r) => names.map((name) => cell(r[name])).join(","))].join("\r\n") + "\r\n";
}

export function download(kind: "svg" | "json" | "csv", text: string) {
  const types = { svg: "image/svg+xml", json: "application/json", csv: "text/csv" };
  save(`network.${kind}`, types[kind], text);
}
