//! [FollowTheMoney](https://followthemoney.tech/explorer/) entities, one JSON object a line, for
//! OpenAleph and the tools around it. Enters: the graph. Leaves: `Article` entities for documents,
//! `Person`, `Company`, `Organization`, `LegalEntity`, `Address`, … for nodes, and an entity for every
//! edge. Whoever loads the file sees a relation as its schema says it, and nobody reads a footnote:
//! so only what is asserted becomes `Ownership`, `Directorship`, `Payment` and the like, and what is
//! alleged or denied becomes an `UnknownLink` whose role begins with that word. Every property is
//! valid for the model, whatever the texts hold. Offsets, scores and extractors stand in words in
//! `description`. `docs/EXPORTS.md` tells what has no place.

mod clean;
mod links;
mod model;
mod things;

pub(super) use model::property_type;

use crate::{error::Error, graph::KnowledgeGraph, schema::Schema};
use serde::Serialize;
use sha1::{Digest, Sha1};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

/// One entity of the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entity {
    /// Letters, digits, `.` and `-`.
    pub id: String,
    /// Schema of the model.
    pub schema: &'static str,
    /// Values by property; no list is empty.
    pub properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// Adds a value as the property's type asks for it; one that has no valid form, or is there
    /// already, is left out.
    fn add(&mut self, property: &'static str, value: &str) {
        if let Some(value) = clean::value(property, value) {
            let values = self.properties.entry(property).or_default();
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
}

/// Writes the graph.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    each(graph, |entity| {
        serde_json::to_writer(&mut *out, entity).map_err(|e| Error::Output(e.into()))?;
        Ok(out.write_all(b"\n")?)
    })
}

/// Hands over every entity: documents, nodes, edges.
pub(super) fn each(
    graph: &KnowledgeGraph,
    mut take: impl FnMut(&Entity) -> Result<(), Error>,
) -> Result<(), Error> {
    let context = Context::of(graph);
    things::documents(graph).try_for_each(|entity| take(&entity))?;
    graph.nodes().filter_map(|n| things::node(n, &context)).try_for_each(|e| take(&e))?;
    graph.edges().filter_map(|e| links::edge(e, &context)).try_for_each(|entity| take(&entity))
}

/// Which edges are facts of the model.
pub(super) struct Facts<'a>(Context<'a>);

impl<'a> Facts<'a> {
    pub(super) fn of(graph: &'a KnowledgeGraph) -> Self {
        Self(Context::of(graph))
    }

    /// Whether an edge is asserted and of a schema that its ends fit.
    pub(super) fn has(&self, e: &crate::graph::Edge) -> bool {
        links::fact(e, &self.0).is_some()
    }
}

/// What an entity needs to know of the others.
struct Context<'a> {
    graph: &'a KnowledgeGraph,
    relations: Schema,
    /// Documents that the header lists.
    documents: BTreeSet<&'a str>,
    /// Nodes at an end of an edge.
    linked: BTreeSet<&'a str>,
    /// Objects of asserted edges, by relation type.
    objects: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Who fronts for somebody by an asserted edge. The role alone is no fact: an allegation gives it too.
    fronts: BTreeSet<&'a str>,
}

impl<'a> Context<'a> {
    fn of(graph: &'a KnowledgeGraph) -> Self {
        let mut objects: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut fronts = BTreeSet::new();
        for e in graph.edges().filter(|e| e.status == crate::schema::Status::Asserted) {
            objects.entry(&e.predicate).or_default().insert(&e.target);
            if e.predicate == "front_for" {
                fronts.insert(e.source.as_str());
            }
        }
        Self {
            graph,
            relations: Schema::built_in(),
            documents: graph.info.documents.iter().map(|d| d.id.as_str()).collect(),
            linked: graph.edges().flat_map(|e| [e.source.as_str(), e.target.as_str()]).collect(),
            objects,
            fronts,
        }
    }

    /// Whether an asserted edge of this type points at the node.
    fn is_object(&self, predicate: &str, id: &str) -> bool {
        self.objects.get(predicate).is_some_and(|ids| ids.contains(id))
    }
}

/// The id of an entity: an id of the model has letters, digits, `.` and `-` only. A plain id keeps
/// its form, `person:li-wei` as `person.li-wei`; any other is hashed, the kind before it.
fn id(kind: &str, id: &str) -> String {
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    match id.split_once(':') {
        Some((before, after)) if part(before) && part(after) && id.len() <= 150 => {
            format!("{before}.{after}")
        }
        _ => format!("{kind}-{}", hash(id)),
    }
}

/// SHA-1 in lower-case hexadecimal, as the model's own tools make ids.
pub(super) fn hash(text: &str) -> String {
    Sha1::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
