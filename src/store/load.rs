//! From rows to what was read. Enters: an open case. Leaves: its documents in their order, and for each as
//! much of what it says as is asked for.

use super::rows::{self, NODE, parsed, word};
use crate::{
    document::DocumentInfo,
    graph::{DocumentGraph, Node, NodeMention, arrange},
    mention::MentionKind,
    sketch::Sketch,
};
use rusqlite::Connection;
use std::{collections::HashMap, sync::Arc};

/// Mentions of one entity in one document that are counted: a number in a damaged file fills no memory.
const MOST_MENTIONS: usize = 100_000;

/// A document of a case.
pub(super) struct Stored {
    pub id: i64,
    pub reading: i64,
    /// Its id is the name that was given.
    pub info: DocumentInfo,
    /// By the last refresh: its id in the network, the document with the same text that stands there, the
    /// first of nearly the same text, and how near that is.
    pub label: Option<String>,
    pub same_as: Option<i64>,
    pub near: Option<String>,
    pub similarity: Option<f64>,
}

/// The documents of a case: those that have not gone, or those that stand in the network.
pub(super) fn documents(db: &Connection, live: bool) -> rusqlite::Result<Vec<Stored>> {
    let which = if live { "d.label IS NOT NULL OR d.same_as IS NOT NULL" } else { "d.gone = 0" };
    let sql = format!(
        "SELECT d.id, d.reading, d.name, d.title, nullif(r.published, ''), r.sha256, d.source, d.label, d.near, d.same_as, d.similarity
         FROM document d JOIN reading r ON r.id = d.reading WHERE {which} ORDER BY d.id"
    );
    let mut found = db.prepare(&sql)?;
    let found = found.query_map([], |row| {
        let (id, title, published) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let info = DocumentInfo { id, title, published, sha256: row.get(5)?, source: row.get(6)? };
        let (id, reading) = (row.get(0)?, row.get(1)?);
        let (label, near, same_as) = (row.get(7)?, row.get(8)?, row.get(9)?);
        Ok(Stored { id, reading, info, label, near, same_as, similarity: row.get(10)? })
    })?;
    found.collect()
}

/// Documents in the order of the network.
pub(super) struct Shelf {
    /// Those that stand in it, with their ids there.
    pub live: Vec<(Stored, String)>,
    /// Those whose text another has, and that other.
    pub duplicates: Vec<(Stored, DocumentInfo, i64)>,
}

/// Orders documents.
pub(super) fn shelve(documents: Vec<Stored>) -> Shelf {
    let infos: Vec<_> = documents.iter().map(|stored| (&stored.info, 0)).collect();
    let arranged = arrange(&infos);
    let first: Vec<_> = arranged
        .duplicates
        .iter()
        .map(|&(_, of)| (documents[of].info.clone(), documents[of].id))
        .collect();
    let mut slots: Vec<Option<Stored>> = documents.into_iter().map(Some).collect();
    let duplicates = arranged.duplicates.iter().zip(first);
    let duplicates = duplicates
        .filter_map(|(&(at, _), (info, of))| slots[at].take().map(|stored| (stored, info, of)))
        .collect();
    let live = arranged.live.into_iter();
    let live = live.filter_map(|(at, id)| slots[at].take().map(|stored| (stored, id))).collect();
    Shelf { live, duplicates }
}

/// The entity of each node of a document.
pub(super) type Owners = Vec<Option<i64>>;

/// What decides who is who in each document of a shelf, in its order: no mentions but their number, no
/// sentences, no relations. Also the entity of each node by the last refresh.
pub(super) fn outlines(
    db: &Connection,
    live: &[(Stored, String)],
) -> rusqlite::Result<(Vec<DocumentGraph>, Vec<Owners>)> {
    let places: HashMap<i64, usize> =
        live.iter().enumerate().map(|(at, (stored, _))| (stored.reading, at)).collect();
    let mut graphs: Vec<DocumentGraph> = live
        .iter()
        .map(|(stored, label)| DocumentGraph {
            info: DocumentInfo { id: label.clone(), ..stored.info.clone() },
            words: 0,
            sketch: None,
            nodes: Vec::new(),
            edges: Vec::new(),
        })
        .collect();
    let mut entities = vec![Vec::new(); live.len()];
    let blanks: Vec<NodeMention> = live.iter().map(|(_, label)| blank(label)).collect();
    // One walk through the table costs less than a look for each document.
    let sql = "SELECT reading, type, name, aliases, facts, mentions, entity FROM node ORDER BY reading, number";
    let mut found = db.prepare_cached(sql)?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        let Some(&at) = places.get(&row.get(0)?) else { continue };
        graphs[at].nodes.push(Node {
            id: String::new(),
            entity_type: word(row, 1)?,
            name: row.get(2)?,
            aliases: parsed(row, 3)?,
            roles: Vec::new(),
            mentions: vec![blanks[at].clone(); row.get::<_, usize>(5)?.min(MOST_MENTIONS)],
            attributes: parsed(row, 4)?,
        });
        entities[at].push(row.get(6)?);
    }
    let mut found = db.prepare_cached("SELECT id, sketch FROM reading ORDER BY id")?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(&at) = places.get(&row.get(0)?) {
            let bytes = row.get_ref(1)?.as_blob_or_null().ok().flatten();
            graphs[at].sketch = bytes.and_then(Sketch::from_bytes);
        }
    }
    Ok((graphs, entities))
}

fn blank(label: &str) -> NodeMention {
    NodeMention {
        doc: label.into(),
        start: 0,
        end: 0,
        text: String::new(),
        kind: MentionKind::Name,
        score: 0.0,
    }
}

/// A node with its mentions, in a document of this id.
pub(super) fn full_node(
    db: &Connection,
    (reading, number): (i64, usize),
    doc: &Arc<str>,
) -> rusqlite::Result<Node> {
    let sql = format!("SELECT {NODE} FROM node WHERE reading = ?1 AND number = ?2");
    let mut node =
        db.prepare_cached(&sql)?.query_row(rusqlite::params![reading, number], rows::node)?;
    let sql = "SELECT start, \"end\", text, kind, score FROM mention WHERE reading = ?1 AND node = ?2 ORDER BY place";
    let mut found = db.prepare_cached(sql)?;
    let found =
        found.query_map(rusqlite::params![reading, number], |row| rows::mention(row, 0, doc))?;
    node.mentions = found.collect::<Result<_, _>>()?;
    relabel(&mut node, doc);
    Ok(node)
}

/// Puts the document's id where the node's reasons name their document.
fn relabel(node: &mut Node, doc: &str) {
    for list in node.attributes.values_mut().filter_map(serde_json::Value::as_array_mut) {
        for item in list.iter_mut().filter(|item| item["doc"] == "") {
            item["doc"] = doc.into();
        }
    }
}
