//! Documents and nodes as entities. Enters: the graph. Leaves: an `Article` for every document, an
//! entity for every node that the model has a schema for. Dates, amounts, telephone and identity
//! numbers are no things of the model; addresses of mail and internet and account numbers stand with
//! the documents that name them, where OpenAleph looks for them.

use super::{Context, Entity, id};
use crate::{
    document::DocumentInfo,
    graph::{KnowledgeGraph, Node, RoleEvidence},
    schema::{EntityType, Role},
};
use std::collections::{BTreeMap, BTreeSet};

/// The id of a document's entity.
pub(super) fn document_id(doc: &str) -> String {
    format!("doc-{}", super::hash(doc))
}

/// The id of a node's entity.
pub(super) fn node_id(n: &Node) -> String {
    id(&n.entity_type.name().replace('_', "-"), &n.id)
}

/// An entity for every document, with the names that stand in it.
pub(super) fn documents(graph: &KnowledgeGraph) -> impl Iterator<Item = Entity> {
    let mut named: BTreeMap<&str, Vec<(&'static str, &str)>> = BTreeMap::new();
    for n in graph.nodes() {
        let Some(property) = mentioned(n.entity_type) else { continue };
        let mut last = None;
        // Mentions are sorted by document: one entry for each.
        for m in n.mentions.iter().filter(|m| last.replace(&*m.doc) != Some(&*m.doc)) {
            named.entry(&m.doc).or_default().push((property, value(n)));
        }
    }
    graph.info.documents.iter().map(move |info| {
        let mut entity = document(info);
        for (property, text) in named.remove(info.id.as_str()).unwrap_or_default() {
            entity.add(property, text);
        }
        entity
    })
}

fn document(info: &DocumentInfo) -> Entity {
    let mut entity = Entity::new(document_id(&info.id), "Article");
    entity.add("fileName", &info.id);
    if entity.properties.is_empty() {
        entity.add("fileName", &document_id(&info.id));
    }
    if let Some(title) = &info.title {
        entity.add("title", title);
        entity.add("name", title);
    }
    if let Some(date) = &info.published {
        entity.add("publishedAt", date);
    }
    entity.add("sourceUrl", &info.id);
    if let Some(source) = &info.source {
        entity.add("sourceUrl", source);
        entity.add("notes", &format!("read from {source}"));
    }
    entity.add("notes", &format!("SHA-256 of the text: {}", info.sha256));
    entity
}

/// Where a document's entity names such nodes.
const fn mentioned(entity_type: EntityType) -> Option<&'static str> {
    match entity_type {
        EntityType::Person => Some("peopleMentioned"),
        EntityType::Organization => Some("companiesMentioned"),
        EntityType::Location => Some("locationMentioned"),
        EntityType::Email => Some("emailMentioned"),
        EntityType::IpAddress => Some("ipMentioned"),
        EntityType::Iban => Some("ibanMentioned"),
        _ => None,
    }
}

/// The normalised value of a value, the name of anything else.
fn value(n: &Node) -> &str {
    let value = n.attributes.get("value").and_then(serde_json::Value::as_str);
    value.filter(|_| n.entity_type.is_value()).unwrap_or(&n.name)
}

/// The schema of a node; `None` for what the model has no schema for and no edge needs.
pub(super) fn schema(n: &Node, context: &Context<'_>) -> Option<&'static str> {
    match n.entity_type {
        EntityType::Person => Some("Person"),
        // Only a company can be owned.
        EntityType::Organization
            if context.fronts.contains(n.id.as_str()) || context.is_object("owns", &n.id) =>
        {
            Some("Company")
        }
        EntityType::Organization => Some("Organization"),
        EntityType::Group => Some("LegalEntity"),
        EntityType::Location => Some("Address"),
        EntityType::CryptoAddress => Some("CryptoWallet"),
        EntityType::Iban => Some("BankAccount"),
        // No relation of this program ends at one; a graph from elsewhere may hold such an edge.
        _ => context.linked.contains(n.id.as_str()).then_some("Asset"),
    }
}

/// The entity of a node.
pub(super) fn node(n: &Node, context: &Context<'_>) -> Option<Entity> {
    let mut entity = Entity::new(node_id(n), schema(n, context)?);
    entity.add("name", &n.name);
    if entity.properties.is_empty() {
        let id = entity.id.clone();
        entity.add("name", &id);
    }
    n.aliases.iter().for_each(|alias| entity.add("alias", alias));
    let text = |name: &str| n.attributes.get(name).and_then(serde_json::Value::as_str);
    if let Some(country) = text("country") {
        entity.add("country", country);
    }
    match n.entity_type {
        EntityType::Person => {
            text("birth_date").into_iter().for_each(|d| entity.add("birthDate", d))
        }
        EntityType::Location => entity.add("full", &n.name),
        EntityType::CryptoAddress => entity.add("publicKey", value(n)),
        EntityType::Iban => entity.add("iban", value(n)),
        _ => {}
    }
    topics(n, context).for_each(|topic| entity.add("topics", topic));
    n.roles.iter().for_each(|role| entity.add("keywords", &role.name().replace('_', " ")));
    n.role_evidence().iter().for_each(|evidence| entity.add("notes", &role(evidence)));
    // Many thousands for the most named: each is looked at once, and none twice.
    let docs: BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
    let docs =
        docs.iter().filter(|doc| context.documents.contains(**doc)).map(|doc| document_id(doc));
    let docs: Vec<String> = docs.collect();
    if !docs.is_empty() {
        entity.properties.insert("proof", docs);
    }
    Some(entity)
}

/// What OpenAleph shows as a flag. A charge or an arrest proves nothing, and makes nobody a criminal.
fn topics<'a>(n: &'a Node, context: &'a Context<'_>) -> impl Iterator<Item = &'static str> + 'a {
    let object = |predicates: &[&str]| predicates.iter().any(|p| context.is_object(p, &n.id));
    let body = n.entity_type == EntityType::Organization;
    let state = n.roles.iter().any(|role| matches!(role, Role::Enforcement | Role::Regime));
    let flags = [
        ("sanction", object(&["sanctions"])),
        ("corp.shell", body && context.fronts.contains(n.id.as_str())),
        ("gov", body && state),
        ("poi", object(&["charges", "arrests", "convicts"])),
    ];
    flags.into_iter().filter(|(_, holds)| *holds).map(|(topic, _)| topic)
}

fn role(e: &RoleEvidence) -> String {
    let name = e.role.name().replace('_', " ");
    let RoleEvidence { doc, start, end, score, reason, text, .. } = e;
    format!(
        "{name} ({score}): {reason}; {doc}, code points {start} to {end}: \u{201c}{text}\u{201d}"
    )
}
