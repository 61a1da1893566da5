//! JSON lines -> records (<https://jsonlines.org>). Enters: a stream. Leaves: one line at a time,
//! raw, so that lines are parsed in parallel; then its fields. A broken line never stops the rest.

use super::{MAX_TEXT, REST, encoding, find};
use crate::error::Skipped;
use serde_json::{Map, Value};
use std::io::{BufRead, Read};

/// Why a file is read no further than its first line.
pub(super) const ARRAY: &str = "a JSON array, not JSON lines: write one object a line";
pub(super) const OBJECT: &str = "an object over several lines, not JSON lines: write one a line";

/// A line as it stands in the file, and its one-based number.
pub(super) type Line = (usize, Vec<u8>);

/// Lines of a stream that are not blank. Memory: one line.
pub(super) struct Lines<R> {
    reader: R,
    source: String,
    line: usize,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, source: String) -> Self {
        Self { reader, source, line: 0, done: false }
    }

    fn skipped(&self, cause: String) -> Skipped {
        Skipped { source: self.source.clone(), line: Some(self.line), cause }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Line, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            self.line += 1;
            let mut bytes = Vec::new();
            match self.reader.by_ref().take(MAX_TEXT).read_until(b'\n', &mut bytes) {
                Ok(0) => self.done = true,
                Ok(_) if bytes.len() as u64 == MAX_TEXT && !bytes.ends_with(b"\n") => {
                    // Where that fails, the next read says so.
                    let _ = self.reader.skip_until(b'\n');
                    return Some(Err(self.skipped("the line is too long for one article".into())));
                }
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) if self.line == 1 && bytes.trim_ascii_start().starts_with(b"[") => {
                    self.done = true;
                    return Some(Err(self.skipped(ARRAY.into())));
                }
                Ok(_) if self.line == 1 && bytes.trim_ascii() == b"{" => {
                    self.done = true;
                    return Some(Err(self.skipped(OBJECT.into())));
                }
                Ok(_) => return Some(Ok((self.line, bytes))),
                Err(error) => {
                    self.done = true;
                    let cause = format!("{}{REST}", find::cause(&error));
                    return Some(Err(self.skipped(cause)));
                }
            }
        }
        None
    }
}

/// The fields of one line, or why it has none.
pub(super) fn fields(bytes: &[u8]) -> Result<Map<String, Value>, String> {
    let text = encoding::decode(bytes, false).map_err(|e| e.cause)?;
    match serde_json::from_str(text.trim_end()) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err("no JSON object".into()),
        Err(error) => {
            let cause = error.to_string();
            let cause = cause.split(" at line ").next().unwrap_or_default();
            Err(format!("not valid JSON: {cause} (column {})", error.column()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, expected: &[Result<usize, &str>]) {
        let lines: Vec<_> = Lines::new(file.as_bytes(), "x".into()).collect();
        let found: Vec<Result<usize, &str>> =
            lines.iter().map(|l| l.as_ref().map(|l| l.0).map_err(|s| s.cause.as_str())).collect();
        assert_eq!(found, expected, "{file}");
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        check("{}\n\n \r\n{}\r\n{}", &[Ok(1), Ok(4), Ok(5)]);
        check("", &[]);
        check("[\n{}\n]", &[Err("a JSON array, not JSON lines: write one object a line")]);
        check(
            "{\n\"a\": 1\n}",
            &[Err("an object over several lines, not JSON lines: write one a line")],
        );
    }

    #[test]
    fn a_broken_line_says_what_is_wrong() {
        let cause = |line: &[u8]| fields(line).err().unwrap_or_default();
        assert_eq!(cause(b"{\"a\": \"x\", }"), "not valid JSON: trailing comma (column 12)");
        assert_eq!(cause(b"{\"a\": "), "not valid JSON: EOF while parsing a value (column 5)");
        assert_eq!(cause(b"17"), "no JSON object");
        assert_eq!(cause(b"{\"a\": \"Z\xfcrich\"}"), "");
    }
}
