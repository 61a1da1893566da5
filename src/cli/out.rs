//! Where output goes: standard output and files.

use super::{Global, terminal::is_safe};
use anyhow::bail;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use unravel::{Error, Skipped, export};

/// Prints to standard output.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Says something on standard error: for a person, so without control characters of whatever was
/// read. A reader that has gone away is no failure.
pub(crate) fn note(text: &str) {
    let lines: Vec<String> = text.lines().map(visible).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

/// Prints text for a person, without control characters of whatever was read.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    let lines: String = text.lines().map(|line| visible(line) + "\n").collect();
    print(&lines)
}

/// A line for a person, its layout kept: nothing in it commands the terminal.
pub(crate) fn visible(line: &str) -> String {
    line.chars().filter(|&c| is_safe(c)).collect()
}

/// Creates the folders above a file.
pub(crate) fn folder(path: &Path) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder.map_err(|source| Error::Write { path: path.into(), source })
}

/// Fills a file, in folders that are made where they are missing; an earlier file stays until the
/// new one is complete.
pub(crate) fn write(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>,
) -> Result<(), Error> {
    folder(path)?;
    export::create(path, fill)
}

/// Refuses to put nothing in the place of something: an error when no document was read and one of
/// the files has content from an earlier run.
pub(crate) fn spare(
    files: &[PathBuf],
    left_out: &[Skipped],
    global: &Global,
) -> anyhow::Result<()> {
    // A device or a pipe holds nothing that could be lost.
    let has_content =
        |path: &&PathBuf| path.metadata().is_ok_and(|file| file.is_file() && file.len() > 0);
    let earlier: Vec<String> =
        files.iter().filter(has_content).map(|path| path.display().to_string()).collect();
    if earlier.is_empty() {
        return Ok(());
    }
    if !global.quiet {
        skipped(left_out).iter().for_each(|line| note(line));
    }
    let stay = if earlier.len() == 1 { "stays as it was" } else { "stay as they were" };
    bail!("no document was read: {} {stay}", earlier.join(", "))
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) fn progress(global: &Global) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if global.quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{spinner} {pos} documents  {elapsed}  {per_sec}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// The inputs that were left out, one a line, each with its reason; nothing when there are none.
pub(crate) fn skipped(skipped: &[Skipped]) -> Vec<String> {
    if skipped.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("skipped {}:", skipped.len())];
    lines.extend(skipped.iter().map(|skipped| format!("  {skipped}")));
    lines
}

/// A word as it is typed in a shell.
pub(crate) fn typed(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
