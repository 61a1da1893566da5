//! One writer at a time. Enters: the path of a case. Leaves: a lock that lasts as long as the value, and
//! no longer than the process. Readers do not ask for it.
//!
//! The lock is a file beside the case, as SQLite's own `-wal` is: a lock on the case itself would be in
//! the way of SQLite's.

use crate::error::Error;
use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Seek, Write},
    path::{Path, PathBuf},
};

/// How often the file may turn out to be another one before that is an error.
const TRIES: usize = 100;

/// Held by whoever may change a case.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Closing it unlocks; it is never closed before the file is gone.
    _file: File,
}

impl Lock {
    /// The lock of a case.
    ///
    /// # Errors
    /// When another process has it, or the file beside the case cannot be made.
    pub fn take(case: &Path) -> Result<Self, Error> {
        let real = real(case);
        let mut name = real.file_name().unwrap_or_default().to_owned();
        name.push("-lock");
        let path = real.with_file_name(name);
        for _ in 0..TRIES {
            let file = Self::try_take(case, &path)?;
            if is_at(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
        let cause = format!("{} comes and goes; try again", path.display());
        Err(Error::Case { path: case.into(), cause })
    }

    fn try_take(case: &Path, path: &Path) -> Result<File, Error> {
        let failed = |source| Error::Write { path: case.into(), source };
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(failed)?;
        if let Err(error) = file.try_lock() {
            if let fs::TryLockError::Error(source) = error {
                return Err(failed(source));
            }
            let mut who = String::new();
            let _ = file.read_to_string(&mut who);
            let who = who.trim();
            let who = if who.is_empty() { String::new() } else { format!(" ({who})") };
            let cause = format!(
                "another command is changing it{who}; it can be read meanwhile, and changed when that is done"
            );
            return Err(Error::Case { path: case.into(), cause });
        }
        let write = |file: &mut File| {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(mark().as_bytes())?;
            file.flush()
        };
        write(&mut file).map_err(failed)?;
        Ok(file)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// The case by its one path, so that who comes by a link meets the same lock.
fn real(case: &Path) -> PathBuf {
    if let Ok(path) = case.canonicalize() {
        return path;
    }
    let folder = case.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    match (folder, case.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => case.to_owned(),
    }
}

/// Whether the open file is the one at this path: whoever held the lock before may have removed it in
/// between, and then it locks nothing.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |file: fs::Metadata| (file.dev(), file.ino());
    let (open, there) = (file.metadata().map(identity), fs::metadata(path).map(identity));
    matches!((open, there), (Ok(open), Ok(there)) if open == there)
}

/// Where an open file cannot be removed it stays the one at its path.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// What the holder writes into the file.
fn mark() -> String {
    format!("process {}", std::process::id())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_one_has_it_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let case = folder.path().join("x.case");
        let lock = Lock::take(&case).unwrap();
        let refused = Lock::take(&case).unwrap_err().to_string();
        assert!(refused.contains(&mark()), "{refused}");
        drop(lock);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        // What a killed process left behind is no hindrance.
        fs::write(folder.path().join("x.case-lock"), "process 1").unwrap();
        Lock::take(&case).unwrap();
    }
}
