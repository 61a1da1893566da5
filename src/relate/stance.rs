//! How sure the writer is. Enters: a sentence, its frames and the cue words. Leaves: a status for
//! what a frame or a stretch of the sentence states. Judges no truth, only wording.

use super::{clause::Frame, lexicon::Class, patterns::Cues, phrase::Phrases, sequence::phrase_end};
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
        if cues.denying.contains(&frame.lemma) {
            return Status::Denied;
        }
        if cues.accusing.contains(&frame.lemma) {
            return Status::Alleged;
        }
        steps += 1;
        at = frame.governor.filter(|g| *g < governor && steps < 4);
    }
    of_sentence(phrases, cues, predicate)
}

/// Status of what the whole sentence states.
pub(super) fn of_sentence(phrases: Phrases<'_>, cues: &Cues, predicate: &str) -> Status {
    if cues.procedure.iter().any(|p| p == predicate) {
        return Status::Asserted;
    }
    let count = phrases.row.elements.len();
    let alleged = cues.alleged.iter().any(|cue| {
        let words: Vec<String> = cue.split(' ').map(str::to_owned).collect();
        (0..count).any(|at| phrase_end(phrases, &words, at).is_some())
    });
    if alleged { Status::Alleged } else { Status::Asserted }
}

/// Whether a negation stands between two elements.
pub(super) fn negated_between(phrases: Phrases<'_>, from: usize, to: usize) -> bool {
    (from..=to).any(|i| phrases.class(i) == Some(Class::Negation))
}
