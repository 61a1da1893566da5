//! `unravel query GRAPH show NAME`

use super::words::{self, Words, counted, readable};
use crate::cli::terminal::safe;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use unravel::{Edge, KnowledgeGraph, Merge, Node, Role, Schema, WatchlistMatch};

/// Sentences of a relation that are shown unless more are asked for.
pub(super) const SENTENCES: usize = 2;

#[derive(Serialize)]
struct Answer<'a> {
    node: &'a Node,
    edges: Vec<&'a Edge>,
}

pub(super) fn show(
    graph: &KnowledgeGraph,
    schema: &Schema,
    node: &Node,
    sentences: usize,
    words: Words,
) -> anyhow::Result<String> {
    let edges: Vec<&Edge> =
        graph.edges().filter(|e| e.source == node.id || e.target == node.id).collect();
    if words.json {
        return words::json(&Answer { node, edges });
    }
    let mut text = head(graph, node, words);
    let mut groups: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        groups.entry(&edge.predicate).or_default().push(edge);
    }
    for (predicate, mut edges) in groups {
        text += &format!("\n{}\n", words.paint.strong(readable(predicate)));
        edges.sort_by(|a, b| {
            let incoming = |e: &Edge| e.source != node.id;
            incoming(a).cmp(&incoming(b)).then_with(|| b.confidence.total_cmp(&a.confidence))
        });
        for edge in edges {
            let (arrow, other) = match edge.source == node.id {
                _ if schema.is_symmetric(predicate) => ("–", other(edge, node)),
                true => ("→", other(edge, node)),
                false => ("←", other(edge, node)),
            };
            let other = words::name(graph, other);
            text += &format!("  {arrow} {}  {}\n", words.paint.strong(other), words.standing(edge));
            for evidence in edge.evidence.iter().take(sentences) {
                text += &format!("      {}\n", words.quotation(evidence));
            }
            let more = edge.evidence.len().saturating_sub(sentences);
            if more > 0 {
                text += &format!("      … and {}\n", counted(more, "more sentence"));
            }
        }
    }
    Ok(text)
}

fn other<'a>(edge: &'a Edge, node: &Node) -> &'a str {
    if edge.source == node.id { &edge.target } else { &edge.source }
}

fn head(graph: &KnowledgeGraph, node: &Node, words: Words) -> String {
    let documents: BTreeSet<&str> = node.mentions.iter().map(|m| &*m.doc).collect();
    let mut text = format!("{}  {}\n", words.paint.strong(safe(&node.name)), words::kind(node));
    text += &format!("id        {}\n", safe(&node.id));
    if !node.aliases.is_empty() {
        let aliases: Vec<String> = node.aliases.iter().map(|alias| safe(alias)).collect();
        text += &format!("aliases   {}\n", aliases.join("; "));
    }
    let independent = graph.info.independent(documents.iter().copied());
    let documents = words::documents(documents.len(), independent);
    text += &format!("mentions  {} in {documents}\n", node.mentions.len());
    for (key, value) in &node.attributes {
        match value {
            _ if matches!(key.as_str(), "merges" | "roles" | "watchlist") => {}
            serde_json::Value::String(value) => {
                text += &format!("{:<8}  {}\n", safe(key), safe(value))
            }
            value => text += &format!("{:<8}  {}\n", safe(key), safe(&value.to_string())),
        }
    }
    let mut shown: BTreeSet<Role> = BTreeSet::new();
    let mut grounds = node.role_evidence();
    grounds.sort_by(|a, b| a.role.cmp(&b.role).then(b.score.total_cmp(&a.score)));
    for ground in grounds.iter().filter(|ground| shown.insert(ground.role)) {
        text += &format!(
            "role      {}: {} {}\n          {}\n",
            readable(ground.role.name()),
            safe(&ground.reason),
            words.paint.faint(format!("({:.2}, {})", ground.score, safe(&ground.doc))),
            words.paint.faint(format!("“{}”", safe(&ground.text))),
        );
    }
    let known = node.attributes.get("watchlist").cloned().unwrap_or_default();
    for entry in serde_json::from_value::<Vec<WatchlistMatch>>(known).unwrap_or_default() {
        text += &format!("watchlist {}\n", watchlist(&entry, words));
    }
    for merge in merges(node) {
        text += &format!("merged    {}", line(&merge, words));
    }
    text
}

/// "SDN 7157: SIM, Hyon Sop (0.97, alias; DPRK3)".
fn watchlist(found: &WatchlistMatch, words: Words) -> String {
    let entry = found.entry.as_ref().map_or_else(String::new, |e| format!(" = {}", safe(e)));
    let mut said: Vec<String> = found.reasons.iter().map(|reason| safe(reason)).collect();
    if !found.programs.is_empty() {
        said.push(format!("listed for {}", safe(&found.programs.join(", "))));
    }
    if !found.supports.is_empty() {
        let roles: Vec<String> = found.supports.iter().map(|role| readable(role.name())).collect();
        said.push(format!("speaks for the role {}", roles.join(", ")));
    }
    format!(
        "{} {}: {}{entry} {}",
        safe(&found.list),
        safe(&found.id),
        safe(&found.name),
        words.paint.faint(format!("({:.2}, {})", found.score, said.join("; "))),
    )
}

/// Why the names of a node belong together.
pub(super) fn merges(node: &Node) -> Vec<Merge> {
    let merges = node.attributes.get("merges").cloned().unwrap_or_default();
    serde_json::from_value(merges).unwrap_or_default()
}

/// "Sim: surname of Sim Hyon Sop (0.95, article.html)".
pub(super) fn line(merge: &Merge, words: Words) -> String {
    let place = merge.doc.as_ref().map_or_else(String::new, |doc| format!(", {}", safe(doc)));
    format!(
        "{}: {} {} {}\n",
        safe(&merge.name),
        safe(&merge.reason),
        safe(&merge.into),
        words.paint.faint(format!("({:.2}{place})", merge.score)),
    )
}
