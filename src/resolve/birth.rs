//! When people were born. Enters: a document with who is who. Leaves: the attribute `birth_date`
//! ("1962", "1962-12", "1962-12-25") of those of whom the text says it. Two dates for one person are
//! none: one of them speaks of somebody else.

use super::lexicon::LEXICON;
use crate::{
    document::Document,
    entity::{BIRTH_DATE, Resolution},
    mention::Mention,
    schema::EntityType,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// Words that may stand between "born" and the date, and between the person and "born".
const TO_DATE: usize = 8;
const TO_PERSON: usize = 12;

/// Words after which "born" says nothing of the person before.
const NOT_HIS: [&str; 6] = ["not", "never", "that", "whether", "said", "says"];

/// Whether two dates may be one day: the less exact begins the other.
pub(crate) fn agree(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// Sets the attribute. O(tokens).
pub(crate) fn note(doc: &Document, resolution: &mut Resolution) {
    let owner = resolution.entity_of();
    let mut born: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for (at, mention) in resolution.mentions.iter().enumerate() {
        let Some(date) = mention.value.as_ref().filter(|_| mention.entity_type == EntityType::Date)
        else {
            continue;
        };
        if let Some(person) = whose(doc, resolution, at) {
            born.entry(owner[person]).or_default().insert(date.clone());
        }
    }
    for (entity, dates) in born {
        // "1962" and "1962-12-25" are one date, told more and less exactly.
        let exact = dates.iter().max_by_key(|date| date.len());
        if let Some(exact) = exact.filter(|exact| dates.iter().all(|date| agree(date, exact))) {
            let attributes = &mut resolution.entities[entity].attributes;
            attributes.insert(BIRTH_DATE.to_owned(), exact.clone());
        }
    }
}

/// The mention of the person who was born on this date, if it is a date of birth.
fn whose(doc: &Document, resolution: &Resolution, date: usize) -> Option<usize> {
    let span = resolution.mentions[date].span;
    let sentence = doc.sentences().get(doc.sentence_at(span.start)?)?.span;
    let first = doc.tokens_in(sentence).start;
    let cue = cue(doc, resolution, first..doc.tokens_in(span).start)?;
    // Nearest first; only a place may stand between, for a company can be "born" too.
    let before = resolution.mentions[..date].iter().enumerate().rev();
    let (person, mention) = before
        .take_while(|(_, mention)| mention.span.start >= sentence.start)
        .map(|(at, mention)| (at, mention, doc.tokens_in(mention.span).end))
        .take_while(|(.., end)| end + TO_PERSON >= cue)
        .filter(|(_, mention, end)| *end <= cue && !is_place(mention))
        .map(|(at, mention, _)| (at, mention))
        .next()
        .filter(|(_, mention)| mention.entity_type == EntityType::Person)?;
    let between = doc.tokens_in(mention.span).end..cue;
    // "His daughter, born in 1990", "Petrov said that, born in 1962, Vargo fled", "was not born".
    let other = |at: usize| {
        let word = doc.token_text(at).to_lowercase();
        LEXICON.kin.contains(&word) || NOT_HIS.contains(&word.as_str())
    };
    // "Vargo's victims, born in 1990": of a possessor nothing is said.
    let after = doc.text().get(mention.span.end..).unwrap_or_default();
    let owns =
        ["'s", "’s"].iter().any(|s| doc.slice(mention.span).ends_with(s) || after.starts_with(s));
    let near = between.len() <= TO_PERSON && !owns;
    (near && !between.into_iter().any(other)).then_some(person)
}

fn is_place(mention: &Mention) -> bool {
    matches!(mention.entity_type, EntityType::Location | EntityType::Norp)
}

/// The first token of "born", "DOB", "date of birth" before a date, with nothing but a place between.
fn cue(doc: &Document, resolution: &Resolution, before: Range<usize>) -> Option<usize> {
    let word = |at: usize| doc.token_text(at).to_lowercase();
    let in_place = |at: usize| {
        let start = doc.tokens()[at].span.start;
        let next = resolution.mentions.partition_point(|m| m.span.start <= start);
        let near = resolution.mentions[next.saturating_sub(2)..next].iter();
        near.filter(|m| m.entity_type == EntityType::Location).any(|m| start < m.span.end)
    };
    let in_name = |at: usize| {
        let start = doc.tokens()[at].span.start;
        let next = resolution.mentions.partition_point(|m| m.span.start <= start);
        next.checked_sub(1).is_some_and(|m| start < resolution.mentions[m].span.end)
    };
    for at in before.clone().rev().take(TO_DATE) {
        match word(at).as_str() {
            // "Max Born", "Minsk-born".
            "born" if in_name(at) || at > before.start && word(at - 1) == "-" => return None,
            text if text.ends_with("-born") => return None,
            "born" | "dob" | "d.o.b." | "d.o.b" | "b." => return Some(at),
            "birth" if at >= before.start + 2 && word(at - 1) == "of" && word(at - 2) == "date" => {
                return Some(at - 2);
            }
            "on" | "in" | "at" | "near" | "," | ":" | "(" | "the" | "." => {}
            _ if in_place(at) => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{resolve, tests::marked};

    #[test]
    fn a_date_of_birth_belongs_to_the_person_it_is_said_of() {
        for (text, expected) in [
            ("[PER Anton Vargo] was born on [DATE 1962-03-04].", "1962-03-04"),
            (
                "[PER Anton Vargo], born in [LOC Minsk], [LOC Belarus], on [DATE 1962-03-04], fled.",
                "1962-03-04",
            ),
            ("[PER Anton Vargo] (DOB: [DATE 1962-03-04]) fled.", "1962-03-04"),
            ("[PER Anton Vargo], date of birth [DATE 1962].", "1962"),
            (
                "[PER Anton Vargo], a trader with two passports who was born in [DATE 1962], fled.",
                "1962",
            ),
            (
                "[PER Anton Vargo] was born in [DATE 1962]. [PER Vargo], born on [DATE 1962-03-04], fled.",
                "1962-03-04",
            ),
            // Counter-examples: somebody else's, two at odds, no birth.
            ("[PER Anton Vargo], Minsk-born, in [DATE 1990] moved.", ""),
            ("[PER Anton Vargo] was not born in [DATE 1971].", ""),
            ("[PER Anton Vargo] wrote to [PER Max Born] in [DATE 1954].", ""),
            ("[PER Anton Vargo] runs [ORG Alpha Trading Ltd], born in [DATE 1990].", ""),
            ("[PER Anton Vargo] said that, born in [DATE 1962], Lee fled.", ""),
            ("[PER Anton Vargo] has a daughter, born in [DATE 1990].", ""),
            ("[PER Anton Vargo] was born in [DATE 1962]. [PER Vargo] was born in [DATE 1964].", ""),
            ("[PER Anton Vargo], a Minsk-born trader, fled in [DATE 1990].", ""),
            ("One of [PER Anton Vargo]’s victims was born in [DATE 1909].", ""),
            ("The firm was born in [DATE 1990]. [PER Anton Vargo] fled.", ""),
        ] {
            let (doc, mentions) = marked(text);
            let resolution = resolve(&doc, mentions);
            let mut people = resolution.entities.iter().filter(|e| e.name == "Anton Vargo");
            let found = people.next().and_then(|e| e.attributes.get(crate::entity::BIRTH_DATE));
            assert_eq!(found.map_or("", String::as_str), expected, "{text}");
        }
    }
}
