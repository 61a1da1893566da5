//! Files that are replaced as a whole. Enters: a path and what fills the file. Leaves: the file
//! complete and on disk, or the earlier one as it was.

use crate::error::Error;
use std::{
    fs::{File, Permissions},
    io::BufWriter,
    path::Path,
};

/// Fills a file and names it in the error. An older file stays as it was until the new one is
/// complete and on disk; whoever reads meanwhile, and whatever fails, sees one of the two.
///
/// # Errors
/// When the file cannot be written, or `fill` fails.
pub fn create(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>,
) -> Result<(), Error> {
    let named = |source| Error::Write { path: path.into(), source };
    let filled = match std::fs::metadata(path) {
        // A device or a pipe is written to, not replaced.
        Ok(old) if !old.is_file() => File::create(path)
            .map_err(Error::Output)
            .and_then(|file| write_all(file, fill).map(drop)),
        old => replace(path, old.ok().map(|old| old.permissions()), fill),
    };
    filled.map_err(|error| match error {
        Error::Output(source) => named(source),
        error => error,
    })
}

fn write_all(
    file: File,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>,
) -> Result<File, Error> {
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    Ok(out.into_inner().map_err(std::io::IntoInnerError::into_error)?)
}

/// Writes beside `path` and puts the result in its place, where a link leads if it is one.
fn replace(
    path: &Path,
    permissions: Option<Permissions>,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>,
) -> Result<(), Error> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = || {
        // What may not be written may not be replaced.
        permissions
            .as_ref()
            .map_or(Ok(()), |_| File::options().write(true).open(&path).map(drop))?;
        let file = write_all(File::create(&beside)?, fill)?;
        permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
        file.sync_all()?;
        Ok(std::fs::rename(&beside, &path)?)
    };
    written().inspect_err(|_| {
        let _ = std::fs::remove_file(&beside);
    })
}
