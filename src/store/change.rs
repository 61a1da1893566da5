//! What goes into a case. Enters: documents as they were read. Leaves: rows. The network is not touched: it
//! stays as it was until `refresh`.

use super::{
    Case,
    reading::put_reading,
    versions::{Run, name, version},
};
use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
    graph::DocumentGraph,
};
use rusqlite::{OptionalExtension, Transaction, params};

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

/// By what a document was read: model and rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    pub model: &'a str,
    pub rules: &'a str,
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

    /// Stores a batch in one transaction. `read` hands over what new texts say, as soon as it is known, is told `false` when the
    /// file does not take it and nothing more need be read, and leaves the documents, whose texts the case then has, and what could not be read; an earlier version of a document goes as
    /// [`Run::meet`] says. Returns how many of the documents are new.
    pub(crate) fn put(
        &mut self,
        run: &mut Run,
        reader: Reader<'_>,
        read: impl FnOnce(
            &mut dyn FnMut(&Document, DocumentGraph) -> bool,
        ) -> (Vec<DocumentInfo>, Vec<Skipped>),
    ) -> Result<usize, Error> {
        self.change(|tx| {
            let mut done = Ok(());
            let (documents, skipped) = read(&mut |document, graph| {
                if done.is_ok() {
                    done = put_reading(tx, document, graph, reader).map(drop);
                }
                done.is_ok()
            });
            done?;
            let mut new = 0;
            for info in &documents {
                let is_new = put(tx, info)?;
                new += usize::from(is_new);
                run.meet(tx, info, is_new)?;
            }
            run.pass(tx, &skipped)?;
            if new > 0 {
                set(tx, "stale", "1")?;
                run.begin(tx)?;
            }
            Ok(new)
        })
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
        // `+id`: the index holds all that is asked for, the table the texts too.
        let sql = "SELECT id FROM reading r WHERE (model <> ?1 OR rules <> ?2)
            AND EXISTS (SELECT 1 FROM document d WHERE d.reading = r.id AND d.gone = 0) ORDER BY +id";
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
        batch: Vec<(i64, Document, DocumentGraph)>,
        reader: Reader<'_>,
    ) -> Result<(), Error> {
        self.change(|tx| {
            if !batch.is_empty() {
                set(tx, "stale", "1")?;
            }
            for (old, document, graph) in batch {
                let new = put_reading(tx, &document, graph, reader)?;
                let sql = "UPDATE document SET renewed = ?1 WHERE reading = ?2";
                tx.execute(sql, [new, old])?;
            }
            Ok(())
        })
    }

    /// A setting of the case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        self.db.query_row(sql, [name], |row| row.get(0)).optional().map_err(self.told())
    }

    /// Changes settings, all at once; what stands there already is not written.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set(&mut self, settings: &[(&str, String)]) -> Result<(), Error> {
        let mut new = Vec::new();
        for setting in settings {
            if self.setting(setting.0)?.as_ref() != Some(&setting.1) {
                new.push(setting);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        self.change(|tx| new.iter().try_for_each(|(name, value)| set(tx, name, value)))
    }

    /// The models that read its documents, as the network states them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn readers(&self) -> Result<Vec<String>, Error> {
        self.within(|db| {
            let sql = "SELECT DISTINCT model FROM reading
                WHERE +id IN (SELECT coalesce(renewed, reading) FROM document WHERE gone = 0) ORDER BY 1";
            db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        })
    }
}

pub(super) fn set(db: &rusqlite::Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value";
    db.execute(sql, [name, value]).map(drop)
}

/// Stores a document of which the text is there; `false` when it is there already itself.
fn put(tx: &Transaction<'_>, info: &DocumentInfo) -> rusqlite::Result<bool> {
    let (name, (title, date, text)) = (name(info), version(info));
    let known: Option<i64> = tx
        .prepare_cached(DOCUMENT)?
        .query_row(params![name.0, name.1, title, date, text], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        let sql = "UPDATE document SET gone = 0 WHERE id = ?1 AND gone = 1";
        return Ok(tx.prepare_cached(sql)?.execute([id])? > 0);
    }
    let reading: i64 = tx.prepare_cached(READING)?.query_row([&text, &date], |row| row.get(0))?;
    let sql = "INSERT INTO document (name, source, title, reading) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute(params![name.0, name.1, title, reading])?;
    Ok(true)
}
