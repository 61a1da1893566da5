//! Graph -> numbers, paths and parts. Enters: a graph. Leaves: rankings, components, communities,
//! paths, and the part of a graph that is asked for. Changes nothing, and reads no evidence beyond what an edge says of itself.
//!
//! Centrality of degree and betweenness, components and paths look at the *undirected view*: two
//! entities are neighbours when any edge links them, whatever its direction, and however many
//! edges there are. A person who asks how two people are linked wants the front company between
//! them, though both arrows point at it. PageRank follows the arrows.

mod centrality;
mod paths;
mod select;
mod wording;

pub use centrality::{betweenness, degree, page_rank};
pub use paths::{Config, Path, simple_paths};
pub use select::{Day, NoDay, Selection, select};

use crate::graph::{Edge, KnowledgeGraph, Node};
use crate::layout;
use crate::schema::Status;
use std::collections::BTreeSet;

/// What makes an entity important.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Number of neighbours.
    #[default]
    Degree,
    /// Share of shortest paths that lead through it: go-betweens.
    Betweenness,
    /// Importance of those who act on it or for it.
    PageRank,
}

/// Every node with its value, the greatest first; equal values in the order of ids.
///
/// ```
/// use unravel::{KnowledgeGraph, analyze::{Measure, rank}};
/// # fn ids(graph: &KnowledgeGraph) {
/// let best = rank(graph, Measure::Betweenness).first().map(|(node, _)| &node.name);
/// # }
/// ```
#[must_use]
pub fn rank(graph: &KnowledgeGraph, measure: Measure) -> Vec<(&Node, f64)> {
    let values = match measure {
        Measure::Degree => degree(graph),
        Measure::Betweenness => betweenness(graph),
        Measure::PageRank => page_rank(graph),
    };
    let mut ranked: Vec<(&Node, f64)> = graph.nodes().zip(values).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked
}

/// Connected components of the undirected view, the largest first, equal ones by their first id;
/// a node without edges is a component of its own. O(V + E log E).
#[must_use]
pub fn components(graph: &KnowledgeGraph) -> Vec<Vec<&Node>> {
    let near = neighbours(graph);
    let nodes: Vec<&Node> = graph.nodes().collect();
    let mut seen = vec![false; near.len()];
    let mut components = Vec::new();
    for start in 0..near.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut members = vec![start];
        let mut at = 0;
        while let Some(&node) = members.get(at) {
            at += 1;
            for &next in &near[node] {
                if !std::mem::replace(&mut seen[next], true) {
                    members.push(next);
                }
            }
        }
        members.sort_unstable();
        components.push(members.into_iter().map(|m| nodes[m]).collect::<Vec<_>>());
    }
    components.sort_by_key(|members| std::cmp::Reverse(members.len()));
    components
}

/// The community of every node, in the order of ids: entities with more relations among them than
/// chance would give. Communities are numbered by size, the largest 0; a node without relations is
/// one of its own. A relation counts by its confidence, denied ones link nobody.
/// See [`layout::communities`].
#[must_use]
pub fn communities(graph: &KnowledgeGraph) -> Vec<usize> {
    layout::communities(graph.nodes().len(), &weights(graph))
}

/// The relations as edges between places in the order of ids, weighted by confidence; denied ones
/// are left out.
fn weights(graph: &KnowledgeGraph) -> Vec<layout::Link> {
    let edges = graph.petgraph().raw_edges().iter().filter(|edge| links(&edge.weight));
    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    let weight = |edge: &Edge| edge.confidence as f32;
    edges.map(|e| (e.source().index(), e.target().index(), weight(&e.weight))).collect()
}

/// Whether an edge links its ends: what is denied does not.
pub(crate) fn links(edge: &Edge) -> bool {
    edge.status != Status::Denied
}

/// The undirected view: for every node its distinct neighbours, ascending; nobody is their own, and
/// denied edges link nobody.
fn neighbours(graph: &KnowledgeGraph) -> Vec<Vec<usize>> {
    let graph = graph.petgraph();
    let mut sets = vec![BTreeSet::new(); graph.node_count()];
    for edge in graph.raw_edges() {
        let (s, t) = (edge.source().index(), edge.target().index());
        if s != t && links(&edge.weight) {
            sets[s].insert(t);
            sets[t].insert(s);
        }
    }
    sets.into_iter().map(|set| set.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests_select;
