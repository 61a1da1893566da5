//! One document, one reading of a name. Enters: the names of a document. Leaves: also the places
//! where the same words stand unread. A name that the model finds in one sentence is often missed
//! in the next, where less speaks for it. Changes none of the names it is given.

use super::{Name, lists::LISTS};
use crate::{document::Document, schema::EntityType};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

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
    let at: HashMap<&[&str], usize> =
        seen.iter().enumerate().map(|(at, name)| (name.words.as_slice(), at)).collect();
    let words: Vec<&str> = (0..doc.tokens().len()).map(|token| doc.token_text(token)).collect();
    let mut free = vec![true; words.len()];
    for name in &*names {
        free[name.tokens.clone()].fill(false);
    }
    let mut unread: Vec<Vec<Range<usize>>> = vec![Vec::new(); seen.len()];
    let mut token = 0;
    while token < words.len() {
        let longest =
            (1..=LONGEST.min(words.len() - token)).rev().filter(|_| free[token]).find_map(|n| {
                let place = token..token + n;
                at.get(&words[place.clone()]).filter(|_| stands_free(doc, &free, &place)).copied()
            });
        match longest {
            Some(at) => {
                let end = token + seen[at].words.len();
                unread[at].push(token..end);
                token = end;
            }
            None => token += 1,
        }
    }
    let lower: HashSet<&str> =
        words.iter().copied().filter(|word| word.starts_with(char::is_lowercase)).collect();
    for (name, mut places) in seen.iter().zip(unread) {
        if let [word] = name.words[..] {
            let is_word = lower.contains(word.to_lowercase().as_str());
            places.retain(|place| !is_word && !begins_sentence(doc, place.start));
        }
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
        let first = name.words[0];
        kind && first.chars().count() > 1
            && first.starts_with(char::is_uppercase)
            && !(name.words.len() == 1 && LISTS.ambiguous.contains(first))
    });
    seen
}

/// Whether a sentence begins with the token: there every word has a capital letter.
fn begins_sentence(doc: &Document, token: usize) -> bool {
    let sentence = doc.sentence_at(doc.tokens()[token].span.start);
    sentence.is_some_and(|sentence| doc.sentences()[sentence].tokens.start == token)
}

/// Whether the place touches no name and is no part of a longer one.
fn stands_free(doc: &Document, free: &[bool], place: &Range<usize>) -> bool {
    let outside = |t: usize| {
        let text = doc.token_text(t);
        free.get(t).is_none_or(|free| *free)
            && (!text.starts_with(char::is_uppercase) || LISTS.title_words.contains(text))
    };
    free[place.clone()].iter().all(|free| *free)
        && doc.sentence_at(doc.tokens()[place.start].span.start)
            == doc.sentence_at(doc.tokens()[place.end - 1].span.start)
        && place.start.checked_sub(1).is_none_or(outside)
        && outside(place.end)
        && !hyphenated(doc, place)
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
        // Words that are names elsewhere.
        check("May paid in May", &[(0..1, Person, 0.9)], &["May"]);
        check("Apple sold an apple to Apple", &[(0..1, Organization, 0.9)], &["Apple"]);
        check("Roe paid, and President Roe left", &[(0..1, Person, 0.9)], &["Roe", "Roe"]);
        let two = [(0..1, Organization, 0.9), (2..3, Person, 0.9)];
        check("Roe and Roe met Roe", &two, &["Roe", "Roe"]);
    }
}
