//! Text -> sentences and tokens. Enters: decoded text. Leaves: byte spans, ordered and disjoint.
//! Knows no language model: sentences end at terminal punctuation, line breaks and headings. O(n).

use crate::span::Span;
use regex::Regex;
use serde::Deserialize;
use std::{collections::BTreeSet, sync::LazyLock};
use unicode_normalization::char::is_combining_mark;

/// `data/sentences.toml`.
#[derive(Debug, Deserialize)]
struct Words {
    never: BTreeSet<String>,
    maybe: BTreeSet<String>,
    starters: BTreeSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(words);
/// A possible end: line breaks, or punctuation, closing quotes and space.
static BREAK: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"(?P<lines>\s*[\n\r]\s*)|[.!?…](?P<close>["”’)\]]*)(?P<space>\s+)"#));

#[expect(clippy::expect_used, reason = "constant patterns, compiled by the tests")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("constant pattern")
}

#[expect(clippy::expect_used, reason = "the built-in file is parsed by the tests")]
fn words() -> Words {
    toml::from_str(include_str!("../../data/sentences.toml")).expect("data/sentences.toml is valid")
}

/// Sentences of a text, without surrounding white space. A line break ends a sentence unless the
/// text is hard-wrapped and the line was full.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let soft = soft_breaks(text);
    let mut spans = Vec::new();
    let mut start = 0;
    for found in BREAK.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        if whole.start() < start {
            continue;
        }
        let space = found.name("lines").or_else(|| found.name("space"));
        let Some(space) = space else { continue };
        let is_punctuated = found.name("close").is_some();
        let is_end = is_hard(space.start(), space.as_str(), &soft)
            || is_punctuated && ends(&text[start..], whole.start() - start, space.end() - start);
        if !is_end {
            continue;
        }
        push(text, start, space.start(), &mut spans);
        start = space.end();
    }
    push(text, start, text.len(), &mut spans);
    spans
}

/// Whether white space that starts at byte `at` parts sentences by itself: a blank line, or a line
/// break that is no mere layout.
fn is_hard(at: usize, space: &str, soft: &[usize]) -> bool {
    let breaks = |c: char| space.matches(c).count();
    breaks('\n').max(breaks('\r')) > 1
        || space.match_indices(['\n', '\r']).any(|(offset, found)| {
            !(found == "\r" && space[offset..].starts_with("\r\n"))
                && soft.binary_search(&(at + offset)).is_err()
        })
}

/// Whether the punctuation at byte `mark` of a sentence ends it, seen what follows at byte `next`.
fn ends(sentence: &str, mark: usize, next: usize) -> bool {
    let opening = ['"', '“', '‘', '(', '[', '$', '€', '£', '¥'];
    let next = sentence[next..].trim_start_matches(opening);
    if !next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return false;
    }
    if !sentence[mark..].starts_with('.') {
        return true;
    }
    let head = &sentence[..mark];
    let word = head
        .rfind(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '‘' | '—' | '–' | '/')
        })
        .map_or(head, |at| head[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    let is_counter = word.len() <= 3
        && !word.is_empty()
        && word.len() == head.trim_start_matches('(').len()
        && word.bytes().all(|b| b.is_ascii_digit());
    if is_counter || WORDS.never.contains(word) {
        return false;
    }
    let first = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_lone_letter = head.trim_start_matches('(').len() == 1 && is_initials(word);
    !(WORDS.maybe.contains(word) || is_initials(word))
        || (WORDS.starters.contains(first) && !is_lone_letter)
}

/// `F`, `U.S`, `p.m`, `D.P.R.K`: single letters parted by full stops; a lone one is a capital.
fn is_initials(word: &str) -> bool {
    let mut letters = 0;
    let single = word.split('.').all(|part| {
        letters += 1;
        part.chars().count() == 1 && part.starts_with(char::is_alphabetic)
    });
    single && (letters > 1 || word.starts_with(char::is_uppercase))
}

fn push(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let from = start + (piece.len() - piece.trim_start().len());
        spans.push(Span::new(from, from + trimmed.len()));
    }
}

/// Byte offsets of the line breaks that are mere layout, ascending; none unless the text is
/// hard-wrapped: at least five lines of 50 to 100 characters, most of them ending in mid-sentence,
/// and hardly a longer one. A line was broken by the margin when the next word would not have
/// fitted within the longest line of its paragraph.
fn soft_breaks(text: &str) -> Vec<usize> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim_end()));
        at += line.len();
    }
    let width = |line: &str| line.chars().count();
    let filled: Vec<&str> = lines.iter().map(|l| l.1).filter(|l| !l.is_empty()).collect();
    let long: Vec<&&str> = filled.iter().filter(|l| width(l) >= 50).collect();
    let too_long = long.iter().filter(|l| width(l) > 100).count();
    let open = long.iter().filter(|l| !l.ends_with(['.', '!', '?', ':', '"', '”', ')'])).count();
    if long.len() < 5 || too_long * 20 > filled.len() || open * 10 < long.len() * 6 {
        return Vec::new();
    }
    let mut soft = Vec::new();
    for paragraph in lines.split(|line| line.1.is_empty()) {
        let margin = paragraph.iter().map(|l| width(l.1)).filter(|w| *w <= 100).max().unwrap_or(0);
        for pair in paragraph.windows(2) {
            let [(_, line), (next_at, next)] = [pair[0], pair[1]];
            let word = next.split_whitespace().next().unwrap_or_default();
            let is_entry = word.chars().all(|c| !c.is_alphanumeric())
                || word.trim_end_matches(['.', ')']).bytes().all(|b| b.is_ascii_digit())
                    && word.ends_with(['.', ')']);
            if width(line) >= 40 && width(line) + 1 + width(word) > margin && !is_entry {
                soft.push(next_at - 1);
            }
        }
    }
    soft
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
    fn an_abbreviation_ends_a_sentence_only_before_a_word_that_opens_one() {
        check("It is run by Ono Corp. He left.", &["It is run by Ono Corp.", "He left."]);
        check("Ono Corp. Ltd. sued Ri Co. Kim paid.", &["Ono Corp. Ltd. sued Ri Co. Kim paid."]);
        check("He moved to the U.S. The FBI knew.", &["He moved to the U.S.", "The FBI knew."]);
        check(
            "At 10:00 a.m. EST he called Gen. A. B. Ri.",
            &["At 10:00 a.m. EST he called Gen. A. B. Ri."],
        );
        check("He paid Company A. The bank saw it.", &["He paid Company A.", "The bank saw it."]);
        check("He is No. 5. See Art. 7.", &["He is No. 5.", "See Art. 7."]);
        check("Smith v. The Crown", &["Smith v. The Crown"]);
    }

    #[test]
    fn counters_ellipses_quotes_and_currency() {
        check(
            "1. The charge.\n(2. Kim.)\nA. The parties",
            &["1. The charge.", "(2. Kim.)", "A. The parties"],
        );
        check("- one\n• Two. Three", &["- one", "• Two.", "Three"]);
        check(
            "He waited… Then he ran ... Nobody saw.",
            &["He waited…", "Then he ran ...", "Nobody saw."],
        );
        check(
            "Stop! $5 million is gone. “Why?” (See below.)",
            &["Stop!", "$5 million is gone.", "“Why?”", "(See below.)"],
        );
        check("It grew 3.5 percent. ebay fell.", &["It grew 3.5 percent. ebay fell."]);
    }

    #[test]
    fn line_breaks_of_all_systems_end_lines() {
        check("A HEAD\r\nOne.\r\n\r\nTwo", &["A HEAD", "One.", "Two"]);
        check("A HEAD\rOne.\r\rTwo", &["A HEAD", "One.", "Two"]);
    }

    #[test]
    fn hard_wrapped_lines_are_joined_and_short_lines_stand() {
        let line = "the agents of the bureau moved the money through a long chain of";
        for end in ["\n", "\r\n"] {
            let long = [line; 5].join(end);
            let text = format!(
                "From: Kim{end}To: Ri{end}{end}{long}{end}banks. They{end}left.{end}{end}Regards,{end}Kim"
            );
            let joined = format!("{long}{end}banks.");
            check(&text, &["From: Kim", "To: Ri", &joined, "They", "left.", "Regards,", "Kim"]);
            let list = format!("{long}{end}- one{end}2. two");
            check(&list, &[&long, "- one", "2. two"]);
        }
    }

    /// Quadratic time would not end within the patience of anybody who runs the tests.
    #[test]
    fn long_monotonous_texts_come_to_an_end() {
        for piece in ["A. ", "Co. A", ". ", "((", "\r\n", "x\n", "Mr. ", "\"”’ ", " ", "1. A", "…"]
        {
            let text = piece.repeat(1 << 18);
            let spans = sentences(&text);
            assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{piece:?}");
        }
    }

    #[test]
    fn tokens_split_words_and_punctuation() {
        let text = "Jon Chang-hyok’s $3.5";
        let found: Vec<&str> = tokens(text).iter().map(|s| &text[s.start..s.end]).collect();
        assert_eq!(found, ["Jon", "Chang", "-", "hyok", "’", "s", "$", "3", ".", "5"]);
    }

    proptest::proptest! {
        #[test]
        fn spans_are_ordered_disjoint_and_on_boundaries(text in "(\\PC|[.!?…\"”)\n\r \t]|[A-Z]\\. |\\n\\n){0,60}") {
            for spans in [sentences(&text), tokens(&text)] {
                let mut end = 0;
                for span in spans {
                    let piece = text.get(span.start..span.end);
                    assert!(span.start >= end && piece.is_some_and(|p| !p.is_empty() && p.trim() == p));
                    end = span.end;
                }
            }
            let words = |spans: &[Span]| -> usize { spans.iter().map(|s| text[s.start..s.end].split_whitespace().map(str::len).sum::<usize>()).sum() };
            let all: usize = text.split_whitespace().map(str::len).sum();
            assert_eq!((words(&sentences(&text)), words(&tokens(&text))), (all, all), "nothing is lost");
        }
    }
}
