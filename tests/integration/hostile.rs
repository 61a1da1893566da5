//! A network in which every string is an attack on some format: what an article can bring into a
//! name, an alias, a sentence, a title, the id of a document. Enters: texts. Leaves: a graph that
//! holds each of them in every such place, and ways to make more of them. Fails nothing itself:
//! whoever writes a format loads the graph and compares.

use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    prop_assert_eq, proptest,
    sample::select,
};
use serde_json::{Value, json};
use unravel::{EntityType, KnowledgeGraph, Role, Schema, Status};

/// Texts that have broken readers or writers of the formats that we know of.
pub const TEXTS: &[&str] = &[
    "O'Brien \"the\" Fixer",
    "back\\slash \\\" \\n \\u0041 \\",
    "two\nlines\r\nand\ttab\rend",
    " space before, two  inside and after ",
    "<b>bold</b> & <script>alert(1)</script> ]]> <!-- x --> <?php ?>",
    "&amp; &#10; &lt;tag&gt; &nbsp;",
    "nul\0bell\u{7}escape\u{1b}[31m delete\u{7f} next line\u{85} c1\u{9b}",
    "\u{fffe}\u{ffff} not characters \u{fdd0}",
    "line\u{2028}and paragraph\u{2029}separator",
    "emoji \u{1f600} \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} flag \u{1f1f0}\u{1f1f5}",
    "\u{202e}right to left override\u{202c} \u{200f}\u{627}\u{644}\u{639}\u{631}\u{628}\u{64a}\u{629}",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{674e}\u{4f1f} \u{44f}\u{437}\u{44b}\u{43a} e\u{301} \u{e9}",
    "'); DROP TABLE nodes; --",
    "*/ end of comment /* // # -- ;",
    "`backticks` `) DETACH DELETE n //",
    "MATCH (n) DETACH DELETE n",
    "'}) MERGE (x:Admin {name:'root'}) //",
    "\"]; subgraph cluster_x { node [label=\"x\"] } digraph strict edge graph",
    "DROP ALL ; INSERT DATA { <a> <b> <c> } SELECT * WHERE { ?s ?p ?o }",
    "<http://example.org/> a \"\"\" . @prefix x: <y> . \\u003E ^^xsd:int @en",
    "a,b;c|d\te=f",
    "=cmd|'/c calc'!A0",
    "+1 -2 @sum(A1)",
    "{\"@id\": \"x\", \"__proto__\": {\"polluted\": true}}",
    "[1, 2, null] true false NaN Infinity None undefined",
    "${jndi:ldap://x} {{7*7}} %s %n %00 $(id)",
    "../../etc/passwd \\\\server\\share C:\\con.txt file:///x",
    "-",
    ".",
    "null",
    "true",
    "1e999",
    "0x1F",
    "2024-13-45",
];

/// Every text of [`TEXTS`] in every place.
pub fn graph() -> KnowledgeGraph {
    graph_of(&TEXTS.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
}

/// A graph with a node of each type for every text in turn: the text is its name and a part of its
/// id, the next one an alias; it stands in the title and id of a document, in a sentence, an
/// attribute and a date that is none. Neighbours are linked by two parallel edges and one back.
pub fn graph_of(texts: &[String]) -> KnowledgeGraph {
    let count = texts.len();
    let id = |n: usize| format!("{}:{n}-{}", kind(n).name(), texts[n]);
    let nodes: Vec<Value> = (0..count).map(|n| node(n, &id(n), texts)).collect();
    let predicates: Vec<String> = Schema::built_in().relation.into_keys().collect();
    let mut edges = Vec::new();
    for n in 0..count.saturating_sub(1) {
        let ends = [(n, n + 1), (n, n + 1), (n + 1, n)];
        for (turn, (source, target)) in ends.into_iter().enumerate() {
            let predicate = &predicates[(3 * n + turn) % predicates.len()];
            let status = Status::ALL[(n + turn) % Status::ALL.len()];
            edges.push(edge((&id(source), predicate, &id(target)), status, n, texts));
        }
    }
    let documents: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| {
            json!({
                "id": doc(n, texts), "title": text, "published": n.is_multiple_of(2).then_some("2024-05-01"),
                "sha256": format!("{n:064x}"), "source": n.is_multiple_of(3).then_some(text),
            })
        })
        .collect();
    let link = json!({
        "directed": true, "multigraph": true,
        "graph": {
            "generator": "unravel test", "schema_version": 1, "offset_unit": "code_point",
            "model": "none", "documents": documents,
            "skipped": [{"source": texts.first(), "cause": texts.last()}],
            "selection": texts.iter().find(|text| text.contains('\0')).or(texts.first()),
        },
        "nodes": nodes, "edges": edges,
    });
    KnowledgeGraph::from_node_link(serde_json::from_value(link).unwrap())
}

fn kind(n: usize) -> EntityType {
    EntityType::ALL[n % EntityType::ALL.len()]
}

fn doc(n: usize, texts: &[String]) -> String {
    format!("{n}/{}.txt", texts[n])
}

fn node(n: usize, id: &str, texts: &[String]) -> Value {
    let (text, next) = (&texts[n], &texts[(n + 1) % texts.len()]);
    let roles: Vec<&str> =
        if n.is_multiple_of(2) { vec![Role::ALL[n % Role::ALL.len()].name()] } else { vec![] };
    json!({
        "id": id, "type": kind(n), "name": text, "roles": roles, "aliases": [next, format!("{text};{next}")],
        "mentions": [
            {"doc": doc(n, texts), "start": 0, "end": text.chars().count(), "text": text, "kind": "name", "score": 0.9},
        ],
        "attributes": {text.clone(): next, "value": text, "country": text},
    })
}

fn edge(ends: (&str, &str, &str), status: Status, n: usize, texts: &[String]) -> Value {
    let ((source, predicate, target), text) = (ends, &texts[n]);
    let sentence = format!("A {text} B.");
    let length = sentence.chars().count();
    let date = [Some("2024-05-01"), Some("2023/2024-02"), Some(text.as_str()), None][n % 4];
    json!({
        "id": format!("{source}|{predicate}|{target}"), "source": source, "target": target,
        "key": predicate, "type": predicate, "confidence": 0.75, "status": status,
        "first_date": date, "last_date": date, "documents": 1,
        "evidence": [{
            "doc": doc(n, texts), "start": 5, "end": 5 + length, "text": sentence,
            "subject": {"start": 5, "end": 6}, "object": {"start": 3 + length, "end": 4 + length},
            "extractor": format!("pattern:{text}"), "score": 0.75, "status": status, "date": date,
        }],
    })
}

/// Texts that nobody thought of: pieces of the known ones, any characters, and those that formats
/// give a meaning to.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(TEXTS).prop_map(str::to_owned),
        3 => any::<String>(),
        2 => proptest::collection::vec(select("\"'\\`<>&;,|{}[]()\n\r\t\0\u{1b} $%@=+-#/*:?".chars().collect::<Vec<_>>()), 0..8)
            .prop_map(String::from_iter),
        1 => Just(String::new()),
    ];
    proptest::collection::vec(piece, 1..3).prop_map(|pieces| pieces.concat())
}

#[test]
fn every_text_stands_in_the_graph() {
    let graph = graph();
    assert_eq!(graph.nodes().len(), TEXTS.len());
    assert_eq!(graph.edges().len(), 3 * (TEXTS.len() - 1), "parallel edges stay apart");
    for text in TEXTS {
        assert!(graph.nodes().any(|node| node.name == *text));
    }
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]
    #[test]
    fn json_holds_whatever_is_in_it(texts in proptest::collection::vec(text(), 1..5)) {
        let graph = graph_of(&texts).to_node_link();
        let text = serde_json::to_string(&graph).unwrap();
        prop_assert_eq!(serde_json::from_str::<unravel::NodeLink>(&text).unwrap(), graph);
    }
}
