//! `unravel curate GRAPH (export|import)`: decisions from and for others.

use crate::cli::{ledger::words, out, query::words::counted};
use anyhow::bail;
use std::{fs::File, io::BufReader, path::Path};
use unravel::{Conflict, Decision, Error, Judgement, Ledger, store};

/// Conflicts, and lines that are no decisions, that are shown.
const SHOWN: usize = 20;

/// Whose decisions stand where two conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Keep {
    /// Those of this network; the conflicting ones of the file are left out.
    Mine,
    /// Those of the file.
    Theirs,
}

/// Writes all decisions to a file, or to standard output; `-` means that. Says how many.
pub(super) fn export(path: &Path, graph: &Path, ledger: &Ledger) -> anyhow::Result<()> {
    if path == Path::new("-") {
        let mut text = Vec::new();
        ledger.rows().iter().try_for_each(|row| row.write(&mut text))?;
        return out::print(&String::from_utf8_lossy(&text));
    }
    let same = path.canonicalize().ok().zip(graph.canonicalize().ok()).is_some_and(|(a, b)| a == b);
    if same || store::is_case(path) {
        bail!("{}: not replaced: it is a network; name a file such as mine.ledger", path.display());
    }
    out::write(path, |file| Ok(ledger.rows().iter().try_for_each(|row| row.write(file))?))?;
    let count = counted(ledger.rows().len(), "row");
    out::say(&format!("wrote {count} to {}", path.display()))
}

/// What an import brings.
pub(super) struct Import {
    /// Rows that take back decisions of ours, before anything else.
    pub back: Vec<Decision>,
    /// The rows of the file that are taken over, as they stand there.
    pub rows: Vec<Decision>,
    /// What that does, in a line.
    pub said: String,
}

/// What is to be done to take over the decisions of a file.
pub(super) fn import(path: &Path, own: &Ledger, keep: Option<Keep>) -> anyhow::Result<Import> {
    let file = File::open(path).map_err(|source| Error::Read { path: path.into(), source })?;
    let (theirs, skipped) = Ledger::read(&path.display().to_string(), BufReader::new(file))?;
    if !skipped.is_empty() {
        let mut lines: Vec<String> = skipped.iter().take(SHOWN).map(ToString::to_string).collect();
        if skipped.len() > SHOWN {
            lines.push(format!("… and {} more", skipped.len() - SHOWN));
        }
        bail!("nothing was taken over: not every line is a decision:\n  {}", lines.join("\n  "));
    }
    let conflicts = own.conflicts(&theirs);
    if keep.is_none() && !conflicts.is_empty() {
        bail!(
            "nothing was taken over: {} with decisions of yours; --keep mine or --keep theirs says which \
             stand\n{}",
            counted(conflicts.len(), "conflict"),
            table(&conflicts)
        );
    }
    let in_conflict = |row: &Decision| conflicts.iter().any(|conflict| conflict.theirs == *row);
    let news = own.news(&theirs);
    let standing = theirs.standing_rows();
    // What conflicts is taken over even when it stood here once, or is left out even when it is new.
    let rows: Vec<Decision> = standing
        .iter()
        .filter(|row| match keep {
            Some(Keep::Mine) => news.contains(row) && !in_conflict(row),
            _ => news.contains(row) || in_conflict(row),
        })
        .map(|row| (*row).clone())
        .collect();
    let left_out = if keep == Some(Keep::Mine) { conflicts.len() } else { 0 };
    let known = standing.len() - rows.len() - left_out;
    let mut said = format!("took over {}; {known} known already", counted(rows.len(), "decision"));
    if left_out > 0 {
        said += &format!("; {left_out} left out for yours");
    }
    let back = if keep == Some(Keep::Theirs) { own.make_way(&theirs) } else { Vec::new() };
    if !back.is_empty() {
        said += &format!("; {} of yours taken back for them", back.len());
    }
    Ok(Import { back, rows, said })
}

fn table(conflicts: &[Conflict]) -> String {
    let said = |row: &Decision, other: &Decision| {
        let user = row.user.as_deref().unwrap_or("-");
        let back = if row.judgement == Judgement::NoJudgement { "taken back: " } else { "" };
        let what = if back.is_empty() { row } else { other };
        format!("{back}{} ({user})", words(std::slice::from_ref(what)))
    };
    let shown = conflicts.iter().take(SHOWN);
    let mut lines: Vec<String> = shown
        .map(|c| {
            format!(
                "  yours   {}\n  theirs  {}",
                said(&c.ours, &c.theirs),
                said(&c.theirs, &c.ours)
            )
        })
        .collect();
    if conflicts.len() > SHOWN {
        lines.push(format!("  … and {} more", conflicts.len() - SHOWN));
    }
    lines.join("\n\n")
}
