//! What decides who is who, of all documents of a case. Enters: where a case lies, its documents in their order.
//! Leaves: their graphs without sentences, relations and texts of mentions, and what an entity takes of each node
//! besides. Documents are read side by side.

use super::{
    load::Stored,
    open::PATIENCE,
    rows::{parsed, word},
};
use crate::{
    document::DocumentInfo,
    graph::{DocumentGraph, Node, NodeMention},
    mention::MentionKind,
    schema::EntityType,
    sketch::Sketch,
};
use rayon::prelude::*;
use rusqlite::{Connection, OpenFlags, Row};
use std::path::Path;

/// Mentions of one entity in one document that are counted: a number in a damaged file fills no memory.
const MOST_MENTIONS: usize = 100_000;

/// Documents that one reads while others read others.
const PART: usize = 1024;

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

/// The outlines of some documents: their nodes, owners and lists by document.
type Part = Vec<(Vec<Node>, Owners, Vec<Lists>, Option<Sketch>)>;

/// The outlines of documents of the case at `path`. They are read by several at once, who see what was last made
/// durable: a change that is going on may touch any documents but these.
pub(super) fn outlines(path: &Path, live: &[(Stored, String)]) -> rusqlite::Result<Outlines> {
    let mut order: Vec<usize> = (0..live.len()).collect();
    order.sort_unstable_by_key(|&at| live[at].0.reading);
    let parts: Vec<rusqlite::Result<Part>> =
        order.par_chunks(PART).map(|ats| part(path, live, ats)).collect();
    let mut graphs: Vec<DocumentGraph> = live.iter().map(empty).collect();
    let mut owners = vec![Owners::new(); live.len()];
    let mut lists: Vec<Vec<Lists>> = live.iter().map(|_| Vec::new()).collect();
    let mut ats = order.into_iter();
    for part in parts {
        for ((nodes, entities, more, sketch), at) in part?.into_iter().zip(ats.by_ref()) {
            graphs[at].nodes = nodes;
            graphs[at].sketch = sketch;
            owners[at] = entities;
            lists[at] = more;
        }
    }
    Ok(Outlines { graphs, owners, lists })
}

/// Documents in the order of their readings.
fn part(path: &Path, live: &[(Stored, String)], ats: &[usize]) -> rusqlite::Result<Part> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    let readings: Vec<i64> = ats.iter().map(|&at| live[at].0.reading).collect();
    let ends = (readings.first(), readings.last());
    let mut part: Part = Vec::with_capacity(ats.len());
    let sql = "SELECT id, sketch FROM reading WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    let mut found = db.prepare(sql)?;
    let mut rows = found.query(ends)?;
    while let Some(row) = rows.next()? {
        if readings.get(part.len()) == Some(&row.get(0)?) {
            let bytes = row.get_ref(1)?.as_blob_or_null().ok().flatten();
            part.push((Vec::new(), Vec::new(), Vec::new(), bytes.and_then(Sketch::from_bytes)));
        }
    }
    // One walk through the table costs less than a look for each document.
    let sql =
        "SELECT reading, type, name, aliases, facts, mentions, entity, roles, grounds FROM node
        WHERE reading BETWEEN ?1 AND ?2 ORDER BY reading, number";
    let mut found = db.prepare(sql)?;
    let mut rows = found.query(ends)?;
    let (mut place, mut blank) = (0, None);
    while let Some(row) = rows.next()? {
        let reading: i64 = row.get(0)?;
        while readings.get(place).is_some_and(|known| *known < reading) {
            (place, blank) = (place + 1, None);
        }
        let (Some(at), Some(part)) = (ats.get(place), part.get_mut(place)) else { break };
        if readings[place] != reading {
            continue;
        }
        let blank = blank.get_or_insert_with(|| self::blank(&live[*at].1));
        part.0.push(node(row, blank)?);
        part.1.push(row.get(6)?);
        let lists: (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
        let is_some = lists.0.is_some() || lists.1.is_some();
        part.2.push(is_some.then(|| Box::new(lists)));
    }
    Ok(part)
}

fn node(row: &Row<'_>, blank: &NodeMention) -> rusqlite::Result<Node> {
    let entity_type: EntityType = word(row, 1)?;
    // How often countries and their bodies are named says what a document is about; all else says nothing of it.
    let counts =
        matches!(entity_type, EntityType::Location | EntityType::Norp | EntityType::Organization);
    let mentions = if counts { row.get::<_, usize>(5)?.min(MOST_MENTIONS) } else { 0 };
    Ok(Node {
        id: String::new(),
        entity_type,
        name: row.get(2)?,
        aliases: parsed(row, 3)?,
        roles: Vec::new(),
        mentions: vec![blank.clone(); mentions],
        attributes: parsed(row, 4)?,
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
