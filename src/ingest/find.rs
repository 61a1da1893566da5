//! Inputs -> files. Enters: paths, folders, globs, `-`. Leaves: the files that they name, each
//! once, in an order that does not depend on the order of the inputs, and what is not read. Opens
//! no file but what may be the program's own. Hidden and git-ignored files of a folder are left out by the rules of ripgrep
//! (<https://docs.rs/ignore>).

use super::format::{Kind, READ, kind};
use crate::error::{Error, Skipped};
use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Why an input is skipped that names no file.
pub(super) const NOTHING: &str = "no such file or folder, and no file matches it as a pattern";
/// Why what the program keeps itself is skipped where nothing else is named.
pub(super) const OWN: &str = "a case, what lies beside one, or decisions: no article";
/// How patterns match: `*` stays in its folder, and a hidden file is only named with its dot.
const PATTERN: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};
/// How files end that lie beside a case while it is written.
const BESIDE: [&str; 4] = ["-wal", "-shm", "-lock", "-journal"];

/// A file that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// The path as given, or as joined while walking a folder.
    pub(super) id: String,
    pub(super) path: PathBuf,
}

/// What the inputs name.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Sorted by id.
    pub(super) files: Vec<File>,
    pub(super) skipped: Vec<Skipped>,
    /// Whether standard input is to be read.
    pub(super) stdin: bool,
}

/// Finds everything that the inputs name. An input that names nothing is skipped, unless no input
/// names anything: then it is an error. The `case` that is filled is none of them. Memory: the paths of all files.
pub(super) fn find(inputs: &[String], case: Option<&Path>) -> Result<Found, Error> {
    let mut search = Search::default();
    let mut found = Found::default();
    let mut missing = Vec::new();
    for input in inputs {
        let input = &plain(input);
        let path = Path::new(input);
        if input == "-" {
            found.stdin = true;
        } else if path.is_dir() {
            search.walk(path);
        } else if path.exists() {
            search.named(input.clone(), path.to_owned());
        } else if path.is_symlink() {
            search.skip(input.clone(), "a link to a file that is not there".into());
        } else if !search.matches(input) {
            missing.push(input.clone());
        }
    }
    if search.is_empty() && !found.stdin {
        return Err(Error::NoInput(missing.join(", ")));
    }
    search.finish(&mut found, case);
    missing.sort();
    missing.dedup();
    found.skipped.extend(missing.into_iter().map(|source| Skipped {
        source,
        line: None,
        cause: NOTHING.into(),
    }));
    Ok(found)
}

/// A path without what means nothing, so that `./news//` names the same documents as `news`.
pub(super) fn plain(input: &str) -> String {
    let rooted = input.starts_with('/');
    let parts: Vec<&str> = input.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => input.to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// Whether a path belongs to what the inputs name: is one of them, lies in a folder or matches a pattern
/// among them.
pub(super) fn covers(inputs: &[String], path: &str) -> bool {
    let under = |input: &str| {
        let rest = path.strip_prefix(input.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let matches =
        |input: &str| glob::Pattern::new(input).is_ok_and(|p| p.matches_with(path, PATTERN));
    let here = |input: &str| input == "." && !path.starts_with('/');
    let mut inputs = inputs.iter().map(|input| plain(input));
    inputs.any(|input| input == path || under(&input) || matches(&input) || here(&input))
}

/// Whether a path is that of a file which is not there any more and lay beside one of the inputs: an earlier `*` named it.
pub(super) fn is_gone_beside(inputs: &[String], path: &str) -> bool {
    // A pattern may name others, and standard input is never there.
    if path == "-" || path.contains(['*', '?', '[']) {
        return false;
    }
    let path = Path::new(path);
    let beside = |input: &Path| input.parent() == path.parent() && input.exists();
    !path.exists() && !path.is_symlink() && inputs.iter().any(|input| beside(Path::new(input)))
}

/// A system's reason in an investigator's words.
pub(super) fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file is not there".into(),
        io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            format!("damaged: {error}")
        }
        _ => error.to_string(),
    }
}

/// What is known of one file; a file that an input names itself is read whatever its ending.
struct Entry {
    file: File,
    kind: Kind,
    named: bool,
    folder: String,
}

#[derive(Default)]
struct Search {
    /// By the path that the system knows it under, so that links and `./` do not read it twice.
    entries: BTreeMap<PathBuf, Entry>,
    folders: Vec<String>,
    skipped: Vec<Skipped>,
}

impl Search {
    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.folders.is_empty() && self.skipped.is_empty()
    }

    fn skip(&mut self, source: String, cause: String) {
        self.skipped.push(Skipped { source, line: None, cause });
    }

    fn named(&mut self, id: String, path: PathBuf) {
        let kind = kind(&path);
        self.add(Entry { file: File { id, path }, kind, named: true, folder: String::new() });
    }

    /// Of several names of one file the shortest counts, then the first in the alphabet.
    fn add(&mut self, mut entry: Entry) {
        let key = entry.file.path.canonicalize().unwrap_or_else(|_| entry.file.path.clone());
        if let Some(other) = self.entries.remove(&key) {
            let rank = |e: &Entry| (e.file.id.len(), e.file.id.clone(), e.folder.clone());
            let named = entry.named || other.named;
            if rank(&other) < rank(&entry) {
                entry = other;
            }
            entry.named = named;
        }
        self.entries.insert(key, entry);
    }

    /// Files and folders that match a pattern; hidden ones only when the pattern has the dot.
    fn matches(&mut self, pattern: &str) -> bool {
        if pattern.contains("**") {
            return self.matches_at_any_depth(pattern);
        }
        let Ok(paths) = glob::glob_with(pattern, PATTERN) else { return false };
        let mut any = false;
        for path in paths {
            any = true;
            match path {
                Ok(path) if path.is_dir() => self.walk(&path),
                Ok(path) => self.named(path.display().to_string(), path),
                Err(error) => {
                    self.skip(error.path().display().to_string(), cause(error.error()));
                }
            }
        }
        any
    }

    /// Files that match a pattern with `**`; unlike the pattern's own search the walk knows when a
    /// link leads back to a folder above.
    fn matches_at_any_depth(&mut self, pattern: &str) -> bool {
        let Ok(compiled) = glob::Pattern::new(pattern) else { return false };
        let is_plain = |part: &std::path::Component| {
            !part.as_os_str().to_string_lossy().contains(['*', '?', '['])
        };
        let base: PathBuf = Path::new(pattern).components().take_while(is_plain).collect();
        let (start, cut) =
            if base.as_os_str().is_empty() { (Path::new("."), 2) } else { (base.as_path(), 0) };
        let walk =
            ignore::WalkBuilder::new(start).standard_filters(false).follow_links(true).build();
        let mut any = false;
        for entry in walk {
            let entry = match entry {
                Ok(entry) if entry.path().is_file() => entry,
                Ok(_) => continue,
                Err(error) => {
                    if let Some((path, cause)) = explain(&error) {
                        self.skip(path.unwrap_or(start).display().to_string(), cause);
                    }
                    continue;
                }
            };
            let id = entry.path().display().to_string();
            let id = id.get(cut..).unwrap_or_default();
            if compiled.matches_with(id, PATTERN) {
                any = true;
                self.named(id.to_owned(), entry.into_path());
            }
        }
        any
    }

    fn walk(&mut self, folder: &Path) {
        let name = folder.display().to_string();
        for entry in ignore::WalkBuilder::new(folder).follow_links(true).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_dir()) => {}
                // A pipe or device would keep the run waiting for ever.
                Ok(entry) if !entry.path().is_file() => {
                    self.skip(entry.path().display().to_string(), "not a regular file".into());
                }
                Ok(entry) => {
                    let id = entry.path().display().to_string();
                    // Of this folder what its files are called, so that `.` and `*` name the same documents.
                    let id = id.strip_prefix("./").map_or_else(|| id.clone(), str::to_owned);
                    let path = entry.into_path();
                    let kind = kind(&path);
                    let file = File { id, path };
                    self.add(Entry { file, kind, named: false, folder: name.clone() });
                }
                Err(error) => {
                    if let Some((path, cause)) = explain(&error) {
                        self.skip(path.unwrap_or(folder).display().to_string(), cause);
                    }
                }
            }
        }
        self.folders.push(name);
    }

    fn finish(self, found: &mut Found, case: Option<&Path>) {
        found.skipped.extend(self.skipped);
        let filled = case.map(with_beside).unwrap_or_default();
        let mut own = Vec::new();
        let mut others: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut seen: BTreeMap<String, usize> =
            self.folders.into_iter().map(|folder| (folder, 0)).collect();
        for (path, entry) in self.entries {
            if let Some(count) = seen.get_mut(&entry.folder) {
                *count += 1;
            }
            // It is not even opened: closing it would unlock it.
            if filled.contains(&path) {
                own.extend(entry.named.then_some(entry.file.id));
                continue;
            }
            match entry.kind {
                Kind::Read { .. } => found.files.push(entry.file),
                // `*` names it too.
                Kind::Other(_) if is_own(&entry.file.path) => {
                    own.extend(entry.named.then_some(entry.file.id));
                }
                // Read as text whatever its ending, but not what is known to be something else.
                Kind::Other(_) if entry.named => found.files.push(entry.file),
                Kind::NotRead(cause) => {
                    found.skipped.push(Skipped { source: entry.file.id, line: None, cause });
                }
                Kind::Other(ending) => {
                    *others.entry(entry.folder).or_default().entry(ending).or_default() += 1;
                }
            }
        }
        // Named alone it is a slip of the hand.
        if found.files.is_empty() && !found.stdin {
            let skip = |source| Skipped { source, line: None, cause: OWN.into() };
            found.skipped.extend(own.into_iter().map(skip));
        }
        for (folder, count) in seen {
            if let Some(endings) = others.remove(&folder) {
                found.skipped.push(Skipped {
                    source: folder,
                    line: None,
                    cause: counted(&endings),
                });
            } else if count == 0 && found.files.is_empty() && !found.stdin {
                let cause = format!("no file in this folder; read are {READ}");
                found.skipped.push(Skipped { source: folder, line: None, cause });
            }
        }
        found.files.sort_by(|a, b| a.id.cmp(&b.id));
        found.skipped.sort();
        found.skipped.dedup();
    }
}

/// A case and what lies beside it, by the paths that the system knows them under.
fn with_beside(case: &Path) -> Vec<PathBuf> {
    let Ok(case) = case.canonicalize() else { return Vec::new() };
    let beside = |end: &&str| {
        let mut path = case.clone().into_os_string();
        path.push(end);
        PathBuf::from(path)
    };
    let beside: Vec<PathBuf> = BESIDE.iter().map(beside).collect();
    std::iter::once(case).chain(beside).collect()
}

/// Whether a file is what the program itself keeps: a case, what lies beside it, decisions. These may lie among the
/// articles.
fn is_own(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let of = BESIDE.iter().find_map(|end| name.strip_suffix(end));
    let main = of.map_or_else(|| path.to_owned(), |name| path.with_file_name(name));
    let begins = |with: &[u8]| {
        let mut head = vec![0; with.len()];
        std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
            && head == with
    };
    match main.extension().and_then(|ending| ending.to_str()) {
        Some("case") => of.is_some() || begins(b"SQLite format 3\0"),
        Some("ledger") => begins(b"["),
        _ => false,
    }
}

/// One line for all files of a folder that hold no articles as far as their names tell.
fn counted(endings: &BTreeMap<String, usize>) -> String {
    let each = endings.iter().map(|(ending, count)| match ending.as_str() {
        "" => format!("{count} without ending"),
        ending => format!("{count} .{ending}"),
    });
    let each = each.collect::<Vec<_>>().join(", ");
    format!("files that are not read: {each}; read are {READ}")
}

/// The path and the reason of an error met while walking; a link that leads back to a folder above
/// is no error: what it leads to is read anyway.
fn explain(error: &ignore::Error) -> Option<(Option<&Path>, String)> {
    match error {
        ignore::Error::Loop { .. } => None,
        ignore::Error::WithPath { path, err } => {
            explain(err).map(|(inner, cause)| (inner.or(Some(path)), cause))
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            explain(err)
        }
        ignore::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            Some((None, "a link to a file that is not there".into()))
        }
        ignore::Error::Io(error) => Some((None, cause(error))),
        other => Some((None, other.to_string())),
    }
}
