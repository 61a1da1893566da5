//! What stands behind a verb. Enters: a frame that knows its verb. Leaves: its direct object and its
//! prepositional phrases, shared between coordinated verbs. Looks never before the verb.

use super::{clause::Frame, lexicon::Class, phrase::Phrases};

/// Finds the direct object and the prepositional phrases after the verb.
pub(super) fn slots(phrases: Phrases<'_>, frame: &mut Frame) {
    let mut i = frame.at + 1;
    while matches!(phrases.class(i), Some(Class::Adverb | Class::Quote)) {
        i += 1;
    }
    if ["up", "out", "off", "down", "over"].contains(&phrases.lower(i))
        && matches!(phrases.class(i + 1), Some(Class::Determiner | Class::Mention | Class::Word))
    {
        i += 1;
    }
    if phrases.class(i) == Some(Class::Pronoun) {
        i += 1;
    } else if !frame.passive || phrases.class(i) == Some(Class::Word) {
        frame.object = phrases.right(i);
        if let Some(object) = &frame.object {
            i = object.end.max(object.first_end) + 1;
        }
    }
    let limit = frame.at + 44;
    let mut commas = 0;
    while i < limit {
        match phrases.class(i) {
            Some(Class::Preposition) => {
                if matches!(phrases.class(i + 1), Some(Class::Verb(_))) {
                    far_prepositions(phrases, frame, i + 2, limit);
                    return;
                }
                let name = phrases.lower(i).to_owned();
                // "on behalf of, directly or indirectly, X"
                let mut from = i + 1;
                if phrases.class(from) == Some(Class::Comma) {
                    while from < i + 7
                        && matches!(
                            phrases.class(from),
                            Some(Class::Comma | Class::Adverb | Class::Conjunction)
                        )
                    {
                        from += 1;
                    }
                    if matches!(phrases.class(from), Some(Class::Verb(_))) {
                        from = i + 1;
                    }
                }
                if let Some(phrase) = phrases.right(from) {
                    i = phrase.end.max(phrase.first_end);
                    frame.prepositions.push((name, phrase));
                }
            }
            Some(Class::Open) => {
                while i < limit && phrases.class(i).is_some_and(|c| c != Class::Close) {
                    i += 1;
                }
            }
            Some(Class::Comma) => {
                commas += 1;
                if commas > 2
                    || matches!(
                        phrases.class(i + 1),
                        Some(
                            Class::Relative
                                | Class::Verb(_)
                                | Class::Conjunction
                                | Class::Subordinator
                        )
                    )
                {
                    return;
                }
            }
            Some(Class::Conjunction) => {
                if phrases.class(i + 1) != Some(Class::Preposition) {
                    return;
                }
            }
            Some(
                Class::Adverb
                | Class::Number
                | Class::Word
                | Class::Mention
                | Class::Determiner
                | Class::Possessive
                | Class::Quote
                | Class::Dash,
            ) => {}
            _ => return,
        }
        i += 1;
    }
}

/// Behind an inner verb only "before" and, for a passive without agent, "by" still belong to the
/// verb: "pleaded guilty to conspiring to … before Judge X".
fn far_prepositions(phrases: Phrases<'_>, frame: &mut Frame, from: usize, limit: usize) {
    for i in from..limit {
        match phrases.class(i) {
            Some(Class::Preposition) if phrases.lower(i) == "before" => {
                if let Some(phrase) = phrases.right(i + 1) {
                    frame.prepositions.push(("before".into(), phrase));
                }
            }
            Some(Class::Relative | Class::Stop) | None => return,
            _ => {}
        }
    }
}

/// "owned and controlled by X", "hacks and robs X": the first verb takes the slots of the second.
pub(super) fn share_objects(phrases: Phrases<'_>, frames: &mut [Frame]) {
    for index in (1..frames.len()).rev() {
        let (head, tail) = frames.split_at_mut(index);
        let (first, second) = (&mut head[index - 1], &tail[0]);
        let gap = first.at + 1..second.start;
        // "controlled by, or acts on behalf of X": the preposition waits for the same noun.
        let waiting = phrases.class(first.at + 1) == Some(Class::Preposition)
            && gap.len() <= 5
            && gap.clone().skip(1).all(|i| {
                matches!(
                    phrases.class(i),
                    Some(Class::Conjunction | Class::Comma | Class::Be | Class::Adverb)
                )
            });
        if waiting && first.prepositions.is_empty() {
            if let Some((_, phrase)) = second.prepositions.last() {
                let name = phrases.lower(first.at + 1).to_owned();
                first.prepositions.push((name, phrase.clone()));
            }
            continue;
        }
        let joined = gap.len() <= 3
            && gap.clone().any(|i| phrases.class(i) == Some(Class::Conjunction))
            && gap.clone().all(|i| {
                matches!(phrases.class(i), Some(Class::Conjunction | Class::Comma | Class::Adverb))
            });
        if joined && first.object.is_none() && first.prepositions.is_empty() {
            first.object = second.object.clone();
            first.prepositions = second.prepositions.clone();
            first.passive |= second.passive && second.object.is_none();
        }
    }
}
