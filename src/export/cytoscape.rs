//! JSON for [cytoscape.js](https://js.cytoscape.org/#notation/elements-json) and the desktop program
//! (`.cyjs`). Enters: the graph. Leaves: everything that is in it, nodes and edges as `data` of
//! elements. cytoscape.js keeps nodes and edges in one table of ids, so that an edge called like a
//! node gets a mark before its id.

use super::{json::List, style};
use crate::{
    error::Error,
    graph::{Edge, GraphInfo, KnowledgeGraph, Node},
};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Element<T> {
    data: T,
}

#[derive(Serialize)]
struct NodeData<'a> {
    label: &'a str,
    #[serde(flatten)]
    node: &'a Node,
}

#[derive(Serialize)]
struct EdgeData<'a> {
    id: String,
    label: String,
    /// Its id where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    edge_id: Option<&'a str>,
    source: &'a str,
    target: &'a str,
    key: &'a str,
    #[serde(rename = "type")]
    predicate: &'a str,
    confidence: f64,
    status: crate::schema::Status,
    first_date: Option<&'a str>,
    last_date: Option<&'a str>,
    documents: usize,
    evidence: &'a [crate::graph::EdgeEvidence],
}

#[derive(Serialize)]
struct Network<'a, E> {
    format_version: &'static str,
    generated_by: &'a str,
    data: &'a GraphInfo,
    elements: E,
}

#[derive(Serialize)]
struct Elements<N, E> {
    nodes: N,
    edges: E,
}

/// Writes the graph, with a final line break.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    let nodes =
        List(|| graph.nodes().map(|node| Element { data: NodeData { label: &node.name, node } }));
    let edges = List(|| graph.edges().map(|e| Element { data: edge(graph, e) }));
    let network = Network {
        format_version: "1.0",
        generated_by: &graph.info.generator,
        data: &graph.info,
        elements: Elements { nodes, edges },
    };
    serde_json::to_writer_pretty(&mut *out, &network).map_err(|e| Error::Output(e.into()))?;
    Ok(out.write_all(b"\n")?)
}

fn edge<'a>(graph: &KnowledgeGraph, e: &'a Edge) -> EdgeData<'a> {
    let mut id = e.id.clone();
    while graph.node(&id).is_some() {
        id.insert_str(0, "edge ");
    }
    EdgeData {
        label: style::readable(&e.predicate),
        edge_id: (id != e.id).then_some(e.id.as_str()),
        id,
        source: &e.source,
        target: &e.target,
        key: &e.key,
        predicate: &e.predicate,
        confidence: e.confidence,
        status: e.status,
        first_date: e.first_date.as_deref(),
        last_date: e.last_date.as_deref(),
        documents: e.documents,
        evidence: &e.evidence,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    /// A file from elsewhere may call an edge like a node: cytoscape.js would drop one of them.
    #[test]
    fn an_edge_called_like_a_node_stays() {
        let node = |id: &str| {
            json!({"id": id, "type": "person", "name": id, "aliases": [], "roles": [],
                "mentions": [], "attributes": {}})
        };
        let link = json!({
            "directed": true, "multigraph": true,
            "graph": {"generator": "", "schema_version": 1, "offset_unit": "code_point", "model": "",
                "documents": [], "skipped": []},
            "nodes": [node("a"), node("edge a")],
            "edges": [{"id": "a", "source": "a", "target": "edge a", "key": "owns", "type": "owns",
                "confidence": 1.0, "status": "asserted", "first_date": null, "last_date": null,
                "documents": 1, "evidence": []}],
        });
        let graph = KnowledgeGraph::from_node_link(serde_json::from_value(link).unwrap());
        let mut out = Vec::new();
        write(&graph, &mut out).unwrap();
        let network: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let data = &network["elements"]["edges"][0]["data"];
        assert_eq!((&data["id"], &data["edge_id"]), (&json!("edge edge a"), &json!("a")));
    }
}
