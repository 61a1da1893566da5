//! How far a name reaches where writers follow a convention that the model meets too seldom.
//! Enters: the names of a document, in text order. Leaves: the same names, longer, shorter or in
//! pieces; disjoint and in text order. Decides no type but that of a state's government. O(n).

use super::{
    Name,
    edges::{PAIRS, is_initial, open, touches},
    lists::LISTS,
};
use crate::{document::Document, schema::EntityType, span::Span};
use std::ops::Range;

/// The longest name that is completed from a quotation, in tokens.
const LONGEST: usize = 12;

/// All conventions, one after the other.
pub(super) fn settle(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let next: Vec<usize> = names.iter().skip(1).map(|name| name.tokens.start).collect();
    let next = next.into_iter().chain([doc.tokens().len()]);
    let names: Vec<Name> =
        names.iter().zip(next).flat_map(|(name, next)| pieces(doc, name, next)).collect();
    let mut names = named_after(doc, names);
    for name in &mut names {
        government(doc, name);
    }
    initials(doc, names)
}

/// Lists that the model took for one name: "Charleston, S.C." are two places, and in `JSC “A”,
/// JSC “B”` the form belongs to the name after it. `next` is where the next name begins.
fn pieces(doc: &Document, name: &Name, next: usize) -> Vec<Name> {
    match name.entity_type {
        EntityType::Location => places(doc, name),
        EntityType::Organization if is_leading_form(doc, name.tokens.start) => {
            companies(doc, name, next)
        }
        _ => vec![name.clone()],
    }
}

/// A piece of a name.
fn piece(name: &Name, tokens: Range<usize>) -> Name {
    Name { tokens, ..name.clone() }
}

/// Places on both sides of commas; a comma inside a number cuts nothing.
fn places(doc: &Document, name: &Name) -> Vec<Name> {
    let cuts = name.tokens.clone().filter(|&t| doc.token_text(t) == "," && !touches(doc, t));
    let mut pieces = Vec::new();
    let mut first = name.tokens.start;
    for cut in cuts.chain([name.tokens.end]) {
        while first < cut && matches!(doc.token_text(first), "and" | "or" | "the") {
            first += 1;
        }
        if first < cut {
            pieces.push(piece(name, first..cut));
        }
        first = cut + 1;
    }
    pieces
}

/// Companies whose legal form stands before their name. The last one may lack its name: it is
/// looked for behind the form, up to the next name or the end of the sentence.
fn companies(doc: &Document, name: &Name, next: usize) -> Vec<Name> {
    let mut pieces = Vec::new();
    let mut first = name.tokens.start;
    for token in name.tokens.clone() {
        let cuts = doc.token_text(token) == ","
            && is_leading_form(doc, token + 1)
            && open(doc, &(first..token)).is_none();
        if cuts {
            pieces.push(piece(name, first..token));
            first = token + 1;
        }
    }
    let mut end = name.tokens.end;
    if first + 1 == end && !pieces.is_empty() {
        end = name_behind(doc, end, next);
        if end == first + 1 {
            return pieces;
        }
    }
    pieces.push(piece(name, first..end));
    pieces
}

fn is_leading_form(doc: &Document, token: usize) -> bool {
    LISTS.leading_forms.contains(doc.token_text(token))
}

/// The end of the name that begins at `first`: what is quoted there, or the capitalized words;
/// `first` when there is none.
fn name_behind(doc: &Document, first: usize, next: usize) -> usize {
    let Some(before) = doc.tokens().get(first.wrapping_sub(1)) else { return first };
    let Some(sentence) = doc.sentence_at(before.span.start) else { return first };
    let limit = doc.sentences()[sentence].tokens.end.min(next).min(first + LONGEST);
    let within = first..limit.max(first);
    if let Some((_, close)) = PAIRS.iter().find(|(mark, _)| *mark == doc.token_text(first)) {
        let end = within.skip(1).find(|&t| doc.token_text(t) == *close);
        return end.map_or(first, |end| end + 1);
    }
    let capitalized = |t: &usize| doc.token_text(*t).starts_with(char::is_uppercase);
    first + within.take_while(capitalized).count()
}

/// Joins "Aviation Complex named after S.V. Ilyushin": works and institutes of the East carry a
/// person in their name.
fn named_after(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let mut joined: Vec<Name> = Vec::with_capacity(names.len());
    for name in names {
        match joined.last_mut().filter(|last| is_named_after(doc, last, &name)) {
            Some(last) => {
                last.tokens.end = name.tokens.end;
                last.score = last.score.min(name.score);
            }
            None => joined.push(name),
        }
    }
    joined
}

fn is_named_after(doc: &Document, last: &Name, name: &Name) -> bool {
    let gap = last.tokens.end..name.tokens.start;
    let is_works = is_leading_form(doc, last.tokens.start)
        || LISTS.works.contains(doc.token_text(last.tokens.end - 1));
    last.entity_type == EntityType::Organization
        && matches!(name.entity_type, EntityType::Person | EntityType::Organization)
        && is_works
        && gap.len() == 2
        && gap.zip(["named", "after"]).all(|(t, word)| doc.token_text(t) == word)
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
    let rest = Name { tokens: name.tokens.start + skip..name.tokens.end, ..name.clone() };
    if !rest.tokens.is_empty() && LISTS.countries.contains(doc.slice(rest.span(doc))) {
        *name = Name { entity_type: EntityType::Location, ..rest };
    }
}

/// Gives persons the initials before them ("A. William Mackie"), also where the full stop was
/// taken for the end of a sentence.
fn initials(doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for mut name in names {
        if name.entity_type == EntityType::Person {
            // An initial that the model tagged by itself is surely one.
            let tagged = whole.last().filter(|n| is_one_initial(doc, n)).map(|n| n.tokens.start);
            let from = tagged.unwrap_or_else(|| whole.last().map_or(0, |n| n.tokens.end));
            while let Some(first) = initial_before(doc, name.tokens.start) {
                if first < from || tagged.is_none() && ends_something(doc, first) {
                    break;
                }
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

/// Whether a capital letter ends what stands before it, as in "Plan B.", "Hepatitis B." and
/// "Section A.": a word that is neither a title nor at the end of a sentence.
fn ends_something(doc: &Document, initial: usize) -> bool {
    let before = initial.checked_sub(1).map(|t| doc.token_text(t));
    before.is_some_and(|word| {
        word.starts_with(char::is_alphanumeric) && !LISTS.title_words.contains(word)
    })
}

/// The token of the initial right before `token`: "A." and a space; never the end of "U.S.".
fn initial_before(doc: &Document, token: usize) -> Option<usize> {
    let first = token.checked_sub(2)?;
    let alone = first.checked_sub(1).is_none_or(|before| !touches(doc, before));
    let (stop, next) = (doc.tokens()[token - 1].span, doc.tokens()[token].span);
    let gap = doc.slice(Span::new(stop.end, next.start));
    let fits = is_initial(doc, first)
        && doc.token_text(first + 1) == "."
        && touches(doc, first)
        && alone
        && matches!(gap, "" | " " | "\u{a0}");
    fits.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ingest, recognize::tests};
    use EntityType::{Location, Organization, Person};

    /// `tagged` are names in text order; `expected` what is made of them.
    #[track_caller]
    fn check(text: &str, tagged: &[(&str, EntityType)], expected: &[(&str, EntityType)]) {
        let doc = ingest::document("d", text.to_owned());
        let names = tests::tagged(&doc, tagged);
        let names = settle(&doc, names);
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
        let two = [("SA Metals, LLC", Organization), ("George Adams", Person)];
        check("SA Metals, LLC President George Adams", &two, &two);
        let quoted = [("JSC “Alpha, LLC Beta”", Organization)];
        check("by JSC “Alpha, LLC Beta” today", &quoted, &quoted);
        check(
            "LLC Alpha, LLC.",
            &[("LLC Alpha, LLC", Organization)],
            &[("LLC Alpha", Organization)],
        );
        check(
            "Paris, France, and London",
            &[("Paris, France, and London", Location)],
            &[("Paris", Location), ("France", Location), ("London", Location)],
        );
        let islands = [("10,000 Islands", Location)];
        check("the 10,000 Islands", &islands, &islands);
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
        let two = [("Tesla", Organization), ("Nikola Tesla", Person)];
        check("Tesla named after Nikola Tesla", &two, &two);
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
        let person = [("Government of President Maduro", Organization)];
        check("the Government of President Maduro", &person, &person);
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
        for text in ["the U.S. Kim", "Plan B. Kim", "World War I. Kim", "A.\nKim"] {
            check(text, &[("Kim", Person)], &[("Kim", Person)]);
        }
        check(
            "Ann R. Kim Il",
            &[("Ann R.", Person), ("Kim Il", Person)],
            &[("Ann R.", Person), ("Kim Il", Person)],
        );
    }

    #[test]
    fn a_long_list_is_no_deep_one() {
        let text = "LLC “, ".repeat(50_000);
        let doc = ingest::document("d", text.clone());
        let tokens = 0..doc.tokens().len();
        settle(&doc, vec![Name { tokens, entity_type: Organization, score: 1.0 }]);
    }
}
