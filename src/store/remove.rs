//! What goes out of a case. Enters: names of documents, files and folders. Leaves: documents marked as gone. The
//! network stays as it was until `refresh`.

use super::{Case, change::set, versions::leave};
use crate::{error::Error, ingest};
use rusqlite::{Transaction, TransactionBehavior};
use std::collections::BTreeSet;

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Documents.
    pub documents: usize,
    /// Inputs that were on the list of what could not be read.
    pub skipped: usize,
}

/// A document by its id in the network, alone, though another may bear its name; with a later version of it that a
/// run which was cut off has stored.
const LABELLED: &str = "SELECT id FROM document WHERE label = ?1
    UNION SELECT d.id FROM document d JOIN document l ON l.name = d.name AND l.source IS d.source
    WHERE l.label = ?1 AND d.gone = 0 AND d.label IS NULL AND d.same_as IS NULL AND (d.source IS NULL
        OR d.source <> '-' AND substr(d.name, 1, length(d.source) + 2) <> d.source || '#L')";
/// Those of a name.
const NAMED: &str = "SELECT id FROM document WHERE name = ?1 AND gone = 0";
/// Those that came from a file, or lie in a folder.
const WITHIN: &str = "SELECT id FROM document WHERE gone = 0 AND (source = ?1 OR
    substr(coalesce(source, name), 1, length(?1) + 1) = ?1 || '/')";
/// The same of what could not be read.
const UNREAD: &str =
    "DELETE FROM skipped WHERE source = ?1 OR substr(source, 1, length(?1) + 1) = ?1 || '/'";

impl Case {
    /// Takes documents out, by their id in the network, by the name that was given, or all of a file or
    /// folder, and what could not be read there. All or none: `Err` holds those that are not there, and then
    /// nothing is taken out. The network stays as it is until it is refreshed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, documents: &[String]) -> Result<Result<Removed, Vec<String>>, Error> {
        let told = self.told();
        let mut remove = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (mut ids, mut missing) = (BTreeSet::new(), Vec::new());
            let mut removed = Removed::default();
            for document in documents {
                // As it was given, and as `add` would write it.
                let plain = ingest::plain(document);
                let names = [document.as_str(), &plain].into_iter().filter(|name| !name.is_empty());
                let mut found = Vec::new();
                let mut skipped = 0;
                for name in names {
                    for sql in [LABELLED, NAMED] {
                        if found.is_empty() {
                            found = numbers(&tx, sql, name)?;
                        }
                    }
                    if found.is_empty() {
                        let place = name.trim_end_matches('/');
                        found = numbers(&tx, WITHIN, place)?;
                        skipped += tx.prepare_cached(UNREAD)?.execute([place])?;
                    }
                }
                if found.is_empty() && skipped == 0 {
                    missing.push(document.clone());
                }
                removed.skipped += skipped;
                ids.extend(found);
            }
            if !missing.is_empty() {
                return Ok(Err(missing));
            }
            let ids: Vec<i64> = ids.into_iter().collect();
            removed.documents = match leave(&tx, &ids)? {
                // A run that was cut off has taken them out already.
                0 => ids.len(),
                gone => gone,
            };
            if !ids.is_empty() {
                set(&tx, "stale", "1")?;
            }
            tx.commit()?;
            Ok(Ok(removed))
        };
        remove().map_err(told)
    }
}

fn numbers(tx: &Transaction<'_>, sql: &str, of: &str) -> rusqlite::Result<Vec<i64>> {
    tx.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect()
}
