//! One document, one reading of a name. Enters: the names of a document. Leaves: also the places
//! where the same words stand unread. A name that the model finds in one sentence is often missed
//! in the next, where less speaks for it. Changes none of the names it is given.

use super::Name;
use crate::{document::Document, schema::EntityType};
use std::{collections::HashMap, ops::Range};

/// The share of its occurrences that must be read already for the others to be read too.
const MAJORITY: f32 = 0.5;
/// The least mean score of a name that is read elsewhere too.
const SURE: f32 = 0.7;
/// Scores of names found so are lowered by this factor: the model itself did not see them.
const DOUBT: f32 = 0.8;
/// The longest name, in tokens, that is looked for.
const LONGEST: usize = 8;

/// What was read of one string.
struct Seen<'a> {
    entity_type: EntityType,
    score: f32,
    count: usize,
    one_type: bool,
    words: Vec<&'a str>,
}

/// Adds the unread occurrences of names that are read in most places. O(tokens · longest name).
pub(super) fn complete(doc: &Document, names: &mut Vec<Name>) {
    let seen = seen(doc, names);
    let mut by_first: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, name) in seen.iter().enumerate() {
        by_first.entry(name.words[0]).or_default().push(at);
    }
    let mut free = vec![true; doc.tokens().len()];
    for name in &*names {
        free[name.tokens.clone()].fill(false);
    }
    let mut unread: Vec<Vec<Range<usize>>> = vec![Vec::new(); seen.len()];
    let mut token = 0;
    while token < free.len() {
        let found = by_first.get(doc.token_text(token)).into_iter().flatten().copied();
        let longest = found
            .filter(|&at| stands_free(doc, &free, token, &seen[at].words))
            .max_by_key(|&at| (seen[at].words.len(), std::cmp::Reverse(at)));
        match longest {
            Some(at) => {
                let end = token + seen[at].words.len();
                unread[at].push(token..end);
                token = end;
            }
            None => token += 1,
        }
    }
    for (name, places) in seen.iter().zip(unread) {
        let all = (name.count + places.len()) as f32;
        if name.one_type && name.count as f32 >= MAJORITY * all && name.score >= SURE {
            let score = name.score * DOUBT;
            let fresh = |tokens| Name { tokens, entity_type: name.entity_type, score };
            names.extend(places.into_iter().map(fresh));
        }
    }
    names.sort_by_key(|name| name.tokens.start);
}

/// Names worth looking for, in the order of their first mention: organizations and persons of
/// more than one letter; a place or people missed is more often part of something else.
fn seen<'a>(doc: &'a Document, names: &[Name]) -> Vec<Seen<'a>> {
    let mut seen: Vec<Seen<'a>> = Vec::new();
    let mut places: HashMap<Vec<&str>, usize> = HashMap::new();
    for name in names.iter().filter(|name| name.tokens.len() <= LONGEST) {
        let words: Vec<&str> = name.tokens.clone().map(|token| doc.token_text(token)).collect();
        let at = *places.entry(words.clone()).or_insert(seen.len());
        match seen.get_mut(at) {
            Some(old) => {
                old.one_type &= old.entity_type == name.entity_type;
                old.score += (name.score - old.score) / (old.count + 1) as f32;
                old.count += 1;
            }
            None => seen.push(Seen {
                entity_type: name.entity_type,
                score: name.score,
                count: 1,
                one_type: true,
                words,
            }),
        }
    }
    seen.retain(|name| {
        let kind = matches!(name.entity_type, EntityType::Person | EntityType::Organization);
        kind && name.words[0].chars().count() > 1 && name.words[0].starts_with(char::is_uppercase)
    });
    seen
}

/// Whether the words stand at `token`, touch no name and are no part of a longer one.
fn stands_free(doc: &Document, free: &[bool], token: usize, words: &[&str]) -> bool {
    let place = token..token + words.len();
    let outside = |t: usize| {
        free.get(t).is_none_or(|free| *free) && !doc.token_text(t).starts_with(char::is_uppercase)
    };
    place.end <= free.len()
        && place.clone().all(|t| free[t] && doc.token_text(t) == words[t - token])
        && doc.sentence_at(doc.tokens()[token].span.start)
            == doc.sentence_at(doc.tokens()[place.end - 1].span.start)
        && token.checked_sub(1).is_none_or(outside)
        && outside(place.end)
        && !hyphenated(doc, &place)
}

/// Whether a hyphen ties the words to others: "Zim-owned", "x-Zim".
fn hyphenated(doc: &Document, place: &Range<usize>) -> bool {
    let is = |token: usize| matches!(doc.token_text(token), "-" | "/" | "@" | "_");
    place.start.checked_sub(1).is_some_and(is) || is(place.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;
    use EntityType::{Location, Organization, Person};

    /// `tagged` are tokens of names; `expected` are the texts of all names afterwards.
    #[track_caller]
    fn check(text: &str, tagged: &[(Range<usize>, EntityType, f32)], expected: &[&str]) {
        let doc = ingest::document("d", text.to_owned());
        let name = |(tokens, entity_type, score): &(Range<usize>, EntityType, f32)| Name {
            tokens: tokens.clone(),
            entity_type: *entity_type,
            score: *score,
        };
        let mut names = tagged.iter().map(name).collect();
        complete(&doc, &mut names);
        let found: Vec<_> = names.iter().map(|n| doc.slice(n.span(&doc))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_is_read_once_is_read_again() {
        let acme = [(0..1, Organization, 0.9)];
        check("Acme paid, and Acme sold", &acme, &["Acme", "Acme"]);
        // More often unread than read: a word like others.
        check("Acme paid, and Acme sold Acme too", &acme, &["Acme"]);
        // Part of something longer, or of another word.
        check("Acme paid Acme Mills", &acme, &["Acme"]);
        check("Acme paid Acme-owned mills", &acme, &["Acme"]);
        check("Acme paid, and Acme sold", &[(0..1, Organization, 0.5)], &["Acme"]);
        check("Perm paid, and Perm sold", &[(0..1, Location, 0.9)], &["Perm"]);
        let two = [(0..1, Organization, 0.9), (2..3, Person, 0.9)];
        check("Roe and Roe met Roe", &two, &["Roe", "Roe"]);
    }
}
