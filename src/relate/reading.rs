//! Which words that may be verbs are verbs here. Enters: elements with their classes. Leaves: the
//! same with verbs and adverbs settled by their neighbours. Joins and drops nothing.

use super::{
    lexicon::{Class, Form, Lexicon},
    sentence::Element,
};
use crate::schema::EntityType;

/// "on Monday" and "in turn" tell when and how; nothing hangs on their preposition.
pub(super) fn settle_adverbs(elements: &mut [Element], lexicon: &Lexicon) {
    for at in 1..elements.len() {
        if elements[at - 1].class != Class::Preposition {
            continue;
        }
        let pair = lexicon.is_adverb_pair(&elements[at - 1].lower, &elements[at].lower);
        if pair || lexicon.is_weekday(&elements[at].lower) {
            elements[at - 1].class = Class::Adverb;
            elements[at].class = Class::Adverb;
        }
    }
}

/// Decides which words that may be verbs are verbs here.
pub(super) fn settle_verbs(elements: &mut [Element], lexicon: &Lexicon) {
    for at in 0..elements.len() {
        if elements[at].class == Class::Have && has_object(elements, at, lexicon) {
            elements[at].class = Class::Verb(Form::Third);
            elements[at].lemma = "have".into();
            continue;
        }
        if elements[at].mention.is_some() || elements[at].class != Class::Word {
            continue;
        }
        // "Iran-backed", "Miami-based": what follows a hyphen describes.
        if at > 0
            && elements[at - 1].class == Class::Dash
            && elements[at - 1].span.end == elements[at].span.start
        {
            continue;
        }
        let (before, after) = (previous(elements, at), elements.get(at + 1));
        // "last Tuesday", "last year"
        if elements[at].lower == "last" && after.is_some_and(|e| e.class != Class::Preposition) {
            continue;
        }
        let after_be = before.is_some_and(|i| elements[i].class == Class::Be);
        if after_be && let Some(lemma) = lexicon.compound(&elements[at].lower) {
            elements[at].lemma = lemma.to_owned();
            elements[at].class = Class::Verb(Form::Participle);
            continue;
        }
        // "money laundering" is a noun, "by laundering money" is none.
        let governs = before.is_some_and(|i| elements[i].class == Class::Preposition)
            && after.is_some_and(|e| {
                matches!(
                    e.class,
                    Class::Mention
                        | Class::Determiner
                        | Class::Word
                        | Class::Number
                        | Class::Pronoun
                )
            });
        if lexicon.describes(&elements[at].lower) && !after_be && !governs {
            continue;
        }
        let Some((lemma, form)) = lexicon.verb(&elements[at].lower) else { continue };
        let lemma = lemma.to_owned();
        let joined = after.is_some_and(|e| e.class == Class::Conjunction)
            && form == Form::Third
            && before.is_some_and(|i| elements[i].is_actor())
            && elements.get(at + 2).is_some_and(|e| {
                matches!(e.class, Class::Be | Class::Have | Class::Adverb)
                    || lexicon.verb(&e.lower).is_some_and(|(_, f)| f == Form::Third)
            });
        // "is owned by X and provides services": a second verb of the same subject.
        let coordinated = form == Form::Third
            && before.is_some_and(|i| elements[i].class == Class::Conjunction)
            && after.is_some_and(|e| e.class == Class::Word)
            && elements[..at]
                .iter()
                .any(|e| matches!(e.class, Class::Be | Class::Have | Class::Verb(Form::Third)));
        // "X put Y on a list", "is run by"
        let unchanged = form == Form::Base
            && lexicon.is_unchanged(&elements[at].lower)
            && before.is_some_and(|i| match elements[i].class {
                Class::Mention => after.is_some_and(|e| e.class != Class::Preposition),
                Class::Be => after.is_some_and(|e| e.lower == "by"),
                _ => false,
            });
        // ", the indictment says."
        let says = lexicon.is_saying(&elements[at].lower)
            && after.is_none_or(|e| matches!(e.class, Class::Comma | Class::Stop))
            && before.is_some_and(|i| {
                matches!(elements[i].class, Class::Mention | Class::Word | Class::Close)
            });
        if joined
            || coordinated
            || unchanged
            || says
            || reads_as_verb(elements, before, after, form)
        {
            elements[at].class = Class::Verb(form);
            elements[at].lemma = lemma;
        }
    }
}

/// Whether "have" is the verb itself: a noun phrase follows and no participle.
fn has_object(elements: &[Element], at: usize, lexicon: &Lexicon) -> bool {
    elements.get(at + 1).is_some_and(|next| match next.class {
        Class::Determiner | Class::Number => true,
        Class::Word => lexicon.verb(&next.lower).is_none_or(|(_, f)| f == Form::Third),
        _ => false,
    })
}

/// Index of the nearest element before `at` that is no adverb or negation.
fn previous(elements: &[Element], at: usize) -> Option<usize> {
    (0..at).rev().find(|&i| !matches!(elements[i].class, Class::Adverb | Class::Negation))
}

fn reads_as_verb(
    elements: &[Element],
    before: Option<usize>,
    after: Option<&Element>,
    form: Form,
) -> bool {
    let Some(before) = before.map(|i| &elements[i]) else {
        // A headline or an imperative: only clear verb forms.
        return matches!(form, Form::Ing | Form::Past | Form::Participle)
            && !after.is_some_and(|e| e.class == Class::Word && form == Form::Participle);
    };
    let opens_object = |e: &Element| {
        matches!(
            e.class,
            Class::Determiner
                | Class::Mention
                | Class::Pronoun
                | Class::Number
                | Class::Preposition
                | Class::Relative
                | Class::Adverb
                | Class::Negation
                | Class::Be
                | Class::Subordinator
                | Class::Quote
        ) || e.lower.ends_with("ing")
    };
    let clause = after.is_none_or(opens_object);
    match form {
        Form::Base => match before.class {
            Class::Modal | Class::Do => true,
            Class::Preposition => before.lower == "to",
            Class::Pronoun => clause || after.is_some_and(|e| e.class == Class::Word),
            Class::Relative => true,
            Class::Negation => true,
            Class::Mention => {
                (before.entity_type == Some(EntityType::Group) || clause)
                    && after.is_some_and(|e| e.class != Class::Preposition)
                    && !is_title(before)
            }
            Class::Word => {
                before.lower.ends_with('s')
                    && (clause || after.is_some_and(|e| e.class == Class::Stop))
                    && after.is_some_and(|e| e.class != Class::Preposition)
            }
            Class::Conjunction => {
                // "to plan and carry out": the verb before the conjunction has the same form.
                clause && after.is_some_and(|e| e.class != Class::Preposition)
            }
            _ => false,
        },
        Form::Third => match before.class {
            Class::Relative | Class::Pronoun => true,
            Class::Mention => clause || after.is_some_and(|e| e.class == Class::Word),
            Class::Word | Class::Close => {
                clause && after.is_some_and(|e| e.class != Class::Preposition)
            }
            Class::Comma | Class::Conjunction => {
                clause && after.is_some_and(|e| e.class != Class::Preposition)
            }
            _ => false,
        },
        Form::Ing => {
            let described = matches!(before.class, Class::Determiner | Class::Possessive)
                || before.entity_type == Some(EntityType::Norp);
            let goes_on = after.is_some_and(|e| {
                matches!(
                    e.class,
                    Class::Determiner | Class::Mention | Class::Preposition | Class::Word
                )
            });
            !described && (before.class != Class::Word || goes_on)
        }
        Form::Past | Form::Participle => match before.class {
            Class::Determiner | Class::Possessive => false,
            Class::Preposition => before.lower == "as",
            Class::Number => after.is_none_or(|e| e.class != Class::Word),
            Class::Conjunction | Class::Comma => true,
            _ => true,
        },
    }
}

fn is_title(element: &Element) -> bool {
    element.entity_type == Some(EntityType::Norp)
}
