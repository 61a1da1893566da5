//! Many documents -> one network. Enters: the graphs of documents and the clusters that say which
//! of their nodes are one. Leaves: merged nodes, and edges whose evidence adds up. Decides nothing
//! about who is who.

use super::{
    DocumentGraph, Edge, EdgeEvidence, GraphInfo, KnowledgeGraph, Node, NodeLink, Support, aliases,
    merges_json, round,
};
use crate::{
    entity::Merge,
    schema::{EntityType, Role, Status},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

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

impl KnowledgeGraph {
    /// Merges documents: the nodes of each cluster become one, equal relations become one edge
    /// whose evidence adds up; what `info` calls near duplicates counts once. The order of `documents` does not matter to the result, only to the
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
                    turn(&mut source, &mut target, &mut evidence);
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
            .map(|(cluster, mut parts)| {
                parts.sort_by(|a, b| {
                    let first =
                        |n: &Node| n.mentions.first().map(|m| (Arc::clone(&m.doc), m.start));
                    first(a).cmp(&first(b))
                });
                merge_nodes(cluster, parts)
            })
            .collect();
        let support = Support::of(&info);
        let edges =
            edges.into_iter().map(|(ends, evidence)| Edge::combine(ends, evidence, &support));
        Self::from_node_link(NodeLink {
            directed: true,
            multigraph: true,
            graph: info,
            nodes,
            edges: edges.collect(),
        })
    }
}

/// Reads a relation without direction from its other end.
pub(crate) fn turn(source: &mut String, target: &mut String, evidence: &mut [EdgeEvidence]) {
    std::mem::swap(source, target);
    for e in evidence {
        std::mem::swap(&mut e.subject, &mut e.object);
    }
}

/// An entity has a role that one in so many of its documents gives it.
const SHARE: usize = 4;

/// The entity that the parts of a cluster make, given in the order of their documents' ids. Of the parts some may be
/// missing that say nothing of their own, never the first.
pub(crate) fn merge_nodes(cluster: Cluster, parts: Vec<Node>) -> Node {
    let entity_type = parts.first().map_or(EntityType::Group, |node| node.entity_type);
    let mut roles: BTreeMap<Role, usize> = BTreeMap::new();
    let documents = cluster.members.len();
    let mut mentions = Vec::new();
    let mut attributes = BTreeMap::new();
    let mut merges: Vec<serde_json::Value> = Vec::new();
    let mut grounds: Vec<serde_json::Value> = Vec::new();
    for part in parts {
        for role in part.roles {
            *roles.entry(role).or_default() += 1;
        }
        mentions.extend(part.mentions);
        for (key, value) in part.attributes {
            match value {
                serde_json::Value::Array(items) if key == "merges" => merges.extend(items),
                serde_json::Value::Array(items) if key == "roles" => grounds.extend(items),
                value => {
                    let known = attributes.entry(key).or_insert_with(|| value.clone());
                    if is_closer(&value, known) {
                        *known = value;
                    }
                }
            }
        }
    }
    if let serde_json::Value::Array(items) = merges_json(&cluster.merges) {
        merges.extend(items);
    }
    // What one document among many says of an entity is no part that it plays in all of them.
    roles.retain(|_, count| *count * SHARE >= documents);
    grounds.retain(|ground| roles.keys().any(|role| ground["role"] == role.name()));
    if !grounds.is_empty() {
        attributes.insert("roles".into(), best_grounds(grounds).into());
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
        roles: roles.into_keys().collect(),
        mentions,
        attributes,
    }
}

/// Whether a value says what another says, and more: "1962-03-04" and "1962".
fn is_closer(value: &serde_json::Value, than: &serde_json::Value) -> bool {
    let texts = value.as_str().zip(than.as_str());
    texts.is_some_and(|(value, than)| value.len() > than.len() && value.starts_with(than))
}

/// Sentences quoted for one role of one entity at most: thousands of documents say that a court is one.
const MOST_GROUNDS: usize = 10;

/// The best grounds of each role, in the order of documents.
pub(crate) fn best_grounds(grounds: Vec<serde_json::Value>) -> Vec<serde_json::Value> {
    let placed = grounds.into_iter().map(|g| {
        let place = (g["role"].to_string(), g["doc"].to_string(), g["start"].as_u64());
        (g["score"].as_f64().unwrap_or_default(), place, g)
    });
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    placed.retain(|(_, (role, ..), _)| {
        let count = count.entry(role.clone()).or_default();
        *count += 1;
        *count <= MOST_GROUNDS
    });
    let mut grounds: Vec<serde_json::Value> = placed.into_iter().map(|(.., g)| g).collect();
    grounds.sort_by_cached_key(|g| {
        (g["role"].to_string(), g["doc"].to_string(), g["start"].as_u64(), g["reason"].to_string())
    });
    grounds
}

/// When what a date says begins and ends: a span of time is `FROM/TO`.
pub(crate) fn span(date: &str) -> (&str, &str) {
    date.split_once('/').unwrap_or((date, date))
}

/// Sentences in order, each once for an extractor, which may see one through several pairs of mentions.
pub(crate) fn told_once(mut evidence: Vec<EdgeEvidence>) -> Vec<EdgeEvidence> {
    evidence.sort_by(|a, b| {
        let place = |e: &EdgeEvidence| (e.start, e.end, e.subject, e.object);
        (a.doc.cmp(&b.doc))
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| b.score.total_cmp(&a.score))
            .then_with(|| a.extractor.cmp(&b.extractor))
    });
    let mut seen = HashSet::with_capacity(evidence.len());
    let first = evidence.iter().map(|e| seen.insert((&e.doc, e.start, e.end, &e.extractor)));
    let mut counts = first.collect::<Vec<bool>>().into_iter();
    evidence.retain(|_| counts.next() == Some(true));
    evidence
}

impl Edge {
    /// The id of an edge between these ends.
    pub(crate) fn key_of(source: &str, predicate: &str, target: &str) -> String {
        format!("{source}|{predicate}|{target}")
    }

    /// The edge from subject by predicate to object that these sentences state: in order, each
    /// once for an extractor, and added up; documents of one source count once.
    pub(crate) fn combine(
        (source, predicate, target): (String, String, String),
        evidence: Vec<EdgeEvidence>,
        support: &Support,
    ) -> Self {
        let evidence = told_once(evidence);
        let status = Status::combine(evidence.iter().map(|e| e.status));
        // What denies an edge does not support it, nor the other way round.
        let denied = status == Status::Denied;
        let own: Vec<&EdgeEvidence> =
            evidence.iter().filter(|e| (e.status == Status::Denied) == denied).collect();
        let documents = support.documents(own.iter().map(|e| &*e.doc));
        let confidence = round(support.confidence(&own));
        let said = || own.iter().filter_map(|e| e.date.as_deref()).map(span);
        let first_date = said().map(|(from, _)| from).min().map(str::to_owned);
        let last_date = said().map(|(_, to)| to).max().map(str::to_owned);
        Self {
            id: Self::key_of(&source, &predicate, &target),
            key: predicate.clone(),
            confidence,
            status,
            first_date,
            last_date,
            documents,
            source,
            target,
            predicate,
            evidence,
        }
    }
}
