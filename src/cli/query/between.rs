//! `unravel query GRAPH show A B`

use super::words::{self, Brief, Words, counted, readable};
use crate::cli::terminal::safe;
use anyhow::bail;
use serde::Serialize;
use unravel::{Edge, EdgeEvidence, KnowledgeGraph, Node, Schema};

#[derive(Serialize)]
struct Answer<'a> {
    nodes: [Brief<'a>; 2],
    edges: Vec<&'a Edge>,
}

/// Every relation of two entities with at most so many sentences, and what each sentence counts.
pub(super) fn between(
    graph: &KnowledgeGraph,
    schema: &Schema,
    (node, second): (&Node, &Node),
    sentences: usize,
    words: Words,
) -> anyhow::Result<String> {
    if node.id == second.id {
        bail!(
            "both names mean {} ({}); `query GRAPH show NAME --explain OTHER` says why",
            safe(&node.name),
            safe(&node.id)
        );
    }
    let joins = |e: &&Edge| {
        [(&node.id, &second.id), (&second.id, &node.id)].contains(&(&e.source, &e.target))
    };
    let mut edges: Vec<&Edge> = graph.edges().filter(joins).collect();
    edges.sort_by(|a, b| {
        let incoming = |e: &Edge| e.source != node.id;
        incoming(a).cmp(&incoming(b)).then_with(|| b.confidence.total_cmp(&a.confidence))
    });
    if words.json {
        return words::json(&Answer { nodes: [node.into(), second.into()], edges });
    }
    if edges.is_empty() {
        return Ok(format!(
            "no relation between {} and {}; `query GRAPH path \"{}\" \"{}\"` looks for a way through \
             others\n",
            safe(&node.name),
            safe(&second.name),
            safe(&node.id),
            safe(&second.id),
        ));
    }
    let mut text = String::new();
    for (number, edge) in edges.into_iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        let end = |id: &str| words.paint.strong(words::name(graph, id));
        let (source, target) = (end(&edge.source), end(&edge.target));
        let predicate = readable(&edge.predicate);
        let standing = words.standing(edge);
        text += &match schema.is_symmetric(&edge.predicate) {
            true => format!("{source} – {predicate} – {target}  {standing}\n"),
            false => format!("{source} — {predicate} → {target}  {standing}\n"),
        };
        for evidence in edge.evidence.iter().take(sentences) {
            text += &format!("  {}\n", words.quotation(evidence));
            text += &format!("      {}\n", details(graph, evidence, words));
        }
        let more = edge.evidence.len().saturating_sub(sentences);
        if more > 0 {
            text += &format!("  … and {}\n", counted(more, "more sentence"));
        }
    }
    Ok(text)
}

/// "alleged, 2024-05-01; pattern:pay, 0.75; nearly the text of a.html".
fn details(graph: &KnowledgeGraph, evidence: &EdgeEvidence, words: Words) -> String {
    let date = evidence.date.iter().map(|date| format!(", {}", safe(date)));
    let near = graph.info.near_duplicates.iter().find(|near| *near.doc == *evidence.doc);
    let near = near.map(|near| format!("; nearly the text of {}", safe(&near.of)));
    let found = format!("; {}, {:.2}", safe(&evidence.extractor), evidence.score);
    let rest: String = date.chain([found]).chain(near).collect();
    words.status(evidence.status) + &words.paint.faint(rest)
}
