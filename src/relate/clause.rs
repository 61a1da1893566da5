//! Verbs and what fills their slots. Enters: a row. Leaves: one frame a verb: who acts, on whom, and
//! with which prepositions, in active, passive and reduced clauses, infinitives and coordination.

use super::{
    lexicon::{Class, Form},
    phrase::{Argument, Phrase, Phrases},
    slots::{share_objects, slots},
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

/// Longest clause that opens a sentence before its subject, in elements.
const OPENING: usize = 24;

/// Such a document.
const PAPERS: [&str; 5] = ["information", "indictment", "complaint", "count", "lawsuit"];

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
            // "not only owns X but …"
            Some(Class::Negation) => frame.negated |= phrases.lower(i + 1) != "only",
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
        Form::Base if be && !infinitive => true,
        Form::Participle if !auxiliary => {
            is_reduced_passive(phrases, at) && !follows_relative(phrases, frame.start)
        }
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

/// "X, whom prosecutors charged with fraud": the noun phrase between is who acts.
fn follows_relative(phrases: Phrases<'_>, start: usize) -> bool {
    start > 1
        && phrases.nominal(start - 1)
        && phrases
            .base_left(start - 1)
            .checked_sub(1)
            .is_some_and(|before| ["whom", "which", "that", "who"].contains(&phrases.lower(before)))
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
        // "Recruited by X at nineteen, Y remains": the subject of the main clause.
        if form == Form::Ing || frame.passive {
            let comma = (frame.at + 1..frame.at + OPENING)
                .find(|&i| phrases.class(i) == Some(Class::Comma));
            let main = comma.and_then(|comma| phrases.right(comma + 1));
            frame.subject = main.map(|phrase| phrase.arguments).unwrap_or_default();
        }
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
            let paper = form == Form::Ing
                && LEGAL.contains(&frame.lemma.as_str())
                && PAPERS.contains(&phrases.row.elements[before].lemma.as_str());
            // "pleaded guilty before X to an information charging Y": X does not charge.
            if !paper {
                take(frame, phrases.left(before));
            }
            relative_object(phrases, frame);
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

/// "the bank, which the Treasury had listed": what the relative stands for undergoes.
fn relative_object(phrases: Phrases<'_>, frame: &mut Frame) {
    let Some(relative) = frame.left.checked_sub(1) else { return };
    // "whom" is never who acts.
    let whom = phrases.lower(relative) == "whom";
    if frame.object.is_some() && !whom
        || frame.passive
        || frame.subject.is_empty()
        || phrases.lexicon.is_intransitive(&frame.lemma)
    {
        return;
    }
    if !["which", "whom", "who", "that"].contains(&phrases.lower(relative)) {
        return;
    }
    let Some(mut i) = relative.checked_sub(1) else { return };
    if phrases.class(i) == Some(Class::Comma) {
        let Some(before) = i.checked_sub(1) else { return };
        i = before;
    }
    frame.object = antecedent(phrases, i).filter(|p| !p.arguments.is_empty());
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
    // "did not try to sell" is no sale; "did not deny selling" may be one.
    frame.negated |= governor.negated && lexicon.is_control(&governor.lemma);
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
