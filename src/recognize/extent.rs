//! How far a name reaches where writers follow a convention that the model meets too seldom.
//! Enters: the names of a document, in text order. Leaves: the same names, longer, shorter or in
//! pieces; disjoint and in text order. Decides no type but that of a state's government.

use super::{
    Name,
    edges::{is_initial, is_legal_form, touches},
};
use crate::{document::Document, schema::EntityType};
use std::ops::Range;

/// Marks that open and close a quoted name.
const QUOTES: [(&str, &str); 4] = [("“", "”"), ("‘", "’"), ("\"", "\""), ("«", "»")];
/// Words of a government that is more than its country's.
const COALITION: [&str; 6] =
    ["National", "Unity", "Accord", "Salvation", "Reconciliation", "Interim"];

/// All conventions, one after the other.
pub(super) fn settle(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let names = names.into_iter().flat_map(|name| pieces(doc, name)).collect();
    let mut names = named_after(doc, disjoint(names));
    for name in &mut names {
        government(doc, name);
    }
    initials(doc, names)
}

/// Names that begin after the one before has ended, in text order.
fn disjoint(names: Vec<Name>) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        match kept.last_mut().filter(|last| last.tokens.end > name.tokens.start) {
            // A piece that was found anew is longer than what the model saw of it.
            Some(last) if last.tokens.start == name.tokens.start => {
                last.tokens.end = last.tokens.end.max(name.tokens.end);
            }
            Some(_) => {}
            None => kept.push(name),
        }
    }
    kept
}

/// Lists that the model took for one name: "Charleston, S.C." are two places, and in `JSC “A”,
/// JSC “B”` the form belongs to the name after it.
fn pieces(doc: &Document, name: Name) -> Vec<Name> {
    let commas = || name.tokens.clone().filter(|&t| doc.token_text(t) == ",");
    match name.entity_type {
        EntityType::Location => {
            let mut pieces: Vec<Name> = Vec::new();
            let mut first = name.tokens.start;
            for cut in commas().chain([name.tokens.end]) {
                if first < cut {
                    pieces.push(Name { tokens: first..cut, ..name });
                }
                first = cut + 1;
            }
            pieces
        }
        EntityType::Organization if is_legal_form(doc, name.tokens.start) => {
            let begins = |&comma: &usize| begins_after_form(doc, comma + 1);
            let Some(comma) = commas().find(begins) else { return vec![name] };
            let next = comma + 1..form_and_name(doc, comma + 1);
            let mut pieces = vec![Name { tokens: name.tokens.start..comma, ..name }];
            pieces.extend(self::pieces(doc, Name { tokens: next, ..name }));
            pieces
        }
        _ => vec![name],
    }
}

/// Whether a legal form stands here with a name behind it.
fn begins_after_form(doc: &Document, token: usize) -> bool {
    is_legal_form(doc, token) && form_and_name(doc, token) > token + 1
}

/// The end of the name that begins with the legal form at `form`: what is quoted behind it, or
/// the capitalized words.
fn form_and_name(doc: &Document, form: usize) -> usize {
    let count = doc.tokens().len();
    let first = form + 1;
    if first >= count {
        return first;
    }
    if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == doc.token_text(first)) {
        let end = (first + 1..count.min(first + 12)).find(|&t| doc.token_text(t) == *close);
        return end.map_or(first, |end| end + 1);
    }
    let capitalized = |t: usize| doc.token_text(t).starts_with(char::is_uppercase);
    (first..count).find(|&t| !capitalized(t)).unwrap_or(count)
}

/// Joins "Aviation Complex named after S.V. Ilyushin": works and institutes of the East carry a
/// person in their name.
fn named_after(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let mut joined: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        let gap = |last: &Name| last.tokens.end..name.tokens.start;
        let says = |gap: Range<usize>| {
            gap.len() == 2 && gap.zip(["named", "after"]).all(|(t, word)| doc.token_text(t) == word)
        };
        match joined.last_mut() {
            Some(last) if last.entity_type == EntityType::Organization && says(gap(last)) => {
                last.tokens.end = name.tokens.end;
                last.score = last.score.min(name.score);
            }
            _ => joined.push(name),
        }
    }
    joined
}

/// "Government of Iran" speaks of the country: the name is Iran.
fn government(doc: &Document, name: &mut Name) {
    let mut words = name.tokens.clone();
    let mut next = || words.next().map(|t| doc.token_text(t));
    if name.entity_type != EntityType::Organization
        || next() != Some("Government")
        || next() != Some("of")
    {
        return;
    }
    let skip = 2 + usize::from(next() == Some("the"));
    let rest = name.tokens.start + skip..name.tokens.end;
    let is_country = rest.clone().all(|t| {
        let text = doc.token_text(t);
        !COALITION.contains(&text) && (text == "of" || text.starts_with(char::is_uppercase))
    });
    if !rest.is_empty() && is_country {
        name.tokens = rest;
        name.entity_type = EntityType::Location;
    }
}

/// Gives persons the initials before them ("A. William Mackie"), also where the full stop was
/// taken for the end of a sentence.
fn initials(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for mut name in names {
        if name.entity_type == EntityType::Person {
            let alone = whole.last().filter(|n| is_one_initial(doc, n));
            let from =
                alone.map_or_else(|| whole.last().map_or(0, |n| n.tokens.end), |n| n.tokens.start);
            while let Some(first) = initial_before(doc, name.tokens.start).filter(|&f| f >= from) {
                name.tokens.start = first;
            }
            if whole.last().is_some_and(|last| last.tokens.end > name.tokens.start) {
                whole.pop();
            }
        }
        whole.push(name);
    }
    whole
}

/// Whether the name is an initial and nothing else.
fn is_one_initial(doc: &Document, name: &Name) -> bool {
    let stop = name.tokens.clone().skip(1).all(|t| doc.token_text(t) == ".");
    name.entity_type == EntityType::Person && is_initial(doc, name.tokens.start) && stop
}

/// The token of the initial right before `token`: "A." and one space; never the end of "U.S.".
fn initial_before(doc: &Document, token: usize) -> Option<usize> {
    let first = token.checked_sub(2)?;
    let alone = first.checked_sub(1).is_none_or(|before| !touches(doc, before));
    let spaces = doc.tokens()[token].span.start - doc.tokens()[token - 1].span.end;
    let fits = is_initial(doc, first)
        && doc.token_text(first + 1) == "."
        && touches(doc, first)
        && alone
        && spaces <= 1;
    fits.then_some(first)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::ingest;
    use EntityType::{Location, Organization, Person};

    /// `tagged` are names in text order; `expected` what is made of them.
    #[track_caller]
    fn check(text: &str, tagged: &[(&str, EntityType)], expected: &[(&str, EntityType)]) {
        let doc = ingest::document("d", text.to_owned());
        let mut from = 0;
        let names = tagged.iter().map(|&(name, entity_type)| {
            let start = from + text[from..].find(name).unwrap();
            from = start + name.len();
            Name { tokens: doc.tokens_in((start..from).into()), entity_type, score: 1.0 }
        });
        let names = settle(&doc, names.collect());
        let found: Vec<_> =
            names.iter().map(|n| (doc.slice(n.span(&doc)), n.entity_type)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lists_are_cut() {
        check(
            "in Charleston, S.C., to",
            &[("Charleston, S.C.", Location)],
            &[("Charleston", Location), ("S.C.", Location)],
        );
        check(
            "It sold to JSC “Plant No. 9”, JSC “Antey”, LLC Unimatik MSK and others",
            &[("JSC “Plant No. 9”, JSC", Organization)],
            &[("JSC “Plant No. 9”", Organization), ("JSC “Antey”", Organization)],
        );
        check(
            "As owner of LLC Gumich RTK, LLC Gumich is guilty",
            &[("LLC Gumich RTK, LLC", Organization)],
            &[("LLC Gumich RTK", Organization), ("LLC Gumich", Organization)],
        );
        let one = [("Acme, LLC", Organization)];
        check("Acme, LLC Paid", &one, &one);
    }

    #[test]
    fn works_carry_the_names_of_persons() {
        check(
            "PJSC Aviation Complex named after S.V. Ilyushin builds",
            &[("PJSC Aviation Complex", Organization), ("S.V. Ilyushin", Organization)],
            &[("PJSC Aviation Complex named after S.V. Ilyushin", Organization)],
        );
        let two = [("Perm", Location), ("Kirov", Person)];
        check("Perm named after Kirov", &two, &two);
    }

    #[test]
    fn a_government_is_its_country() {
        check(
            "by the Government of the Russian Federation",
            &[("Government of the Russian Federation", Organization)],
            &[("Russian Federation", Location)],
        );
        let unity = [("Government of National Unity", Organization)];
        check("the Government of National Unity", &unity, &unity);
    }

    #[test]
    fn persons_keep_their_initials() {
        check(
            "Attorney A. William Mackie",
            &[("William Mackie", Person)],
            &[("A. William Mackie", Person)],
        );
        check(
            "C. Frank Figliuzzi",
            &[("C.", Person), ("Frank Figliuzzi", Person)],
            &[("C. Frank Figliuzzi", Person)],
        );
        check("the U.S. Kim", &[("Kim", Person)], &[("Kim", Person)]);
        check(
            "Ann R. Kim Il",
            &[("Ann R.", Person), ("Kim Il", Person)],
            &[("Ann R.", Person), ("Kim Il", Person)],
        );
    }
}
