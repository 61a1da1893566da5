//! What the user's decisions changed in a network, and the way back. Enters: a curated graph.
//! Leaves: the graph as it was built, to the last value. Applies no decision (that is `curate`).

use super::{Edge, KnowledgeGraph, Node, NodeLink};
use crate::{error::Error, ledger::Decision};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The decisions that shaped a graph, and everything that they replaced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curation {
    /// The rows of the ledger that were applied, in their order.
    pub decisions: Vec<Decision>,
    /// Ids of nodes that were not built but made by a decision, sorted.
    pub added_nodes: Vec<String>,
    /// Nodes as they were built that a decision changed or removed, by id.
    pub nodes: Vec<Node>,
    /// Ids of edges that were not built but made by a decision, sorted.
    pub added_edges: Vec<String>,
    /// Edges as they were built that a decision changed or removed, by id.
    pub edges: Vec<Edge>,
}

impl Curation {
    /// Whether the graph is as it was built.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added_nodes.is_empty()
            && self.nodes.is_empty()
            && self.added_edges.is_empty()
            && self.edges.is_empty()
    }
}

impl KnowledgeGraph {
    /// The graph as it was built, before any decision.
    ///
    /// # Errors
    /// When what the graph says of its curation does not fit it.
    pub fn into_base(mut self) -> Result<Self, Error> {
        let Some(curation) = self.info.curation.take() else { return Ok(self) };
        let link = self.into_node_link();
        let misfit = |what: &str, id: &str| Error::Curation(format!("{what} {id}"));
        let mut nodes: BTreeMap<String, Node> =
            link.nodes.into_iter().map(|node| (node.id.clone(), node)).collect();
        let mut edges: BTreeMap<String, Edge> =
            link.edges.into_iter().map(|edge| (edge.id.clone(), edge)).collect();
        for id in &curation.added_nodes {
            nodes.remove(id).ok_or_else(|| misfit("it lacks the added entity", id))?;
        }
        for id in &curation.added_edges {
            edges.remove(id).ok_or_else(|| misfit("it lacks the added relation", id))?;
        }
        nodes.extend(curation.nodes.into_iter().map(|node| (node.id.clone(), node)));
        edges.extend(curation.edges.into_iter().map(|edge| (edge.id.clone(), edge)));
        for edge in edges.values() {
            for end in [&edge.source, &edge.target] {
                if !nodes.contains_key(end) {
                    return Err(misfit("an earlier relation names the missing entity", end));
                }
            }
        }
        let (nodes, edges) = (nodes.into_values().collect(), edges.into_values().collect());
        Ok(Self::from_node_link(NodeLink { nodes, edges, ..link }))
    }
}
