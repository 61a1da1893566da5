//! Patterns of this program, compiled. Enters: their text. Leaves: what searches, and whether what it found is a word.

use crate::span::Span;

/// A compiled pattern. Its `\b` knows ASCII letters alone: with Unicode's rule one curly quotation mark takes the fast
/// search away from the whole text. So whoever uses it asks of what it found [`is_inside_word`].
pub(crate) fn pattern(text: &str) -> regex::Regex {
    #[expect(clippy::expect_used, reason = "constant patterns, compiled by the tests")]
    regex::Regex::new(&text.replace(r"\b", r"(?-u:\b)")).expect("constant pattern")
}

/// Whether the character before or after the span continues its word.
pub(crate) fn is_inside_word(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric)
}
