//! Whether a case is whole. Enters: an open case. Leaves: every flaw in words: of the file, of its rows, of
//! its texts. What quotations say is checked against these texts by `verify`, as of any network.

use super::{
    Case,
    rows::{self, EVIDENCE, NODE},
};
use crate::{error::Error, ledger::Judgement, schema::Status};
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Something in a case that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw(pub String);

impl Case {
    /// Checks the file's structure, that no row names one that is missing, that the search knows every
    /// sentence, and that every text is the one that was read.
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
            let mut found = db.prepare("SELECT id, sha256, text FROM reading ORDER BY id")?;
            let mut rows = found.query([])?;
            while let Some(row) = rows.next()? {
                let expected: String = row.get(1)?;
                let text = rows::inflate(row.get_ref(2)?.as_blob()?);
                let hash = text.map(|text| {
                    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
                });
                match hash {
                    Ok(hash) if hash == expected => {}
                    Ok(hash) => {
                        let hash: String = hash;
                        flaws.push(Flaw(format!(
                            "a text has changed: its SHA-256 is {hash}, that of the text that was read {expected}"
                        )));
                    }
                    Err(error) => {
                        flaws.push(Flaw(format!("the text {expected} is damaged: {error}")));
                    }
                }
            }
            Ok(())
        })?;
        Ok(flaws)
    }
}

/// Rows that hold what none should: a word that is no type, a list that is no list.
fn unreadable(db: &Connection, flaws: &mut Vec<Flaw>) -> rusqlite::Result<()> {
    let doc: Arc<str> = "".into();
    let sql = format!("SELECT {NODE} FROM node ORDER BY reading, number");
    each(db, ("node", &sql), flaws, |row| rows::node(row).map(drop))?;
    let sql = "SELECT type, name, aliases, roles, attributes, NULL FROM entity ORDER BY id";
    each(db, ("entity", sql), flaws, |row| rows::node(row).map(drop))?;
    let sql = "SELECT start, \"end\", text, kind, score FROM mention ORDER BY reading, node, place";
    each(db, ("mention", sql), flaws, |row| rows::mention(row, 0, &doc).map(drop))?;
    let sql = "SELECT status, type FROM relation ORDER BY id";
    each(db, ("relation", sql), flaws, |row| {
        rows::word::<Status>(row, 0).and(row.get::<_, String>(1)).map(drop)
    })?;
    let sql = format!("SELECT {EVIDENCE} FROM evidence e ORDER BY reading, place");
    each(db, ("evidence", &sql), flaws, |row| rows::evidence(row, 0, &doc).map(drop))?;
    let sql = "SELECT target, source, judgement FROM decision ORDER BY id";
    each(db, ("decision", sql), flaws, |row| rows::word::<Judgement>(row, 2).map(drop))
}

/// Reads every row of a table, and notes each that cannot be made out.
fn each(
    db: &Connection,
    (table, sql): (&str, &str),
    flaws: &mut Vec<Flaw>,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut found = db.prepare(sql)?;
    let mut rows = found.query([])?;
    for number in 1.. {
        let Some(row) = rows.next()? else { break };
        if let Err(error) = read(row) {
            flaws.push(Flaw(format!("row {number} of {table} cannot be made out: {error}")));
        }
    }
    Ok(())
}
