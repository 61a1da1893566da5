//! A list file as lines and as rows. Enters: a path, plain or gzip. Leaves: one line or row at a
//! time with its number. A line too long, a quote never closed costs that line, not the rest.

use super::values::Values;
use crate::error::{Error, Skipped};
use csv::{ReaderBuilder, StringRecord};
use flate2::bufread::MultiGzDecoder;
use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// Bytes of one line at most; the longest entries of real lists have some hundred thousand.
const MAX_LINE: usize = 16 << 20;
/// Lines over which one row may go.
const MAX_ROW_LINES: usize = 50;

/// The lines of a file.
pub(super) struct Lines {
    stream: Box<dyn BufRead + Send>,
    source: String,
    number: usize,
    waiting: VecDeque<(usize, String)>,
}

impl Lines {
    /// Opens a file; gzip is recognised by its first bytes.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let fail = |source| Error::Read { path: path.into(), source };
        let mut file = BufReader::new(File::open(path).map_err(fail)?);
        let gzip = file.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]);
        let stream: Box<dyn BufRead + Send> =
            if gzip { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) };
        Ok(Self { stream, source: path.display().to_string(), number: 0, waiting: VecDeque::new() })
    }

    /// Reads the values of this file.
    pub(super) fn values(&self) -> Values {
        Values::of(&self.source)
    }

    /// A row that was left out.
    pub(super) fn skip(&self, line: usize, cause: impl Into<String>) -> Skipped {
        Skipped { source: self.source.clone(), line: Some(line), cause: cause.into() }
    }

    /// The next line with its one-based number, without its end; `None` at the end. An error of
    /// the disk or of gzip is reported once and ends the file.
    pub(super) fn next(&mut self) -> Option<(usize, Result<String, Skipped>)> {
        if let Some((number, line)) = self.waiting.pop_front() {
            return Some((number, Ok(line)));
        }
        let mut bytes = Vec::new();
        let limit = MAX_LINE as u64 + 1;
        let read = self.stream.by_ref().take(limit).read_until(b'\n', &mut bytes);
        self.number += 1;
        match read {
            Ok(0) => None,
            Ok(_) if bytes.len() > MAX_LINE => {
                let rest = discard_line(&mut self.stream, bytes.ends_with(b"\n"));
                let more = rest.map_or_else(|e| format!(", then {e}"), |()| String::new());
                let cause = format!("a line of more than {} MiB{more}", MAX_LINE >> 20);
                Some((self.number, Err(self.skip(self.number, cause))))
            }
            Ok(_) => Some((self.number, Ok(text(&bytes, self.number == 1)))),
            Err(error) => {
                self.stream = Box::new(io::empty());
                let cause = format!("the rest cannot be read: {error}");
                Some((self.number, Err(self.skip(self.number, cause))))
            }
        }
    }

    /// The next line that is not blank, without taking it.
    pub(super) fn peek(&mut self) -> Option<Result<String, Skipped>> {
        loop {
            match self.next()? {
                (_, Err(skipped)) => return Some(Err(skipped)),
                (number, Ok(line)) if !line.trim().is_empty() => {
                    self.waiting.push_front((number, line.clone()));
                    return Some(Ok(line));
                }
                _ => {}
            }
        }
    }

    /// The next row of fields; a quoted field may go over several lines. Blank lines and the mark
    /// of the end of a DOS file are no rows.
    pub(super) fn row(&mut self, delimiter: u8) -> Option<(usize, Result<Vec<String>, Skipped>)> {
        loop {
            let (first, line) = self.next()?;
            let mut row = match line {
                Ok(line) if line.trim().is_empty() || line.trim() == "\u{1a}" => continue,
                Ok(line) => line,
                Err(skipped) => return Some((first, Err(skipped))),
            };
            let mut taken: Vec<(usize, String)> = Vec::new();
            loop {
                let state = quotes(&row, delimiter);
                // A quote astray on one line is the list's own; over several, an earlier one was left open.
                if state == Quotes::Closed || state == Quotes::Astray && taken.is_empty() {
                    break;
                }
                let more = taken.len() < MAX_ROW_LINES && state == Quotes::Open;
                match if more { self.next() } else { None } {
                    Some((number, Ok(more))) if row.len() + more.len() < MAX_LINE => {
                        row.push('\n');
                        row.push_str(&more);
                        taken.push((number, more));
                    }
                    other => {
                        if let Some((number, Ok(more))) = other {
                            taken.push((number, more));
                        }
                        // The lines after the broken one are rows of their own.
                        for line in taken.into_iter().rev() {
                            self.waiting.push_front(line);
                        }
                        return Some((first, Err(self.skip(first, "a quote is never closed"))));
                    }
                }
            }
            return Some((
                first,
                fields(&row, delimiter).ok_or_else(|| self.skip(first, "no row")),
            ));
        }
    }
}

/// How the quotes of a row stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// Every quoted field is closed.
    Closed,
    /// The row ends inside a quoted field.
    Open,
    /// A quote that should end a field stands inside it.
    Astray,
}

/// Reads the quotes of a row. Only at the beginning of a field does a quote open one: that of
/// `6" pipe` is a letter like any other.
fn quotes(row: &str, delimiter: u8) -> Quotes {
    let (mut begins, mut quoted, mut closed, mut astray) = (true, false, false, false);
    let mut bytes = row.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if quoted {
            // Two quotes inside a field are one of its own.
            quoted = byte != b'"' || bytes.next_if_eq(&b'"').is_some();
            closed = !quoted;
        } else if byte == delimiter || byte == b'\n' {
            (begins, closed) = (true, false);
        } else {
            quoted = begins && byte == b'"';
            astray |= closed && !byte.is_ascii_whitespace();
            begins = false;
        }
    }
    match (quoted, astray) {
        (true, _) => Quotes::Open,
        (false, true) => Quotes::Astray,
        (false, false) => Quotes::Closed,
    }
}

/// Reads to the end of the line.
fn discard_line(stream: &mut dyn BufRead, mut ended: bool) -> io::Result<()> {
    while !ended {
        let buffer = stream.fill_buf()?;
        let end = buffer.iter().position(|&b| b == b'\n');
        ended = end.is_some() || buffer.is_empty();
        let taken = end.map_or(buffer.len(), |end| end + 1);
        stream.consume(taken);
    }
    Ok(())
}

/// UTF-8, or Windows-1252, in which older lists are written.
fn text(bytes: &[u8], first: bool) -> String {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let bytes = if first { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// The fields of one row.
pub(super) fn fields(row: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(row.as_bytes());
    let mut record = StringRecord::new();
    let found = reader.read_record(&mut record).unwrap_or(false);
    found.then(|| record.iter().map(|field| field.trim().to_owned()).collect())
}
