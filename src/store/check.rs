//! Whether a case is whole. Enters: an open case. Leaves: every flaw in words: of the file, of its rows, of
//! its texts. What quotations say is checked against these texts by `verify`, as of any network.

use super::{
    Case,
    network::{Scope, load},
    rows::{self, Attributes, WORDS, parsed, word},
    versions::{begun, half},
};
use crate::{
    error::Error,
    graph::Edge,
    ledger::Judgement,
    schema::{EntityType, Role, Status},
};
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, sync::Arc};

/// Something in a case that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw(pub String);

impl Case {
    /// Checks the file's structure, that no row names one that is missing, that the search knows every
    /// sentence, that every text is the one that was read and every sentence stands in it, and, unless another version of
    /// the program made the network, that relations say what their sentences add up to.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<Flaw>, Error> {
        let mut flaws = Vec::new();
        self.within(|db| {
            let mut found = db.prepare("PRAGMA integrity_check")?;
            for line in found.query_map([], |row| row.get::<_, String>(0))? {
                let line = line?;
                if line != "ok" {
                    flaws.push(Flaw(format!("the file is damaged: {line}")));
                }
            }
            let mut found = db.prepare("PRAGMA foreign_key_check")?;
            let rows = found.query_map([], |row| Ok((row.get(0)?, row.get(2)?)))?;
            for row in rows {
                let (table, of): (String, String) = row?;
                flaws.push(Flaw(format!("a row of {table} names one of {of} that is missing")));
            }
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
            let indexed = count("SELECT count(*) FROM sentence_index_docsize")?;
            if indexed != count("SELECT count(*) FROM sentence")? {
                flaws.push(Flaw("the search does not know every sentence".into()));
            }
            let silent = "SELECT count(*) FROM relation WHERE id NOT IN
                (SELECT relation FROM evidence WHERE relation IS NOT NULL)";
            if count(silent)? > 0 {
                flaws.push(Flaw("a relation quotes no sentence".into()));
            }
            unreadable(db, &mut flaws)?;
            if let Some(error) = half(db).err().or_else(|| begun(db).err()) {
                flaws.push(Flaw(format!("what is half read cannot be made out: {error}")));
            }
            let mut found = db.prepare("SELECT text, sha256, id FROM reading ORDER BY id")?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                match unchanged(row) {
                    Ok(text) => flaws.extend(misquoted(db, row.get(2)?, &text)?),
                    Err(flaw) => flaws.push(flaw),
                }
            }
            Ok(())
        })?;
        // What cannot be made out cannot be compared; what another version made may differ.
        if flaws.is_empty() && !self.is_outdated()? {
            flaws.extend(self.within(miscounted)?);
        }
        Ok(flaws)
    }
}

/// Sentences that do not stand in the text where they say.
fn misquoted(db: &Connection, reading: i64, text: &str) -> rusqlite::Result<Vec<Flaw>> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut found =
        db.prepare_cached("SELECT start, \"end\", text FROM sentence WHERE reading = ?1")?;
    let mut rows = found.query([reading])?;
    let mut flaws = Vec::new();
    while let Some(row) = rows.next()? {
        let (start, end): (usize, usize) = (row.get(0)?, row.get(1)?);
        let said = row.get_ref(2)?.as_str().ok();
        let stands = starts.get(start).zip(starts.get(end)).and_then(|(a, b)| text.get(*a..*b));
        if said.is_none() || stands != said {
            let beginning: String = said.unwrap_or_default().chars().take(60).collect();
            flaws.push(Flaw(format!("a sentence does not stand in its text: {beginning:?}")));
        }
    }
    Ok(flaws)
}

/// Relations that say otherwise than their sentences add up to.
fn miscounted(db: &Connection) -> rusqlite::Result<Vec<Flaw>> {
    let (whole, outline) = (load(db, &Scope::All)?, load(db, &Scope::Outline)?);
    let standing = |edge: &Edge| {
        let dates = (edge.first_date.clone(), edge.last_date.clone());
        (edge.confidence.to_bits(), edge.status, edge.documents, dates)
    };
    let known: HashMap<&str, _> = outline.edges().map(|e| (e.id.as_str(), standing(e))).collect();
    let differ = |edge: &&Edge| known.get(edge.id.as_str()) != Some(&standing(edge));
    let flaw =
        |edge: &Edge| Flaw(format!("relation {} says otherwise than its sentences", edge.id));
    Ok(whole.edges().filter(differ).map(flaw).collect())
}

/// The text of a row, given with the hash of the one that was read.
fn unchanged(row: &Row<'_>) -> Result<String, Flaw> {
    let expected: String = row
        .get(1)
        .map_err(|error| Flaw(format!("the hash of a text cannot be made out: {error}")))?;
    let text = row.get_ref(0).ok().and_then(|text| text.as_blob().ok());
    let text = text.ok_or_else(|| Flaw(format!("the text {expected} is damaged: no bytes")))?;
    let text = rows::inflate(text)
        .map_err(|error| Flaw(format!("the text {expected} is damaged: {error}")))?;
    let hash: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    if hash == expected {
        return Ok(text);
    }
    Err(Flaw(format!(
        "a text has changed: its SHA-256 is {hash}, that of the text that was read {expected}"
    )))
}

const DOCUMENT: &str = "id, name, source, title, label, near, similarity FROM document";
const RELATION: &str =
    "id, status, type, confidence, documents, first_date, last_date FROM relation";

/// Rows that hold what none should: a word that is no type, a list that is no list.
fn unreadable(db: &Connection, flaws: &mut Vec<Flaw>) -> rusqlite::Result<()> {
    let doc: Arc<str> = "".into();
    let columns = "reading || '/' || number, type, aliases, roles, facts, grounds FROM node";
    each(db, ("node", columns), flaws, |row| {
        lists(row)?;
        parsed::<Attributes>(row, 5).map(drop)
    })?;
    let columns = "id, type, aliases, roles, attributes FROM entity";
    each(db, ("entity", columns), flaws, lists)?;
    let columns =
        "reading || '/' || node || '/' || place, start, \"end\", text, kind, score FROM mention";
    each(db, ("mention", columns), flaws, |row| rows::mention(row, 1, &doc).map(drop))?;
    each(db, ("document", DOCUMENT), flaws, |row| {
        row.get::<_, String>(1)?;
        (2..=5).try_for_each(|at| row.get::<_, Option<String>>(at).map(drop))?;
        // Whatever is near another says how near.
        match row.get::<_, Option<String>>(5)? {
            Some(_) => row.get::<_, f64>(6).map(drop),
            None => Ok(()),
        }
    })?;
    each(db, ("relation", RELATION), flaws, |row| {
        word::<Status>(row, 1)?;
        row.get::<_, String>(2)?;
        row.get::<_, f64>(3)?;
        row.get::<_, usize>(4)?;
        (5..=6).try_for_each(|at| row.get::<_, Option<String>>(at).map(drop))
    })?;
    let columns = rows::evidence_columns(WORDS);
    let columns = format!("e.reading || '/' || e.place, {columns} FROM evidence e");
    each(db, ("evidence", &columns), flaws, |row| rows::evidence(row, 1, &doc).map(drop))?;
    let columns = "id, judgement FROM decision";
    each(db, ("decision", columns), flaws, |row| word::<Judgement>(row, 1).map(drop))
}

/// Type, aliases, roles and attributes, from the second column on.
fn lists(row: &Row<'_>) -> rusqlite::Result<()> {
    word::<EntityType>(row, 1)?;
    parsed::<Vec<String>>(row, 2)?;
    parsed::<Vec<Role>>(row, 3)?;
    parsed::<Attributes>(row, 4).map(drop)
}

/// Reads every row of a table, and notes each that cannot be made out by its key, the first column.
fn each(
    db: &Connection,
    (table, columns): (&str, &str),
    flaws: &mut Vec<Flaw>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut found = db.prepare(&format!("SELECT {columns}"))?;
    let mut rows = found.query([])?;
    while let Some(row) = rows.next()? {
        if let Err(error) = read(row) {
            let key: rusqlite::types::Value = row.get(0)?;
            let key = match key {
                rusqlite::types::Value::Integer(key) => key.to_string(),
                rusqlite::types::Value::Text(key) => key,
                other => format!("{other:?}"),
            };
            flaws.push(Flaw(format!("{table} {key} cannot be made out: {error}")));
        }
    }
    Ok(())
}
