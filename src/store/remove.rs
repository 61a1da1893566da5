//! What goes out of a case. Enters: names of documents, files and folders. Leaves: documents marked as gone. The
//! network stays as it was until `refresh`.

use super::{
    Case,
    change::set,
    versions::{Name, begun, forget, has_versions, leave},
};
use crate::error::Error;
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Documents.
    pub documents: usize,
    /// Inputs that were on the list of what could not be read.
    pub skipped: usize,
}

/// A document by its id in the network, alone, though another may bear its name.
const LABELLED: &str = "SELECT id FROM document WHERE label = ?1";
/// Those of a name that are there, or stand in the network after a run that took them out and was cut off.
const NAMED: &str = "SELECT id FROM document WHERE name = ?1
    AND (gone = 0 OR label IS NOT NULL OR same_as IS NOT NULL)";
/// The same of those that came from a file, or lie in a folder.
const WITHIN: &str =
    "SELECT id FROM document WHERE (gone = 0 OR label IS NOT NULL OR same_as IS NOT NULL)
    AND (source = ?1 OR substr(coalesce(source, name), 1, length(?1) + 1) = ?1 || '/')";
/// The same of what could not be read.
const UNREAD: &str =
    "SELECT rowid FROM skipped WHERE source = ?1 OR substr(source, 1, length(?1) + 1) = ?1 || '/'";

impl Case {
    /// Takes documents out, by their id in the network, by the name that was given, or all of a file or
    /// folder, and what could not be read there. All or none: `Err` holds those that are not there, and then
    /// nothing is taken out. `plain` writes a path as it is written when documents are added. The network stays as
    /// it is until it is refreshed.
    pub(crate) fn remove(
        &mut self,
        documents: &[String],
        plain: impl Fn(&str) -> String,
    ) -> Result<Result<Removed, Vec<String>>, Error> {
        self.change(|tx| {
            let (mut ids, mut unread, mut missing) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
            let begun: BTreeSet<String> = begun(tx)?.iter().map(|input| plain(input)).collect();
            for document in documents {
                let plain = plain(document);
                let names = [document.as_str(), &plain].into_iter().filter(|name| !name.is_empty());
                let (mut found, mut skipped) = (Vec::new(), Vec::new());
                for name in names {
                    if found.is_empty() {
                        found = numbers(tx, LABELLED, name)?;
                        found.extend(later(tx, &found)?);
                    }
                    if found.is_empty() {
                        found = numbers(tx, NAMED, name)?;
                    }
                    if found.is_empty() {
                        let place = name.trim_end_matches('/');
                        found = numbers(tx, WITHIN, place)?;
                        skipped.extend(numbers(tx, UNREAD, place)?);
                    }
                }
                if found.is_empty() && skipped.is_empty() && !begun.contains(&plain) {
                    missing.push(document.clone());
                }
                unread.extend(skipped);
                ids.extend(found);
            }
            if !missing.is_empty() {
                return Ok(Err(missing));
            }
            let ids: Vec<i64> = ids.into_iter().collect();
            let left = match leave(tx, &ids)? {
                // A run that was cut off has taken them out already.
                0 => ids.len(),
                gone => gone,
            };
            for row in &unread {
                tx.prepare_cached("DELETE FROM skipped WHERE rowid = ?1")?.execute([row])?;
            }
            if !ids.is_empty() {
                set(tx, "stale", "1")?;
            }
            forget(tx, &|input| documents.iter().any(|name| plain(name) == plain(input)))?;
            Ok(Ok(Removed { documents: left, skipped: unread.len() }))
        })
    }
}

fn numbers(tx: &Transaction<'_>, sql: &str, of: &str) -> rusqlite::Result<Vec<i64>> {
    tx.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect()
}

/// The version of a document that a run which was cut off has stored, where it is the only one of its name.
fn later(tx: &Transaction<'_>, document: &[i64]) -> rusqlite::Result<Vec<i64>> {
    let [document] = document else { return Ok(Vec::new()) };
    let sql = "SELECT name, source FROM document WHERE id = ?1";
    let name: Name = tx.query_row(sql, [document], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let of_name = "FROM document WHERE name = ?1 AND source IS ?2";
    let sql = format!("SELECT count(*) {of_name} AND (label IS NOT NULL OR same_as IS NOT NULL)");
    let standing: usize = tx.query_row(&sql, params![name.0, name.1], |row| row.get(0))?;
    if standing > 1 || !has_versions(&name) {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT id {of_name} AND gone = 0 AND label IS NULL AND same_as IS NULL");
    tx.prepare(&sql)?.query_map(params![name.0, name.1], |row| row.get(0))?.collect()
}
