//! `unravel query GRAPH path A B`

use super::words::{self, Brief, Words, counted, readable};
use crate::cli::terminal::safe;
use serde::Serialize;
use std::collections::BTreeSet;
use unravel::{
    Edge, KnowledgeGraph, Node, Schema,
    analyze::{self, Config},
};

#[derive(Serialize)]
struct Answer<'a> {
    length: usize,
    nodes: Vec<Brief<'a>>,
    edges: Vec<Vec<&'a Edge>>,
}

/// The ids of the entities on the paths, both ends among them.
pub(super) fn entities<'g>(
    graph: &'g KnowledgeGraph,
    (from, to): (&'g Node, &'g Node),
    config: &Config,
) -> Vec<&'g str> {
    let paths = analyze::simple_paths(graph, &from.id, &to.id, config);
    let nodes = paths.iter().flat_map(|path| &path.nodes).map(|node| node.id.as_str());
    let nodes: BTreeSet<&str> = nodes.chain([from.id.as_str(), to.id.as_str()]).collect();
    nodes.into_iter().collect()
}

pub(super) fn path(
    graph: &KnowledgeGraph,
    schema: &Schema,
    (from, to): (&Node, &Node),
    config: &Config,
    words: Words,
) -> anyhow::Result<String> {
    let paths = analyze::simple_paths(graph, &from.id, &to.id, config);
    if words.json {
        let answers = paths.into_iter().map(|path| Answer {
            length: path.edges.len(),
            nodes: path.nodes.into_iter().map(Brief::from).collect(),
            edges: path.edges,
        });
        return words::json(&answers.collect::<Vec<_>>());
    }
    if paths.is_empty() {
        return Ok(format!("no path from {} to {}\n", safe(&from.name), safe(&to.name)));
    }
    let mut text = String::new();
    let full = paths.len() == config.max_paths;
    for (number, path) in paths.into_iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text += &format!("{}. {}\n", number + 1, counted(path.edges.len(), "step"));
        text += &format!("  {}\n", words.paint.strong(safe(&path.nodes[0].name)));
        for ((edges, before), node) in path.edges.iter().zip(&path.nodes).zip(&path.nodes[1..]) {
            for edge in edges {
                let predicate = readable(&edge.predicate);
                let step = match edge.source == before.id {
                    _ if schema.is_symmetric(&edge.predicate) => format!("– {predicate} –"),
                    true => format!("— {predicate} →"),
                    false => format!("← {predicate} —"),
                };
                text += &format!("    {step}  {}\n", words.standing(edge));
                if let Some(evidence) = edge.evidence.first() {
                    text += &format!("        {}\n", words.quotation(evidence));
                }
            }
            text += &format!("  {}\n", words.paint.strong(safe(&node.name)));
        }
    }
    if full {
        text += &format!("\nThere may be more than {} paths: --max-paths\n", config.max_paths);
    }
    Ok(text)
}
