//! The block `---`, `key: value`, …, `---` at the very start of a text. Enters: a text. Leaves:
//! title, date and the text behind the block. Reads no YAML beyond plain and quoted values.

/// What the block says, and the rest.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter<'a> {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    /// From the first character that is no line break after the block to the end, verbatim; the
    /// whole text when there is no block.
    pub(super) rest: &'a str,
}

/// Splits off the block. A text that merely begins with a rule of dashes is left alone: every line
/// of a block is a `key: value`, a comment, a list entry or an indented continuation.
pub(super) fn split(text: &str) -> FrontMatter<'_> {
    let whole = FrontMatter { rest: text, ..FrontMatter::default() };
    let mut lines = text.split_inclusive('\n');
    let mut length = match lines.next() {
        Some(first) if first.trim_end() == "---" => first.len(),
        _ => return whole,
    };
    let mut found = FrontMatter::default();
    for line in lines {
        length += line.len();
        let bare = line.trim_end();
        if bare == "---" {
            found.rest = text[length..].trim_start_matches(['\n', '\r']);
            return found;
        }
        if bare.is_empty() || bare.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let Some((key, value)) = bare.split_once(':') else { return whole };
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
        if key.is_empty() || !key.chars().all(is_key) {
            return whole;
        }
        match key.trim().to_lowercase().as_str() {
            "title" => found.title = unquote(value),
            "date" => found.date = unquote(value),
            _ => {}
        }
    }
    whole
}

fn unquote(value: &str) -> Option<String> {
    let value = value.trim();
    let inner = |quote| value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote));
    let value = if let Some(value) = inner('"') {
        value.replace("\\\"", "\"").replace("\\\\", "\\")
    } else if let Some(value) = inner('\'') {
        value.replace("''", "'")
    } else {
        value.to_owned()
    };
    let value = value.trim();
    (!matches!(value, "" | "null" | "~")).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: Option<&str>, date: Option<&str>, rest: &str) {
        let found = split(text);
        assert_eq!(
            (found.title.as_deref(), found.date.as_deref(), found.rest),
            (title, date, rest)
        );
    }

    #[test]
    fn the_block_is_split_off() {
        check(
            "---\ntitle: A: b\ndate: 2024-01-05\n---\n\n\nText.\n",
            Some("A: b"),
            Some("2024-01-05"),
            "Text.\n",
        );
        check(
            "---\r\ntitle: \"The \\\"x\\\"\"\r\n---\r\n\r\n  Text.",
            Some("The \"x\""),
            None,
            "  Text.",
        );
        check("---\ntitle: 'It''s'\ntags:\n  - a\n- b\n# note\n---", Some("It's"), None, "");
        check("---\ntitle:\ndate: null\n---\nText", None, None, "Text");
    }

    #[test]
    fn other_texts_stay_whole() {
        for text in [
            "",
            "Text",
            "---",
            "---\n",
            "---\ntitle: x\n",
            "---\nA sentence.\n---\nText",
            "----\ntitle: x\n----\n",
            " ---\ntitle: x\n---\n",
            "---\n\"He said\": no\n---\n",
        ] {
            check(text, None, None, text);
        }
    }
}
