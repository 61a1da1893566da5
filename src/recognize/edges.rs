//! Where names begin and end. Enters: names as the model tagged them. Leaves: names without
//! titles, possessives, stray punctuation and half brackets, with the full stop of a final
//! abbreviation. Never joins what belongs apart; never drops a name that has a word left.

use super::Name;
use crate::{document::Document, schema::EntityType};
use serde::Deserialize;
use std::{collections::HashSet, ops::Range, sync::LazyLock};

#[derive(Deserialize)]
struct Words {
    titles: Vec<String>,
    edges: HashSet<String>,
    abbreviations: HashSet<String>,
}

struct Lists {
    /// Titles as words, full stops left out; longest first.
    titles: Vec<Vec<String>>,
    edges: HashSet<String>,
    abbreviations: HashSet<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constant data, parsed by the tests")]
    let words: Words =
        toml::from_str(include_str!("../../data/names.toml")).expect("constant data");
    let split = |title: &String| {
        title.split([' ', '.', '-']).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let mut titles: Vec<Vec<String>> = words.titles.iter().map(split).collect();
    titles.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    Lists { titles, edges: words.edges, abbreviations: words.abbreviations }
});

/// Marks that open, and the marks that close them.
const PAIRS: [(&str, &str); 7] =
    [("(", ")"), ("[", "]"), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("„", "”")];

/// Names of one sentence with clean edges, in text order.
pub(super) fn clean(doc: &Document, sentence: &Range<usize>, names: Vec<Name>) -> Vec<Name> {
    let mut clean: Vec<Name> = Vec::new();
    for name in join(doc, names) {
        for tokens in split_scripts(doc, name.tokens.clone()) {
            let tokens = trim(doc, sentence, tokens, name.entity_type);
            let taken = clean.last().is_some_and(|last| last.tokens.end > tokens.start);
            if !tokens.is_empty() && !taken {
                clean.push(Name { tokens, ..name });
            }
        }
    }
    clean
}

/// Joins what the model cut inside brackets, and peoples joined by a hyphen ("German-Syrian").
fn join(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let mut joined: Vec<Name> = Vec::new();
    for name in names {
        if let Some(last) = joined.last_mut() {
            let in_brackets = last.tokens.end == name.tokens.start
                && last.entity_type == name.entity_type
                && open(doc, &last.tokens) == Some(")")
                && (name.tokens.clone()).any(|t| doc.token_text(t) == ")");
            let hyphen = last.tokens.end;
            let by_hyphen = hyphen + 1 == name.tokens.start
                && doc.token_text(hyphen) == "-"
                && touches(doc, hyphen - 1)
                && touches(doc, hyphen)
                && name.entity_type == EntityType::Norp
                && matches!(last.entity_type, EntityType::Norp | EntityType::Location);
            if in_brackets || by_hyphen {
                last.tokens.end = name.tokens.end;
                last.entity_type = name.entity_type;
                last.score = last.score.min(name.score);
                continue;
            }
        }
        joined.push(name);
    }
    joined
}

/// Whether the token and the next have nothing between them.
fn touches(doc: &Document, token: usize) -> bool {
    let at = |t: usize| doc.tokens().get(t).map(|t| t.span);
    at(token).zip(at(token + 1)).is_some_and(|(one, next)| one.end == next.start)
}

/// The mark that is missing to close the last open pair.
fn open(doc: &Document, tokens: &Range<usize>) -> Option<&'static str> {
    let mut missing: Vec<&'static str> = Vec::new();
    for token in tokens.clone() {
        let text = doc.token_text(token);
        if missing.last().is_some_and(|m| *m == text) {
            missing.pop();
        } else if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == text) {
            missing.push(close);
        }
    }
    missing.pop()
}

/// Pieces in one script each: a name and the same name in another script are two mentions.
fn split_scripts(doc: &Document, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces: Vec<(Option<bool>, Range<usize>)> = Vec::new();
    for token in tokens {
        let latin = is_latin(doc.token_text(token));
        match pieces.last_mut() {
            Some((script, piece)) if latin.is_none() || script.is_none() || *script == latin => {
                piece.end = token + 1;
                *script = script.or(latin);
            }
            _ => pieces.push((latin, token..token + 1)),
        }
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

/// Whether the word is in Latin letters; `None` for a word without letters.
fn is_latin(word: &str) -> Option<bool> {
    let letter = word.chars().find(|c| c.is_alphabetic())?;
    Some(matches!(u32::from(letter), 0..=0x24f | 0x1e00..=0x1eff | 0x250..=0x2ff))
}

fn trim(
    doc: &Document,
    sentence: &Range<usize>,
    mut tokens: Range<usize>,
    kind: EntityType,
) -> Range<usize> {
    while !tokens.is_empty() && drops_first(doc, &tokens) {
        tokens.start += 1;
    }
    if kind == EntityType::Person {
        tokens.start += title(doc, &tokens);
    }
    loop {
        let before = tokens.clone();
        while !tokens.is_empty() && drops_last(doc, sentence, &tokens, kind) {
            tokens.end -= 1;
        }
        if tokens.is_empty() {
            return tokens;
        }
        if let Some(close) = open(doc, &tokens) {
            if tokens.end < sentence.end && doc.token_text(tokens.end) == close {
                tokens.end += 1;
            }
        }
        if takes_full_stop(doc, sentence, &tokens) {
            tokens.end += 1;
        }
        if tokens == before {
            return tokens;
        }
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

fn drops_first(doc: &Document, tokens: &Range<usize>) -> bool {
    let text = doc.token_text(tokens.start);
    if is_word(text) {
        return tokens.len() > 1 && LISTS.edges.contains(text);
    }
    // An opening mark stays when the name closes it.
    let closes = |close: &str| tokens.clone().skip(1).any(|t| doc.token_text(t) == close);
    !PAIRS.iter().any(|(open, close)| *open == text && closes(close))
}

fn drops_last(
    doc: &Document,
    sentence: &Range<usize>,
    tokens: &Range<usize>,
    kind: EntityType,
) -> bool {
    let last = tokens.end - 1;
    let text = doc.token_text(last);
    if text == "." {
        return tokens.len() == 1 || drops_full_stop(doc, sentence, tokens);
    }
    if is_word(text) {
        let before = last.checked_sub(1).filter(|b| tokens.contains(b)).map(|b| doc.token_text(b));
        if text == "s" && matches!(before, Some("'" | "’")) {
            return !is_named_so(doc, tokens, kind);
        }
        return tokens.len() > 1 && LISTS.edges.contains(text);
    }
    // A closing mark stays when the name opens it.
    let inner = tokens.start..last;
    !PAIRS.iter().any(|(_, close)| *close == text && open(doc, &inner) == Some(*close))
}

/// Firms such as "Macy's" have a possessive for a name: one capitalized word.
fn is_named_so(doc: &Document, tokens: &Range<usize>, kind: EntityType) -> bool {
    kind == EntityType::Organization
        && tokens.len() == 3
        && doc.token_text(tokens.start).chars().nth(1).is_some_and(char::is_lowercase)
}

/// Whether the full stop after the name is part of it.
fn takes_full_stop(doc: &Document, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let last = tokens.end - 1;
    tokens.end < sentence.end
        && doc.token_text(tokens.end) == "."
        && touches(doc, last)
        && (LISTS.abbreviations.contains(doc.token_text(last)) && tokens.len() > 1
            || is_initial(doc, last) && last > tokens.start && doc.token_text(last - 1) == ".")
}

/// Whether the full stop that ends the name ends only the sentence.
fn drops_full_stop(doc: &Document, sentence: &Range<usize>, tokens: &Range<usize>) -> bool {
    let word = tokens.end - 2;
    let ends_sentence = tokens.end == sentence.end;
    let before = word.checked_sub(1).map(|b| doc.token_text(b));
    !touches(doc, word)
        || before == Some("&")
        || ends_sentence
            && !is_initial(doc, word)
            && !LISTS.abbreviations.contains(doc.token_text(word))
            && doc.token_text(word).chars().count() > 2
            && doc.token_text(word) != "Ltd"
}

fn is_initial(doc: &Document, token: usize) -> bool {
    let mut letters = doc.token_text(token).chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// How many tokens at the start are a title; never all words.
fn title(doc: &Document, tokens: &Range<usize>) -> usize {
    let fits = |title: &Vec<String>| {
        let mut words = title.iter().peekable();
        for token in tokens.clone() {
            let text = doc.token_text(token);
            match words.peek() {
                Some(word) if *word == text => {
                    words.next();
                }
                _ if matches!(text, "." | "-") => {}
                Some(_) => return None,
                None => return Some(token - tokens.start),
            }
        }
        None
    };
    LISTS.titles.iter().find_map(fits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;
    use EntityType::{Location, Norp, Organization, Person};

    /// `tagged` are the names as the model tagged them, in text order.
    #[track_caller]
    fn check(text: &str, tagged: &[(&str, EntityType)], expected: &[(&str, EntityType)]) {
        let doc = ingest::document("d", text.to_owned());
        let mut from = 0;
        let names = tagged.iter().map(|&(name, entity_type)| {
            let start = from + text[from..].find(name).unwrap();
            from = start + name.len();
            Name { tokens: doc.tokens_in((start..from).into()), entity_type, score: 1.0 }
        });
        let sentence = 0..doc.tokens().len();
        let names = clean(&doc, &sentence, names.collect());
        let found: Vec<_> =
            names.iter().map(|n| (doc.slice(n.span(&doc)), n.entity_type)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn edges_are_clean() {
        check("Ehab, Iehab", &[("Ehab,", Person)], &[("Ehab", Person)]);
        check(
            "the Bureau of the FBI",
            &[("the Bureau of the", Organization)],
            &[("Bureau", Organization)],
        );
        check("GSA’s office", &[("GSA’s", Organization)], &[("GSA", Organization)]);
        check("Macy’s store", &[("Macy’s", Organization)], &[("Macy’s", Organization)]);
        check("Mr. Kim", &[("Mr. Kim", Person)], &[("Kim", Person)]);
        check(
            "Acting U.S. Attorney Jane Roe",
            &[("U.S. Attorney Jane Roe", Person)],
            &[("Jane Roe", Person)],
        );
        check("President", &[("President", Person)], &[("President", Person)]);
        check("…", &[("…", Person)], &[]);
    }

    #[test]
    fn full_stops_of_abbreviations_belong_to_names() {
        check("the U.S. Army", &[("U.S", Location)], &[("U.S.", Location)]);
        check("in the U.S.", &[("U.S", Location)], &[("U.S.", Location)]);
        check("Acme, Inc. paid", &[("Acme, Inc", Organization)], &[("Acme, Inc.", Organization)]);
        check("Ed Roe Jr. left", &[("Ed Roe Jr", Person)], &[("Ed Roe Jr.", Person)]);
        check("to AT&T.", &[("AT&T.", Organization)], &[("AT&T", Organization)]);
        check("met Sims.", &[("Sims.", Person)], &[("Sims", Person)]);
        check("to Acme LLC.", &[("Acme LLC.", Organization)], &[("Acme LLC", Organization)]);
        check("Drex S.A.. Next", &[("Drex S.A", Organization)], &[("Drex S.A.", Organization)]);
    }

    #[test]
    fn brackets_and_quotes_are_whole() {
        check(
            "KIK (Virginia) LLC",
            &[("KIK (Virginia", Organization)],
            &[("KIK (Virginia)", Organization)],
        );
        check(
            "Impex (UCI) Ltd",
            &[("Impex (", Organization), ("UCI) Ltd", Organization)],
            &[("Impex (UCI) Ltd", Organization)],
        );
        check("Ann Roe (Roe)", &[("Ann Roe (", Person)], &[("Ann Roe", Person)]);
        check("JSC “Prom” sold", &[("JSC “Prom", Organization)], &[("JSC “Prom”", Organization)]);
        check("‘Solid 1’ in", &[("Solid 1’", Organization)], &[("Solid 1", Organization)]);
    }

    #[test]
    fn scripts_are_parted_and_peoples_joined() {
        check(
            "PAK Kwang 박광훈",
            &[("PAK Kwang 박광훈", Person)],
            &[("PAK Kwang", Person), ("박광훈", Person)],
        );
        check(
            "a German-Syrian man",
            &[("German", Norp), ("Syrian", Norp)],
            &[("German-Syrian", Norp)],
        );
        check(
            "the U.S.-Mexico border",
            &[("U.S.", Location), ("Mexico", Location)],
            &[("U.S.", Location), ("Mexico", Location)],
        );
    }
}
