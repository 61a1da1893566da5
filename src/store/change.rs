//! What goes into a case and out of it. Enters: documents as they were read, names of documents. Leaves:
//! rows. The network is not touched: it stays as it was until `refresh`.

use super::{Case, reading::put_reading};
use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
    graph::DocumentGraph,
};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A document and what it says.
#[derive(Debug)]
pub struct Read {
    /// The document.
    pub document: Document,
    /// What it says; `None` when the case has a reading of the same text and date.
    pub graph: Option<DocumentGraph>,
}

/// What a case has of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The document itself.
    Document,
    /// Its text, read for the same date, under another name or title.
    Reading,
    /// Nothing.
    Nothing,
}

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
}

/// By what a document was read: model and rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub model: &'a str,
    pub rules: &'a str,
}

fn name(info: &DocumentInfo) -> Name {
    (info.id.clone(), info.source.clone())
}

/// Whether a name stays with a document: not that of standard input, nor one that was made of the line
/// where a record stands.
fn has_versions((name, source): &Name) -> bool {
    source.as_ref().is_none_or(|source| source != "-" && !name.starts_with(&format!("{source}#L")))
}

fn date(info: &DocumentInfo) -> String {
    info.published.clone().unwrap_or_default()
}

fn version(info: &DocumentInfo) -> Version {
    (info.title.clone(), date(info), info.sha256.clone())
}

const DOCUMENT: &str = "SELECT d.id FROM document d JOIN reading r ON r.id = d.reading
    WHERE d.name = ?1 AND d.source IS ?2 AND d.title IS ?3 AND r.published = ?4 AND r.sha256 = ?5";
const READING: &str =
    "SELECT id FROM reading WHERE sha256 = ?1 AND published = ?2 ORDER BY id DESC LIMIT 1";

impl Case {
    /// What the case has of a document.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn knows(&self, info: &DocumentInfo) -> Result<Known, Error> {
        let find = || {
            let mut document = self.db.prepare_cached(&format!("{DOCUMENT} AND d.gone = 0"))?;
            let (name, (title, date, text)) = (name(info), version(info));
            if document.exists(params![name.0, name.1, title, date, text])? {
                return Ok(Known::Document);
            }
            let mut reading = self.db.prepare_cached(READING)?;
            let read = reading.exists(params![text, date])?;
            Ok(if read { Known::Reading } else { Known::Nothing })
        };
        find().map_err(self.told())
    }

    /// Stores a batch in one transaction. Returns how many of its documents are new.
    pub(crate) fn put(
        &mut self,
        run: &mut Run,
        batch: &[Read],
        skipped: &[Skipped],
        reader: Reader<'_>,
    ) -> Result<usize, Error> {
        let told = self.told();
        let mut put = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut new = 0;
            for Read { document, graph } in batch {
                new += usize::from(put(&tx, document, graph.as_ref(), reader)?);
                let met = run.met.entry(name(&document.info)).or_default();
                met.insert(version(&document.info));
            }
            for skip in skipped {
                let row = params![skip.source, skip.line, skip.cause];
                let sql = "INSERT OR IGNORE INTO skipped VALUES (?1, ?2, ?3)";
                tx.prepare_cached(sql)?.execute(row)?;
                run.skipped.insert(skip.clone());
            }
            if new > 0 {
                set(&tx, "stale", "1")?;
            }
            tx.commit()?;
            Ok(new)
        };
        put().map_err(told)
    }

    /// Ends a run that has met all of its inputs: earlier versions of its documents go, and what could not
    /// be read before and can now is forgotten. `covered` says whether an input that was left out before
    /// belongs to the inputs of this run. Returns the names of what was replaced.
    pub(crate) fn settle(
        &mut self,
        run: &Run,
        covered: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, Error> {
        let told = self.told();
        // Of a file that broke off, what is missing may stand in the part that was not read.
        let broken: HashSet<&str> = run
            .skipped
            .iter()
            .filter(|skip| skip.line.is_none() || skip.cause.contains("the rest is not read"))
            .map(|skip| skip.source.as_str())
            .collect();
        let mut sources: HashSet<&str> = run.skipped.iter().map(|s| s.source.as_str()).collect();
        sources.extend(run.met.keys().map(|(name, source)| source.as_deref().unwrap_or(name)));
        let mut settle = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut replaced = Vec::new();
            let mut met: Vec<_> = run.met.iter().filter(|(name, _)| has_versions(name)).collect();
            met.sort_by_key(|(name, _)| *name);
            for (name, met) in met {
                let source = name.1.as_deref().unwrap_or(&name.0);
                if !broken.contains(source) && outdate(&tx, name, met)? > 0 {
                    replaced.push(name.0.clone());
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
            if !replaced.is_empty() {
                set(&tx, "stale", "1")?;
            }
            tx.commit()?;
            Ok(replaced)
        };
        settle().map_err(told)
    }

    /// Takes documents out, by their id in the network, by the name that was given, or all of a file or
    /// folder. All or none:
    /// `Err` holds those that are not there, and then nothing is taken out; `Ok` how many documents go. The
    /// network stays as it is until it is refreshed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, documents: &[String]) -> Result<Result<usize, Vec<String>>, Error> {
        let told = self.told();
        let mut remove = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (mut ids, mut missing) = (BTreeSet::new(), Vec::new());
            let numbers = |sql: &str, of: &str| -> rusqlite::Result<Vec<i64>> {
                tx.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect()
            };
            for document in documents {
                // What is called by its label is meant alone, also when it was taken out by a run that was cut
                // off; a name may be that of several.
                let mut found = numbers("SELECT id FROM document WHERE label = ?1", document)?;
                if found.is_empty() {
                    found =
                        numbers("SELECT id FROM document WHERE name = ?1 AND gone = 0", document)?;
                }
                if found.is_empty() {
                    // A file with many records, or a folder.
                    let sql = "SELECT id FROM document WHERE gone = 0 AND (source = ?1 OR
                        substr(coalesce(source, name), 1, length(?1) + 1) = ?1 || '/')";
                    found = numbers(sql, document.trim_end_matches('/'))?;
                }
                if found.is_empty() {
                    missing.push(document.clone());
                }
                ids.extend(found);
            }
            if !missing.is_empty() {
                return Ok(Err(missing));
            }
            for id in &ids {
                tx.prepare_cached("UPDATE document SET gone = 1 WHERE id = ?1")?.execute([id])?;
            }
            set(&tx, "stale", "1")?;
            tx.commit()?;
            Ok(Ok(ids.len()))
        };
        remove().map_err(told)
    }

    /// Whether no document was ever stored, or all were taken out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_empty(&self) -> Result<bool, Error> {
        self.within(|db| Ok(!db.prepare("SELECT 1 FROM document")?.exists([])?))
    }

    /// The readings that another model or other rules made, in a case that is up to date.
    pub(crate) fn read_otherwise(&self, reader: Reader<'_>) -> Result<Vec<i64>, Error> {
        let sql = "SELECT DISTINCT r.id FROM document d JOIN reading r ON r.id = d.reading
            WHERE d.gone = 0 AND (r.model <> ?1 OR r.rules <> ?2) ORDER BY r.id";
        let find = || {
            let mut found = self.db.prepare(sql)?;
            let rows = found.query_map([reader.model, reader.rules], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()
        };
        find().map_err(self.told())
    }

    /// Stores other readings of the same texts in one transaction; the next refresh puts them in the place
    /// of the old ones.
    pub(crate) fn replace(
        &mut self,
        batch: &[(i64, Document, DocumentGraph)],
        reader: Reader<'_>,
    ) -> Result<(), Error> {
        let told = self.told();
        let mut replace = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (old, document, graph) in batch {
                let new = put_reading(&tx, document, graph, reader)?;
                let sql = "UPDATE document SET renewed = ?1 WHERE reading = ?2";
                tx.execute(sql, [new, *old])?;
            }
            if !batch.is_empty() {
                set(&tx, "stale", "1")?;
            }
            tx.commit()
        };
        replace().map_err(told)
    }

    /// A setting of the case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        self.db.query_row(sql, [name], |row| row.get(0)).optional().map_err(self.told())
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        set(&self.db, name, value).map_err(self.told())
    }
}

pub(super) fn set(db: &rusqlite::Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
    db.execute(sql, [name, value]).map(drop)
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

/// Stores a document; `false` when it is there already.
fn put(
    tx: &Transaction<'_>,
    document: &Document,
    graph: Option<&DocumentGraph>,
    reader: Reader<'_>,
) -> rusqlite::Result<bool> {
    let info = &document.info;
    let (name, (title, date, text)) = (name(info), version(info));
    let known: Option<i64> = tx
        .prepare_cached(DOCUMENT)?
        .query_row(params![name.0, name.1, title, date, text], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        let sql = "UPDATE document SET gone = 0 WHERE id = ?1 AND gone = 1";
        return Ok(tx.prepare_cached(sql)?.execute([id])? > 0);
    }
    let reading: Option<i64> =
        tx.prepare_cached(READING)?.query_row([&text, &date], |row| row.get(0)).optional()?;
    let reading = match (reading, graph) {
        (Some(reading), _) => reading,
        (None, Some(graph)) => put_reading(tx, document, graph, reader)?,
        // Whoever leaves the reading out has seen it here.
        (None, None) => return Err(rusqlite::Error::QueryReturnedNoRows),
    };
    let sql = "INSERT INTO document (name, source, title, reading) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute(params![name.0, name.1, title, reading])?;
    Ok(true)
}

/// Marks the versions of a document that this run has not met; returns how many.
fn outdate(tx: &Transaction<'_>, name: &Name, met: &HashSet<Version>) -> rusqlite::Result<usize> {
    let sql = "SELECT d.id, d.title, r.published, r.sha256 FROM document d JOIN reading r ON r.id = d.reading
        WHERE d.name = ?1 AND d.source IS ?2 AND d.gone = 0";
    let mut versions = tx.prepare_cached(sql)?;
    let versions = versions.query_map(params![name.0, name.1], |row| {
        Ok((row.get::<_, i64>(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
    })?;
    let mut gone = 0;
    for version in versions {
        let (id, version) = version?;
        if !met.contains(&version) {
            gone += tx.execute("UPDATE document SET gone = 1 WHERE id = ?1", [id])?;
        }
    }
    Ok(gone)
}
