//! Where the user's decisions are kept: a file beside the network, or the case itself. Rows are only ever
//! added.

use super::query::words::counted;
use anyhow::{Context, bail};
use std::{
    collections::HashSet,
    fmt,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};
use unravel::{
    Claim, Decision, Error, KnowledgeGraph, Ledger, Skipped, Standing,
    curate::{Curated, State},
    store::Case,
};

/// A ledger and the file that it stands in.
pub(crate) struct LedgerFile {
    pub path: PathBuf,
    pub ledger: Ledger,
    /// Lines that are no decisions.
    pub skipped: Vec<Skipped>,
    /// What was read of the file; none while there is no file.
    read: Option<Vec<u8>>,
}

/// The ledger of a network: `network.ledger` beside `network.json`. The ending is none that `build`
/// reads, so that it may lie among articles.
pub(crate) fn beside(graph: &Path) -> PathBuf {
    graph.with_extension("ledger")
}

impl LedgerFile {
    /// Reads a ledger; one that does not exist yet is empty.
    pub(crate) fn open(path: PathBuf) -> Result<Self, Error> {
        let read = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(source) => return Err(Error::Read { path, source }),
        };
        let bytes = read.as_deref().unwrap_or_default();
        let (ledger, skipped) = Ledger::read(&path.display().to_string(), bytes)?;
        Ok(Self { path, ledger, skipped, read })
    }

    /// The decisions of a case, which keeps them itself.
    pub(crate) fn of_case(case: &Case) -> Result<Self, Error> {
        let (path, ledger) = (case.path().to_owned(), case.decisions()?);
        Ok(Self { path, ledger, skipped: Vec::new(), read: None })
    }

    pub(crate) fn exists(&self) -> bool {
        self.read.is_some()
    }

    /// Adds decisions to the file, on disk when this returns. The file stays locked as long as what
    /// is returned lives, so that two commands do not write one network at a time.
    pub(crate) fn append(&self, decisions: &[Decision]) -> anyhow::Result<File> {
        let failed = || format!("{}: cannot be written", self.path.display());
        super::out::folder(&self.path)?;
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).append(true).create(true).open(&self.path).with_context(failed)?;
        file.lock().with_context(failed)?;
        let read = self.read.as_deref().unwrap_or_default();
        if fs::read(&self.path).with_context(failed)? != read {
            bail!("{}: another command has just added to it; try again", self.path.display());
        }
        let mut lines = Vec::new();
        // A line that was cut off by a crash stays one line: a bad one, but alone.
        if read.last().is_some_and(|&last| last != b'\n') {
            lines.push(b'\n');
        }
        decisions.iter().try_for_each(|row| row.write(&mut lines)).with_context(failed)?;
        file.write_all(&lines).and_then(|()| file.sync_all()).with_context(failed)?;
        Ok(file)
    }

    /// The rows that shaped a network and are not in this ledger.
    pub(crate) fn lacks(&self, graph: &KnowledgeGraph) -> usize {
        let key = |row: &Decision| {
            let mut pair = [row.target.clone(), row.source.clone()];
            pair.sort();
            (pair, row.judgement, row.created_at.clone())
        };
        let rows: HashSet<_> = self.ledger.rows().iter().map(key).collect();
        let shaped = graph.info.curation.iter().flat_map(|curation| &curation.decisions);
        shaped.filter(|row| !rows.contains(&key(row))).count()
    }
}

/// What became of the decisions: for a person, a line and one for each that waits.
pub(crate) fn summary(path: &Path, ledger: &Ledger, curated: &Curated) -> Vec<String> {
    let counts = Counts::of(ledger, &curated.states);
    let mut lines = vec![format!("{}: {counts}", path.display())];
    let waits = |(number, rows)| match became(&curated.states[rows]) {
        Became::Waits(cause) => Some(format!("  decision {number} waits: {cause}")),
        _ => None,
    };
    lines.extend((1..).zip(ledger.steps()).filter_map(waits));
    lines
}

/// Decisions by what became of them; those that take others back are not among them.
#[derive(Default)]
pub(crate) struct Counts {
    applied: usize,
    /// What they are about is not in the network.
    pub waiting: usize,
    taken_back: usize,
}

impl Counts {
    pub(crate) fn of(ledger: &Ledger, states: &[State]) -> Self {
        let mut counts = Self::default();
        for rows in ledger.steps() {
            match became(&states[rows]) {
                Became::Applied => counts.applied += 1,
                Became::Waits(_) => counts.waiting += 1,
                Became::Undone(_) | Became::Superseded(_) => counts.taken_back += 1,
                Became::Undoes(_) | Became::Nothing => {}
            }
        }
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} applied", counted(self.applied, "decision"))?;
        let more = [(self.waiting, "waiting"), (self.taken_back, "taken back")];
        more.iter().filter(|(n, _)| *n > 0).try_for_each(|(n, what)| write!(f, ", {n} {what}"))
    }
}

/// A decision as people read it.
pub(crate) struct Line {
    pub number: usize,
    /// What was decided.
    pub what: String,
    pub user: Option<String>,
    pub at: Option<String>,
    /// What became of it; empty for what takes another back.
    pub state: String,
    /// Whether it could be taken back.
    pub stands: bool,
}

/// What became of a decision, all its rows together.
pub(crate) enum Became<'a> {
    Applied,
    Waits(&'a str),
    /// By this row.
    Undone(usize),
    /// By this row.
    Superseded(usize),
    /// This row.
    Undoes(usize),
    Nothing,
}

pub(crate) fn became(states: &[State]) -> Became<'_> {
    let waits = states.iter().find_map(|state| match state {
        State::Waits(cause) => Some(Became::Waits(cause)),
        _ => None,
    });
    waits.unwrap_or_else(|| match states.first() {
        _ if states.contains(&State::Applied) => Became::Applied,
        Some(State::Rests(Standing::Undone(by))) => Became::Undone(*by),
        Some(State::Rests(Standing::Superseded(by))) => Became::Superseded(*by),
        Some(State::Rests(Standing::Undoes(row))) => Became::Undoes(*row),
        _ => Became::Nothing,
    })
}

/// A decision in words: the command that made it.
pub(crate) fn words(rows: &[Decision]) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut merged: Option<&str> = None;
    for row in rows {
        let claim = row.claim();
        if let (Claim::Same { source, .. }, Some(_), Some(last)) = (&claim, merged, said.last_mut())
        {
            *last += &format!(", {source}");
            continue;
        }
        said.push(match claim {
            Claim::Same { target, source } => {
                merged = Some(target);
                format!("merge {target} ← {source}")
            }
            Claim::Apart { target, source } => format!("keep apart {target} and {source}"),
            Claim::Name { node, name } => format!("rename {node} to {name:?}"),
            Claim::Type { node, entity_type } => format!("retype {node} to {entity_type}"),
            Claim::Part { node, names, docs, .. } => {
                let names = names.iter().map(|name| format!(" {name:?}"));
                let docs = docs.iter().map(|doc| format!(" in {doc}"));
                format!("split {node}:{}", names.chain(docs).collect::<String>())
            }
            Claim::NoEntity { node } => format!("reject {node}"),
            Claim::NoRelation { edge } => format!("reject {edge}"),
            Claim::Nothing => format!("left open: {} and {}", row.target, row.source),
            Claim::Unknown => format!("unknown: {} and {}", row.target, row.source),
        });
        if !said.last().is_some_and(|last| last.starts_with("merge ")) {
            merged = None;
        }
    }
    said.join("; ")
}
