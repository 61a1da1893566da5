//! How sure the writer is. Enters: a sentence, its frames and the cue words. Leaves: a status for
//! what a frame or a stretch of the sentence states. Judges no truth, only wording.

use super::{clause::Frame, lexicon::Class, patterns::Cues, phrase::Phrases};
use crate::schema::Status;

/// Status of what the verb at `frames[index]` states.
pub(super) fn of_frame(
    phrases: Phrases<'_>,
    cues: &Cues,
    frames: &[Frame],
    index: usize,
    predicate: &str,
) -> Status {
    if cues.procedure.iter().any(|p| p == predicate) {
        return Status::Asserted;
    }
    let mut at = frames[index].governor;
    let mut steps = 0;
    while let Some(governor) = at {
        let frame = &frames[governor];
        // What follows a semicolon is said on its own.
        if (frame.at..frames[index].at).any(|i| phrases.lower(i) == ";") {
            break;
        }
        if cues.denying.contains(&frame.lemma) {
            return Status::Denied;
        }
        if cues.accusing.contains(&frame.lemma) {
            return Status::Alleged;
        }
        steps += 1;
        at = frame.governor.filter(|g| *g < governor && steps < 4);
    }
    hedged(phrases, cues, (frames[index].start, frames[index].at), predicate)
}

/// How far before a statement a word of doubt may stand, in elements.
const NEAR: usize = 3;

/// Status of what the elements `first..=last` state.
pub(super) fn of_stretch(
    phrases: Phrases<'_>,
    cues: &Cues,
    (first, last): (usize, usize),
    predicate: &str,
) -> Status {
    if cues.procedure.iter().any(|p| p == predicate) {
        return Status::Asserted;
    }
    let near = &phrases.row.elements[first.saturating_sub(NEAR)..first];
    let clause = near.iter().rev().take_while(|e| !matches!(e.class, Class::Stop | Class::Comma));
    if clause.into_iter().any(|e| cues.denying.contains(&e.lemma)) {
        return Status::Denied;
    }
    hedged(phrases, cues, (first, last), predicate)
}

/// Alleged when words of doubt or of an accuser stand where they matter to the type.
fn hedged(
    phrases: Phrases<'_>,
    cues: &Cues,
    (first, last): (usize, usize),
    predicate: &str,
) -> Status {
    let background = cues.background.iter().any(|p| p == predicate);
    let alleged = if background {
        any(phrases, &cues.doubt, first.saturating_sub(NEAR), last)
    } else {
        any(phrases, &cues.alleged, 0, phrases.row.elements.len())
    };
    if alleged { Status::Alleged } else { Status::Asserted }
}

/// Whether one of the phrases starts between two elements.
fn any(phrases: Phrases<'_>, list: &[String], from: usize, to: usize) -> bool {
    list.iter().any(|cue| {
        let words: Vec<&str> = cue.split(' ').collect();
        let stands = |at: usize| {
            words.iter().enumerate().all(|(offset, word)| {
                let element = phrases.row.elements.get(at + offset);
                element.is_some_and(|e| e.lower == *word || e.lemma == *word)
            })
        };
        (from..=to).any(stands)
    })
}

/// Whether a negation stands between two elements.
pub(super) fn negated_between(phrases: Phrases<'_>, from: usize, to: usize) -> bool {
    (from..=to).any(|i| phrases.class(i) == Some(Class::Negation))
}
