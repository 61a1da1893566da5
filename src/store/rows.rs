//! Between rows and nouns. Enters: nouns, or rows of the tables. Leaves: the other. JSON stands where a
//! column holds a list.

use crate::{
    graph::{EdgeEvidence, NodeMention, Offsets},
    mention::MentionKind,
    schema::Status,
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use rusqlite::{Row, types::Type};
use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer, value::StrDeserializer},
};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    sync::Arc,
};

/// Bytes of a text at most: more than any input may have.
const LONGEST: u64 = 1 << 30;

/// Attributes that are lists of reasons and grow with the documents; the rest are single facts.
const LISTS: [&str; 2] = ["merges", "roles"];

pub(super) type Attributes = BTreeMap<String, serde_json::Value>;

/// A value as JSON; `None` when it holds nothing.
pub(super) fn json_or_null(value: &impl Serialize) -> Option<String> {
    let text = json(value);
    (text != "[]" && text != "{}").then_some(text)
}

/// A value as JSON.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The facts of a node and its lists.
pub(super) fn split(attributes: &Attributes) -> (Attributes, Attributes) {
    let attributes = attributes.clone().into_iter();
    let (lists, facts) = attributes.partition(|(name, _)| LISTS.contains(&name.as_str()));
    (facts, lists)
}

/// What JSON in a column says; nothing said is the default.
pub(super) fn parsed<T: DeserializeOwned + Default>(
    row: &Row<'_>,
    at: usize,
) -> rusqlite::Result<T> {
    from_json(at, row.get_ref(at)?.as_str_or_null().map_err(|e| wrong(at, e))?)
}

/// What the JSON of a column says; nothing said is the default.
pub(super) fn from_json<T: DeserializeOwned + Default>(
    at: usize,
    text: Option<&str>,
) -> rusqlite::Result<T> {
    let Some(text) = text else { return Ok(T::default()) };
    serde_json::from_str(text).map_err(|e| wrong(at, e))
}

/// What a word in a column means.
pub(super) fn word<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(at)?.as_str().map_err(|e| wrong(at, e))?;
    let word: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
    T::deserialize(word).map_err(|e| wrong(at, e))
}

pub(super) fn wrong(
    at: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
}

/// A mention in `doc`, from the columns start, end, text, kind, score that begin at `at`.
pub(super) fn mention(row: &Row<'_>, at: usize, doc: &Arc<str>) -> rusqlite::Result<NodeMention> {
    let kind: MentionKind = word(row, at + 3)?;
    Ok(NodeMention {
        doc: Arc::clone(doc),
        start: row.get(at)?,
        end: row.get(at + 1)?,
        text: row.get(at + 2)?,
        kind,
        score: row.get(at + 4)?,
    })
}

/// The words of a sentence of `evidence e`.
pub(super) const WORDS: &str =
    "coalesce(e.text, (SELECT text FROM sentence WHERE reading = e.reading AND start = e.start))";

/// Columns of `evidence e` for [`evidence()`]; `words` are the sentence's [`WORDS`], or others.
pub(super) fn evidence_columns(words: &str) -> String {
    format!(
        "e.start, e.\"end\", {words}, e.subject_start, e.subject_end, e.object_start, e.object_end, e.extractor, \
         e.score, e.status, e.date, e.turned"
    )
}

/// A sentence in `doc`, from the [columns](evidence_columns) that begin at `at`.
pub(super) fn evidence(row: &Row<'_>, at: usize, doc: &Arc<str>) -> rusqlite::Result<EdgeEvidence> {
    let status: Status = word(row, at + 9)?;
    let offsets =
        |at| Ok::<_, rusqlite::Error>(Offsets { start: row.get(at)?, end: row.get(at + 1)? });
    let (mut subject, mut object) = (offsets(at + 3)?, offsets(at + 5)?);
    if row.get(at + 11)? {
        std::mem::swap(&mut subject, &mut object);
    }
    Ok(EdgeEvidence {
        doc: Arc::clone(doc),
        start: row.get(at)?,
        end: row.get(at + 1)?,
        text: row.get(at + 2)?,
        subject,
        object,
        extractor: row.get(at + 7)?,
        score: row.get(at + 8)?,
        status,
        date: row.get(at + 10)?,
    })
}

/// A text, deflated.
pub(super) fn deflate(text: &str) -> Vec<u8> {
    let mut out = DeflateEncoder::new(Vec::new(), Compression::default());
    // A vector takes everything.
    let _ = out.write_all(text.as_bytes());
    out.finish().unwrap_or_default()
}

/// A deflated text; of one that is too long to be true only the beginning.
pub(super) fn inflate(bytes: &[u8]) -> std::io::Result<String> {
    let mut text = String::new();
    DeflateDecoder::new(bytes).take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}
