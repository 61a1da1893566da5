//! The network. Enters: the grounded graphs of single documents and the clusters that say which of
//! their nodes are one. Leaves: a directed multigraph in which every edge quotes its sentences.
//! Its types are the JSON contract, field by field. Decides nothing about who is who.

use crate::{
    document::{Document, DocumentInfo},
    entity::{Merge, Resolution},
    error::Skipped,
    mention::MentionKind,
    relation::Relation,
    schema::{EntityType, Role, Status},
    span::Span,
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

/// One sentence that states an edge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EdgeEvidence {
    /// Document id.
    pub doc: Arc<str>,
    /// First code point of the sentence.
    pub start: usize,
    /// End of the sentence, exclusive.
    pub end: usize,
    /// The sentence.
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
    /// Date of the fact when the text gives one.
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
    /// Asserted when any evidence asserts it, otherwise what most of the evidence says.
    pub status: Status,
    /// Earliest date among the evidence.
    pub first_date: Option<String>,
    /// Latest date among the evidence.
    pub last_date: Option<String>,
    /// Number of documents that state it.
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
    /// Inputs that could not be read.
    pub skipped: Vec<Skipped>,
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
    /// Sorted by id.
    pub edges: Vec<Edge>,
}

/// A relation of a [`DocumentGraph`].
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentEdge {
    /// Index of the subject among the nodes.
    pub subject: usize,
    /// Relation type.
    pub predicate: String,
    /// Index of the object among the nodes.
    pub object: usize,
    /// The sentences; never empty.
    pub evidence: Vec<EdgeEvidence>,
}

/// What one document says, with its quotations: the unit that is merged into the network. Its
/// nodes have no id yet.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentGraph {
    /// The document.
    pub info: DocumentInfo,
    /// Number of words read, separated by white space.
    pub words: usize,
    /// Entities.
    pub nodes: Vec<Node>,
    /// Relations.
    pub edges: Vec<DocumentEdge>,
}

/// Nodes of several documents that are one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Stable key, unique among the clusters.
    pub key: String,
    /// Canonical name.
    pub name: String,
    /// Members as (index of the document graph, index of its node), ascending.
    pub members: Vec<(usize, usize)>,
    /// Why the members belong together.
    pub merges: Vec<Merge>,
}

fn round(score: impl Into<f64>) -> f64 {
    (score.into() * 1e4).round() / 1e4
}

impl DocumentGraph {
    /// Copies every quotation out of the document and turns byte offsets into code points.
    #[must_use]
    pub fn ground(doc: &Document, resolution: &Resolution, relations: &[Relation]) -> Self {
        let id: Arc<str> = doc.info.id.as_str().into();
        let offsets = |span: Span| Offsets {
            start: doc.code_point(span.start),
            end: doc.code_point(span.end),
        };
        let nodes = resolution
            .entities
            .iter()
            .map(|entity| {
                let mentions: Vec<NodeMention> = entity
                    .mentions
                    .iter()
                    .map(|&index| {
                        let mention = &resolution.mentions[index];
                        let Offsets { start, end } = offsets(mention.span);
                        NodeMention {
                            doc: Arc::clone(&id),
                            start,
                            end,
                            text: doc.slice(mention.span).to_owned(),
                            kind: mention.kind,
                            score: round(mention.score),
                        }
                    })
                    .collect();
                let mut attributes: BTreeMap<String, serde_json::Value> =
                    entity.attributes.iter().map(|(k, v)| (k.clone(), v.clone().into())).collect();
                if !entity.merges.is_empty() {
                    attributes.insert("merges".into(), merges_json(&entity.merges));
                }
                Node {
                    id: String::new(),
                    entity_type: entity.entity_type,
                    name: entity.name.clone(),
                    aliases: aliases(&entity.name, &mentions),
                    roles: entity.roles.iter().copied().collect(),
                    mentions,
                    attributes,
                }
            })
            .collect();
        let edges = relations
            .iter()
            .map(|relation| DocumentEdge {
                subject: relation.subject,
                predicate: relation.predicate.clone(),
                object: relation.object,
                evidence: relation
                    .evidence
                    .iter()
                    .map(|e| {
                        let Offsets { start, end } = offsets(e.sentence);
                        EdgeEvidence {
                            doc: Arc::clone(&id),
                            start,
                            end,
                            text: doc.slice(e.sentence).to_owned(),
                            subject: offsets(e.subject),
                            object: offsets(e.object),
                            extractor: e.extractor.clone(),
                            score: round(e.score),
                            status: e.status,
                            date: e.date.clone(),
                        }
                    })
                    .collect(),
            })
            .collect();
        let words = doc.text().split_whitespace().count();
        Self { info: doc.info.clone(), words, nodes, edges }
    }
}

impl DocumentGraph {
    /// Leaves out unnamed groups that take part in no relation: "officials" alone say nothing.
    #[must_use]
    pub fn without_idle_groups(mut self) -> Self {
        let linked: BTreeSet<usize> =
            self.edges.iter().flat_map(|edge| [edge.subject, edge.object]).collect();
        let mut kept = Vec::with_capacity(self.nodes.len());
        let mut place = vec![0; self.nodes.len()];
        for (index, node) in self.nodes.into_iter().enumerate() {
            place[index] = kept.len();
            if node.entity_type != EntityType::Group || linked.contains(&index) {
                kept.push(node);
            }
        }
        self.nodes = kept;
        for edge in &mut self.edges {
            edge.subject = place[edge.subject];
            edge.object = place[edge.object];
        }
        self
    }

    /// Calls the document `id` from now on, in its quotations too.
    pub fn rename(&mut self, id: &str) {
        let old = std::mem::replace(&mut self.info.id, id.to_owned());
        let id: Arc<str> = id.into();
        for mention in self.nodes.iter_mut().flat_map(|node| &mut node.mentions) {
            mention.doc = Arc::clone(&id);
        }
        for evidence in self.edges.iter_mut().flat_map(|edge| &mut edge.evidence) {
            evidence.doc = Arc::clone(&id);
        }
        let merges = self.nodes.iter_mut().filter_map(|node| node.attributes.get_mut("merges"));
        for merge in merges.filter_map(serde_json::Value::as_array_mut).flatten() {
            if merge.get("doc").and_then(serde_json::Value::as_str) == Some(&old) {
                merge["doc"] = (*id).into();
            }
        }
    }
}

fn merges_json(merges: &[Merge]) -> serde_json::Value {
    serde_json::to_value(merges).unwrap_or_default()
}

/// Distinct names other than the canonical one, sorted; nominals and pronouns are no names.
fn aliases(name: &str, mentions: &[NodeMention]) -> Vec<String> {
    let names: BTreeSet<String> = mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .map(|m| m.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| text != name)
        .collect();
    names.into_iter().collect()
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
    /// Merges documents: the nodes of each cluster become one, equal relations become one edge
    /// whose evidence adds up. The order of `documents` does not matter to the result, only to the
    /// indices in `clusters`. `symmetric` says which relation types have no direction.
    #[must_use]
    pub fn assemble(
        info: GraphInfo,
        documents: Vec<DocumentGraph>,
        clusters: Vec<Cluster>,
        symmetric: impl Fn(&str) -> bool,
    ) -> Self {
        let mut owner: HashMap<(usize, usize), usize> = HashMap::new();
        for (index, cluster) in clusters.iter().enumerate() {
            owner.extend(cluster.members.iter().map(|&member| (member, index)));
        }
        let mut edges: BTreeMap<(String, String, String), Vec<EdgeEvidence>> = BTreeMap::new();
        let mut parts: Vec<Vec<Node>> = clusters.iter().map(|_| Vec::new()).collect();
        for (d, document) in documents.into_iter().enumerate() {
            for edge in document.edges {
                let ends = (owner.get(&(d, edge.subject)), owner.get(&(d, edge.object)));
                let (Some(&s), Some(&o)) = ends else { continue };
                if s == o {
                    continue;
                }
                let (mut source, mut target) = (clusters[s].key.clone(), clusters[o].key.clone());
                let mut evidence = edge.evidence;
                if symmetric(&edge.predicate) && source > target {
                    std::mem::swap(&mut source, &mut target);
                    for e in &mut evidence {
                        std::mem::swap(&mut e.subject, &mut e.object);
                    }
                }
                edges.entry((source, edge.predicate, target)).or_default().extend(evidence);
            }
            for (n, node) in document.nodes.into_iter().enumerate() {
                if let Some(&cluster) = owner.get(&(d, n)) {
                    parts[cluster].push(node);
                }
            }
        }
        let nodes = clusters
            .into_iter()
            .zip(parts)
            .map(|(cluster, parts)| merge_nodes(cluster, parts))
            .collect();
        let edges = edges.into_iter().map(|(ends, evidence)| merge_evidence(ends, evidence));
        Self::from_node_link(NodeLink {
            directed: true,
            multigraph: true,
            graph: info,
            nodes,
            edges: edges.collect(),
        })
    }

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

fn merge_nodes(cluster: Cluster, mut parts: Vec<Node>) -> Node {
    parts.sort_by(|a, b| {
        let first = |n: &Node| n.mentions.first().map(|m| (Arc::clone(&m.doc), m.start));
        first(a).cmp(&first(b))
    });
    let entity_type = parts.first().map_or(EntityType::Group, |node| node.entity_type);
    let mut roles = BTreeSet::new();
    let mut mentions = Vec::new();
    let mut attributes = BTreeMap::new();
    let mut merges: Vec<serde_json::Value> = Vec::new();
    for part in parts {
        roles.extend(part.roles);
        mentions.extend(part.mentions);
        for (key, value) in part.attributes {
            match value {
                serde_json::Value::Array(items) if key == "merges" => merges.extend(items),
                value => {
                    attributes.entry(key).or_insert(value);
                }
            }
        }
    }
    if let serde_json::Value::Array(items) = merges_json(&cluster.merges) {
        merges.extend(items);
    }
    if !merges.is_empty() {
        attributes.insert("merges".into(), merges.into());
    }
    mentions.sort_by(|a, b| (&a.doc, a.start, a.end).cmp(&(&b.doc, b.start, b.end)));
    Node {
        id: cluster.key,
        entity_type,
        aliases: aliases(&cluster.name, &mentions),
        name: cluster.name,
        roles: roles.into_iter().collect(),
        mentions,
        attributes,
    }
}

fn merge_evidence(
    (source, predicate, target): (String, String, String),
    mut evidence: Vec<EdgeEvidence>,
) -> Edge {
    let place = |e: &EdgeEvidence| (Arc::clone(&e.doc), e.start, e.end, e.subject, e.object);
    evidence.sort_by(|a, b| {
        place(a)
            .cmp(&place(b))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| a.extractor.cmp(&b.extractor))
    });
    // One extractor may see one sentence through several pairs of mentions: it counts once.
    let mut seen = BTreeSet::new();
    evidence.retain(|e| seen.insert((Arc::clone(&e.doc), e.start, e.end, e.extractor.clone())));
    let documents = evidence.iter().map(|e| &e.doc).collect::<BTreeSet<_>>().len();
    let dates: BTreeSet<&String> = evidence.iter().filter_map(|e| e.date.as_ref()).collect();
    Edge {
        id: format!("{source}|{predicate}|{target}"),
        key: predicate.clone(),
        confidence: round(confidence(&evidence)),
        status: combined_status(&evidence),
        first_date: dates.first().map(ToString::to_string),
        last_date: dates.last().map(ToString::to_string),
        documents,
        source,
        target,
        predicate,
        evidence,
    }
}

/// Noisy-or over sentences: each sentence gives its best score once, and the whole is capped, since
/// extractors err together.
fn confidence(evidence: &[EdgeEvidence]) -> f64 {
    let mut best: BTreeMap<(&str, usize), f64> = BTreeMap::new();
    for e in evidence {
        let score = best.entry((&e.doc, e.start)).or_insert(0.0);
        *score = score.max(e.score);
    }
    let miss: f64 = best.values().map(|score| 1.0 - score).product();
    (1.0 - miss).min(0.99)
}

fn combined_status(evidence: &[EdgeEvidence]) -> Status {
    let count = |status| evidence.iter().filter(|e| e.status == status).count();
    if count(Status::Asserted) > 0 {
        Status::Asserted
    } else if count(Status::Denied) > count(Status::Alleged) {
        Status::Denied
    } else {
        Status::Alleged
    }
}
