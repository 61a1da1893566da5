//! Bytes -> text. Enters: the bytes of a file or of one line. Leaves: text without a byte order
//! mark, or why the bytes are no text. Never guesses over damage: text that is UTF-8 but for a few
//! bytes is broken, not another encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::{
    borrow::Cow,
    io::{self, Read},
};

/// Why bytes are no text, and the one-based line where it shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotText {
    pub(super) line: Option<usize>,
    pub(super) cause: String,
}

/// How much of the head is looked at for a declaration or for the signs of UTF-16.
const HEAD: usize = 4096;

/// Decodes a whole text: byte order mark, then UTF-16 by its zero bytes, then UTF-8, then what a
/// page declares of itself, then the most likely legacy encoding. O(n).
pub(super) fn decode(bytes: &[u8], is_page: bool) -> Result<String, NotText> {
    if let Some(cause) = kind_by_first_bytes(bytes) {
        return Err(NotText { line: None, cause: cause.into() });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return convert(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(&bytes[..bytes.len().min(HEAD)]) {
        return convert(encoding, bytes);
    }
    if bytes.contains(&0) {
        return Err(NotText { line: None, cause: "not text (binary content)".into() });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return readable(text.to_owned());
    }
    if let Some(line) = broken_utf8(bytes) {
        return Err(NotText {
            line: Some(line),
            cause: "broken encoding: not valid UTF-8 on this line".into(),
        });
    }
    let declared = if is_page { declared(&bytes[..bytes.len().min(HEAD)]) } else { None };
    if let Some(encoding) = declared {
        return convert(encoding, bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    convert(detector.guess(None, Utf8Detection::Deny), bytes)
}

fn convert(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, NotText> {
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(Cow::into_owned)
        .ok_or_else(|| {
            let line = (encoding == UTF_8).then(|| broken_line(bytes));
            let cause = format!("broken encoding: damaged {} text", encoding.name());
            NotText { line, cause }
        })?;
    readable(text)
}

/// Text is binary content in disguise when one character in ten is a control character.
fn readable(text: String) -> Result<String, NotText> {
    let layout = ['\t', '\n', '\r', '\u{b}', '\u{c}', '\u{1a}', '\u{1b}', '\u{1f}', '\u{85}'];
    let head = text.chars().take(HEAD);
    let (mut all, mut control) = (0usize, 0usize);
    for c in head {
        all += 1;
        control += usize::from(c.is_control() && !layout.contains(&c));
    }
    if control * 10 > all {
        return Err(NotText { line: None, cause: "not text (binary content)".into() });
    }
    Ok(text)
}

/// Kinds of files that people take for text.
fn kind_by_first_bytes(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF is not read; convert it to text first"),
        (b"PK\x03\x04", "an archive or an office document; save it as text first"),
        (b"\xd0\xcf\x11\xe0", "an old office document; save it as text first"),
        (b"{\\rtf", "Rich Text is not read; save it as text first"),
        (b"\x89PNG", "an image, no text"),
        (b"\xff\xd8\xff", "an image, no text"),
        (b"GIF8", "an image, no text"),
        (b"\x7fELF", "a program, no text"),
        (b"\x1f\x8b", "compressed; give the file its ending .gz, or unpack it"),
        (b"7z\xbc\xaf", "an archive; unpack it first"),
        (b"Rar!", "an archive; unpack it first"),
        (b"SQLite format 3\0", "a database, no text"),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, cause)| *cause)
}

/// UTF-16 without a mark shows as a zero in every second byte of its Latin letters and spaces.
fn unmarked_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs == 0 {
        None
    } else if odd * 10 > pairs * 4 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 4 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The line of the first damage, when the bytes hold more valid than invalid UTF-8 sequences.
fn broken_utf8(bytes: &[u8]) -> Option<usize> {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (valid > broken).then(|| broken_line(bytes))
}

fn broken_line(bytes: &[u8]) -> usize {
    let end = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    1 + bytes[..end].iter().filter(|&&b| b == b'\n').count()
}

/// What a page says of its own encoding: `<meta charset=x>`, `content="text/html; charset=x"` or
/// `<?xml encoding="x"?>`. <https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding>
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = ["charset=", "encoding="].iter().find_map(|key| {
        let value = &head[head.find(key)? + key.len()..];
        let value = value.trim_start_matches(['"', '\'', ' ']);
        value.split(['"', '\'', ' ', '>', ';', '?', '/']).next()
    })?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A page whose declaration could be read byte by byte is no UTF-16, whatever it says; and it is
    // no UTF-8, or it would have been read as such.
    (encoding != UTF_16LE && encoding != UTF_16BE && encoding != UTF_8).then_some(encoding)
}

/// A stream of lines as UTF-8: UTF-16 with a byte order mark is converted on the way, a UTF-8 mark
/// is taken off, everything else passes through. Memory is bounded by a small buffer.
pub(super) fn stream(mut bytes: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::new();
    bytes.by_ref().take(3).read_to_end(&mut head)?;
    match Encoding::for_bom(&head) {
        Some((encoding, mark)) if encoding != UTF_8 => {
            let rest = io::Cursor::new(head.split_off(mark)).chain(bytes);
            let decoder = encoding.new_decoder_without_bom_handling();
            Ok(Box::new(Converted { bytes: rest, decoder, ready: Vec::new(), at: 0, end: false }))
        }
        Some((_, mark)) => Ok(Box::new(io::Cursor::new(head.split_off(mark)).chain(bytes))),
        None => Ok(Box::new(io::Cursor::new(head).chain(bytes))),
    }
}

struct Converted<R> {
    bytes: R,
    decoder: encoding_rs::Decoder,
    ready: Vec<u8>,
    at: usize,
    end: bool,
}

impl<R: Read> Read for Converted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.end {
            let mut raw = [0; 8192];
            let count = self.bytes.read(&mut raw)?;
            self.end = count == 0;
            let mut text = String::with_capacity(4 * raw.len());
            let _ = self.decoder.decode_to_string(&raw[..count], &mut text, self.end);
            (self.ready, self.at) = (text.into_bytes(), 0);
        }
        let count = out.len().min(self.ready.len() - self.at);
        out[..count].copy_from_slice(&self.ready[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn check(bytes: &[u8], is_page: bool, expected: Result<&str, (Option<usize>, &str)>) {
        let found = decode(bytes, is_page);
        let found = found.as_deref().map_err(|e| (e.line, e.cause.as_str()));
        assert_eq!(found, expected, "{bytes:02x?}");
    }

    fn utf16(text: &str, mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn text_is_read_in_the_encoding_it_was_written_in() {
        let text = "Pyongyang’s man in Zürich";
        check(text.as_bytes(), false, Ok(text));
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), false, Ok(text));
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            check(&utf16(text, true, unit), false, Ok(text));
            check(&utf16(text, false, unit), false, Ok(text));
        }
        check(
            b"the \x93front\x94 in Z\xfcrich \x96 closed",
            false,
            Ok("the “front” in Zürich – closed"),
        );
        let moscow = b"<meta charset=\"windows-1251\"><p>\xcc\xee\xf1\xea\xe2\xe0</p>";
        check(moscow, true, Ok("<meta charset=\"windows-1251\"><p>Москва</p>"));
        let seoul =
            b"<meta http-equiv=Content-Type content='text/html; charset=euc-kr'>\xbc\xad\xbf\xef";
        check(
            seoul,
            true,
            Ok("<meta http-equiv=Content-Type content='text/html; charset=euc-kr'>서울"),
        );
    }

    #[test]
    fn damage_is_named_with_its_line() {
        let cause = "broken encoding: not valid UTF-8 on this line";
        check(
            "eins\nzwölf\n\u{e4}\n".as_bytes().split_last().unwrap().1,
            false,
            Ok("eins\nzwölf\nä"),
        );
        check(b"\xc3\xa4 \xc3\xb6\nx\xff\n", false, Err((Some(2), cause)));
        check(b"\xc3\xa4 \xc3\xb6\nx\xc3", false, Err((Some(2), cause)));
        check(b"\xff\xfeA\0\0", false, Err((None, "broken encoding: damaged UTF-16LE text")));
    }

    #[test]
    fn what_is_no_text_is_called_by_its_name() {
        check(b"%PDF-1.7\n", false, Err((None, "PDF is not read; convert it to text first")));
        check(b"\x7fELF\x02", false, Err((None, "a program, no text")));
        check(b"ab\0\0\0\0cd\x01", false, Err((None, "not text (binary content)")));
        check(b"\x01\x02\x03\x04abc", false, Err((None, "not text (binary content)")));
    }

    #[test]
    fn streams_are_utf8() {
        let text = "id,text\n1,Zürich – 서울\n".repeat(2000);
        for bytes in [
            text.clone().into_bytes(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            utf16(&text, true, u16::to_le_bytes),
            utf16(&text, true, u16::to_be_bytes),
        ] {
            let mut found = String::new();
            stream(io::Cursor::new(bytes)).unwrap().read_to_string(&mut found).unwrap();
            assert!(found == text);
        }
    }
}
