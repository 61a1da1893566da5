//! The network as a property graph, for databases that speak Cypher. Enters: the graph. Leaves:
//! statements and the rows they are run for, the one shape that both the `.cypher` file and `feed`
//! write. Never opens the network and never puts a word of an article into a statement.
//!
//! An entity is a node `:Entity` with a second label for its type. A relation is a relationship
//! whose type is the relation type in capitals. What quotes it stands on it: `sentences` and
//! `sources` for reading, `evidence` with everything as one JSON text a sentence.

use super::{id, printable};
use crate::{
    graph::{Edge, KnowledgeGraph, Node},
    schema::EntityType,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Makes ids unique, and is what finds a node again quickly.
pub const CONSTRAINT: &str =
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE";

/// The relationship type of a relation type whose name cannot be one; its property `type` says which.
const UNNAMEABLE: &str = "RELATES_TO";

/// Whose things a statement writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Nobody's: a file that is run by hand.
    None,
    /// Those of the data set in the parameter `$dataset`: nodes list the sets that hold them, a
    /// relationship belongs to one.
    Dataset,
}

/// A statement and the rows that it is run for.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Cypher after `UNWIND … AS r`: made of fixed words and checked names.
    pub statement: String,
    /// What `r` stands for in turn: objects with `id`, `props` and, in relations, both ends.
    pub rows: Vec<Value>,
}

/// Rows that are ids alone are so many times more a statement: each way to a server and back takes
/// its time.
const IDS: usize = 10;

/// Statements that write the whole network, nodes first, each at most `size` rows, or ten times
/// as many where a row is an id, and in a transaction of its own. Running them
/// again changes nothing: only ids stand in a `MERGE`, and a property that is gone is set to null,
/// which removes it and leaves what others have added.
pub fn batches(
    graph: &KnowledgeGraph,
    marks: Marks,
    size: usize,
) -> impl Iterator<Item = Batch> + use<'_> {
    let size = size.max(1);
    let mut nodes: BTreeMap<EntityType, Vec<&Node>> = BTreeMap::new();
    for node in graph.nodes() {
        nodes.entry(node.entity_type).or_default().push(node);
    }
    let mut edges: BTreeMap<String, Vec<&Edge>> = BTreeMap::new();
    for edge in graph.edges() {
        edges.entry(relationship(&edge.predicate)).or_default().push(edge);
    }
    let nodes = nodes.into_iter().flat_map(move |(entity_type, nodes)| {
        // Three statements, since ArcadeDB 26.10 takes a node for two of the same id when it is made,
        // or changes its labels twice, within one transaction.
        let [merge, unlabel, label] =
            [merge_nodes(marks), unlabel_nodes(entity_type), label_nodes(entity_type)];
        let merged = cut(nodes.clone(), size).map(move |part| {
            let rows = part.iter().map(|n| json!({"id": id(&n.id), "props": node(n)})).collect();
            Batch { statement: merge.clone(), rows }
        });
        let labelled = cut(nodes, size.saturating_mul(IDS)).flat_map(move |part| {
            let rows: Vec<Value> = part.iter().map(|n| json!({"id": id(&n.id)})).collect();
            [&unlabel, &label].map(|statement| {
                let (statement, rows) = (statement.clone(), rows.clone());
                Batch { statement, rows }
            })
        });
        merged.chain(labelled)
    });
    let edges = edges.into_iter().flat_map(move |(name, edges)| {
        let statement = merge_edges(&name, marks);
        cut(edges, size).map(move |part| Batch {
            statement: statement.clone(),
            rows: part.into_iter().map(row).collect(),
        })
    });
    nodes.chain(edges)
}

/// How many batches [`batches`] gives.
#[must_use]
pub fn count(graph: &KnowledgeGraph, size: usize) -> usize {
    let mut nodes: BTreeMap<EntityType, usize> = BTreeMap::new();
    graph.nodes().for_each(|n| *nodes.entry(n.entity_type).or_default() += 1);
    let mut edges: BTreeMap<String, usize> = BTreeMap::new();
    graph.edges().for_each(|e| *edges.entry(relationship(&e.predicate)).or_default() += 1);
    let size = size.max(1);
    let merged = nodes.values().chain(edges.values()).map(|many| many.div_ceil(size));
    let labelled = nodes.values().map(|many| 2 * many.div_ceil(size.saturating_mul(IDS)));
    merged.chain(labelled).sum()
}

fn cut<T>(all: Vec<&T>, size: usize) -> impl Iterator<Item = Vec<&T>> {
    let parts: Vec<Vec<&T>> = all.chunks(size).map(<[&T]>::to_vec).collect();
    parts.into_iter()
}

/// The relationship type of a relation type: its name in capitals where that is
/// `[A-Z_][A-Z0-9_]*`, otherwise one name for all.
#[must_use]
pub fn relationship(predicate: &str) -> String {
    let name = predicate.to_ascii_uppercase();
    if is_type_name(&name) { name } else { UNNAMEABLE.to_owned() }
}

/// Whether a name may stand in a statement as a relationship type.
#[must_use]
pub fn is_type_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// The second label of a node.
#[must_use]
pub const fn label(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "Person",
        EntityType::Organization => "Organization",
        EntityType::Location => "Location",
        EntityType::Norp => "Norp",
        EntityType::Group => "Group",
        EntityType::Date => "Date",
        EntityType::Money => "Money",
        EntityType::Email => "Email",
        EntityType::Url => "Url",
        EntityType::IpAddress => "IpAddress",
        EntityType::Phone => "Phone",
        EntityType::Iban => "Iban",
        EntityType::CryptoAddress => "CryptoAddress",
        EntityType::IdNumber => "IdNumber",
    }
}

fn merge_nodes(marks: Marks) -> String {
    // The empty name stands for whoever made the node before us: it is never taken away.
    let (before, after) = match marks {
        Marks::None => ("", ""),
        Marks::Dataset => (
            "ON MATCH SET n.datasets = coalesce(n.datasets, ['']) ",
            " SET n.datasets = CASE WHEN n.datasets IS NULL THEN [$dataset] \
             WHEN $dataset IN n.datasets THEN n.datasets ELSE n.datasets + [$dataset] END",
        ),
    };
    format!("MERGE (n:Entity {{id:r.id}}) {before}SET n += r.props{after}")
}

/// A decision of the user may have changed the type since the last run.
fn unlabel_nodes(entity_type: EntityType) -> String {
    let others = EntityType::ALL.into_iter().filter(|other| *other != entity_type).map(label);
    let others: Vec<&str> = others.collect();
    let any = others.iter().map(|other| format!("n:{other}")).collect::<Vec<_>>().join(" OR ");
    format!("MATCH (n:Entity {{id:r.id}}) WHERE {any} REMOVE n:{}", others.join(":"))
}

fn label_nodes(entity_type: EntityType) -> String {
    let label = label(entity_type);
    format!("MATCH (n:Entity {{id:r.id}}) WHERE NOT n:{label} SET n:{label}")
}

fn merge_edges(name: &str, marks: Marks) -> String {
    let key = match marks {
        Marks::None => "id:r.id",
        Marks::Dataset => "id:r.id,dataset:$dataset",
    };
    format!(
        "MATCH (s:Entity {{id:r.source}}) MATCH (t:Entity {{id:r.target}}) \
         MERGE (s)-[e:{name} {{{key}}}]->(t) SET e += r.props"
    )
}

/// Always the same names, null where there is nothing: see [`batches`].
fn node(n: &Node) -> Value {
    let documents: BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
    let attributes = (!n.attributes.is_empty()).then(|| json_text(&n.attributes));
    json!({
        "name": printable(&n.name),
        "type": n.entity_type.name(),
        "aliases": n.aliases.iter().map(|alias| printable(alias)).collect::<Vec<_>>(),
        "roles": n.roles,
        "mentions": n.mentions.len(),
        "documents": documents.len(),
        "attributes": attributes,
    })
}

fn row(e: &Edge) -> Value {
    let texts = |text: fn(&crate::graph::EdgeEvidence) -> String| -> Vec<String> {
        e.evidence.iter().map(text).collect()
    };
    json!({
        "id": id(&e.id),
        "source": id(&e.source),
        "target": id(&e.target),
        "props": {
            "type": printable(&e.predicate),
            "status": e.status,
            "confidence": e.confidence,
            "first_date": e.first_date.as_deref().map(printable),
            "last_date": e.last_date.as_deref().map(printable),
            "documents": e.documents,
            "sentences": texts(|s| printable(&s.text)),
            "sources": texts(|s| id(&s.doc).into_owned()),
            "evidence": texts(json_text),
        },
    })
}

/// JSON escapes control characters, so nothing of the quotation is lost.
fn json_text(value: &(impl serde::Serialize + ?Sized)) -> String {
    printable(&serde_json::to_string(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_never_come_raw_from_a_file() {
        let check = |predicate, expected| assert_eq!(relationship(predicate), expected);
        check("front_for", "FRONT_FOR");
        check("_x9", "_X9");
        check("9x", UNNAMEABLE);
        check("", UNNAMEABLE);
        check("owns]->() DETACH DELETE n //", UNNAMEABLE);
        check("owns`", UNNAMEABLE);
        check("besitzt_für", UNNAMEABLE);
    }
}
