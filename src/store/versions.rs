//! Versions of one document, as a run of `add` meets them. Enters: documents that were stored, inputs that could
//! not be read. Leaves: the earlier versions marked as gone, the list of what could not be read.
//!
//! A file that is a document has one version: a new one takes the place of the earlier in the same transaction. The
//! records of a file may share an id, so an earlier version of a record goes only when the whole file was met; a
//! run that is cut off before leaves the file half read, and the case says so until a run has met it.

use super::{Case, change::set, rows::json};
use crate::{
    document::DocumentInfo,
    error::{Error, Skipped},
};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The setting with the files that are half read, as a JSON array.
const HALF: &str = "half read";

/// A document's name and the file it is a record of.
type Name = (String, Option<String>);
/// What tells versions of one name apart: title, date, text.
type Version = (Option<String>, String, String);

/// What one run brought, batch by batch.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The versions of each document.
    met: HashMap<Name, HashSet<Version>>,
    skipped: BTreeSet<Skipped>,
    /// The names of documents of which an earlier version went.
    replaced: BTreeSet<String>,
}

pub(super) fn name(info: &DocumentInfo) -> Name {
    (info.id.clone(), info.source.clone())
}

pub(super) fn version(info: &DocumentInfo) -> Version {
    (info.title.clone(), info.published.clone().unwrap_or_default(), info.sha256.clone())
}

/// Whether a name stays with a document: not that of standard input, nor one that was made of the line
/// where a record stands. `remove` asks the same in SQL.
fn has_versions((name, source): &Name) -> bool {
    source.as_ref().is_none_or(|source| source != "-" && !name.starts_with(&format!("{source}#L")))
}

impl Run {
    /// Notes a document that was stored, and lets an earlier version of it go, or marks its file as half read.
    pub(super) fn meet(
        &mut self,
        tx: &Transaction<'_>,
        info: &DocumentInfo,
        is_new: bool,
    ) -> rusqlite::Result<()> {
        let name = name(info);
        let met = self.met.entry(name.clone()).or_default();
        met.insert(version(info));
        if !is_new || !has_versions(&name) {
            return Ok(());
        }
        let earlier = earlier(tx, &name, met)?;
        match name {
            _ if earlier.is_empty() => {}
            (name, None) => {
                leave(tx, &earlier)?;
                self.replaced.insert(name);
            }
            (_, Some(source)) => {
                let mut half = half_read(tx)?;
                if half.insert(source) {
                    set(tx, HALF, &json(&half))?;
                }
            }
        }
        Ok(())
    }

    /// Notes inputs that could not be read.
    pub(super) fn pass(
        &mut self,
        tx: &Transaction<'_>,
        skipped: &[Skipped],
    ) -> rusqlite::Result<()> {
        for skip in skipped {
            let sql = "INSERT OR IGNORE INTO skipped VALUES (?1, ?2, ?3)";
            tx.prepare_cached(sql)?.execute(params![skip.source, skip.line, skip.cause])?;
            self.skipped.insert(skip.clone());
        }
        Ok(())
    }

    /// Files that broke off: what is missing may stand in the part that was not read.
    fn broken(&self) -> HashSet<&str> {
        let broken =
            |skip: &&Skipped| skip.line.is_none() || skip.cause.contains("the rest is not read");
        self.skipped.iter().filter(broken).map(|skip| skip.source.as_str()).collect()
    }
}

impl Case {
    /// Ends a run that has met all of its inputs: earlier versions of its documents go, and what could not
    /// be read before and can now is forgotten. `covered` says whether an input that was left out before
    /// belongs to the inputs of this run. Returns the names of what was replaced.
    pub(crate) fn settle(
        &mut self,
        run: Run,
        covered: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, Error> {
        let told = self.told();
        let broken = run.broken();
        let mut sources: HashSet<&str> = run.skipped.iter().map(|s| s.source.as_str()).collect();
        sources.extend(run.met.keys().map(|(name, source)| source.as_deref().unwrap_or(name)));
        let mut settle = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut replaced = run.replaced.clone();
            for (name, met) in run.met.iter().filter(|(name, _)| has_versions(name)) {
                let source = name.1.as_deref().unwrap_or(&name.0);
                let earlier = earlier(&tx, name, met)?;
                if !broken.contains(source) && !earlier.is_empty() {
                    leave(&tx, &earlier)?;
                    set(&tx, "stale", "1")?;
                    replaced.insert(name.0.clone());
                }
            }
            for skip in skipped(&tx)? {
                let ours = sources.contains(skip.source.as_str()) || covered(&skip.source);
                if ours && !run.skipped.contains(&skip) {
                    let sql = "DELETE FROM skipped WHERE source = ?1 AND ifnull(line, -1) = ifnull(?2, -1) AND cause = ?3";
                    let row = params![skip.source, skip.line, skip.cause];
                    tx.prepare_cached(sql)?.execute(row)?;
                }
            }
            let mut half = half_read(&tx)?;
            let before = half.len();
            half.retain(|source| !sources.contains(source.as_str()));
            if half.len() < before {
                set(&tx, HALF, &json(&half))?;
            }
            tx.commit()?;
            Ok(replaced.into_iter().collect())
        };
        settle().map_err(told)
    }

    /// Files with records of which a run that was cut off has stored new versions beside the earlier ones.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn half_read(&self) -> Result<BTreeSet<String>, Error> {
        self.within(half_read)
    }
}

fn half_read(db: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut found = db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    let list: Option<String> = found.query_row([HALF], |row| row.get(0)).optional()?;
    super::rows::from_json(0, list.as_deref())
}

/// The versions of a document that this run has not met.
fn earlier(
    tx: &Transaction<'_>,
    name: &Name,
    met: &HashSet<Version>,
) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT d.id, d.title, r.published, r.sha256 FROM document d JOIN reading r ON r.id = d.reading
        WHERE d.name = ?1 AND d.source IS ?2 AND d.gone = 0";
    let mut versions = tx.prepare_cached(sql)?;
    let versions = versions.query_map(params![name.0, name.1], |row| {
        Ok((row.get::<_, i64>(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
    })?;
    let earlier = |version: rusqlite::Result<(i64, Version)>| match version {
        Ok((_, version)) if met.contains(&version) => None,
        version => Some(version.map(|(id, _)| id)),
    };
    versions.filter_map(earlier).collect()
}

/// Marks documents as gone.
pub(super) fn leave(tx: &Transaction<'_>, documents: &[i64]) -> rusqlite::Result<usize> {
    let mut update =
        tx.prepare_cached("UPDATE document SET gone = 1 WHERE id = ?1 AND gone = 0")?;
    documents.iter().try_fold(0, |gone, id| Ok(gone + update.execute([id])?))
}

pub(super) fn skipped(db: &rusqlite::Connection) -> rusqlite::Result<Vec<Skipped>> {
    let mut rows = db.prepare("SELECT source, line, cause FROM skipped")?;
    let rows = rows.query_map([], |row| {
        Ok(Skipped { source: row.get(0)?, line: row.get(1)?, cause: row.get(2)? })
    })?;
    let mut skipped: Vec<Skipped> = rows.collect::<Result<_, _>>()?;
    skipped.sort();
    Ok(skipped)
}
