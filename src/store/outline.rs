//! What decides who is who, of all documents of a case. Enters: an open case, its documents in their order.
//! Leaves: their graphs without sentences, relations and texts of mentions, and what an entity takes of each node
//! besides. Rows are read on one thread and made out on the others.

use super::{
    load::Stored,
    rows::{from_json, word},
};
use crate::{
    document::DocumentInfo,
    graph::{DocumentGraph, Node, NodeMention},
    mention::MentionKind,
    schema::EntityType,
    sketch::Sketch,
};
use rusqlite::Connection;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Mentions of one entity in one document that are counted: a number in a damaged file fills no memory.
const MOST_MENTIONS: usize = 100_000;

/// Rows that are read while those before them are made out.
const ROWS: usize = 8192;

/// The entity of each node of a document.
pub(super) type Owners = Vec<Option<i64>>;

/// The roles of a node and its lists, as they stand in the table: of most nodes nothing, and nobody makes them out
/// but for an entity that changed.
pub(super) type Lists = Option<Box<(Option<String>, Option<String>)>>;

/// The documents of a case in outline.
pub(super) struct Outlines {
    pub graphs: Vec<DocumentGraph>,
    /// By the last refresh.
    pub owners: Vec<Owners>,
    /// Of every node of every document.
    pub lists: Vec<Vec<Lists>>,
}

/// A row of `node`.
struct Row {
    /// Place of its document.
    at: usize,
    entity_type: EntityType,
    name: String,
    aliases: Option<String>,
    facts: Option<String>,
    mentions: usize,
}

/// Nodes with the places of their documents, in their order.
type Part = rusqlite::Result<Vec<(usize, Node)>>;

/// The outlines of documents.
pub(super) fn outlines(db: &Connection, live: &[(Stored, String)]) -> rusqlite::Result<Outlines> {
    let places: HashMap<i64, usize> =
        live.iter().enumerate().map(|(at, (stored, _))| (stored.reading, at)).collect();
    let mut graphs: Vec<DocumentGraph> = live.iter().map(empty).collect();
    let mut owners = vec![Owners::new(); live.len()];
    let mut lists: Vec<Vec<Lists>> = live.iter().map(|_| Vec::new()).collect();
    let blanks: Vec<NodeMention> = live.iter().map(|(_, label)| blank(label)).collect();
    let made: Mutex<Vec<(usize, Part)>> = Mutex::default();
    let mut read = |at: usize, owner, list| {
        owners[at].push(owner);
        lists[at].push(list);
    };
    rayon::in_place_scope(|scope| {
        let mut number = 0;
        parts(db, &places, &mut read, |rows| {
            let (made, blanks) = (&made, &blanks);
            scope.spawn(move |_| {
                let part = rows.into_iter().map(|row| Ok((row.at, node(row, blanks)?))).collect();
                made.lock().unwrap_or_else(PoisonError::into_inner).push((number, part));
            });
            number += 1;
        })
    })?;
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_unstable_by_key(|(number, _)| *number);
    for (_, part) in made {
        part?.into_iter().for_each(|(at, node)| graphs[at].nodes.push(node));
    }
    let mut found = db.prepare_cached("SELECT id, sketch FROM reading ORDER BY id")?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(&at) = places.get(&row.get(0)?) {
            let bytes = row.get_ref(1)?.as_blob_or_null().ok().flatten();
            graphs[at].sketch = bytes.and_then(Sketch::from_bytes);
        }
    }
    Ok(Outlines { graphs, owners, lists })
}

/// Reads all rows in their order, in parts; `beside` is given the entity and the lists of each.
fn parts(
    db: &Connection,
    places: &HashMap<i64, usize>,
    beside: &mut dyn FnMut(usize, Option<i64>, Lists),
    mut part: impl FnMut(Vec<Row>),
) -> rusqlite::Result<()> {
    // One walk through the table costs less than a look for each document.
    let sql =
        "SELECT reading, type, name, aliases, facts, mentions, entity, roles, grounds FROM node
        ORDER BY reading, number";
    let mut found = db.prepare_cached(sql)?;
    let mut found = found.query([])?;
    let mut rows = Vec::with_capacity(ROWS);
    while let Some(row) = found.next()? {
        let Some(&at) = places.get(&row.get(0)?) else { continue };
        let lists: (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
        let is_some = lists.0.is_some() || lists.1.is_some();
        beside(at, row.get(6)?, is_some.then(|| Box::new(lists)));
        rows.push(Row {
            at,
            entity_type: word(row, 1)?,
            name: row.get(2)?,
            aliases: row.get(3)?,
            facts: row.get(4)?,
            mentions: row.get(5)?,
        });
        if rows.len() == ROWS {
            part(std::mem::replace(&mut rows, Vec::with_capacity(ROWS)));
        }
    }
    part(rows);
    Ok(())
}

fn node(row: Row, blanks: &[NodeMention]) -> rusqlite::Result<Node> {
    // How often a value is named says nothing of what a document is about.
    let mentions = if row.entity_type.is_value() { 0 } else { row.mentions.min(MOST_MENTIONS) };
    Ok(Node {
        id: String::new(),
        entity_type: row.entity_type,
        name: row.name,
        aliases: from_json(3, row.aliases.as_deref())?,
        roles: Vec::new(),
        mentions: vec![blanks[row.at].clone(); mentions],
        attributes: from_json(4, row.facts.as_deref())?,
    })
}

fn empty((stored, label): &(Stored, String)) -> DocumentGraph {
    DocumentGraph {
        info: DocumentInfo { id: label.clone(), ..stored.info.clone() },
        words: 0,
        sketch: None,
        nodes: Vec::new(),
        edges: Vec::new(),
    }
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
