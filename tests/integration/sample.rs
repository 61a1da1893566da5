//! A small network with everything that exporters stumble over: quotes, line breaks, `<&>`,
//! backslashes, control and non-ASCII characters, parallel edges, all three statuses.

use serde_json::{Value, json};
use std::path::PathBuf;
use unravel::{KnowledgeGraph, NodeLink};

pub fn node(id: &str, kind: &str, name: &str, roles: &[&str], aliases: &[&str]) -> Value {
    json!({
        "id": id, "type": kind, "name": name, "roles": roles, "aliases": aliases,
        "mentions": [{"doc": "a.txt", "start": 0, "end": 3, "text": name, "kind": "name", "score": 0.9}],
        "attributes": if aliases.is_empty() { json!({}) } else {
            json!({"merges": [{"name": aliases[0], "into": name, "reason": "acronym of", "score": 0.9, "doc": "a.txt"}]})
        },
    })
}

/// An edge that quotes `sentence`, in which the subject and then the object stand between `⟦⟧`.
pub fn edge(source: &str, kind: &str, target: &str, status: &str, sentence: &str) -> Value {
    const START: usize = 10;
    let (mut text, mut at) = (String::new(), START);
    let mut ends = Vec::new();
    for c in sentence.chars() {
        if matches!(c, '⟦' | '⟧') {
            ends.push(at);
        } else {
            text.push(c);
            at += 1;
        }
    }
    json!({
        "id": format!("{source}|{kind}|{target}"), "source": source, "target": target,
        "key": kind, "type": kind, "confidence": 0.75, "status": status,
        "first_date": "2024-05-01", "last_date": null, "documents": 1,
        "evidence": [{
            "doc": "a.txt", "start": START, "end": at, "text": text,
            "subject": {"start": ends[0], "end": ends[1]},
            "object": {"start": ends[2], "end": ends[3]},
            "extractor": "pattern:test", "score": 0.75, "status": status, "date": "2024-05-01",
        }],
    })
}

pub fn link(nodes: Vec<Value>, edges: Vec<Value>) -> NodeLink {
    serde_json::from_value(json!({
        "directed": true, "multigraph": true,
        "graph": {
            "generator": "unravel test", "schema_version": 1, "offset_unit": "code_point",
            "model": "none", "skipped": [],
            "documents": [{"id": "a.txt", "title": "A & \"B\"", "published": null, "sha256": "00"}],
        },
        "nodes": nodes, "edges": edges,
    }))
    .unwrap()
}

pub fn graph() -> KnowledgeGraph {
    let nodes = vec![
        node(
            "organization:acme",
            "organization",
            "Acme \"Trading\" <&> Co",
            &["front_company"],
            &["ACME", "a;b"],
        ),
        node("person:li-wei", "person", "李伟\u{1b}[31m", &["proxy"], &[]),
        node("person:back\\slash", "person", "Back\\slash \\N", &[], &[]),
        node("location:north-korea", "location", "North\nKorea", &["regime", "victim"], &["DPRK"]),
        node("organization:ofac", "organization", "OFAC &amp; Söhne", &["enforcement"], &[]),
        node("group:two-men", "group", "=two men", &[], &[]),
        node("date:2024", "date", "2024", &[], &[]),
    ];
    let edges = vec![
        edge(
            "organization:acme",
            "front_for",
            "location:north-korea",
            "asserted",
            "⟦Acme⟧ \"fronts\" for <⟦North\nKorea⟧> & others.\nYes.",
        ),
        edge(
            "organization:acme",
            "finances",
            "location:north-korea",
            "alleged",
            "⟦It⟧ allegedly\u{0} paid ⟦Pyong\u{1b}[2Jyang⟧\u{fffe}.",
        ),
        edge(
            "person:li-wei",
            "owns",
            "organization:acme",
            "denied",
            "⟦李伟⟧ denied owning\\running ⟦Acme⟧.",
        ),
        edge(
            "organization:ofac",
            "sanctions",
            "organization:acme",
            "asserted",
            "⟦OFAC⟧\u{92}s men sanctioned ⟦Acme⟧.",
        ),
        edge(
            "group:two-men",
            "associate_of",
            "person:back\\slash",
            "asserted",
            "⟦=1+1⟧ is \t a ⟦formula⟧.",
        ),
    ];
    KnowledgeGraph::from_node_link(link(nodes, edges))
}

/// The sample as a file, in a folder of its own that goes away with the first value.
pub fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.json");
    let mut out = Vec::new();
    unravel::export::json::write(&graph(), &mut out).unwrap();
    std::fs::write(&path, out).unwrap();
    (folder, path)
}
