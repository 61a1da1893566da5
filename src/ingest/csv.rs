//! CSV -> records (<https://www.rfc-editor.org/rfc/rfc4180>), also with semicolons or tabs. Enters:
//! a stream with a header row. Leaves: one row at a time. A broken row never stops the rest.

use super::{Config, MAX_TEXT, REST, encoding, find, record};
use crate::error::Skipped;
use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};
use std::{
    io::{self, BufRead, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A row with its header and the one-based line on which it starts, or the blank lines before it.
#[derive(Debug)]
pub(super) struct Row {
    header: Arc<[String]>,
    line: usize,
    fields: ByteRecord,
}

/// A stream that fails when one record takes more than `MAX_TEXT` bytes: an unclosed quote in a
/// large or compressed file must not fill the memory.
struct Limited {
    stream: Box<dyn Read + Send>,
    left: Arc<AtomicU64>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        let taken = |left: u64| left.checked_sub(count as u64);
        match self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken) {
            Ok(_) => Ok(count),
            Err(_) => Err(io::Error::other(format!(
                "a record of more than {} MiB (is a quote left open?)",
                MAX_TEXT >> 20
            ))),
        }
    }
}

/// Rows of a stream. Memory: one row.
pub(super) struct Rows {
    reader: Reader<Limited>,
    left: Arc<AtomicU64>,
    header: Arc<[String]>,
    source: String,
    /// The parser takes the line feed after a carriage return for the beginning of the next row.
    behind: usize,
    done: bool,
}

impl Rows {
    /// Reads the header.
    pub(super) fn new(
        mut stream: impl BufRead + Send + 'static,
        source: String,
        config: &Config,
    ) -> Result<Self, Skipped> {
        let skip = |cause| Skipped { source: source.clone(), line: Some(1), cause };
        // The header tells the delimiter; it is looked at before it is parsed.
        let head = stream.fill_buf().map_err(|e| skip(find::cause(&e)))?;
        let first = head.split(|&b| b == b'\n').next().unwrap_or_default();
        let count = |delimiter: u8| first.iter().filter(|&&b| b == delimiter).count();
        let behind = usize::from(first.ends_with(b"\r"));
        let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&d| count(d));
        let left = Arc::new(AtomicU64::new(MAX_TEXT));
        let stream = Limited { stream: Box::new(stream), left: Arc::clone(&left) };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter.unwrap_or(b','))
            .flexible(true)
            .from_reader(stream);
        let header = reader.byte_headers().map_err(|e| skip(cause(&e)))?.clone();
        let header: Arc<[String]> = texts(&header).map_err(skip)?.into();
        if header.iter().all(|name| name.trim().is_empty()) {
            return Err(skip("no header row: the first line must name the fields".into()));
        }
        if !record::has_text(header.iter().map(String::as_str), config) {
            let looked = config.text_field.as_deref().unwrap_or("text, body, content, article");
            let cause = format!("no column {looked}; there are: {}", header.join(", "));
            return Err(skip(cause));
        }
        Ok(Self { reader, left, header, source, behind, done: false })
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.left.store(MAX_TEXT, Ordering::Relaxed);
        let mut fields = ByteRecord::new();
        match self.reader.read_byte_record(&mut fields) {
            Ok(false) => {
                self.done = true;
                None
            }
            Ok(true) => {
                let line = fields.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
                let line = line + self.behind;
                Some(Ok(Row { header: Arc::clone(&self.header), line, fields }))
            }
            Err(error) => {
                self.done = true;
                let line = usize::try_from(self.reader.position().line()).ok();
                let cause = format!("{}{REST}", cause(&error));
                Some(Err(Skipped { source: self.source.clone(), line, cause }))
            }
        }
    }
}

impl Row {
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    /// The fields by name, or why the row is no record.
    pub(super) fn fields(&self) -> Result<Map<String, Value>, String> {
        let (found, named) = (self.fields.len(), self.header.len());
        if found != named {
            return Err(format!("{found} fields where the header names {named}"));
        }
        let values = texts(&self.fields)?.into_iter().map(Value::String);
        Ok(self.header.iter().cloned().zip(values).collect())
    }
}

/// The fields as text; the encoding is found over the whole row.
fn texts(row: &ByteRecord) -> Result<Vec<String>, String> {
    if let Some(text) = row.iter().map(|f| std::str::from_utf8(f).ok()).collect::<Option<Vec<_>>>()
    {
        return Ok(text.into_iter().map(ToOwned::to_owned).collect());
    }
    let joined = row.iter().collect::<Vec<_>>().join(&b"\x1f"[..]);
    let text = encoding::decode(&joined, false).map_err(|e| e.cause)?;
    Ok(text.split('\u{1f}').map(ToOwned::to_owned).collect())
}

fn cause(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => find::cause(error),
        _ => error.to_string(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn check(file: &[u8], expected: &[(usize, Result<&str, &str>)]) {
        let rows = Rows::new(Cursor::new(file.to_vec()), "x".into(), &Config::default()).unwrap();
        let rows: Vec<(usize, Result<String, String>)> = rows
            .map(|row| {
                let row = row.unwrap();
                let text = row.fields().map(|f| f["text"].as_str().unwrap_or_default().to_owned());
                (row.line(), text)
            })
            .collect();
        let found: Vec<(usize, Result<&str, &str>)> =
            rows.iter().map(|(l, t)| (*l, t.as_deref().map_err(String::as_str))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_start_where_an_editor_shows_them() {
        check(b"id,text\n1,\"a, \"\"b\"\"\nc\"\n2,d\n", &[(2, Ok("a, \"b\"\nc")), (4, Ok("d"))]);
        check(b"id;text\r\n1;a, b\r\n", &[(2, Ok("a, b"))]);
        check(b"id\ttext\n1\ta\n", &[(2, Ok("a"))]);
        check(b"text\na\n", &[(2, Ok("a"))]);
        check(b"id,text\n1,Z\xfcrich\n", &[(2, Ok("Zürich"))]);
        check(b"id,text\n1\n2,b\n", &[(2, Err("1 fields where the header names 2")), (3, Ok("b"))]);
    }

    #[test]
    fn a_file_without_a_text_column_is_skipped_once() {
        let skip = |file: &'static [u8]| {
            Rows::new(Cursor::new(file), "x".into(), &Config::default()).err().unwrap().to_string()
        };
        assert_eq!(
            skip(b"id,summary\n1,a\n"),
            "x:1: no column text, body, content, article; there are: id, summary"
        );
        assert_eq!(skip(b""), "x:1: no header row: the first line must name the fields");
    }
}
