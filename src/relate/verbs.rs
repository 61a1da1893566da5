//! Verb patterns over frames. Enters: the frames of a sentence. Leaves: candidates. Direction comes
//! from the slots: the passive has already been turned round.

use super::{
    clause::Frame,
    patterns::{Slot, VerbPattern},
    phrase::{Argument, Phrases},
};
use crate::schema::EntityType;

/// A pattern that a frame fills.
pub(super) struct Filled<'a> {
    pub pattern: &'a VerbPattern,
    /// Index of the frame.
    pub frame: usize,
    pub subjects: Vec<Argument>,
    pub objects: Vec<Argument>,
}

/// Every pattern that the frames fill; hypothetical clauses fill none.
pub(super) fn fill<'a>(
    phrases: Phrases<'_>,
    frames: &[Frame],
    patterns: &'a [VerbPattern],
) -> Vec<Filled<'a>> {
    let mut filled = Vec::new();
    for (index, frame) in frames.iter().enumerate() {
        if frame.hypothetical {
            continue;
        }
        for pattern in patterns {
            if !pattern.verbs.contains(&frame.lemma)
                || (pattern.passive_only && !frame.passive)
                || !has_noun(frame, pattern)
                || frame.object.as_ref().is_some_and(|o| pattern.without.contains(&o.head))
                || !has_word(phrases, frame, pattern)
                || !pattern.with.iter().all(|(p, noun)| has_with(frame, p, noun))
            {
                continue;
            }
            let mut subjects = all(phrases, frame, &pattern.subject);
            if PURSUIT.contains(&pattern.predicate.as_str()) {
                subjects.retain(|a| is_authority(phrases, frame, *a));
            }
            let objects = all(phrases, frame, &pattern.object);
            if !subjects.is_empty() && !objects.is_empty() {
                filled.push(Filled { pattern, frame: index, subjects, objects });
            }
        }
    }
    filled
}

/// What only an authority does.
const PURSUIT: [&str; 4] = ["charges", "arrests", "convicts", "sanctions"];

/// A town where somebody was tried did not try him: behind a preposition only a country or a
/// district of courts stands for an authority.
fn is_authority(phrases: Phrases<'_>, frame: &Frame, argument: Argument) -> bool {
    let element = &phrases.row.elements[argument.element];
    element.entity_type != Some(EntityType::Location)
        || element.country
        || element.lower.contains("district")
        || frame.subject.contains(&argument)
}

fn has_with(frame: &Frame, preposition: &str, noun: &str) -> bool {
    let fits = |words: &str, word: &str| words.split('|').any(|w| w == word);
    frame.prepositions.iter().any(|(p, phrase)| fits(preposition, p) && fits(noun, &phrase.head))
}

/// How far behind the verb a word of the pattern may stand, in elements.
const NEAR: usize = 16;

fn has_word(phrases: Phrases<'_>, frame: &Frame, pattern: &VerbPattern) -> bool {
    pattern.words.is_empty()
        || (frame.at + 1..frame.at + NEAR)
            .any(|i| pattern.words.iter().any(|w| w == phrases.lower(i)))
}

fn has_noun(frame: &Frame, pattern: &VerbPattern) -> bool {
    pattern.nouns.is_empty()
        || frame.object.as_ref().is_some_and(|o| {
            // "received $300,000"
            let sum = o.head.starts_with(['$', '€', '£']);
            pattern.nouns.contains(&o.head) || sum && pattern.nouns.iter().any(|n| n == "money")
        })
}

/// The arguments of the first slot that holds any.
fn all(phrases: Phrases<'_>, frame: &Frame, slots: &[Slot]) -> Vec<Argument> {
    slots
        .iter()
        .map(|slot| arguments(phrases, frame, slot))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// What stands in one slot of a frame.
pub(super) fn arguments(phrases: Phrases<'_>, frame: &Frame, slot: &Slot) -> Vec<Argument> {
    let after = |name: &str| -> Vec<Argument> {
        frame
            .prepositions
            .iter()
            .filter(|(preposition, _)| preposition == name)
            .flat_map(|(_, phrase)| phrase.arguments.iter().copied())
            .collect()
    };
    match slot {
        Slot::Subject if frame.passive => after("by"),
        Slot::Subject | Slot::Surface => frame.subject.clone(),
        Slot::Object if frame.passive => frame.subject.clone(),
        Slot::Object => frame.object.as_ref().map(|o| o.arguments.clone()).unwrap_or_default(),
        Slot::After(name) => after(name),
        Slot::Owner => owner(phrases, frame),
    }
}

/// Whose the direct object is: a mention inside it, or after "of", "belonging to".
fn owner(phrases: Phrases<'_>, frame: &Frame) -> Vec<Argument> {
    let Some(object) = &frame.object else { return Vec::new() };
    let elements = &phrases.row.elements;
    let inside = (object.start..object.first_end)
        .rev()
        .find(|&i| elements[i].is_actor())
        .map(|element| vec![Argument { element, through_noun: true }]);
    inside.unwrap_or_else(|| {
        frame
            .prepositions
            .iter()
            .find(|(p, _)| p == "of" || p == "from")
            .map(|(_, phrase)| phrase.arguments.clone())
            .unwrap_or_default()
    })
}
