//! Where output goes: standard output, where a closed pipe is no error, and files.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};
use unravel::Error;

/// Prints to standard output; a reader that has gone away ends the program quietly with code 0.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => Ok(other?),
    }
}

/// Creates a file and the folders above it.
pub(crate) fn create(path: &Path) -> Result<BufWriter<File>, Error> {
    let failed = |source| Error::Write { path: path.into(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    Ok(BufWriter::new(File::create(path).map_err(failed)?))
}
