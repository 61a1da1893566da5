//! The user's decisions in a case. Enters: rows of a ledger. Leaves: the ledger. Rows are added, never
//! changed; the file itself refuses anything else.

use super::Case;
use crate::{
    error::Error,
    ledger::{Decision, Ledger},
};
use rusqlite::params;

impl Case {
    /// All decisions, the oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn decisions(&self) -> Result<Ledger, Error> {
        self.within(|db| {
            let sql = "SELECT target, source, judgement, score, user, created_at FROM decision ORDER BY id";
            let mut found = db.prepare(sql)?;
            let rows = found.query_map([], |row| {
                Ok(Decision {
                    target: row.get(0)?,
                    source: row.get(1)?,
                    judgement: super::rows::word(row, 2)?,
                    score: row.get(3)?,
                    user: row.get(4)?,
                    created_at: row.get(5)?,
                })
            })?;
            let mut ledger = Ledger::default();
            ledger.extend(rows.collect::<Result<Vec<_>, _>>()?);
            Ok(ledger)
        })
    }

    /// Adds decisions, all or none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn decide(&mut self, decisions: &[Decision]) -> Result<(), Error> {
        self.change(|tx| {
            let sql = "INSERT INTO decision (target, source, judgement, score, user, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            for d in decisions {
                let judgement = serde_json::to_value(d.judgement).unwrap_or_default();
                tx.prepare_cached(sql)?.execute(params![
                    d.target,
                    d.source,
                    judgement.as_str(),
                    d.score,
                    d.user,
                    d.created_at
                ])?;
            }
            Ok(())
        })
    }
}
