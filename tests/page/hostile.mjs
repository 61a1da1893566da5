// A network whose every text attacks: as an article could write it.

const ATTACKS = [
  "<img src=x onerror=window.pwned=1>",
  "</script><script>window.pwned=1</script>",
  "\"><svg onload=window.pwned=1>",
  "javascript:window.pwned=1",
  "<!--<script>window.pwned=1",
  "\u202eevil\u202c \u2066rtl\u2069",
  "a\u0000b\u001b[31m\u2028\u2029\ufffe",
  "😀🏴‍☠️ 𝔘𝔫𝔦 ${pwned=1} {{constructor}}",
  "'; DROP TABLE x; --",
  "]]>&lt;&amp;<b>",
];

export function hostile() {
  const doc = `${ATTACKS[0]}.txt`;
  const node = (id, name, more = {}) => ({
    id, type: "person", name, aliases: ATTACKS, roles: ["proxy"],
    mentions: [{ doc, start: 0, end: 3, text: name, kind: "name", score: 0.9 }],
    attributes: {
      roles: [{ role: "proxy", reason: ATTACKS[0], score: 0.5, doc, start: 0, end: 9, text: ATTACKS[1] }],
      merges: [{ name: ATTACKS[2], into: ATTACKS[3], reason: ATTACKS[0], score: 0.9, doc }],
      watchlist: [{ list: ATTACKS[0], id: ATTACKS[1], score: 0.9, name: ATTACKS[2], type: "person", programs: [ATTACKS[0]], reasons: [ATTACKS[1]] }],
      [ATTACKS[0]]: ATTACKS[1], country: { "<b>": ATTACKS[0] },
    },
    ...more,
  });
  const nodes = ATTACKS.map((attack, i) => node(`person:${i}<script>`, attack));
  const text = `😀 <b>Ann</b> paid </script><script>window.pwned=1</script>.`;
  const at = (word) => {
    const start = Array.from(text.slice(0, text.indexOf(word))).length;
    return { start: 5 + start, end: 5 + start + Array.from(word).length };
  };
  const edges = ATTACKS.slice(1).map((_, i) => ({
    id: `edge ${i} ${ATTACKS[0]}`, source: nodes[0].id, target: nodes[i + 1].id, key: ATTACKS[i], type: ATTACKS[i],
    confidence: 0.9, status: ["asserted", "alleged", "denied"][i % 3], first_date: "2024-05-01", last_date: null, documents: 1,
    evidence: [{
      doc, start: 5, end: 5 + Array.from(text).length, text, subject: at("<b>Ann</b>"), object: at("</script>"),
      extractor: `pattern:${ATTACKS[0]}`, score: 0.9, status: "asserted", date: null,
    }],
  }));
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  return {
    directed: true, multigraph: true,
    graph: {
      generator: ATTACKS[0], schema_version: 1, offset_unit: "code_point", model: ATTACKS[1], skipped: [],
      documents: [{ id: doc, title: ATTACKS[0], published: null, sha256: "00" }],
    },
    nodes: nodes.sort(byId), edges: edges.sort(byId),
  };
}
