//! Versions of one document, as a run of `add` meets them. Enters: documents that were stored, inputs that could
//! not be read. Leaves: the earlier versions marked as gone, the list of what could not be read.
//!
//! A file that is a document has one version: a new one takes the place of the earlier in the same transaction. The
//! records of a file may share an id, so an earlier version of a record goes only when the whole file was met; a
//! run that is cut off before leaves the file half read, and the case says so until a run has met it to its end.

use super::{Case, change::set, rows::json};
use crate::{
    document::DocumentInfo,
    error::{Error, Skipped},
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The setting with the files that are half read, as JSON.
const HALF: &str = "half read";
/// The setting with the inputs that a run began to store and has not gone through, as JSON.
const BEGUN: &str = "begun";

/// Files that are half read, and of each the records of which a new version stands beside the earlier ones, with the
/// number of the last of these.
type Half = BTreeMap<String, BTreeMap<String, i64>>;

/// A document's name and the file it is a record of.
pub(super) type Name = (String, Option<String>);
/// What tells versions of one name apart: title, date, text.
type Version = (Option<String>, String, String);

/// What one run brought, batch by batch.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The versions of each document.
    met: HashMap<Name, HashSet<Version>>,
    skipped: BTreeSet<Skipped>,
    /// Files that could not be opened, or broke off: what is missing may stand in the part that was not read.
    broken: HashSet<String>,
    /// The documents of which this run has stored a version, and those of which an earlier version went.
    fresh: HashSet<Name>,
    replaced: BTreeSet<Name>,
    /// What is half read since the last batch was stored.
    half: Half,
    /// What it was told to go through.
    inputs: Vec<String>,
}

/// Documents of which an earlier version went.
pub(crate) struct Replaced {
    pub names: Vec<String>,
    /// Of how many of them the run has stored the later version; of others an earlier run had, that was cut off.
    pub fresh: usize,
}

pub(super) fn name(info: &DocumentInfo) -> Name {
    (info.id.clone(), info.source.clone())
}

pub(super) fn version(info: &DocumentInfo) -> Version {
    (info.title.clone(), info.published.clone().unwrap_or_default(), info.sha256.clone())
}

/// Whether a name stays with a document: not that of standard input, nor one that was made of the line
/// where a record stands.
pub(super) fn has_versions((name, source): &Name) -> bool {
    source.as_ref().is_none_or(|source| source != "-" && !name.starts_with(&format!("{source}#L")))
}

impl Run {
    /// A run through these inputs.
    pub fn through(inputs: &[String]) -> Self {
        Self { inputs: inputs.to_vec(), ..Self::default() }
    }

    /// Notes in the case that it has stored something and is not at its end.
    pub(super) fn begin(&self, tx: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut known = begun(tx)?;
        let before = known.len();
        known.extend(self.inputs.iter().cloned());
        if known.len() > before { set(tx, BEGUN, &json(&known)) } else { Ok(()) }
    }

    /// Notes a document that was stored, and lets an earlier version of it go, or its file be half read.
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
        self.fresh.insert(name.clone());
        let earlier = earlier(tx, &name, met)?;
        let Some(last) = earlier.iter().max() else { return Ok(()) };
        match name {
            (name, Some(source)) => {
                self.half.entry(source).or_default().entry(name).or_insert(*last);
            }
            name => {
                leave(tx, &earlier)?;
                self.replaced.insert(name);
            }
        }
        Ok(())
    }

    /// Notes a file that was not read, or not to its end.
    pub fn breaks_off(&mut self, source: &str) {
        self.broken.insert(source.to_owned());
    }

    /// Ends a batch: notes inputs that could not be read, and which files are half read.
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
        if self.half.is_empty() {
            return Ok(());
        }
        let mut half = half(tx)?;
        for (source, names) in std::mem::take(&mut self.half) {
            let known = half.entry(source).or_default();
            names.into_iter().for_each(|(name, last)| _ = known.entry(name).or_insert(last));
        }
        set(tx, HALF, &json(&half))
    }
}

impl Case {
    /// Ends a run that has met all of its inputs: earlier versions of its documents go, and what could not
    /// be read before and can now is forgotten. `covered` says whether an input that was left out before
    /// belongs to the inputs of this run.
    pub(crate) fn settle(
        &mut self,
        run: Run,
        covered: impl Fn(&str) -> bool,
    ) -> Result<Replaced, Error> {
        let mut sources: HashSet<&str> = run.skipped.iter().map(|s| s.source.as_str()).collect();
        sources.extend(run.met.keys().map(|(name, source)| source.as_deref().unwrap_or(name)));
        self.change(|tx| {
            let mut replaced = run.replaced.clone();
            for (name, met) in run.met.iter().filter(|(name, _)| has_versions(name)) {
                let source = name.1.as_deref().unwrap_or(&name.0);
                let earlier = earlier(tx, name, met)?;
                if !run.broken.contains(source) && !earlier.is_empty() {
                    leave(tx, &earlier)?;
                    set(tx, "stale", "1")?;
                    replaced.insert(name.clone());
                }
            }
            let begun = begun(tx)?;
            let mut rest = begun.clone();
            rest.retain(|input| !run.inputs.contains(input) && !covered(input));
            if rest.len() < begun.len() {
                set(tx, BEGUN, &json(&rest))?;
            }
            for skip in skipped(tx)? {
                let ours = sources.contains(skip.source.as_str()) || covered(&skip.source);
                if ours && !run.skipped.contains(&skip) {
                    let sql = "DELETE FROM skipped WHERE source = ?1 AND ifnull(line, -1) = ifnull(?2, -1) AND cause = ?3";
                    let row = params![skip.source, skip.line, skip.cause];
                    tx.prepare_cached(sql)?.execute(row)?;
                }
            }
            let mut half = half(tx)?;
            let read =
                |source: &String| sources.contains(source.as_str()) && !run.broken.contains(source);
            let whole: Vec<String> = half.keys().filter(|source| read(source)).cloned().collect();
            for source in &whole {
                for (name, last) in half.remove(source).unwrap_or_default() {
                    // What the file has no more was replaced all the same by the run that was cut off.
                    let name = (name, Some(source.clone()));
                    if !run.met.contains_key(&name) && leave(tx, &until(tx, &name, last)?)? > 0 {
                        set(tx, "stale", "1")?;
                        replaced.insert(name);
                    }
                }
            }
            if !whole.is_empty() {
                set(tx, HALF, &json(&half))?;
            }
            let fresh = replaced.iter().filter(|name| run.fresh.contains(name)).count();
            Ok(Replaced { names: replaced.into_iter().map(|(name, _)| name).collect(), fresh })
        })
    }

    /// Inputs that a run began to store and has not gone through: it is at work, or was cut off.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn begun(&self) -> Result<Vec<String>, Error> {
        self.within(|db| Ok(begun(db)?.into_iter().collect()))
    }

    /// Files with records of which a run that was cut off has stored new versions beside the earlier ones.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn half_read(&self) -> Result<Vec<String>, Error> {
        self.within(|db| Ok(half(db)?.into_keys().collect()))
    }
}

pub(super) fn half(db: &Connection) -> rusqlite::Result<Half> {
    listed(db, HALF)
}

pub(super) fn begun(db: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    listed(db, BEGUN)
}

/// What a setting holds as JSON.
fn listed<T: DeserializeOwned + Default>(db: &Connection, name: &str) -> rusqlite::Result<T> {
    let mut found = db.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    let list: Option<String> = found.query_row([name], |row| row.get(0)).optional()?;
    super::rows::from_json(0, list.as_deref())
}

/// Forgets of the files that are half read what was taken out since, and that a run began with an input that `is_gone`.
pub(super) fn forget(tx: &Transaction<'_>, is_gone: &dyn Fn(&str) -> bool) -> rusqlite::Result<()> {
    let mut begun = begun(tx)?;
    let known = begun.len();
    begun.retain(|input| !is_gone(input));
    if begun.len() < known {
        set(tx, BEGUN, &json(&begun))?;
    }
    let mut half = half(tx)?;
    let before = half.clone();
    for (source, names) in &mut half {
        let mut gone = Vec::new();
        for (name, last) in names.iter() {
            if until(tx, &(name.clone(), Some(source.clone())), *last)?.is_empty() {
                gone.push(name.clone());
            }
        }
        names.retain(|name, _| !gone.contains(name));
    }
    half.retain(|_, names| !names.is_empty());
    if half != before {
        set(tx, HALF, &json(&half))?;
    }
    Ok(())
}

/// The versions of a document up to a number.
fn until(tx: &Transaction<'_>, name: &Name, last: i64) -> rusqlite::Result<Vec<i64>> {
    let sql = "SELECT id FROM document WHERE name = ?1 AND source IS ?2 AND id <= ?3 AND gone = 0";
    let mut found = tx.prepare_cached(sql)?;
    found.query_map(params![name.0, name.1, last], |row| row.get(0))?.collect()
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
