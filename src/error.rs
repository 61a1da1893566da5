//! What can go wrong. Enters: a cause. Leaves: an error that names the file, the place and the
//! cause in an investigator's words. One bad input is a [`Skipped`], never an [`Error`].

use serde::{Deserialize, Serialize};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A reason why the whole command could not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("{}: cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// An output stream could not be written.
    #[error("output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// No input matched.
    #[error("{0}: no such file or folder, and no file matches it as a pattern")]
    NoInput(String),
    /// A schema file is wrong: every mistake in it, one a line.
    #[error("{}", lines(path, mistakes))]
    Schema {
        /// The file.
        path: PathBuf,
        /// What is wrong, by place; never empty.
        mistakes: Vec<Mistake>,
    },
    /// A pattern file is wrong.
    #[error("{}:{line}: {cause}", path.display())]
    Patterns {
        /// The file.
        path: PathBuf,
        /// One-based line.
        line: usize,
        /// What is wrong there.
        cause: String,
    },
    /// A list of known entities is wrong.
    #[error("{}:{line}: not a list of known entities: {cause}", path.display())]
    Watchlist {
        /// The file.
        path: PathBuf,
        /// One-based line.
        line: usize,
        /// What is wrong there.
        cause: String,
    },
    /// A JSON graph is wrong.
    #[error("{}: not an unravel graph: {cause}", path.display())]
    Graph {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: String,
    },
    /// A case cannot be used.
    #[error("{}: {cause}", path.display())]
    Case {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        cause: String,
    },
    /// What a graph says of its curation does not fit it.
    #[error("the record of what curation replaced does not fit the graph: {0}; build it again")]
    Curation(String),
    /// A gold document is wrong.
    #[error("{}: not a gold document: {cause}", path.display())]
    Gold {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: String,
    },
    /// A model folder is incomplete or damaged.
    #[error("model {name}: {cause}")]
    Model {
        /// The model's name or folder.
        name: String,
        /// What is missing or wrong.
        cause: String,
    },
    /// An output format that nobody knows.
    #[error("{0}: no format known for this ending; known: {1}")]
    Format(String, String),
    /// The format is a folder and cannot go to a stream.
    #[error("{0} is a folder of files: -o names the folder")]
    Folder(&'static str),
    /// Graphviz is needed and missing, or failed.
    #[error("{0}")]
    Graphviz(String),
    /// A picture cannot be drawn.
    #[error("no picture: {0}")]
    Picture(String),
}

/// A mistake in a file that a user wrote, or a warning about it: where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// One-based line.
    pub line: usize,
    /// One-based column, in characters.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub cause: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.cause)
    }
}

fn lines(path: &Path, mistakes: &[Mistake]) -> String {
    let said: Vec<String> = mistakes.iter().map(|m| format!("{}:{m}", path.display())).collect();
    said.join("\n")
}

/// An input that was left out, and why. The run goes on without it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Skipped {
    /// Path as given.
    pub source: String,
    /// One-based line or record number, where the format has lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Why, in words: "not text (binary content)".
    pub cause: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.source, self.cause),
            None => write!(f, "{}: {}", self.source, self.cause),
        }
    }
}
