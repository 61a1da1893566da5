//! Which part of the network is drawn. Enters: the graph and a limit. Leaves: the entities and
//! edges that are shown, and a sentence that says what is not. Draws nothing.

use super::Config;
use crate::graph::{Edge, KnowledgeGraph, Node};
use std::collections::{BTreeMap, BTreeSet};

/// The part of a graph that is shown.
pub(super) struct Picture<'a> {
    /// Sorted by id.
    pub nodes: Vec<&'a Node>,
    /// Those between shown nodes, sorted by id.
    pub edges: Vec<&'a Edge>,
    /// Number of neighbours in the whole graph, for every shown node.
    pub degree: BTreeMap<&'a str, usize>,
    /// "60 of 312 entities, the best connected; …".
    pub caption: String,
}

/// Chooses what is shown: at most `limit` entities, each with at least one relation to another
/// shown one, unless `config.unlinked`.
///
/// Edges are taken in the order of the less important of their ends until the limit is reached,
/// so that no shown entity hangs in the air and the middle of the network is kept whole.
/// O(E log E).
pub(super) fn picture<'a>(graph: &'a KnowledgeGraph, limit: usize, config: &Config) -> Picture<'a> {
    let degree = neighbours(graph);
    let place = places(graph, &degree, config);
    let mut edges: Vec<&Edge> = graph.edges().filter(|e| e.source != e.target).collect();
    edges.sort_by_key(|e| {
        let (s, t) = (place[e.source.as_str()], place[e.target.as_str()]);
        (s.max(t), s.min(t))
    });
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for edge in edges {
        let ends = [edge.source.as_str(), edge.target.as_str()];
        let new = ends.iter().filter(|id| !shown.contains(*id)).count();
        if shown.len().saturating_add(new) <= limit {
            shown.extend(ends);
        }
    }
    if config.unlinked {
        let mut rest: Vec<&Node> = graph.nodes().filter(|n| !shown.contains(&*n.id)).collect();
        rest.sort_by_key(|n| place[n.id.as_str()]);
        let room = limit.saturating_sub(shown.len());
        shown.extend(rest.iter().take(room).map(|n| n.id.as_str()));
    }
    let nodes: Vec<&Node> = graph.nodes().filter(|n| shown.contains(&*n.id)).collect();
    let edges: Vec<&Edge> = graph
        .edges()
        .filter(|e| shown.contains(&*e.source) && shown.contains(&*e.target))
        .collect();
    let caption = caption(graph, &degree, (nodes.len(), edges.len()), config);
    Picture { degree, nodes, edges, caption }
}

/// Number of distinct neighbours of every node, whatever the direction; zero where there is none.
fn neighbours(graph: &KnowledgeGraph) -> BTreeMap<&str, usize> {
    let mut sets: BTreeMap<&str, BTreeSet<&str>> =
        graph.nodes().map(|n| (n.id.as_str(), BTreeSet::new())).collect();
    for edge in graph.edges().filter(|e| e.source != e.target) {
        sets.entry(&edge.source).or_default().insert(&edge.target);
        sets.entry(&edge.target).or_default().insert(&edge.source);
    }
    sets.into_iter().map(|(id, set)| (id, set.len())).collect()
}

/// The place of every node in the order of importance, 0 the first.
fn places<'a>(
    graph: &'a KnowledgeGraph,
    degree: &BTreeMap<&'a str, usize>,
    config: &Config,
) -> BTreeMap<&'a str, usize> {
    let asked: BTreeMap<&str, usize> =
        config.ranking.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    let mut nodes: Vec<&Node> = graph.nodes().collect();
    nodes.sort_by_key(|n| {
        let asked = asked.get(n.id.as_str()).copied().unwrap_or(usize::MAX);
        (asked, std::cmp::Reverse((degree[n.id.as_str()], n.mentions.len())))
    });
    nodes.into_iter().enumerate().map(|(place, n)| (n.id.as_str(), place)).collect()
}

fn caption(
    graph: &KnowledgeGraph,
    degree: &BTreeMap<&str, usize>,
    (nodes, edges): (usize, usize),
    config: &Config,
) -> String {
    let linked = degree.values().filter(|&&d| d > 0).count();
    let unlinked = graph.nodes().len() - linked;
    let of = |part: usize, whole: usize, many: &str| match part == whole {
        true => format!("{whole} {many}"),
        false => format!("{part} of {whole} {many}"),
    };
    let candidates = if config.unlinked { graph.nodes().len() } else { linked };
    let mut text = of(nodes, candidates, "entities");
    if nodes < candidates {
        text += match config.ranking.is_empty() {
            true => ", the best connected",
            false => ", the most important",
        };
    }
    text += &format!("; {}", of(edges, graph.edges().len(), "relations"));
    if !config.unlinked && unlinked > 0 {
        text += &format!("; not drawn: {unlinked} without relations");
    }
    text
}
