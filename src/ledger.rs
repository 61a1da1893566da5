//! The user's decisions on who is who. Enters: rows in the form of nomenklatura's resolver, one JSON
//! array a line. Leaves: decisions in the order they were made, and which of them stand. Opens no
//! files, knows no graph and applies nothing (that is `curate`).
//!
//! Form: <https://github.com/opensanctions/nomenklatura>, `nomenklatura.resolver.Edge.to_line`.

mod claim;
mod conflict;

pub use claim::Claim;
pub use conflict::Conflict;

use crate::error::Skipped;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    io::{self, BufRead, Write},
    ops::Range,
};

/// What was decided about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// They are the same.
    Positive,
    /// They are not.
    Negative,
    /// Looked at and left open.
    Unsure,
    /// Takes the last decision on the pair back.
    NoJudgement,
}

/// `[target, source, judgement, score, user, created_at]`.
type Row = (String, String, Judgement, Option<f64>, Option<String>, Option<String>);

/// One row of a ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
pub struct Decision {
    /// The id that stays.
    pub target: String,
    /// The id that the judgement is about, or the target's id with a [claim](Claim) after it.
    pub source: String,
    /// What was decided.
    pub judgement: Judgement,
    /// Probability 0..=1 of a suggestion; a person's decision has none.
    pub score: Option<f64>,
    /// Who decided.
    pub user: Option<String>,
    /// When, in ISO 8601; at most 28 characters, as nomenklatura stores them.
    pub created_at: Option<String>,
}

impl From<Row> for Decision {
    fn from((target, source, judgement, score, user, created_at): Row) -> Self {
        Self { target, source, judgement, score, user, created_at }
    }
}

impl From<Decision> for Row {
    fn from(d: Decision) -> Self {
        (d.target, d.source, d.judgement, d.score, d.user, d.created_at)
    }
}

/// Whether a row still counts. Numbers are places among [`Ledger::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Stands,
    /// A later row on the same pair says otherwise.
    Superseded(usize),
    /// A later row takes it back.
    Undone(usize),
    /// It takes an earlier row back.
    Undoes(usize),
    /// A suggestion that nobody decided on.
    Nothing,
}

/// Decisions in the order they were made. Rows are added, never changed or taken away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    rows: Vec<Decision>,
}

impl Ledger {
    /// Reads rows, one a line. A line that is none is listed with its number and cause, and passed
    /// over.
    ///
    /// # Errors
    /// When `input` cannot be read.
    pub fn read(source: &str, mut input: impl BufRead) -> io::Result<(Self, Vec<Skipped>)> {
        let (mut ledger, mut skipped) = (Self::default(), Vec::new());
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            if input.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            let text = if line == 1 {
                bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)
            } else {
                &bytes
            };
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match parse(text) {
                Ok(decision) => ledger.rows.extend(decision),
                Err(cause) => {
                    skipped.push(Skipped { source: source.into(), line: Some(line), cause });
                }
            }
        }
        Ok((ledger, skipped))
    }

    /// The rows, the oldest first.
    #[must_use]
    pub fn rows(&self) -> &[Decision] {
        &self.rows
    }

    /// Adds rows at the end.
    pub fn extend(&mut self, decisions: impl IntoIterator<Item = Decision>) {
        self.rows.extend(decisions);
    }

    /// For each row whether it counts. Of the rows on one pair, or on the name or the type of one entity, whichever stands first, the last
    /// counts; `no_judgement` takes the last back, and the one before it counts again.
    #[must_use]
    pub fn standing(&self) -> Vec<Standing> {
        let mut standing = Vec::with_capacity(self.rows.len());
        let mut pairs: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let (a, b) = (row.target.as_str(), row.source.as_str());
            let pair = pairs.entry((a.min(b), a.max(b))).or_default();
            standing.push(Standing::Stands);
            if row.judgement == Judgement::NoJudgement {
                standing[at] = pair.pop().map_or(Standing::Nothing, |last| {
                    standing[last] = Standing::Undone(at);
                    Standing::Undoes(last)
                });
                if let Some(&before) = pair.last() {
                    standing[before] = Standing::Stands;
                }
            } else {
                if let Some(&before) = pair.last() {
                    standing[before] = Standing::Superseded(at);
                }
                pair.push(at);
            }
        }
        self.supersede(&mut standing);
        standing
    }

    /// Of the rows that say how one entity is called, or what it is, the last counts.
    fn supersede(&self, standing: &mut [Standing]) {
        let mut last: HashMap<(&str, bool), usize> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let matter = match row.claim() {
                _ if standing[at] != Standing::Stands => continue,
                Claim::Name { node, .. } => (node, true),
                Claim::Type { node, .. } => (node, false),
                _ => continue,
            };
            if let Some(before) = last.insert(matter, at) {
                standing[before] = Standing::Superseded(at);
            }
        }
    }

    /// The rows that were decided together, by one command: neighbours with the same target, user
    /// and time. People number these, from 1.
    #[must_use]
    pub fn steps(&self) -> Vec<Range<usize>> {
        let mut steps: Vec<Range<usize>> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let together = |last: &Decision| {
                row.created_at.is_some()
                    && (&last.target, &last.user, &last.created_at)
                        == (&row.target, &row.user, &row.created_at)
            };
            match steps.last_mut() {
                Some(step) if together(&self.rows[at - 1]) => step.end = at + 1,
                _ => steps.push(at..at + 1),
            }
        }
        steps
    }

    /// The rows that take a step back: the one with this number, or the last that stands.
    ///
    /// # Errors
    /// When there is no such step, or it does not stand; in words.
    pub fn undo(&self, number: Option<usize>) -> Result<(usize, Vec<Decision>), String> {
        let (standing, steps) = (self.standing(), self.steps());
        let stands = |at: &usize| standing[*at] == Standing::Stands;
        let number_of = |at: usize| 1 + steps.iter().take_while(|step| step.end <= at).count();
        let last = || steps.iter().rposition(|step| step.clone().any(|at| stands(&at)));
        let number = number
            .or_else(|| last().map(|place| place + 1))
            .ok_or("there is no decision left to undo")?;
        let step = number.checked_sub(1).and_then(|place| steps.get(place)).cloned();
        let step = step.ok_or_else(|| match steps.len() {
            0 => "there is no decision to undo".to_owned(),
            most => format!("there is no decision {number}; they are numbered 1 to {most}"),
        })?;
        let rows: Vec<Decision> = step
            .clone()
            .rev()
            .filter(stands)
            .map(|at| {
                let row = self.rows[at].clone();
                let judgement = Judgement::NoJudgement;
                Decision { judgement, score: None, user: None, created_at: None, ..row }
            })
            .collect();
        if rows.is_empty() {
            return Err(match standing[step.start] {
                Standing::Undone(by) => {
                    format!("decision {number} is undone already, by {}", number_of(by))
                }
                Standing::Superseded(by) => format!(
                    "decision {number} does not stand any more: {} decides the same matter",
                    number_of(by)
                ),
                _ => format!("{number} is no decision that could be undone"),
            });
        }
        Ok((number, rows))
    }
}

impl Decision {
    /// Writes the row as a line.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

/// A line as a decision; none when nomenklatura marks the row as deleted, in a seventh column.
fn parse(line: &[u8]) -> Result<Option<Decision>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8 text")?;
    let row: Vec<serde_json::Value> = serde_json::from_str(text)
        .map_err(|error| format!("not a JSON array of six columns ({error})"))?;
    if !matches!(row.len(), 6 | 7) {
        return Err(format!(
            "{} columns; target, source, judgement, score, user and created_at are expected",
            row.len()
        ));
    }
    if row.get(6).is_some_and(|deleted_at| !deleted_at.is_null()) {
        return Ok(None);
    }
    fn column<T: serde::de::DeserializeOwned>(
        row: &[serde_json::Value],
        (at, what): (usize, &str),
    ) -> Result<T, String> {
        serde_json::from_value(row[at].clone()).map_err(|_| format!("{} is not {what}", row[at]))
    }
    let judgements = "a judgement: positive, negative, unsure or no_judgement";
    let decision = Decision {
        target: column(&row, (0, "an id (a text)"))?,
        source: column(&row, (1, "an id (a text)"))?,
        judgement: column(&row, (2, judgements))?,
        score: column(&row, (3, "a score (a number or null)"))?,
        user: column(&row, (4, "a user (a text or null)"))?,
        created_at: column(&row, (5, "a time (a text or null)"))?,
    };
    if decision.target.is_empty() || decision.source.is_empty() {
        return Err("an id is empty".into());
    }
    if decision.target == decision.source {
        return Err("target and source are the same".into());
    }
    Ok(Some(decision))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
