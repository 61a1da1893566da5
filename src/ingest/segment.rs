//! Text -> sentences and tokens. Enters: decoded text. Leaves: byte spans, ordered and disjoint.
//! Knows no language model: sentences end at terminal punctuation, line breaks and headings.

use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// Abbreviations after which a full stop ends no sentence.
static ABBREVIATION: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?:^|[\s("“])(?:Mr|Mrs|Ms|Dr|Jr|Sr|St|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Prof|Inc|Corp|Co|Ltd|Llc|No|Nos|vs|v|U\.S|U\.K|U\.N|D\.C|a\.k\.a|aka|e\.g|i\.e|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mass|Calif|Fla|Tex|Va|Pa|Ill|Conn|Ga|Mich|Minn|Wash|Ariz|Colo|Md|N\.Y|N\.J|S\.A|[A-Z])\.$"#,
    )
});
/// A possible end: line breaks, or punctuation, closing quotes, space and a capital or digit.
static BREAK: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"(?P<lines>\s*\n\s*)|[.!?](?P<close>["”’)\]]*)(?P<space>\s+)"#));

#[expect(clippy::expect_used, reason = "constant patterns, compiled by the tests")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("constant pattern")
}

/// Sentences of a text, without surrounding white space. A single line break ends a sentence
/// unless the text is hard-wrapped (most lines of one paragraph fill the same width).
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let wrapped = is_hard_wrapped(text);
    let mut spans = Vec::new();
    let mut start = 0;
    for found in BREAK.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        if whole.start() < start {
            continue;
        }
        let (end, next) = if let Some(lines) = found.name("lines") {
            let blank = lines.as_str().matches('\n').count() > 1;
            if wrapped && !blank {
                continue;
            }
            (lines.start(), lines.end())
        } else {
            let Some(space) = found.name("space") else { continue };
            let opens =
                text[space.end()..].trim_start_matches(['"', '“', '‘', '(', '[']).chars().next();
            let starts = opens.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
            let breaks = space.as_str().contains('\n') && !wrapped;
            let head = &text[start..=whole.start()];
            if !breaks && (!starts || ABBREVIATION.is_match(head)) {
                continue;
            }
            (space.start(), space.end())
        };
        push(text, start, end, &mut spans);
        start = next;
    }
    push(text, start, text.len(), &mut spans);
    spans
}

fn push(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let from = start + (piece.len() - piece.trim_start().len());
        spans.push(Span::new(from, from + trimmed.len()));
    }
}

/// Whether single line breaks are layout: at least five long lines, most of them 50 to 100 bytes
/// and ending in mid-sentence.
fn is_hard_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|l| !l.is_empty()).collect();
    let long = lines.iter().filter(|l| l.len() >= 50).count();
    let fits = lines.iter().all(|l| l.chars().count() <= 100);
    let open = lines
        .iter()
        .filter(|l| l.len() >= 50 && !l.ends_with(['.', '!', '?', ':', '"', '”', ')']))
        .count();
    fits && long >= 5 && open * 10 >= long * 6
}

/// Words of a text: maximal runs of alphanumeric characters and combining marks; every other
/// character that is no white space stands alone. The models were trained on the same rule.
#[must_use]
pub fn tokens(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut word: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || is_combining_mark(c) {
            word.get_or_insert(at);
            continue;
        }
        if let Some(start) = word.take() {
            spans.push(Span::new(start, at));
        }
        if !c.is_whitespace() {
            spans.push(Span::new(at, at + c.len_utf8()));
        }
    }
    if let Some(start) = word {
        spans.push(Span::new(start, text.len()));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        check(
            "Mr. Kim left. He was in the U.S. Army.",
            &["Mr. Kim left.", "He was in the U.S. Army."],
        );
        check("“We deny it.” Pyongyang said so.", &["“We deny it.”", "Pyongyang said so."]);
        check("A HEADLINE\nFirst line.\n\n Second.", &["A HEADLINE", "First line.", "Second."]);
        check(
            "It cost $3.5 million. 12 people paid.",
            &["It cost $3.5 million.", "12 people paid."],
        );
        check("", &[]);
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let line = "the agents of the bureau moved the money through a long chain of";
        let text = format!("{line}\n{line}\n{line}\n{line}\n{line}\nbanks.\n\nThen they left.");
        assert_eq!(sentences(&text).len(), 2);
    }

    #[test]
    fn tokens_split_words_and_punctuation() {
        let text = "Jon Chang-hyok’s $3.5";
        let found: Vec<&str> = tokens(text).iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(found, ["Jon", "Chang", "-", "hyok", "’", "s", "$", "3", ".", "5"]);
    }
}
