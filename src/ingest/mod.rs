//! Bytes -> documents. Enters: paths, globs, `-`. Leaves: documents, and for every input that
//! cannot be read a reason. Never guesses content: what cannot be decoded is skipped and said.
//!
//! Text is kept as it stands in the file, line breaks included; only a byte order mark and front
//! matter are taken off, and Markdown and HTML are turned into plain paragraphs. A headline is part
//! of the text where the body shows it (a Markdown or HTML heading), not where it is a field (front
//! matter, a record's title).

mod csv;
mod date;
mod encoding;
mod find;
mod format;
mod front_matter;
mod html;
mod jsonl;
mod lists;
mod markdown;
mod record;
pub mod segment;

use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
};
use flate2::read::MultiGzDecoder;
use format::{Format, Kind};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::Arc,
    vec,
};

/// The largest text that is read as one document, in bytes; it keeps a compressed file from
/// filling the memory.
const MAX_TEXT: u64 = 32 << 20;

/// How records of JSONL and CSV files map to documents. Names are compared without regard to case.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Field that holds the text; default: the first of text, body, content, article.
    pub text_field: Option<String>,
    /// Field that holds the id; default: the first of id, doc, url. A record without id is called
    /// `file#L17` after its line.
    pub id_field: Option<String>,
    /// Field that holds the title; default: the first of title, headline.
    pub title_field: Option<String>,
    /// Field that holds the publication date; default: the first of date, published, published_at,
    /// publication_date, datetime.
    pub date_field: Option<String>,
    /// The case that is filled: it may lie among the articles and is none.
    pub case: Option<PathBuf>,
}

/// Something that becomes one document when it is read: a file not yet opened, or a raw record.
#[derive(Debug)]
pub struct Unit(Raw);

#[derive(Debug)]
enum Raw {
    File(find::File),
    Stdin(Vec<u8>),
    Line(Arc<str>, jsonl::Line),
    Row(Arc<str>, csv::Row),
}

impl Unit {
    /// Decodes and segments the document.
    ///
    /// # Errors
    /// When the bytes are no readable text; the run goes on without it.
    pub fn read(self, config: &Config) -> Result<Document, Skipped> {
        let skip = |source: &str, line, cause| Skipped { source: source.into(), line, cause };
        match self.0 {
            Raw::File(file) => {
                let (format, gz) = match format::kind(&file.path) {
                    Kind::Read { format, gz } => (Some(format), gz),
                    _ => (None, false),
                };
                let bytes = open(&file.path, gz).and_then(read_all);
                let bytes = bytes.map_err(|e| skip(&file.id, None, find::cause(&e)))?;
                whole(&file.id, &bytes, format)
            }
            Raw::Stdin(bytes) => {
                let renamed = |skipped| Skipped { source: "-".into(), ..skipped };
                let mut doc = whole("stdin", &bytes, None).map_err(renamed)?;
                doc.info.source = Some("-".into());
                Ok(doc)
            }
            Raw::Line(source, (line, bytes)) => {
                let fields =
                    jsonl::fields(&bytes).map_err(|cause| skip(&source, Some(line), cause))?;
                record::document(&fields, &source, line, config)
            }
            Raw::Row(source, row) => {
                let line = row.line();
                let fields = row.fields().map_err(|cause| skip(&source, Some(line), cause))?;
                record::document(&fields, &source, line, config)
            }
        }
    }
}

/// Finds everything that the inputs name. An input that names nothing is skipped; a file that is
/// named twice, or reached through a link, is read once. In folders hidden and git-ignored files
/// are left out; a document of a kind that is not read is skipped one by one, all other files in
/// one line a folder.
///
/// # Errors
/// When no input names anything.
pub fn units(inputs: &[String], config: &Config) -> Result<Units, Error> {
    let found = find::find(inputs, config.case.as_deref())?;
    Ok(Units {
        skipped: found.skipped.into_iter(),
        files: found.files.into_iter(),
        stdin: found.stdin,
        records: None,
        config: config.clone(),
    })
}

/// Documents to be, one by one: files sorted by id, records in the order of their file, standard
/// input last. Memory: the paths, and one record.
pub struct Units {
    skipped: vec::IntoIter<Skipped>,
    files: vec::IntoIter<find::File>,
    stdin: bool,
    records: Option<Records>,
    config: Config,
}

type Records = Box<dyn Iterator<Item = Result<Unit, Skipped>> + Send>;

impl Iterator for Units {
    type Item = Result<Unit, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(records) = &mut self.records {
                if let Some(unit) = records.next() {
                    return Some(unit);
                }
                self.records = None;
            }
            if let Some(skipped) = self.skipped.next() {
                return Some(Err(skipped));
            }
            let opened = if let Some(file) = self.files.next() {
                match format::kind(&file.path) {
                    Kind::Read { format: Format::JsonLines, gz } => self.lines(&file, gz),
                    Kind::Read { format: Format::Csv, gz } => self.rows(&file, gz),
                    _ => return Some(Ok(Unit(Raw::File(file)))),
                }
            } else if std::mem::take(&mut self.stdin) {
                stdin()
            } else {
                return None;
            };
            match opened {
                Ok(records) => self.records = Some(records),
                Err(skipped) => return Some(Err(skipped)),
            }
        }
    }
}

impl Units {
    fn lines(&self, file: &find::File, gz: bool) -> Result<Records, Skipped> {
        Ok(lines(stream(file, gz)?, &file.id))
    }

    fn rows(&self, file: &find::File, gz: bool) -> Result<Records, Skipped> {
        let source: Arc<str> = file.id.as_str().into();
        let rows = csv::Rows::new(stream(file, gz)?, file.id.clone(), &self.config)?;
        Ok(Box::new(rows.map(move |row| Ok(Unit(Raw::Row(Arc::clone(&source), row?))))))
    }
}

fn lines(reader: impl BufRead + Send + 'static, source: &str) -> Records {
    let shared: Arc<str> = source.into();
    let lines = jsonl::Lines::new(reader, source.to_owned());
    Box::new(lines.map(move |line| Ok(Unit(Raw::Line(Arc::clone(&shared), line?)))))
}

fn open(path: &Path, gz: bool) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    Ok(if gz { Box::new(MultiGzDecoder::new(BufReader::new(file))) } else { Box::new(file) })
}

fn stream(file: &find::File, gz: bool) -> Result<impl BufRead + Send + use<>, Skipped> {
    let stream = open(&file.path, gz).and_then(encoding::stream).map(BufReader::new);
    stream.map_err(|e| Skipped { source: file.id.clone(), line: None, cause: find::cause(&e) })
}

fn read_all(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_TEXT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(io::Error::other("too long for one article"));
    }
    Ok(bytes)
}

/// Standard input: JSON lines when its first line is a JSON object, otherwise one text; unpacked
/// when it is compressed.
fn stdin() -> Result<Records, Skipped> {
    let open = || -> io::Result<Records> {
        let mut raw = BufReader::new(io::stdin());
        let packed = raw.fill_buf()?.starts_with(b"\x1f\x8b");
        let raw: Box<dyn Read + Send> =
            if packed { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
        let mut reader = BufReader::new(encoding::stream(raw)?);
        let mut head = Vec::new();
        while head.trim_ascii().is_empty()
            && reader.by_ref().take(MAX_TEXT).read_until(b'\n', &mut head)? > 0
        {}
        if jsonl::fields(&head).is_ok() {
            return Ok(lines(Cursor::new(head).chain(reader), "-"));
        }
        let bytes = read_all(Cursor::new(head).chain(reader))?;
        Ok(Box::new(std::iter::once(Ok(Unit(Raw::Stdin(bytes))))))
    };
    open().map_err(|e| Skipped { source: "-".into(), line: None, cause: find::cause(&e) })
}

/// The document of a whole file; without a known ending it is text, or a page if it begins so.
fn whole(id: &str, bytes: &[u8], format: Option<Format>) -> Result<Document, Skipped> {
    let skip = |line, cause: &str| Skipped { source: id.into(), line, cause: cause.into() };
    if bytes.is_empty() {
        return Err(skip(None, "the file is empty"));
    }
    let begin = bytes[..bytes.len().min(64)].trim_ascii_start().to_ascii_lowercase();
    let is_page = begin.starts_with(b"<!doctype html") || begin.starts_with(b"<html");
    let format = format.unwrap_or(if is_page { Format::Html } else { Format::Text });
    let text =
        encoding::decode(bytes, format == Format::Html).map_err(|e| skip(e.line, &e.cause))?;
    let doc = match format {
        Format::Html => {
            // The readers of pages are large and not ours: one page must not end a run.
            let page = std::panic::catch_unwind(|| html::read(&text))
                .map_err(|_| skip(None, "the page is too broken to be read"))?;
            with_info(id, page.title, page.published, page.text)
        }
        Format::Markdown => {
            let matter = front_matter::split(&text);
            let (plain, heading) = markdown::plain(matter.rest);
            let published = matter.date.as_deref().and_then(date::day);
            with_info(id, matter.title.or(heading), published, plain)
        }
        _ => {
            let matter = front_matter::split(&text);
            let published = matter.date.as_deref().and_then(date::day);
            with_info(id, matter.title, published, matter.rest.to_owned())
        }
    };
    if doc.text().trim().is_empty() {
        return Err(skip(None, "there is no text in it"));
    }
    Ok(doc)
}

/// A segmented document from plain text.
#[must_use]
pub fn document(id: impl Into<String>, text: String) -> Document {
    with_info(id, None, None, text)
}

/// Whether a path belongs to what the inputs name: is one of them, lies in a folder or matches a pattern
/// among them.
pub(crate) fn covers(inputs: &[String], path: &str) -> bool {
    find::covers(inputs, path)
}

/// Whether a path is that of a file which is not there any more and lay beside one of the inputs: an earlier `*` named it.
pub(crate) fn is_gone_beside(inputs: &[String], path: &str) -> bool {
    find::is_gone_beside(inputs, path)
}

/// A path without what means nothing.
pub(crate) fn plain(input: &str) -> String {
    find::plain(input)
}

/// How the reason ends for which a file of records is read no further.
const REST: &str = "; the rest is not read";

/// Whether a file was not read, or not to its end: what is missing may stand in it all the same.
pub(crate) fn broke_off(skipped: &Skipped) -> bool {
    let cause = skipped.cause.as_str();
    skipped.line.is_none()
        || cause.ends_with(REST)
        || [jsonl::ARRAY, jsonl::OBJECT].contains(&cause)
}

/// Whether this is an input for which there is no file at all, or none that could be an article.
pub(crate) fn names_nothing(skipped: &Skipped) -> bool {
    skipped.line.is_none() && [find::NOTHING, find::OWN].contains(&skipped.cause.as_str())
}

/// A text that was read before, segmented again.
pub(crate) fn again(info: DocumentInfo, text: String) -> Document {
    let (sentences, tokens) = (segment::sentences(&text), segment::tokens(&text));
    Document::new(info, text, &sentences, &tokens)
}

fn with_info(
    id: impl Into<String>,
    title: Option<String>,
    published: Option<String>,
    text: String,
) -> Document {
    let sha256 = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let info = DocumentInfo { id: id.into(), title, published, sha256, source: None };
    let (sentences, tokens) = (segment::sentences(&text), segment::tokens(&text));
    Document::new(info, text, &sentences, &tokens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(doc: &Document) {
        let text = doc.text();
        let mut end = 0;
        for token in doc.tokens() {
            assert!(
                token.span.start >= end && text.get(token.span.start..token.span.end).is_some()
            );
            end = token.span.end;
        }
        for sentence in doc.sentences() {
            assert!(
                text.get(sentence.span.start..sentence.span.end).is_some_and(|s| !s.is_empty())
            );
        }
    }

    /// Bytes that look like something now and then, so that the depths of the readers are reached.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let pieces: Vec<&'static [u8]> = vec![
            b"---\n",
            b"title: ",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"<p>",
            b"</p>",
            b"<article>",
            b"<h1>",
            b"<table><td>",
            b"<!--",
            b"<script type='application/ld+json'>{\"@type\":",
            b"</script>",
            b"<meta charset=euc-kr>",
            b"<time datetime=",
            b"&#x0;",
            b"{\"text\": \"",
            b"\"}\n",
            b"\\ud800",
            b"id,text\n",
            b"\"",
            b",",
            b"\r\n",
            b"\n\n",
            b"# ",
            b"- ",
            b"```\n",
            b"[a](b)",
            b"|-|\n",
            b"\0",
            b"Kim left. ",
            b"\xed\xa0\x80",
            b"2024-01-",
            b"<br><br>",
            b"<pre>",
            b"\x1f\x8b\x08",
        ];
        let piece = prop_oneof![
            proptest::sample::select(pieces).prop_map(<[u8]>::to_vec),
            proptest::collection::vec(any::<u8>(), 0..6),
            "\\PC{0,6}".prop_map(String::into_bytes),
        ];
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes in bytes()) {
            let config = Config::default();
            let formats = [None, Some(Format::Text), Some(Format::Markdown), Some(Format::Html)];
            for format in formats {
                if let Ok(doc) = whole("x", &bytes, format) {
                    check(&doc);
                }
            }
            let shared: Arc<str> = "x".into();
            let lines = lines(Cursor::new(bytes.clone()), "x");
            let rows = csv::Rows::new(Cursor::new(bytes), "x".into(), &config);
            let rows = rows.into_iter().flatten().map(|row| Ok(Unit(Raw::Row(Arc::clone(&shared), row?))));
            for unit in lines.chain(rows) {
                if let Ok(doc) = unit.and_then(|unit: Unit| unit.read(&config)) {
                    check(&doc);
                }
            }
        }
    }
}
