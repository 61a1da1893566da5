//! Names and sentences that would break out of whatever they are written into.

use crate::sample::{edge, link, node};
use unravel::KnowledgeGraph;

pub(super) const NAMES: [&str; 18] = [
    "O'Neil \"the\" `back` tick",
    "'); MATCH (n) DETACH DELETE n; //",
    "\\'); DROP TABLE entities; --",
    "ends in a backslash \\",
    "\\u0027}) DETACH DELETE n //",
    "\\\\u0027 \\U00000027 \\n is no line break",
    "*/ MATCH (n) DELETE n /*",
    "line\nbreak\r\nand\ttab",
    "nul\0inside and escape\u{1b}[31m",
    "}}]) RETURN 1 UNION MATCH (n) RETURN n",
    "> . <urn:x> <urn:y> \"z\" . DROP ALL ; #",
    "\"\"\" ''' ^^<http://x> @en",
    "MERGE", // a keyword
    "$rows $dataset {id:r.id} %s {0} ${x}",
    "\u{202e}gnp.exe \u{2066}right to left\u{2069}",
    "🙂 👩‍👩‍👧 é e\u{301} 李伟 محمد",
    "\u{feff}bom \u{2028}line separator \u{ad}soft",
    "<script>&amp;]]></script>",
];

/// Every name as a name, an alias, a sentence and a part of an id; one relation type is no name.
pub(super) fn graph() -> KnowledgeGraph {
    let id = |at: usize| format!("person:{at}-{}", NAMES[at]);
    let nodes = (0..NAMES.len()).map(|at| node(&id(at), "person", NAMES[at], &[], &[NAMES[at]]));
    let edges = (1..NAMES.len()).map(|at| {
        let kind = if at == 1 { "owns]->() DETACH DELETE n //" } else { "owns" };
        edge(&id(at - 1), kind, &id(at), "asserted", &format!("⟦{}⟧ ⟦x⟧", NAMES[at]))
    });
    KnowledgeGraph::from_node_link(link(nodes.collect(), edges.collect()))
}

/// Without what XML 1.0 forbids: databases hold that and nothing less.
pub(super) fn kept(text: &str) -> String {
    let text = text.chars().filter(|&c| matches!(c, '\t' | '\n' | '\r' | ' '..));
    text.collect()
}

/// All names as a database should give them back, sorted.
pub(super) fn names() -> Vec<String> {
    let mut names: Vec<String> = NAMES.iter().map(|name| kept(name)).collect();
    names.sort();
    names
}
