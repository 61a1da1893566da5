//! Verbs and what fills their slots. Enters: a row. Leaves: one frame a verb: who acts, on whom, and
//! with which prepositions, in active, passive and reduced clauses, infinitives and coordination.

use super::{
    lexicon::{Class, Form},
    phrase::{Argument, Phrase, Phrases},
};

/// A verb with its slots.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// Lemma of the verb.
    pub lemma: String,
    /// The verb's element.
    pub at: usize,
    /// First element of the verb group, auxiliaries included.
    pub start: usize,
    /// Whether the surface subject undergoes.
    pub passive: bool,
    /// "did not sell"
    pub negated: bool,
    /// "would sell", "may be sold"
    pub hypothetical: bool,
    /// Surface subject.
    pub subject: Vec<Argument>,
    /// Direct object, when there is one.
    pub object: Option<Phrase>,
    /// Prepositions and what follows them, in text order.
    pub prepositions: Vec<(String, Phrase)>,
    /// Index of the verb that this clause depends on.
    pub governor: Option<usize>,
    /// First element of the surface subject, or of the verb group.
    pub left: usize,
    /// Whether no subject was found at all and the sentence starts with the verb.
    pub bare: bool,
}

/// What a legal document does to somebody.
const LEGAL: [&str; 4] = ["charge", "accuse", "allege", "name"];

/// The frames of a sentence, by the place of their verbs. O(elements · reach).
pub(super) fn frames(phrases: Phrases<'_>) -> Vec<Frame> {
    let count = phrases.row.elements.len();
    let mut frames: Vec<Frame> = Vec::new();
    for at in 0..count {
        let Some(Class::Verb(form)) = phrases.class(at) else { continue };
        let frame = frame(phrases, at, form, &frames);
        frames.push(frame);
    }
    share_objects(phrases, &mut frames);
    frames
}

fn frame(phrases: Phrases<'_>, at: usize, form: Form, earlier: &[Frame]) -> Frame {
    let mut frame =
        Frame { lemma: phrases.row.elements[at].lemma.clone(), at, start: at, ..Frame::default() };
    let mut be = false;
    let mut auxiliary = false;
    let mut infinitive = false;
    while let Some(i) = frame.start.checked_sub(1) {
        match phrases.class(i) {
            Some(Class::Adverb) => {}
            Some(Class::Negation) => frame.negated = true,
            Some(Class::Be) => (be, auxiliary) = (true, true),
            Some(Class::Have | Class::Do) => auxiliary = true,
            Some(Class::Modal) => {
                auxiliary = true;
                frame.hypothetical |= phrases.lexicon.is_hypothetical(phrases.lower(i));
            }
            Some(Class::Preposition) if phrases.lower(i) == "to" && !infinitive => {
                infinitive = true;
            }
            _ => break,
        }
        frame.start = i;
    }
    while frame.start < at && phrases.class(frame.start) == Some(Class::Adverb) {
        frame.start += 1;
    }
    let perfect = matches!(form, Form::Participle | Form::Past);
    frame.passive = match form {
        Form::Participle | Form::Past if be => true,
        Form::Participle if !auxiliary => is_reduced_passive(phrases, at),
        _ => false,
    };
    slots(phrases, &mut frame);
    subject(phrases, &mut frame, form, auxiliary, infinitive, perfect, earlier);
    frame
}

/// "X, indicted by Y,", "X charged with fraud": a participle without its own object.
fn is_reduced_passive(phrases: Phrases<'_>, at: usize) -> bool {
    let mut next = at + 1;
    while phrases.class(next) == Some(Class::Adverb) {
        next += 1;
    }
    if phrases.lower(next) == "by" {
        return true;
    }
    if phrases.lexicon.is_intransitive(&phrases.row.elements[at].lemma) {
        return false;
    }
    match phrases.class(next) {
        Some(Class::Preposition | Class::Comma | Class::Stop) | None => true,
        Some(Class::Conjunction) => match phrases.class(next + 1) {
            Some(Class::Verb(Form::Participle)) => is_reduced_passive(phrases, next + 1),
            _ => true,
        },
        _ => false,
    }
}

/// Finds the direct object and the prepositional phrases after the verb.
fn slots(phrases: Phrases<'_>, frame: &mut Frame) {
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

/// Finds the surface subject and the verb that the clause depends on.
fn subject(
    phrases: Phrases<'_>,
    frame: &mut Frame,
    form: Form,
    auxiliary: bool,
    infinitive: bool,
    perfect: bool,
    earlier: &[Frame],
) {
    frame.left = frame.start;
    let nearest = earlier.iter().rposition(|f| frame.start - f.at.min(frame.start) < 40);
    let Some(before) = frame.start.checked_sub(1) else {
        frame.bare = true;
        return;
    };
    let finite =
        !infinitive && (auxiliary || matches!(form, Form::Third | Form::Past | Form::Base));
    if infinitive {
        inherit(phrases, frame, nearest, earlier, false);
        if frame.subject.is_empty() {
            frame.subject = phrases.left(before).map(|p| p.arguments).unwrap_or_default();
        }
        return;
    }
    match phrases.class(before) {
        Some(Class::Relative) => {
            let mut i = before.checked_sub(1);
            if let Some(comma) = i
                && phrases.class(comma) == Some(Class::Comma)
            {
                i = comma.checked_sub(1);
            }
            let antecedent = i.and_then(|i| antecedent(phrases, i));
            take(frame, antecedent);
            // "X is a firm based in the district which is owned by Y": the firm is X.
            if frame.subject.is_empty()
                && let Some(main) = nearest.map(|n| &earlier[n]).filter(|f| f.passive)
            {
                frame.subject = main.subject.clone();
            }
        }
        Some(Class::Preposition | Class::Verb(_)) if form == Form::Ing => {
            inherit(phrases, frame, nearest, earlier, true);
        }
        Some(Class::Conjunction) => {
            inherit_coordinated(frame, nearest, earlier);
            if frame.subject.is_empty() {
                frame.subject = copula_subject(phrases, before);
            }
        }
        Some(Class::Comma) => {
            let found = if finite || (perfect && !frame.passive) {
                phrases.left(before)
            } else if form == Form::Ing {
                None
            } else {
                before.checked_sub(1).and_then(|i| antecedent(phrases, i))
            };
            let found = found.filter(|p| !p.arguments.is_empty());
            if found.is_some() {
                take(frame, found);
            } else {
                inherit_coordinated(frame, nearest, earlier);
            }
        }
        Some(Class::Preposition) => inherit(phrases, frame, nearest, earlier, true),
        _ => {
            take(frame, phrases.left(before));
            // "unsealed an indictment charging X": who unsealed it charges.
            if form == Form::Ing
                && frame.subject.is_empty()
                && LEGAL.contains(&frame.lemma.as_str())
                && let Some(filer) = nearest.map(|n| &earlier[n])
                && filer.object.as_ref().is_some_and(|o| o.end + 1 == frame.start)
            {
                frame.subject = filer.subject.clone();
            }
        }
    }
    if frame.governor.is_none()
        && let Some(previous) = frame.left.checked_sub(1)
    {
        let mut i = previous;
        while i > 0
            && (phrases.lower(i) == "that"
                || matches!(phrases.class(i), Some(Class::Quote | Class::Comma)))
        {
            i -= 1;
        }
        frame.governor = earlier.iter().rposition(|f| f.at == i || (f.at < i && i - f.at < 4));
    }
}

fn take(frame: &mut Frame, phrase: Option<Phrase>) {
    if let Some(phrase) = phrase {
        frame.left = phrase.start.min(frame.start);
        frame.subject = phrase.arguments;
    }
}

/// The noun phrase that a relative or reduced clause describes: the nearest, or when that is a place
/// or date hung on another, still the nearest with a mention.
fn antecedent(phrases: Phrases<'_>, at: usize) -> Option<Phrase> {
    let mut at = at;
    if phrases.class(at) == Some(Class::Close) {
        at = (0..at).rev().find(|&i| phrases.class(i) == Some(Class::Open))?.checked_sub(1)?;
    }
    if phrases.row.elements.get(at).is_some_and(super::sentence::Element::is_actor) {
        let element = &phrases.row.elements[at];
        if element.entity_type != Some(crate::schema::EntityType::Location) {
            return Some(Phrase {
                arguments: vec![Argument { element: at, through_noun: false }],
                head: element.lemma.clone(),
                start: at,
                first_end: at,
                end: at,
            });
        }
    }
    phrases.left(at)
}

fn inherit(
    phrases: Phrases<'_>,
    frame: &mut Frame,
    nearest: Option<usize>,
    earlier: &[Frame],
    gerund: bool,
) {
    frame.governor = nearest;
    let Some(governor) = nearest.map(|n| &earlier[n]) else { return };
    let lexicon = phrases.lexicon;
    let by_object = if gerund {
        lexicon.gerund_of_object(&governor.lemma)
    } else {
        lexicon.controls_object(&governor.lemma)
    };
    let object = governor.object.as_ref().map(|o| o.arguments.clone()).unwrap_or_default();
    frame.subject = if by_object && !governor.passive && !object.is_empty() {
        object
    } else {
        governor.subject.clone()
    };
    frame.hypothetical |= governor.hypothetical;
    frame.negated |= governor.negated;
}

/// The subject of the nearest "is" before: "X is an officer of Y and has sold …".
fn copula_subject(phrases: Phrases<'_>, before: usize) -> Vec<Argument> {
    (1..before)
        .rev()
        .find(|&i| phrases.class(i) == Some(Class::Be))
        .and_then(|be| phrases.left(be - 1))
        .map(|p| p.arguments)
        .unwrap_or_default()
}

fn inherit_coordinated(frame: &mut Frame, nearest: Option<usize>, earlier: &[Frame]) {
    let Some(index) = nearest else { return };
    // The verb whose subject stands in the text, not one inside its complement.
    frame.subject = earlier[index].subject.clone();
    frame.governor = earlier[index].governor;
    frame.hypothetical |= earlier[index].hypothetical;
    frame.negated |= earlier[index].negated && frame.at - earlier[index].at < 4;
}

/// "owned and controlled by X", "hacks and robs X": the first verb takes the slots of the second.
fn share_objects(phrases: Phrases<'_>, frames: &mut [Frame]) {
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
