//! Definite descriptions: "the company", "the Ministry", "the Iranian government". Enters: the
//! words of a sentence and who is in focus. Leaves: nominal mentions of named entities, only where
//! one entity fits; a description that fits several or none is left alone.

use super::{
    facts::FACTS,
    focus::{Focus, Reference},
    fold::fold,
    lexicon::LEXICON,
};
use crate::{entity::Entity, schema::EntityType, span::Span};

/// How many sentences back a description may reach.
const REACH: usize = 4;

/// A description of an entity that was found.
pub(crate) struct Found {
    /// Where it stands and whom it means.
    pub reference: Reference,
    /// Probability that it means this entity.
    pub score: f32,
}

/// Resolves the description that begins at token `at` of a sentence, if there is one.
pub(crate) fn at(focus: &Focus<'_>, sentence: usize, at: usize) -> Option<Found> {
    state(focus, sentence, at).or_else(|| definite(focus, sentence, at))
}

/// "Iranian government": the head word alone stands for the state, where the text names it.
fn state(focus: &Focus<'_>, sentence: usize, at: usize) -> Option<Found> {
    let doc = focus.doc;
    let span = doc.tokens()[at].span;
    if !LEXICON.state.contains(&focus.word(at))
        || focus.is_taken(span)
        || at == focus.tokens(sentence).start
    {
        return None;
    }
    let mentions = &focus.resolution.mentions;
    let before = mentions.partition_point(|m| m.span.end <= span.start).checked_sub(1)?;
    let norp = &mentions[before];
    let gap = doc.slice(Span::new(norp.span.end, span.start));
    if norp.entity_type != EntityType::Norp
        || !gap.trim().is_empty()
        || !ends_here(focus, sentence, at)
    {
        return None;
    }
    let folded = fold(doc.slice(norp.span));
    let code = FACTS.demonym(&folded)?;
    let entity = country(focus, code)?;
    Some(Found { reference: Reference { span, entity }, score: 0.9 })
}

/// The entity of a country that the text names.
fn country(focus: &Focus<'_>, code: &str) -> Option<usize> {
    focus.resolution.entities.iter().position(|e| {
        e.entity_type == EntityType::Location
            && e.attributes.get("country").is_some_and(|c| c == code)
    })
}

/// The nationality named last before `at` in the sentence, unless a country stands after it.
fn last_nationality(focus: &Focus<'_>, sentence: usize, at: usize) -> Option<&'static str> {
    let start = focus.doc.sentences()[sentence].span.start;
    let mentions = &focus.resolution.mentions;
    let end = mentions.partition_point(|m| m.span.end <= at);
    let last = mentions[..end].iter().rev().take_while(|m| m.span.start >= start).find(|m| {
        let code = FACTS.country(&fold(focus.doc.slice(m.span)));
        m.entity_type == EntityType::Norp || m.entity_type == EntityType::Location && code.is_some()
    })?;
    if last.entity_type == EntityType::Norp {
        FACTS.demonym(&fold(focus.doc.slice(last.span)))
    } else {
        None
    }
}

/// "The company": article and head word.
fn definite(focus: &Focus<'_>, sentence: usize, at: usize) -> Option<Found> {
    let article = focus.word(at);
    if !matches!(article.as_str(), "the" | "this") {
        return None;
    }
    let mut head = at + 1;
    if matches!(focus.word(head).as_str(), "former" | "said") && article == "the" {
        head += 1;
    }
    if head >= focus.tokens(sentence).end {
        return None;
    }
    let doc = focus.doc;
    let two = if head + 1 < focus.tokens(sentence).end {
        format!("{} {}", focus.word(head), focus.word(head + 1))
    } else {
        String::new()
    };
    let (word, last) =
        if LEXICON.title.contains(&two) { (two, head + 1) } else { (focus.word(head), head) };
    let span = Span::new(doc.tokens()[at].span.start, doc.tokens()[last].span.end);
    if focus.is_taken(span) || !ends_here(focus, sentence, last) {
        return None;
    }
    let (entity, score) = antecedent(focus, sentence, span.start, &word)?;
    Some(Found { reference: Reference { span, entity }, score })
}

/// Whether the noun phrase ends with this token.
fn ends_here(focus: &Focus<'_>, sentence: usize, last: usize) -> bool {
    let next = last + 1;
    if next >= focus.tokens(sentence).end {
        return true;
    }
    let text = focus.doc.token_text(next);
    if matches!(text, "-" | "(" | "/") {
        return false;
    }
    !text.chars().all(char::is_alphanumeric) || LEXICON.follow.contains(&fold(text))
}

/// The entity that `word` describes at byte `at`.
fn antecedent(focus: &Focus<'_>, sentence: usize, at: usize, word: &str) -> Option<(usize, f32)> {
    let by_name = LEXICON.by_name.get(word).and_then(|heads| most_named(focus, at, heads));
    if let Some(entity) = by_name {
        return Some((entity, 0.85));
    }
    if LEXICON.company.contains(word) {
        let company = |r: &Reference| focus.profiles[r.entity].company;
        return alone(focus, sentence, at, &company).map(|entity| (entity, 0.8));
    }
    if LEXICON.group.contains(word) {
        let group = |r: &Reference| focus.profiles[r.entity].group;
        return alone(focus, sentence, at, &group).map(|entity| (entity, 0.75));
    }
    if LEXICON.country.contains(word) {
        if let Some(code) = last_nationality(focus, sentence, at) {
            return country(focus, code).map(|entity| (entity, 0.75));
        }
        let country = |r: &Reference| {
            let e = focus.entity(*r);
            e.entity_type == EntityType::Location && e.attributes.contains_key("country")
        };
        return alone(focus, sentence, at, &country).map(|entity| (entity, 0.75));
    }
    if LEXICON.title.contains(word) {
        let bearer = |r: &Reference| {
            let e = focus.entity(*r);
            e.entity_type == EntityType::Person && has_title(focus, e, word)
        };
        return alone(focus, sentence, at, &bearer).map(|entity| (entity, 0.8));
    }
    if LEXICON.accused.contains(word) {
        return only_accused(focus).map(|entity| (entity, 0.8));
    }
    None
}

fn is_organization(entity: &Entity) -> bool {
    entity.entity_type == EntityType::Organization
}

/// References before byte `at`, nearest sentence first, within a sentence as they stand.
fn back<'f>(
    focus: &'f Focus<'_>,
    sentence: usize,
    at: usize,
) -> impl Iterator<Item = &'f [Reference]> {
    let first = sentence.saturating_sub(REACH);
    std::iter::once(focus.before(sentence, at)).chain((first..sentence).rev().map(|s| focus.all(s)))
}

/// The organization named before `at` that has one of the heads and is named most, the latest of
/// equals: "the Department" in a release of the Department of Justice is not the one it names in
/// passing.
fn most_named(focus: &Focus<'_>, at: usize, heads: &[String]) -> Option<usize> {
    let start = |mention: usize| focus.resolution.mentions[mention].span.start;
    let entities = focus.resolution.entities.iter().enumerate();
    let fitting = entities.filter(|(index, e)| {
        is_organization(e) && start(e.mentions[0]) < at && focus.profiles[*index].has_head(heads)
    });
    fitting
        .max_by_key(|(_, e)| {
            let before = e.mentions.partition_point(|&m| start(m) < at);
            (e.mentions.len(), start(e.mentions[before - 1]))
        })
        .map(|(index, _)| index)
}

/// The one fitting entity of the nearest sentence that has any; of several the subject.
fn alone(
    focus: &Focus<'_>,
    sentence: usize,
    at: usize,
    fits: &dyn Fn(&Reference) -> bool,
) -> Option<usize> {
    let fitting = back(focus, sentence, at).find_map(|references| {
        let fitting: Vec<Reference> = references.iter().copied().filter(|r| fits(r)).collect();
        (!fitting.is_empty()).then_some((references, fitting))
    });
    let (references, fitting) = fitting?;
    if fitting.iter().all(|r| r.entity == fitting[0].entity) {
        return Some(fitting[0].entity);
    }
    let subject = focus.subject(references)?.entity;
    fitting.iter().any(|r| r.entity == subject).then_some(subject)
}

/// Whether the title stands right before a mention of the person, or soon after the name between
/// commas.
fn has_title(focus: &Focus<'_>, entity: &Entity, title: &str) -> bool {
    entity.mentions.iter().any(|&mention| {
        let span = focus.resolution.mentions[mention].span;
        let text = focus.doc.text();
        let before: String =
            text.get(..span.start).unwrap_or_default().chars().rev().take(40).collect();
        let before = fold(&before.chars().rev().collect::<String>());
        before.ends_with(title)
    })
}

/// The one person of the document whom a sentence with words of accusation names.
fn only_accused(focus: &Focus<'_>) -> Option<usize> {
    let mut accused: Option<usize> = None;
    for sentence in 0..focus.doc.sentences().len() {
        let words = focus.tokens(sentence).map(|t| focus.word(t));
        if !words.into_iter().any(|w| LEXICON.accusation.contains(&w)) {
            continue;
        }
        let Some(subject) = focus.subject(focus.all(sentence)) else { continue };
        if focus.entity(subject).entity_type != EntityType::Person {
            continue;
        }
        if accused.is_some_and(|other| other != subject.entity) {
            return None;
        }
        accused = Some(subject.entity);
    }
    accused
}
