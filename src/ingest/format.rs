//! What kind of file an ending means. Enters: a path. Leaves: how it is read, or why it is not.

use super::lists::LISTS;
use std::path::Path;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    /// One JSON object a line.
    JsonLines,
    /// A header row and one document a row.
    Csv,
}

/// What a path's ending promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is read; `gz` says whether it is unpacked on the way.
    Read { format: Format, gz: bool },
    /// A document or an archive that is not read, and why.
    NotRead(String),
    /// Nothing that holds articles as far as one knows; its ending, perhaps empty.
    Other(String),
}

/// The endings that are read, for messages.
pub(super) const READ: &str = ".txt, .md, .html, .jsonl, .csv, each also with .gz";

fn format(ending: &str) -> Option<Format> {
    match ending {
        "txt" | "text" => Some(Format::Text),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "jsonl" | "ndjson" => Some(Format::JsonLines),
        "csv" => Some(Format::Csv),
        _ => None,
    }
}

/// The kind of a file by its name alone.
pub(super) fn kind(path: &Path) -> Kind {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let ending = |name: &str| match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => ending.to_owned(),
        _ => String::new(),
    };
    let last = ending(&name);
    if let Some(format) = format(&last) {
        return Kind::Read { format, gz: false };
    }
    if let Some(inner) = name.strip_suffix(".gz")
        && let Some(format) = format(&ending(inner))
    {
        return Kind::Read { format, gz: true };
    }
    if let Some(called) = LISTS.not_read.get(&last) {
        let advice = if last == "json" {
            "write one object a line and call it .jsonl"
        } else {
            "convert it to text first"
        };
        return Kind::NotRead(format!("{called} (.{last}) is not read; {advice}"));
    }
    if LISTS.archives.endings.contains(&last) {
        return Kind::NotRead(format!("an archive (.{last}) is not unpacked; unpack it first"));
    }
    Kind::Other(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Kind) {
        assert_eq!(kind(Path::new(path)), expected, "{path}");
    }

    #[test]
    fn the_ending_says_how_a_file_is_read() {
        let read = |format, gz| Kind::Read { format, gz };
        check("a/b.TXT", read(Format::Text, false));
        check("b.txt.gz", read(Format::Text, true));
        check("b.htm", read(Format::Html, false));
        check("x.y.ndjson.GZ", read(Format::JsonLines, true));
        check("b.csv", read(Format::Csv, false));
        check("b.pdf", Kind::NotRead("PDF (.pdf) is not read; convert it to text first".into()));
        check("b.gz", Kind::NotRead("an archive (.gz) is not unpacked; unpack it first".into()));
        check("b.png", Kind::Other("png".into()));
        check("README", Kind::Other(String::new()));
        check(".txt", Kind::Other(String::new()));
    }
}
