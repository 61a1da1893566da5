//! The network. Enters: the grounded graphs of single documents and the clusters that say which of
//! their nodes are one. Leaves: a directed multigraph in which every edge quotes its sentences.
//! Its types are the JSON contract, field by field. Decides nothing about who is who.

mod arrange;
mod assemble;
mod curation;
mod document_graph;
mod document_names;
mod outline;
mod support;

pub(crate) use arrange::{arrange, rank, told_apart};
pub use assemble::Cluster;
pub(crate) use assemble::{best_grounds, merge_nodes, span, told_once, turn};
pub use curation::Curation;
pub use document_graph::{DocumentEdge, DocumentGraph};
pub use document_names::{DocumentNames, NameMention};
pub(crate) use outline::{NodeOutline, Outlines, small};
pub use support::NearDuplicate;
pub(crate) use support::{Support, near_duplicates};

use crate::{
    document::DocumentInfo,
    entity::Merge,
    error::Skipped,
    mention::MentionKind,
    schema::{EntityType, Role, Status},
};
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Half-open range of Unicode code points in a document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Offsets {
    /// First code point, inclusive.
    pub start: usize,
    /// Last code point, exclusive.
    pub end: usize,
}

/// A mention as the graph keeps it: with its words, so that the document is no longer needed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeMention {
    /// Document id.
    pub doc: Arc<str>,
    /// First code point, inclusive.
    pub start: usize,
    /// Last code point, exclusive.
    pub end: usize,
    /// What stands there.
    pub text: String,
    /// By name, description or pronoun.
    pub kind: MentionKind,
    /// Probability 0..=1.
    pub score: f64,
}

/// An entity of the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Stable key: the same for the same entity on every run and machine.
    pub id: String,
    /// Type of the entity.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Canonical name.
    pub name: String,
    /// Other names, sorted.
    pub aliases: Vec<String>,
    /// Roles, sorted.
    pub roles: Vec<Role>,
    /// Every place where a document speaks of it, by document and offset.
    pub mentions: Vec<NodeMention>,
    /// Further facts: `merges` (why names were joined), `value`, `country`, ….
    pub attributes: BTreeMap<String, serde_json::Value>,
}

impl Node {
    /// What its roles rest on: the attribute `roles`; empty in a graph that says nothing of it.
    #[must_use]
    pub fn role_evidence(&self) -> Vec<RoleEvidence> {
        let items = self.attributes.get("roles").cloned();
        items.and_then(|items| serde_json::from_value(items).ok()).unwrap_or_default()
    }
}

/// One sentence on which a role rests: the items of a node's attribute `roles`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleEvidence {
    /// The role.
    pub role: Role,
    /// Why it is taken for one, in words.
    pub reason: String,
    /// Probability, 0..=1.
    pub score: f64,
    /// Document id.
    pub doc: Arc<str>,
    /// First code point of the sentence.
    pub start: usize,
    /// Code point after the sentence.
    pub end: usize,
    /// The sentence.
    pub text: String,
}

/// One sentence that states an edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EdgeEvidence {
    /// Document id.
    pub doc: Arc<str>,
    /// First code point of the sentence.
    pub start: usize,
    /// End of the sentence, exclusive.
    pub end: usize,
    /// The sentence, with the one beside it where an end stands there.
    pub text: String,
    /// Where the subject is mentioned.
    pub subject: Offsets,
    /// Where the object is mentioned.
    pub object: Offsets,
    /// `pattern:NAME` or `neural:NAME`.
    pub extractor: String,
    /// Probability 0..=1.
    pub score: f64,
    /// How this sentence states it.
    pub status: Status,
    /// Date of the fact (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), or two with a stroke between, `FROM/TO`, when
    /// the text gives one.
    pub date: Option<String>,
}

/// A typed, directed, evidenced link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// Stable key.
    pub id: String,
    /// Id of the subject.
    pub source: String,
    /// Id of the object.
    pub target: String,
    /// The relation type again, as the key of a multigraph edge.
    pub key: String,
    /// The relation type.
    #[serde(rename = "type")]
    pub predicate: String,
    /// Combined probability 0..=1.
    pub confidence: f64,
    /// Asserted when any evidence asserts it, otherwise what most of it says, alleged in a tie.
    pub status: Status,
    /// Earliest date among the evidence.
    pub first_date: Option<String>,
    /// Latest date among the evidence.
    pub last_date: Option<String>,
    /// Number of independent documents that state it: those of nearly the same text count once.
    pub documents: usize,
    /// The sentences; never empty.
    pub evidence: Vec<EdgeEvidence>,
}

/// Two documents with the same text: `doc` was not read again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Duplicate {
    /// The document that was left out.
    pub doc: String,
    /// The document with the same text that was read.
    pub of: String,
}

/// What the graph says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphInfo {
    /// Program and version.
    pub generator: String,
    /// Version of the JSON contract.
    pub schema_version: u32,
    /// Always `code_point`.
    pub offset_unit: String,
    /// The model that read the documents.
    pub model: String,
    /// The documents read, by id.
    pub documents: Vec<DocumentInfo>,
    /// Inputs with the same text as another, by id.
    #[serde(default)]
    pub duplicates: Vec<Duplicate>,
    /// Documents of nearly the same text as another, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near_duplicates: Vec<NearDuplicate>,
    /// Inputs that could not be read.
    pub skipped: Vec<Skipped>,
    /// What of a larger network this is, in words; absent in a whole one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<String>,
    /// What the user's decisions changed; absent while the graph is as it was built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curation: Option<Curation>,
}

impl GraphInfo {
    /// The header of a network made by this version of the program.
    pub(crate) fn by_this_version(model: String, documents: Vec<DocumentInfo>) -> Self {
        Self {
            generator: concat!("unravel ", env!("CARGO_PKG_VERSION")).into(),
            schema_version: 1,
            offset_unit: "code_point".into(),
            model,
            documents,
            ..Self::default()
        }
    }

    /// How many of these documents are independent: those of nearly the same text count once.
    #[must_use]
    pub fn independent<'a>(&self, docs: impl IntoIterator<Item = &'a str>) -> usize {
        let docs: Vec<&str> = docs.into_iter().collect();
        Support::of(self).documents(docs)
    }
}

/// The contract as it stands in a JSON file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeLink {
    /// Always true.
    pub directed: bool,
    /// Always true.
    pub multigraph: bool,
    /// The header.
    pub graph: GraphInfo,
    /// Sorted by id.
    pub nodes: Vec<Node>,
    /// Sorted by id. Older networkx calls them `links`.
    #[serde(alias = "links")]
    pub edges: Vec<Edge>,
}

/// The network: nodes and edges sorted by id.
#[derive(Clone, Debug)]
pub struct KnowledgeGraph {
    /// Header.
    pub info: GraphInfo,
    graph: DiGraph<Node, Edge>,
    index: HashMap<String, NodeIndex>,
}

impl KnowledgeGraph {
    /// Builds the graph from the contract; an edge whose ends are missing is left out (readers of
    /// files check that first).
    #[must_use]
    pub fn from_node_link(mut link: NodeLink) -> Self {
        link.nodes.sort_by(|a, b| a.id.cmp(&b.id));
        link.edges.sort_by(|a, b| a.id.cmp(&b.id));
        let mut graph = DiGraph::with_capacity(link.nodes.len(), link.edges.len());
        let mut index = HashMap::with_capacity(link.nodes.len());
        for node in link.nodes {
            index.insert(node.id.clone(), graph.add_node(node));
        }
        for edge in link.edges {
            if let (Some(&s), Some(&t)) = (index.get(&edge.source), index.get(&edge.target)) {
                graph.add_edge(s, t, edge);
            }
        }
        Self { info: link.graph, graph, index }
    }

    /// The contract, ready to be written.
    #[must_use]
    pub fn to_node_link(&self) -> NodeLink {
        NodeLink {
            directed: true,
            multigraph: true,
            graph: self.info.clone(),
            nodes: self.nodes().cloned().collect(),
            edges: self.edges().cloned().collect(),
        }
    }

    /// The same network without the edges below a confidence; all entities stay.
    #[must_use]
    pub fn from_confidence(self, least: f64) -> Self {
        let mut link = self.into_node_link();
        link.edges.retain(|edge| edge.confidence >= least);
        Self::from_node_link(link)
    }

    /// The contract, without a copy.
    pub(crate) fn into_node_link(self) -> NodeLink {
        let (nodes, edges) = self.graph.into_nodes_edges();
        NodeLink {
            directed: true,
            multigraph: true,
            graph: self.info,
            nodes: nodes.into_iter().map(|node| node.weight).collect(),
            edges: edges.into_iter().map(|edge| edge.weight).collect(),
        }
    }

    /// Nodes, sorted by id.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// Edges, sorted by id.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = &Edge> {
        self.graph.raw_edges().iter().map(|edge| &edge.weight)
    }

    /// The node with this id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.index.get(id).map(|&index| &self.graph[index])
    }

    /// Adds a fact to the node with this id; one of the same name is replaced.
    pub fn annotate(&mut self, id: &str, name: &str, value: serde_json::Value) {
        if let Some(node) = self.index.get(id).and_then(|&index| self.graph.node_weight_mut(index))
        {
            node.attributes.insert(name.to_owned(), value);
        }
    }

    /// petgraph's index of the node with this id.
    #[must_use]
    pub fn node_index(&self, id: &str) -> Option<NodeIndex> {
        self.index.get(id).copied()
    }

    /// The graph itself, for petgraph's algorithms. Node indices count up in the order of ids.
    #[must_use]
    pub const fn petgraph(&self) -> &DiGraph<Node, Edge> {
        &self.graph
    }
}

fn round(score: impl Into<f64>) -> f64 {
    (score.into() * 1e4).round() / 1e4
}

pub(crate) fn merges_json(merges: &[Merge]) -> serde_json::Value {
    let mut merges = serde_json::to_value(merges).unwrap_or_default();
    for score in merges.as_array_mut().into_iter().flatten().map(|merge| &mut merge["score"]) {
        *score = round(score.as_f64().unwrap_or_default()).into();
    }
    merges
}

/// Distinct names other than the canonical one, sorted; nominals and pronouns are no names.
pub(crate) fn aliases(name: &str, mentions: &[NodeMention]) -> Vec<String> {
    let names: BTreeSet<String> = mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .map(|m| m.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| text != name)
        .collect();
    names.into_iter().collect()
}
