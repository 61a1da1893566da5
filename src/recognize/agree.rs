//! One document, one meaning of a name. Enters: the names of a document. Leaves: the same names,
//! each with the type that most of its mentions have. Adds and merges none (that is `resolve`).

use super::{Name, lists::LISTS};
use crate::{document::Document, schema::EntityType};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The share of the votes that a type needs to be given to all mentions of a name.
const MAJORITY: f32 = 0.6;
/// What a full name says of its last word alone, against a mention's own score.
const SURNAME: f32 = 0.5;

/// A surname shorter than this is often an abbreviation or a word: "UN" after "Kim Jong Un".
const SHORT: usize = 3;

type Votes = BTreeMap<EntityType, f32>;

/// The last word of a person's full name that is no suffix.
fn surname<'a>(doc: &'a Document, name: &Name) -> Option<&'a str> {
    let words = name.tokens.clone().rev().map(|token| doc.token_text(token));
    let is_full = name.entity_type == EntityType::Person && name.tokens.len() > 1;
    words
        .filter(|_| is_full)
        .find(|word| !LISTS.suffixes.contains(*word))
        .filter(|word| word.chars().count() >= SHORT)
}

/// Makes persons of surnames that are also places: "Belfast" after "Roy M. Belfast Jr." has been
/// named, in a document that says of nobody that he is there or goes there. Countries and capitals
/// stay places.
pub(super) fn surnames(doc: &Document, names: &mut [Name]) {
    let is_place = |name: &Name| {
        name.entity_type == EntityType::Location && name.tokens.len() == 1 && {
            let text = doc.token_text(name.tokens.start);
            !LISTS.countries.contains(text) && !LISTS.capitals.contains(text)
        }
    };
    let placed: HashSet<&str> = names
        .iter()
        .filter(|name| {
            let before = name.tokens.start.checked_sub(1).map(|t| doc.token_text(t).to_lowercase());
            name.entity_type == EntityType::Location
                && before.is_some_and(|word| LISTS.placing.contains(&word))
        })
        .map(|name| doc.token_text(name.tokens.start))
        .collect();
    let mut known: HashMap<&str, f32> = HashMap::new();
    for name in names {
        let text = doc.token_text(name.tokens.start);
        if let Some(score) = known.get(text)
            && is_place(name)
            && !placed.contains(text)
        {
            name.entity_type = EntityType::Person;
            name.score = SURNAME * score;
        }
        if let Some(surname) = surname(doc, name) {
            known.entry(surname).or_insert(name.score);
        }
    }
}

/// Gives all mentions of one string the type that most of them have; scores are the votes. The
/// last word of a person's full name votes for a person. O(n log n).
pub(super) fn types(doc: &Document, names: &mut [Name]) {
    let mut votes: HashMap<String, Votes> = HashMap::new();
    for name in &*names {
        let key = doc.slice(name.span(doc)).to_lowercase();
        *votes.entry(key).or_default().entry(name.entity_type).or_default() += name.score;
    }
    for name in &*names {
        let surname = surname(doc, name).map(str::to_lowercase);
        if let Some(votes) = surname.and_then(|surname| votes.get_mut(&surname)) {
            *votes.entry(EntityType::Person).or_default() += SURNAME * name.score;
        }
    }
    for name in names {
        let Some(votes) = votes.get(&doc.slice(name.span(doc)).to_lowercase()) else { continue };
        let all: f32 = votes.values().sum();
        let top = votes.iter().max_by(|a, b| a.1.total_cmp(b.1));
        let top = top.filter(|(kind, most)| **most >= MAJORITY * all && **kind != name.entity_type);
        if let Some((&kind, &most)) = top {
            name.entity_type = kind;
            name.score = most / all;
        }
    }
}

/// Leaves out families in the plural ("the three Kims"): several persons who are named elsewhere.
pub(super) fn leave_out_families(doc: &Document, names: &mut Vec<Name>) {
    let surnames: HashSet<String> = names
        .iter()
        .filter(|n| n.entity_type == EntityType::Person && n.tokens.len() > 1)
        .flat_map(|n| n.tokens.clone().map(|token| doc.token_text(token).to_lowercase()))
        .collect();
    names.retain(|name| {
        let text = doc.token_text(name.tokens.start).to_lowercase();
        let before = name.tokens.start.checked_sub(1).map(|t| doc.token_text(t).to_lowercase());
        let counted = before.is_some_and(|b| COUNTED.contains(&b.as_str()));
        let plural = text.strip_suffix('s').is_some_and(|stem| surnames.contains(stem));
        let actor = matches!(name.entity_type, EntityType::Person | EntityType::Organization);
        !(actor && name.tokens.len() == 1 && counted && plural && !surnames.contains(&text))
    });
}

/// What stands before a family in the plural.
const COUNTED: [&str; 7] = ["the", "two", "three", "four", "five", "both", "several"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;
    use EntityType::{Location, Organization, Person};

    fn names(doc: &Document, tagged: &[(usize, usize, EntityType, f32)]) -> Vec<Name> {
        let name =
            |&(first, last, entity_type, score)| Name { tokens: first..last, entity_type, score };
        assert!(tagged.iter().all(|t| t.1 <= doc.tokens().len()));
        tagged.iter().map(name).collect()
    }

    #[test]
    fn a_family_is_no_person() {
        let check = |text: &str, tagged: &[(usize, usize, EntityType, f32)], expected: usize| {
            let doc = ingest::document("d", text.to_owned());
            let mut names = names(&doc, tagged);
            leave_out_families(&doc, &mut names);
            assert_eq!(names.len(), expected, "{text}");
        };
        check("Kim Il met two Kims", &[(0, 2, Person, 1.0), (4, 5, Organization, 0.5)], 1);
        check("Kim Il met Mr Kims", &[(0, 2, Person, 1.0), (4, 5, Person, 0.5)], 2);
        check("Kim Il met two Parks", &[(0, 2, Person, 1.0), (4, 5, Person, 0.5)], 2);
    }

    #[test]
    fn a_surname_is_no_place() {
        let check = |text: &str, place: (usize, usize), expected: EntityType| {
            let doc = ingest::document("d", text.to_owned());
            let full = if text.contains("Jr") { 4 } else { 2 };
            let tagged = [(0, full, Person, 1.0), (place.0, place.1, Location, 0.9)];
            let mut names = names(&doc, &tagged);
            surnames(&doc, &mut names);
            assert_eq!(names[1].entity_type, expected, "{text}");
        };
        check("Roy Belfast Jr. fled; Belfast paid", (6, 7), Person);
        check("Roy Belfast Jr. fled to Belfast", (6, 7), Location);
        check("Roy Belfast Jr. saw London", (5, 6), Location);
        check("Ann Jordan said . Jordan paid", (4, 5), Location);
    }

    #[test]
    fn most_mentions_decide_the_type() {
        let check = |text: &str,
                     tagged: &[(usize, usize, EntityType, f32)],
                     expected: &[EntityType]| {
            let doc = ingest::document("d", text.to_owned());
            let mut names = names(&doc, tagged);
            types(&doc, &mut names);
            assert_eq!(names.iter().map(|n| n.entity_type).collect::<Vec<_>>(), expected, "{text}");
        };
        check(
            "Iran IRAN Iran",
            &[(0, 1, Location, 0.9), (1, 2, Organization, 0.5), (2, 3, Location, 0.9)],
            &[Location; 3],
        );
        check(
            "Apex Apex",
            &[(0, 1, Location, 0.5), (1, 2, Organization, 0.6)],
            &[Location, Organization],
        );
        check(
            "Kim Il Un and Kim Il Un met UN",
            &[(0, 3, Person, 1.0), (4, 7, Person, 1.0), (8, 9, Organization, 0.5)],
            &[Person, Person, Organization],
        );
        check("Ann Roe sued Roe", &[(0, 2, Person, 1.0), (3, 4, Organization, 0.3)], &[Person; 2]);
    }
}
