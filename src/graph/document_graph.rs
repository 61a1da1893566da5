//! What one document says, with its quotations. Enters: a document, its entities and relations.
//! Leaves: nodes and edges that no longer need the text. Joins nothing across documents.

use super::{EdgeEvidence, Node, NodeMention, Offsets, RoleEvidence, aliases, merges_json, round};
use crate::{
    document::{Document, DocumentInfo},
    entity::Resolution,
    relation::Relation,
    schema::EntityType,
    sketch::Sketch,
    span::Span,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

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
    /// What stays of its text, to tell whether another is nearly the same; none for a short one.
    pub sketch: Option<Sketch>,
    /// Entities.
    pub nodes: Vec<Node>,
    /// Relations.
    pub edges: Vec<DocumentEdge>,
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
                if !entity.grounds.is_empty() {
                    let grounds = entity.grounds.iter().map(|ground| {
                        let Offsets { start, end } = offsets(ground.sentence);
                        RoleEvidence {
                            role: ground.role,
                            reason: ground.reason.clone(),
                            score: round(ground.score),
                            doc: Arc::clone(&id),
                            start,
                            end,
                            text: doc.slice(ground.sentence).to_owned(),
                        }
                    });
                    let grounds: Vec<RoleEvidence> = grounds.collect();
                    attributes
                        .insert("roles".into(), serde_json::to_value(grounds).unwrap_or_default());
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
        Self { info: doc.info.clone(), words, sketch: Sketch::of(doc.text()), nodes, edges }
    }
}

impl DocumentGraph {
    /// Leaves out unnamed groups that take part in no relation and play no part: "officials" alone say
    /// nothing.
    #[must_use]
    pub fn without_idle_groups(mut self) -> Self {
        let linked: BTreeSet<usize> =
            self.edges.iter().flat_map(|edge| [edge.subject, edge.object]).collect();
        let mut kept = Vec::with_capacity(self.nodes.len());
        let mut place = vec![0; self.nodes.len()];
        for (index, node) in self.nodes.into_iter().enumerate() {
            place[index] = kept.len();
            let speaks = linked.contains(&index) || !node.roles.is_empty();
            if node.entity_type != EntityType::Group || speaks {
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
        for node in &mut self.nodes {
            for key in ["merges", "roles"] {
                let items = node.attributes.get_mut(key).and_then(serde_json::Value::as_array_mut);
                for item in items.into_iter().flatten() {
                    if item.get("doc").and_then(serde_json::Value::as_str) == Some(&old) {
                        item["doc"] = (*id).into();
                    }
                }
            }
        }
    }
}
