//! Bytes -> documents. Enters: paths, globs, `-`. Leaves: documents, and for every input that
//! cannot be read a reason. Never guesses content: what cannot be decoded is skipped and said.

pub mod segment;

use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
};
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// How records of JSONL and CSV files map to documents.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Field that holds the text; default: the first of text, body, content, article.
    pub text_field: Option<String>,
    /// Field that holds the id; default: the first of id, doc, url.
    pub id_field: Option<String>,
    /// Field that holds the title; default: the first of title, headline.
    pub title_field: Option<String>,
    /// Field that holds the publication date; default: the first of date, published.
    pub date_field: Option<String>,
}

/// Something that becomes one document when it is read.
#[derive(Debug)]
pub enum Unit {
    /// A whole file: id as given, and where it is.
    File {
        /// Document id.
        id: String,
        /// The file.
        path: PathBuf,
    },
}

impl Unit {
    /// Reads and segments the document.
    ///
    /// # Errors
    /// When the bytes are no readable text; the run goes on without it.
    pub fn read(self, _config: &Config) -> Result<Document, Skipped> {
        let Self::File { id, path } = self;
        let text = std::fs::read_to_string(&path).map_err(|e| Skipped {
            source: id.clone(),
            line: None,
            cause: e.to_string(),
        })?;
        Ok(document(id, text))
    }
}

/// Finds everything that the inputs name, in the order given; folders are sorted by name.
///
/// # Errors
/// When an input names nothing at all.
pub fn units(inputs: &[String], _config: &Config) -> Result<Vec<Unit>, Error> {
    let mut units = Vec::new();
    for input in inputs {
        let path = PathBuf::from(input);
        if path.is_dir() {
            for entry in ignore::WalkBuilder::new(&path).sort_by_file_name(Ord::cmp).build() {
                let Ok(entry) = entry else { continue };
                if entry.path().extension().is_some_and(|e| e == "txt") {
                    units.push(Unit::File {
                        id: entry.path().display().to_string(),
                        path: entry.into_path(),
                    });
                }
            }
        } else if path.is_file() {
            units.push(Unit::File { id: input.clone(), path });
        } else {
            return Err(Error::NoInput(input.clone()));
        }
    }
    Ok(units)
}

/// A segmented document from plain text.
#[must_use]
pub fn document(id: impl Into<String>, text: String) -> Document {
    let sha256 = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let info = DocumentInfo { id: id.into(), title: None, published: None, sha256, source: None };
    let (sentences, tokens) = (segment::sentences(&text), segment::tokens(&text));
    Document::new(info, text, &sentences, &tokens)
}
