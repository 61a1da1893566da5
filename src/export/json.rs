//! Node-link JSON, the contract that others script against. networkx reads it with
//! `node_link_graph(data, edges="edges")`. Enters: a graph or a file. Leaves: bytes or a graph, whose
//! edges stand under `edges` or, for older readers, under `links`.

use super::Config;
use crate::{
    error::Error,
    graph::{KnowledgeGraph, NodeLink},
};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use std::{collections::BTreeSet, io::Write, path::Path};

/// Writes the graph, indented by two spaces, with a final line break.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    write_as(graph, &Config::default(), out)
}

/// Writes the graph as [`write()`] does; [`Config::links`] decides how the edges are called.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_as(
    graph: &KnowledgeGraph,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    let edges = if config.links { "links" } else { "edges" };
    serde_json::to_writer_pretty(&mut *out, &Streamed { graph, edges })
        .map_err(|e| Error::Output(e.into()))?;
    Ok(out.write_all(b"\n")?)
}

/// [`NodeLink`], field by field, without a copy of the graph.
struct Streamed<'a> {
    graph: &'a KnowledgeGraph,
    edges: &'static str,
}

impl Serialize for Streamed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut link = serializer.serialize_struct("NodeLink", 5)?;
        link.serialize_field("directed", &true)?;
        link.serialize_field("multigraph", &true)?;
        link.serialize_field("graph", &self.graph.info)?;
        link.serialize_field("nodes", &List(|| self.graph.nodes()))?;
        link.serialize_field(self.edges, &List(|| self.graph.edges()))?;
        link.end()
    }
}

/// A list that is made while it is written.
pub(super) struct List<F>(pub F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// Reads a graph that [`write()`] wrote.
///
/// # Errors
/// When the file cannot be read, is no such graph or of a newer version, when an id stands twice,
/// an edge names a node that is not there, or quotes no sentence.
pub fn read(path: &Path) -> Result<KnowledgeGraph, Error> {
    if path.is_dir() {
        let source = std::io::Error::other("a folder, neither a JSON network nor a case");
        return Err(Error::Read { path: path.into(), source });
    }
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::Read { path: path.into(), source })?;
    let bad = |cause: String| Error::Graph { path: path.into(), cause };
    let link: NodeLink = serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?;
    if link.graph.schema_version > 1 {
        return Err(bad(format!(
            "it has version {} of the format; this program reads version 1",
            link.graph.schema_version
        )));
    }
    let ids: BTreeSet<&str> = link.nodes.iter().map(|n| n.id.as_str()).collect();
    if ids.len() < link.nodes.len() {
        return Err(bad("two nodes have the same id".into()));
    }
    let documents: BTreeSet<&str> = link.graph.documents.iter().map(|d| d.id.as_str()).collect();
    if documents.len() < link.graph.documents.len() {
        return Err(bad("two documents have the same id".into()));
    }
    let edge_ids: BTreeSet<&str> = link.edges.iter().map(|e| e.id.as_str()).collect();
    if edge_ids.len() < link.edges.len() {
        return Err(bad("two edges have the same id".into()));
    }
    for edge in &link.edges {
        if edge.evidence.is_empty() {
            return Err(bad(format!("edge {} quotes no sentence", edge.id)));
        }
        for end in [&edge.source, &edge.target] {
            if !ids.contains(end.as_str()) {
                return Err(bad(format!("edge {} names the missing node {end}", edge.id)));
            }
        }
    }
    Ok(KnowledgeGraph::from_node_link(link))
}
