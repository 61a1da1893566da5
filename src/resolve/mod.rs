//! Mentions -> entities. Enters: the mentions of a document, or the graphs of many. Leaves: a
//! partition of them, each merge with its reason. Never reads files; never splits what it merged.

use crate::{
    document::Document,
    entity::{Entity, Resolution},
    graph::{Cluster, DocumentGraph},
    mention::Mention,
};
use std::collections::BTreeMap;

/// Who is who within one document.
#[must_use]
pub fn resolve(doc: &Document, mentions: Vec<Mention>) -> Resolution {
    let mut groups: BTreeMap<(String, &str), Vec<usize>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let key = (doc.slice(mention.span).to_lowercase(), mention.entity_type.name());
        groups.entry(key).or_default().push(index);
    }
    let mut entities: Vec<Entity> = groups
        .into_values()
        .map(|indices| Entity {
            name: doc.slice(mentions[indices[0]].span).to_owned(),
            entity_type: mentions[indices[0]].entity_type,
            mentions: indices,
            roles: Default::default(),
            merges: Vec::new(),
            attributes: Default::default(),
        })
        .collect();
    entities.sort_by_key(|e| e.mentions[0]);
    Resolution { mentions, entities }
}

/// Who is who across documents: equal names of one type are one entity.
#[must_use]
pub fn across(documents: &[DocumentGraph]) -> Vec<Cluster> {
    let mut clusters: BTreeMap<String, Cluster> = BTreeMap::new();
    for (d, document) in documents.iter().enumerate() {
        for (n, node) in document.nodes.iter().enumerate() {
            let slug: String = node
                .name
                .to_lowercase()
                .chars()
                .map(|c| if c.is_alphanumeric() { c } else { '-' })
                .collect();
            let key = format!("{}:{slug}", node.entity_type);
            clusters
                .entry(key.clone())
                .or_insert_with(|| Cluster {
                    key,
                    name: node.name.clone(),
                    members: Vec::new(),
                    merges: Vec::new(),
                })
                .members
                .push((d, n));
        }
    }
    clusters.into_values().collect()
}
