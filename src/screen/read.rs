//! Files of known entities -> entries. Enters: a path. Leaves: the entries, in the order of the
//! file, and the rows that were left out. The content tells the format, not the name of the file.

use super::{Unread, ftm, lines::Lines, ofac, table};
use crate::{
    error::{Error, Skipped},
    watchlist::Entry,
};
use std::path::Path;

/// A list, read.
#[derive(Clone, Debug, Default)]
pub struct Watchlist {
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Rows that could not be used, with line and cause.
    pub skipped: Vec<Skipped>,
    /// Values of its entries that could not be read; the entries count without them.
    pub unread: Vec<Unread>,
}

/// An error about the whole file.
pub(super) fn wrong(path: &Path, line: usize, cause: impl Into<String>) -> Error {
    Error::Watchlist { path: path.into(), line, cause: cause.into() }
}

/// Reads OFAC's `sdn.csv` (with `alt.csv` and `add.csv` where they lie beside it), FollowTheMoney
/// JSON lines, or a table with a header; plain or gzip.
///
/// # Errors
/// When the file cannot be read, is none of these, or no entry of it can be used; the error names
/// the file, the line and the cause.
pub fn read(path: &Path) -> Result<Watchlist, Error> {
    let mut lines = Lines::open(path)?;
    let first = match lines.peek() {
        None => return Err(wrong(path, 1, "the file is empty")),
        Some(Err(skipped)) => return Err(wrong(path, 1, skipped.cause)),
        Some(Ok(first)) => first,
    };
    if first.contains('\0') {
        return Err(wrong(path, 1, "not text (binary content)"));
    }
    let list = if first.trim_start().starts_with('{') {
        ftm::read(&mut lines, &stem(path))
    } else if let Some(kind) = ofac::recognize(&first) {
        match kind {
            ofac::Kind::Entries => ofac::read(&mut lines, path)?,
            ofac::Kind::Companion => {
                let cause = "OFAC's aliases or addresses: give sdn.csv (or cons_prim.csv), this file is read with it when it lies beside it";
                return Err(wrong(path, 1, cause));
            }
        }
    } else {
        table::read(&mut lines, path, &stem(path))?
    };
    if list.entries.is_empty() {
        let cause = list.skipped.first().map_or("no entry in it", |skipped| &skipped.cause);
        let line = list.skipped.first().and_then(|skipped| skipped.line).unwrap_or(1);
        return Err(wrong(path, line, format!("no entry can be used: {cause}")));
    }
    Ok(list)
}

/// The name of a list that says none: its file's, without endings.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut stem: &str = &name;
    while let Some((before, ending)) = stem.rsplit_once('.') {
        let known = ["gz", "csv", "tsv", "txt", "json", "jsonl", "ndjson", "ftm"];
        if before.is_empty() || !known.contains(&ending.to_lowercase().as_str()) {
            break;
        }
        stem = before;
    }
    stem.to_owned()
}
