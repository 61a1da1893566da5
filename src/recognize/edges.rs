//! Where names begin and end. Enters: names as the model tagged them. Leaves: names without
//! titles, possessives, stray punctuation and half brackets, with the full stop of a final
//! abbreviation. Never joins what belongs apart; never drops a name that has a word left.

use super::{Name, lists::LISTS};
use crate::{document::Document, schema::EntityType};
use std::ops::Range;

/// Marks that open, and the marks that close them.
pub(super) const PAIRS: [(&str, &str); 7] =
    [("(", ")"), ("[", "]"), ("“", "”"), ("„", "“"), ("‘", "’"), ("«", "»"), ("„", "”")];

/// Names of one sentence with clean edges, in text order.
pub(super) fn clean(doc: &Document, sentence: &Range<usize>, names: Vec<Name>) -> Vec<Name> {
    let mut clean: Vec<Name> = Vec::new();
    for name in names {
        for tokens in split(doc, name.tokens.clone()) {
            let mut tokens = trim(doc, sentence, tokens, name.entity_type);
            if name.entity_type == EntityType::Organization {
                tokens.end = legal_form(doc, sentence, tokens.end);
            }
            let taken = clean.last().is_some_and(|last| last.tokens.end > tokens.start);
            if !tokens.is_empty() && !taken {
                clean.push(Name { tokens, ..name });
            }
        }
    }
    clean
}

/// Whether the token and the next have nothing between them.
pub(super) fn touches(doc: &Document, token: usize) -> bool {
    let at = |t: usize| doc.tokens().get(t).map(|t| t.span);
    at(token).zip(at(token + 1)).is_some_and(|(one, next)| one.end == next.start)
}

/// The mark that is missing to close the last open pair.
pub(super) fn open(doc: &Document, tokens: &Range<usize>) -> Option<&'static str> {
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

/// The first closing bracket that the tokens do not open.
pub(super) fn unopened(doc: &Document, tokens: &Range<usize>) -> Option<usize> {
    let mut depth = 0usize;
    for token in tokens.clone() {
        match doc.token_text(token) {
            "(" => depth += 1,
            ")" if depth == 0 => return Some(token),
            ")" => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Pieces in one script each: a name and the same name in another script are two mentions; so are
/// names on both sides of a bracket that neither opens.
fn split(doc: &Document, tokens: Range<usize>) -> Vec<Range<usize>> {
    if let Some(bracket) = unopened(doc, &tokens) {
        let mut pieces = split(doc, tokens.start..bracket);
        pieces.extend(split(doc, bracket + 1..tokens.end));
        return pieces;
    }
    let mut pieces: Vec<(Option<bool>, Range<usize>)> = Vec::new();
    for token in tokens {
        // A legal form in Latin letters begins names in any script: "OOO Стройгаз".
        let latin = is_latin(doc.token_text(token))
            .filter(|_| !LISTS.leading_forms.contains(doc.token_text(token)));
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
    let latin = |c: char| matches!(u32::from(c), 0..=0x2ff | 0x1e00..=0x1eff);
    word.contains(char::is_alphabetic)
        .then(|| word.chars().filter(|c| c.is_alphabetic()).all(latin))
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
        if let Some(close) = open(doc, &tokens)
            && tokens.end < sentence.end
            && doc.token_text(tokens.end) == close
        {
            tokens.end += 1;
        }
        if takes_full_stop(doc, sentence, &tokens, kind) {
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
fn takes_full_stop(
    doc: &Document,
    sentence: &Range<usize>,
    tokens: &Range<usize>,
    kind: EntityType,
) -> bool {
    let last = tokens.end - 1;
    tokens.end < sentence.end
        && doc.token_text(tokens.end) == "."
        && touches(doc, last)
        && (tokens.len() > 1 || kind == EntityType::Location)
        && is_abbreviated(doc, last)
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

/// Whether the token is one capital letter.
pub(super) fn is_initial(doc: &Document, token: usize) -> bool {
    let mut letters = doc.token_text(token).chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

/// The end of a name that ends before token `end`, with the legal form that follows: "Acme" in
/// "Acme, S.A." or "Acme Ltd".
fn legal_form(doc: &Document, sentence: &Range<usize>, end: usize) -> usize {
    let first = end + usize::from(doc.token_text(end) == ",");
    let mut form = String::new();
    for token in first..sentence.end {
        let text = doc.token_text(token);
        if is_word(text) {
            form.push_str(text);
        } else if text != "." || form.is_empty() {
            return end;
        }
        if !touches(doc, token) || token + 1 == sentence.end || !is_word(doc.token_text(token + 1))
        {
            let has_stop = doc.token_text(token + 1) == "." && touches(doc, token);
            let is_form = LISTS.legal_forms.contains(&form.to_lowercase())
                && form.starts_with(char::is_uppercase);
            if is_form && has_stop && is_abbreviated(doc, token) {
                return token + 2;
            }
            if is_form {
                return token + 1;
            }
            if !has_stop {
                return end;
            }
        }
    }
    end
}

/// Whether a full stop after the token belongs to it.
fn is_abbreviated(doc: &Document, token: usize) -> bool {
    LISTS.abbreviations.contains(doc.token_text(token))
        || is_initial(doc, token) && token > 0 && doc.token_text(token - 1) == "."
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
    use crate::{ingest, recognize::tests};
    use EntityType::{Location, Organization, Person};

    /// `tagged` are the names as the model tagged them, in text order.
    #[track_caller]
    fn check(text: &str, tagged: &[(&str, EntityType)], expected: &[(&str, EntityType)]) {
        let doc = ingest::document("d", text.to_owned());
        let names = tests::tagged(&doc, tagged);
        let sentence = 0..doc.tokens().len();
        let names = clean(&doc, &sentence, names);
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
        check(
            "Salem, Va. Then",
            &[("Salem", Location), ("Va", Location)],
            &[("Salem", Location), ("Va.", Location)],
        );
        check("met Sims.", &[("Sims.", Person)], &[("Sims", Person)]);
        check("to Acme LLC.", &[("Acme LLC.", Organization)], &[("Acme LLC", Organization)]);
        check("Drex S.A.. Next", &[("Drex S.A", Organization)], &[("Drex S.A.", Organization)]);
    }

    #[test]
    fn brackets_and_quotes_are_whole() {
        check(
            "KIK (Virginia) paid",
            &[("KIK (Virginia", Organization)],
            &[("KIK (Virginia)", Organization)],
        );
        check("Ann Roe (Roe)", &[("Ann Roe (", Person)], &[("Ann Roe", Person)]);
        check(
            "the (ICE) Office",
            &[("ICE) Office", Organization)],
            &[("ICE", Organization), ("Office", Organization)],
        );
        check("JSC “Prom” sold", &[("JSC “Prom", Organization)], &[("JSC “Prom”", Organization)]);
        check("‘Solid 1’ in", &[("Solid 1’", Organization)], &[("Solid 1", Organization)]);
    }

    #[test]
    fn scripts_are_parted() {
        check(
            "PAK Kwang 박광훈",
            &[("PAK Kwang 박광훈", Person)],
            &[("PAK Kwang", Person), ("박광훈", Person)],
        );
        check("Iрына РОЕ", &[("Iрына РОЕ", Person)], &[("Iрына РОЕ", Person)]);
    }

    #[test]
    fn legal_forms_belong_to_names() {
        check(
            "Export Bank, P.L.C.. It",
            &[("Export Bank", Organization)],
            &[("Export Bank, P.L.C.", Organization)],
        );
        check(
            "Acme CO. LTD (Acme)",
            &[("Acme CO.", Organization)],
            &[("Acme CO. LTD", Organization)],
        );
        check("Acme LLC.", &[("Acme", Organization)], &[("Acme LLC", Organization)]);
        check("Acme, Inc., paid", &[("Acme", Organization)], &[("Acme, Inc.", Organization)]);
        check("Acme, Limits", &[("Acme", Organization)], &[("Acme", Organization)]);
        check("Acme, and", &[("Acme", Organization)], &[("Acme", Organization)]);
    }
}
