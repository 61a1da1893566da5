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
        let mut name = case.file_name().unwrap_or_default().to_owned();
        name.push("-lock");
        let path = case.with_file_name(name);
        loop {
            let file = Self::try_take(case, &path)?;
            // Whoever held it before may have removed the file in between: then it locks nothing.
            if fs::read(&path).is_ok_and(|found| found == mark().as_bytes()) {
                return Ok(Self { path, _file: file });
            }
        }
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
