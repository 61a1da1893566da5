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

use super::{Config, parallel::mapped};
use crate::{error::Error, graph::KnowledgeGraph, schema::Schema};
use foldhash::HashSet;
use serde::Serialize;
use sha1::{Digest, Sha1};
use std::{
    collections::BTreeMap,
    io::{self, Write},
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
pub fn write(graph: &KnowledgeGraph, config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let line = |entity: Entity| {
        let mut line = serde_json::to_vec(&entity)?;
        line.push(b'\n');
        Ok(line)
    };
    each(graph, &config.schema, line, out)
}

/// Writes what `form` makes of every entity: documents, nodes, edges.
pub(super) fn each(
    graph: &KnowledgeGraph,
    schema: &Schema,
    form: impl Fn(Entity) -> io::Result<Vec<u8>> + Sync,
    out: &mut impl Write,
) -> Result<(), Error> {
    let context = Context::of(graph, schema);
    let documents = things::documents(graph).map(&form);
    let nodes = mapped(graph.nodes(), |n| things::node(n, &context).map(&form)).flatten();
    let edges = mapped(graph.edges(), |e| links::edge(e, &context).map(&form)).flatten();
    for formed in documents.chain(nodes).chain(edges) {
        out.write_all(&formed?)?;
    }
    Ok(())
}

/// Which edges are facts of the model.
pub(super) struct Facts<'a>(Context<'a>);

impl<'a> Facts<'a> {
    pub(super) fn of(graph: &'a KnowledgeGraph, schema: &'a Schema) -> Self {
        Self(Context::of(graph, schema))
    }

    /// Whether an edge is asserted and of a schema that its ends fit.
    pub(super) fn has(&self, e: &crate::graph::Edge) -> bool {
        links::fact(e, &self.0).is_some()
    }
}

/// What an entity needs to know of the others.
struct Context<'a> {
    graph: &'a KnowledgeGraph,
    relations: &'a Schema,
    /// Documents that the header lists.
    documents: HashSet<&'a str>,
    /// Nodes at an end of an edge.
    linked: HashSet<&'a str>,
    /// Objects of asserted edges, by relation type.
    objects: BTreeMap<&'a str, HashSet<&'a str>>,
    /// Who fronts for somebody by an asserted edge. The role alone is no fact: an allegation gives it too.
    fronts: HashSet<&'a str>,
}

impl<'a> Context<'a> {
    fn of(graph: &'a KnowledgeGraph, relations: &'a Schema) -> Self {
        let mut objects: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
        let mut fronts = HashSet::default();
        for e in graph.edges().filter(|e| e.status == crate::schema::Status::Asserted) {
            objects.entry(&e.predicate).or_default().insert(&e.target);
            if e.predicate == "front_for" {
                fronts.insert(e.source.as_str());
            }
        }
        Self {
            graph,
            relations,
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
    let digits = |byte: u8| {
        [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
    };
    Sha1::digest(text.as_bytes()).into_iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests;
