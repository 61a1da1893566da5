//! Looking into a case. Enters: a question. Leaves: the network, whole, in part or in outline.
//! Asks indexes for a part and never loads the whole for it; everything that one answer rests on is of one
//! state, whatever a writer does meanwhile.

use super::{
    Case,
    network::{Scope, header, live, load, most_linked},
    rows::{self, parsed},
};
use crate::{
    document::DocumentInfo,
    error::Error,
    graph::{GraphInfo, KnowledgeGraph, Node},
};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// An entity as lists and searches need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id in the network.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
}

impl Case {
    /// The whole network as its documents make it, before any decision of the user.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn graph(&self) -> Result<KnowledgeGraph, Error> {
        self.within(|db| load(db, &Scope::All))
    }

    /// The network without mentions, sentences, attributes and the names of documents: enough for paths and
    /// ranks.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn outline(&self) -> Result<KnowledgeGraph, Error> {
        self.within(|db| load(db, &Scope::Outline))
    }

    /// Some entities with their relations, and the entities at the other end, without their mentions. Ids that
    /// are not there are passed over; documents are not listed in the header.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn around(&self, ids: &[&str]) -> Result<KnowledgeGraph, Error> {
        self.within(|db| load(db, &Scope::Around(&numbers(db, ids)?)))
    }

    /// Some entities with the relations between them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn between(&self, ids: &[&str]) -> Result<KnowledgeGraph, Error> {
        self.within(|db| load(db, &Scope::Between(&numbers(db, ids)?)))
    }

    /// So many entities with the most neighbours, and how many that are, as [`degree`](crate::analyze::degree) counts them:
    /// the most first, equal ones by their id; without mentions and attributes. Entities without neighbours are not among
    /// them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn most_linked(&self, number: usize) -> Result<Vec<(Node, usize)>, Error> {
        self.within(|db| most_linked(db, number))
    }

    /// Whether an entity has this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has(&self, id: &str) -> Result<bool, Error> {
        self.within(|db| db.prepare_cached("SELECT 1 FROM entity WHERE key = ?1")?.exists([id]))
    }

    /// The ids of the entities whose name passes a test, in order; aliases are not asked.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn named(&self, test: impl Fn(&str) -> bool) -> Result<Vec<String>, Error> {
        self.within(|db| {
            let mut found = db.prepare_cached("SELECT key, name FROM entity ORDER BY key")?;
            let mut rows = found.query([])?;
            let mut ids = Vec::new();
            while let Some(row) = rows.next()? {
                if test(row.get_ref(1)?.as_str()?) {
                    ids.push(row.get(0)?);
                }
            }
            Ok(ids)
        })
    }

    /// What the network says of itself: its documents, those that have the text of another, inputs that
    /// could not be read.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn info(&self) -> Result<GraphInfo, Error> {
        self.within(|db| Ok(header(db)?.0))
    }

    /// The names of all entities, by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, Error> {
        self.within(|db| {
            let mut found =
                db.prepare_cached("SELECT key, name, aliases FROM entity ORDER BY key")?;
            let found = found.query_map([], |row| {
                Ok(Entry { id: row.get(0)?, name: row.get(1)?, aliases: parsed(row, 2)? })
            })?;
            found.collect()
        })
    }

    /// The texts of the documents in the network, by their ids there, one by one.
    ///
    /// # Errors
    /// When the file cannot be read, or a text in it is damaged.
    pub fn texts(
        &self,
    ) -> Result<impl Iterator<Item = Result<(DocumentInfo, String), Error>> + '_, Error> {
        let documents = self.within(live)?.into_iter();
        Ok(documents.map(|(reading, info)| Ok((info, self.text(reading)?))))
    }

    /// The text of the document with this id in the network; none when there is no such document.
    ///
    /// # Errors
    /// When the file cannot be read, or the text in it is damaged.
    pub fn text_of(&self, doc: &str) -> Result<Option<String>, Error> {
        let found = self.within(|db| {
            let sql = "SELECT reading FROM document WHERE label = ?1";
            let mut found = db.prepare_cached(sql)?;
            let mut rows = found.query([doc])?;
            rows.next()?.map(|row| row.get(0)).transpose()
        })?;
        found.map(|reading| self.text(reading)).transpose()
    }

    /// The text of a reading.
    pub(crate) fn text(&self, reading: i64) -> Result<String, Error> {
        let sql = "SELECT text, sha256 FROM reading WHERE id = ?1";
        let text = || {
            let mut found = self.db.prepare_cached(sql)?;
            found.query_row([reading], |row| {
                Ok((rows::inflate(row.get_ref(0)?.as_blob()?), row.get::<_, String>(1)?))
            })
        };
        let (text, sha256) = text().map_err(self.told())?;
        text.map_err(|error| Error::Case {
            path: self.path.clone(),
            cause: format!("the text {sha256} is damaged: {error}"),
        })
    }

    /// A document that was read before, under one of its names.
    pub(crate) fn document(&self, reading: i64) -> Result<DocumentInfo, Error> {
        let sql = "SELECT d.name, d.title, nullif(r.published, ''), r.sha256, d.source
            FROM document d JOIN reading r ON r.id = d.reading WHERE r.id = ?1 ORDER BY d.id LIMIT 1";
        let info = || {
            self.db.prepare_cached(sql)?.query_row([reading], |row| {
                let (id, title, published) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(DocumentInfo { id, title, published, sha256: row.get(3)?, source: row.get(4)? })
            })
        };
        info().map_err(self.told())
    }

    /// Asks within one state of the file.
    pub(super) fn within<T>(
        &self,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let asked = || {
            // A case that is only read stays in one transaction.
            if !self.db.is_autocommit() {
                return ask(&self.db);
            }
            let tx = self.db.unchecked_transaction()?;
            let answer = ask(&tx)?;
            tx.commit()?;
            Ok(answer)
        };
        asked().map_err(self.told())
    }
}

/// The rows of entities.
fn numbers(db: &Connection, ids: &[&str]) -> rusqlite::Result<BTreeSet<i64>> {
    let mut found = db.prepare_cached("SELECT id FROM entity WHERE key = ?1")?;
    let mut numbers = BTreeSet::new();
    for id in ids {
        let mut rows = found.query([id])?;
        if let Some(row) = rows.next()? {
            numbers.insert(row.get(0)?);
        }
    }
    Ok(numbers)
}
