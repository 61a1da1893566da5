//! From rows to what was read. Enters: an open case. Leaves: its documents in their order, and for each as
//! much of what it says as is asked for.

use super::rows;
use crate::{
    document::DocumentInfo,
    graph::{Duplicate, NodeMention, arrange},
};
use rusqlite::{Connection, params};
use std::sync::Arc;

/// A document of a case, but for what it is called.
pub(super) struct Stored {
    pub id: i64,
    pub reading: i64,
    /// By the last refresh: its id in the network, the document with the same text that stands there, the
    /// first of nearly the same text, and how near that is.
    pub label: Option<String>,
    pub same_as: Option<i64>,
    pub near: Option<String>,
    pub similarity: Option<f64>,
}

/// The documents of a case: those that have not gone, or those that stand in the network. The id of each is the name
/// that was given.
pub(super) fn documents(
    db: &Connection,
    live: bool,
) -> rusqlite::Result<Vec<(Stored, DocumentInfo)>> {
    let which = if live { "d.label IS NOT NULL OR d.same_as IS NOT NULL" } else { "d.gone = 0" };
    // From the readings to their documents: an index holds what is asked of them, the table the texts too.
    let sql = format!(
        "SELECT d.id, d.reading, d.name, d.title, nullif(r.published, ''), r.sha256, d.source, d.label, d.near, d.same_as, d.similarity
         FROM reading r CROSS JOIN document d ON d.reading = r.id WHERE {which} ORDER BY d.id"
    );
    let mut found = db.prepare(&sql)?;
    let found = found.query_map([], |row| {
        let (id, title, published) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let info = DocumentInfo { id, title, published, sha256: row.get(5)?, source: row.get(6)? };
        let (id, reading) = (row.get(0)?, row.get(1)?);
        let (label, near, same_as) = (row.get(7)?, row.get(8)?, row.get(9)?);
        Ok((Stored { id, reading, label, near, same_as, similarity: row.get(10)? }, info))
    })?;
    found.collect()
}

/// Documents in the order of the network.
pub(super) struct Shelf {
    /// Those that stand in it.
    pub live: Vec<Stored>,
    /// What is known of each of these, by its id there.
    pub infos: Vec<DocumentInfo>,
    /// Those whose text another has, and that other.
    pub duplicates: Vec<(Stored, Duplicate, i64)>,
}

/// Orders documents.
pub(super) fn shelve(documents: Vec<(Stored, DocumentInfo)>) -> Shelf {
    let infos: Vec<_> = documents.iter().map(|(_, info)| (info, 0)).collect();
    let arranged = arrange(&infos);
    let first: Vec<_> = arranged
        .duplicates
        .iter()
        .map(|&(_, of)| (documents[of].1.id.clone(), documents[of].0.id))
        .collect();
    let mut slots: Vec<Option<_>> = documents.into_iter().map(Some).collect();
    let duplicates = arranged.duplicates.iter().zip(first);
    let duplicates = duplicates
        .filter_map(|(&(at, _), (of, number))| {
            let (stored, info) = slots[at].take()?;
            Some((stored, Duplicate { doc: info.id, of }, number))
        })
        .collect();
    let live = arranged.live.into_iter();
    let (live, infos) = live
        .filter_map(|(at, id)| {
            let (stored, mut info) = slots[at].take()?;
            info.id = id.unwrap_or(info.id);
            Some((stored, info))
        })
        .unzip();
    Shelf { live, infos, duplicates }
}

/// The mentions of a node in a document of this id.
pub(super) fn mentions(
    db: &Connection,
    (reading, number): (i64, usize),
    doc: &Arc<str>,
) -> rusqlite::Result<Vec<NodeMention>> {
    let sql = "SELECT start, \"end\", text, kind, score FROM mention WHERE reading = ?1 AND node = ?2 ORDER BY place";
    let mut found = db.prepare_cached(sql)?;
    let found = found.query_map(params![reading, number], |row| rows::mention(row, 0, doc))?;
    found.collect()
}
