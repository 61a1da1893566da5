//! How large a case is. Enters: an open case. Leaves: counts. Loads nothing.

use super::{Case, rows::json};
use crate::{error::Error, schema::EntityType};
use rusqlite::Connection;
use std::collections::BTreeMap;

const DOCUMENTS: &str = "SELECT count(*) FROM document WHERE label IS NOT NULL";
const DUPLICATES: &str = "SELECT count(*) FROM document WHERE same_as IS NOT NULL";
const NEAR: &str = "SELECT count(*) FROM document WHERE label IS NOT NULL AND near IS NOT NULL";
const RELATIONS: &str = "SELECT count(*) FROM relation";
const WAITING: &str = "SELECT count(*) FROM document WHERE gone = 1 OR renewed IS NOT NULL
    OR (label IS NULL AND same_as IS NULL)";

/// What a case holds, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Documents that stand in the network.
    pub documents: usize,
    /// Documents whose text another has.
    pub duplicates: usize,
    /// Words of the documents in the network.
    pub words: usize,
    /// Entities, without dates, amounts and other values.
    pub entities: usize,
    /// Dates, amounts and other values.
    pub values: usize,
    /// Relations.
    pub relations: usize,
    /// Sentences that state relations, each once for a relation and an extractor.
    pub quotations: usize,
    /// Decisions of the user, those taken back too.
    pub decisions: usize,
    /// Inputs that could not be read.
    pub skipped: usize,
    /// Documents by the model that read them.
    pub models: BTreeMap<String, usize>,
    /// Models and rules that read them, of all versions together.
    pub readers: usize,
    /// Documents that were added or removed while the network was not brought up to date.
    pub waiting: usize,
}

/// How large a network is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Documents that stand in the network.
    pub documents: usize,
    /// Documents whose text another has.
    pub duplicates: usize,
    /// Documents whose text nearly is that of another.
    pub near_duplicates: usize,
    /// Entities, without dates, amounts and other values.
    pub entities: usize,
    /// Relations.
    pub relations: usize,
}

impl Case {
    /// Counts what the case holds, as far as that is quick.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn size(&self) -> Result<Size, Error> {
        self.within(|db| {
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, usize>(0));
            Ok(Size {
                documents: count(DOCUMENTS)?,
                duplicates: count(DUPLICATES)?,
                near_duplicates: count(NEAR)?,
                entities: entities(db)?.0,
                relations: count(RELATIONS)?,
            })
        })
    }

    /// Documents whose text another has.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn duplicates(&self) -> Result<usize, Error> {
        self.within(|db| db.query_row(DUPLICATES, [], |row| row.get(0)))
    }

    /// How many documents were added or removed while the network was not brought up to date.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn waiting(&self) -> Result<usize, Error> {
        self.within(|db| db.query_row(WAITING, [], |row| row.get(0)))
    }

    /// Counts what the case holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn summary(&self) -> Result<Summary, Error> {
        self.within(|db| {
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, usize>(0));
            let mut found = db.prepare(
                "SELECT r.model, count(*) FROM document d JOIN reading r ON r.id = d.reading
                 WHERE d.label IS NOT NULL GROUP BY r.model",
            )?;
            let models = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let (entities, values) = entities(db)?;
            Ok(Summary {
                documents: count(DOCUMENTS)?,
                duplicates: count(DUPLICATES)?,
                words: count("SELECT coalesce(sum(words), 0) FROM documents")?,
                entities,
                values,
                relations: count(RELATIONS)?,
                quotations: count(
                    "SELECT count(*) FROM (SELECT 1 FROM evidence WHERE relation IS NOT NULL
                     GROUP BY relation, reading, start, \"end\", extractor)",
                )?,
                decisions: count("SELECT count(*) FROM decision")?,
                skipped: count("SELECT count(*) FROM skipped")?,
                models: models.collect::<Result<_, _>>()?,
                readers: count(
                    "SELECT count(*) FROM (SELECT DISTINCT model, rules FROM documents)",
                )?,
                waiting: count(WAITING)?,
            })
        })
    }
}

/// How many entities are no values, and how many are.
fn entities(db: &Connection) -> rusqlite::Result<(usize, usize)> {
    let named = EntityType::ALL.iter().filter(|kind| !kind.is_value());
    let named: Vec<&str> = named.map(|kind| kind.name()).collect();
    let sql = "SELECT count(*) FILTER (WHERE named), count(*) FILTER (WHERE NOT named)
        FROM (SELECT type IN (SELECT value FROM json_each(?1)) AS named FROM entity)";
    db.query_row(sql, [json(&named)], |row| Ok((row.get(0)?, row.get(1)?)))
}
