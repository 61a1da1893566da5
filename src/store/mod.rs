//! The case: one SQLite file that holds documents, what they say, the network and the user's decisions.
//! Enters: documents as they were read. Leaves: the network that a fresh reading of the same documents
//! gives, whole or in part. Reads no texts and decides nothing about who is who: that is handed in.
//!
//! Every change is a transaction, so that a crash at any moment loses nothing that was told to be done;
//! readers see the last complete state while one writer adds. `tables.sql` is the file's plan.

mod change;
mod check;
mod count;
mod decisions;
mod entities;
mod kept;
mod load;
mod lock;
mod look;
mod network;
mod open;
mod outline;
mod reading;
mod refresh;
mod relations;
mod remove;
mod rows;
mod search;
#[cfg(test)]
mod tests;
mod versions;

pub use change::Known;
pub(crate) use change::Reader;
pub use check::Flaw;
pub use count::{Size, Summary};
pub use look::Entry;
pub use open::{is_case, log};
pub use refresh::Changes;
pub use remove::Removed;
pub use search::Found;
pub(crate) use versions::Run;

use crate::error::Error;
use lock::Lock;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

/// An open case.
#[derive(Debug)]
pub struct Case {
    path: PathBuf,
    db: Connection,
    /// Held as long as the case may be changed.
    _lock: Option<Lock>,
}

impl Case {
    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Closes the case and takes the file away, as long as nobody else can have begun to fill it.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn discard(self) -> std::io::Result<()> {
        let Self { path, db, _lock: lock } = self;
        // What lies beside it goes with the last connection.
        drop(db);
        let removed = std::fs::remove_file(path);
        drop(lock);
        removed
    }

    /// Changes the file, all or nothing. Nobody else can write meanwhile, so that it may ask before it writes.
    fn change<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let told = self.told();
        let changed = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let changed = change(&tx)?;
            tx.commit()?;
            Ok(changed)
        };
        changed().map_err(told)
    }

    /// What the database says, as an error of this file.
    fn told(&self) -> impl Fn(rusqlite::Error) -> Error + use<> {
        told(&self.path)
    }
}

/// Turns what the database says into an error of this file, in words.
fn told(path: &Path) -> impl Fn(rusqlite::Error) -> Error + use<> {
    let path = path.to_owned();
    move |error| {
        let is_text =
            error.sqlite_error_code() == Some(ErrorCode::NotADatabase) && begins_json(&path);
        let cause = if is_text { JSON.into() } else { in_words(&error) };
        Error::Case { path: path.clone(), cause }
    }
}

const JSON: &str = "not a case: a JSON network, perhaps; `unravel build ARTICLES -o x.case` makes a case of its articles";

/// Whether a file that is no database begins as an object of JSON does.
fn begins_json(path: &Path) -> bool {
    let mut first = [0];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && first == *b"{"
}

fn in_words(error: &rusqlite::Error) -> String {
    let Some(code) = error.sqlite_error_code() else {
        return format!("the file is damaged ({error}); `unravel verify` says where");
    };
    let words = match code {
        ErrorCode::DiskFull => {
            "the disk is full; nothing that was stored before is lost, make room and run the command again"
        }
        ErrorCode::ReadOnly => "the file or its folder cannot be written to",
        ErrorCode::NotADatabase => {
            "not a case: no SQLite file, or one that is damaged at its start"
        }
        ErrorCode::DatabaseCorrupt => {
            "the file is damaged; restore a copy, or save what can be read with `sqlite3 FILE .recover`"
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            "another program is writing to it; try again when it has finished"
        }
        ErrorCode::CannotOpen => "cannot be opened",
        ErrorCode::SystemIoFailure => "the disk failed while it was read or written",
        _ => return error.to_string(),
    };
    words.into()
}
