//! Where output goes: standard output and files.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};
use unravel::Error;

/// Prints to standard output.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Creates a file and the folders above it.
pub(crate) fn create(path: &Path) -> Result<BufWriter<File>, Error> {
    let failed = |source| Error::Write { path: path.into(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    Ok(BufWriter::new(File::create(path).map_err(failed)?))
}
