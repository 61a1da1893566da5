//! Pronouns: he, she, it and their possessives. Enters: a token and who is in focus. Leaves: the
//! entity it means, only where one fits. Plurals and words in quotation marks are left alone.

use super::{
    focus::{Focus, Gender, Reference},
    lexicon::LEXICON,
    nominal::Found,
};
use crate::{schema::EntityType, span::Span};

/// How far behind "its" an officer's name may stand, and the longest apposition that is looked through, in tokens.
const OFFICE: usize = 7;
const APPOSITION: usize = 20;

/// What may go on behind an officer who is only named, beside prepositions.
const LISTED: [&str; 5] = ["and", "or", "as", "who", "because"];

/// Resolves the pronoun at a token of a sentence, if it is one.
pub(crate) fn at(focus: &Focus<'_>, sentence: usize, token: usize) -> Option<Found> {
    let span = focus.doc.tokens()[token].span;
    let word = focus.word(token);
    let gender = match word.as_str() {
        "he" | "him" | "his" | "himself" => Gender::Male,
        "she" | "her" | "hers" | "herself" => Gender::Female,
        "it" | "its" | "itself" => Gender::Unknown,
        _ => return None,
    };
    // "IT workers" are no pronoun.
    let shouted = focus.doc.slice(span).chars().all(char::is_uppercase);
    if shouted || focus.is_taken(span) || is_quoted(focus, sentence, span.start) {
        return None;
    }
    let found = if gender == Gender::Unknown {
        thing(focus, sentence, token, word == "it")
    } else {
        person(focus, sentence, span, gender)
    };
    found.map(|(entity, score)| Found { reference: Reference { span, entity }, score })
}

/// Whether an odd number of quotation marks stands before it in the sentence.
fn is_quoted(focus: &Focus<'_>, sentence: usize, at: usize) -> bool {
    let start = focus.doc.sentences()[sentence].span.start;
    let before = focus.doc.slice(Span::new(start, at));
    before.matches('"').count() % 2 == 1
        || before.matches('“').count() > before.matches('”').count()
}

fn person(focus: &Focus<'_>, sentence: usize, span: Span, gender: Gender) -> Option<(usize, f32)> {
    let fits = |r: &Reference| {
        focus.entity(*r).entity_type == EntityType::Person
            && (focus.genders[r.entity] == Gender::Unknown || focus.genders[r.entity] == gender)
    };
    let here = focus.before(sentence, span.start);
    if let Some(found) = choose(focus, here, &fits) {
        return Some(found);
    }
    let topic = focus.topic(sentence).filter(|t| fits(t)).map(|t| (t.entity, 0.8));
    if here.iter().any(fits) {
        return topic;
    }
    let previous = focus.all(sentence.checked_sub(1)?);
    // Who is only named after a preposition is not gone on about while the paragraph has a topic.
    let subject = focus.subject(previous).filter(|s| fits(s)).map(|s| (s.entity, 0.85));
    subject.or(topic).or_else(|| choose(focus, previous, &fits))
}

/// The only fitting entity, or the first if it is the subject.
fn choose(
    focus: &Focus<'_>,
    references: &[Reference],
    fits: &dyn Fn(&Reference) -> bool,
) -> Option<(usize, f32)> {
    let fitting: Vec<Reference> = references.iter().copied().filter(|r| fits(r)).collect();
    let first = fitting.first()?;
    let subject = focus.subject(&fitting);
    if fitting.iter().all(|r| r.entity == first.entity) {
        // "Together with Ali he runs it": after a preposition at the front he is someone else.
        let fronted = subject.is_none() && focus.is_fronted(*first);
        return (!fronted).then_some((first.entity, 0.85));
    }
    Some((subject?.entity, 0.7))
}

fn thing(focus: &Focus<'_>, sentence: usize, token: usize, is_it: bool) -> Option<(usize, f32)> {
    let fits = |r: &Reference| {
        let entity = focus.entity(*r);
        entity.entity_type == EntityType::Organization
            || entity.entity_type == EntityType::Location
                && entity.attributes.contains_key("country")
    };
    let start = focus.doc.tokens()[token].span.start;
    let initial = token == focus.tokens(sentence).start;
    if is_it && !initial && !follows_speech(focus, token) {
        return None;
    }
    if is_it && is_expletive(focus, sentence, token) {
        return None;
    }
    let here = focus.before(sentence, start);
    if !is_it && let Some(owner) = beside(focus, here, token).filter(fits) {
        return Some((owner.entity, 0.9));
    }
    if here.iter().any(fits) {
        let subject = focus.subject(here).filter(fits);
        let mut fitting = here.iter().filter(|r| fits(r));
        let first = fitting.next()?.entity;
        let only = fitting.all(|r| r.entity == first);
        return match subject {
            Some(subject) => Some((subject.entity, if only { 0.85 } else { 0.7 })),
            None if only && !is_it => Some((first, 0.75)),
            None => None,
        };
    }
    let previous = focus.all(sentence.checked_sub(1)?);
    let subject = focus.subject(previous).or_else(|| focus.topic(sentence)).filter(fits)?;
    Some((subject.entity, 0.75))
}

/// Whose officer is listed with it: "sanctioned Acme and its director, Ann Lee", "sanctioned Acme, a company in Dubai, and
/// its director, Ann Lee". An officer who does something begins a clause, and "its" may be anybody's.
fn beside(focus: &Focus<'_>, here: &[Reference], token: usize) -> Option<Reference> {
    let doc = focus.doc;
    let and = token.checked_sub(1).filter(|&and| focus.word(and) == "and")?;
    let before = and.checked_sub(1)?;
    if !is_listed(focus, token) {
        return None;
    }
    let named = match doc.token_text(before) {
        "," => (before.saturating_sub(APPOSITION)..before).rev().find_map(|i| {
            let opens = doc.token_text(i) == "," && matches!(doc.token_text(i + 1), "a" | "an");
            opens.then(|| i.checked_sub(1)).flatten()
        })?,
        _ => before,
    };
    let end = doc.tokens()[named].span.end;
    here.iter().rev().find(|reference| reference.span.end == end).copied()
}

/// Whether an officer is named soon behind "its", and only named.
fn is_listed(focus: &Focus<'_>, its: usize) -> bool {
    let (doc, mentions) = (focus.doc, &focus.resolution.mentions);
    let from = mentions.partition_point(|m| m.span.start < doc.tokens()[its].span.end);
    let officer = mentions[from..].iter().find(|m| !m.entity_type.is_value());
    let Some(officer) = officer.filter(|m| m.entity_type == EntityType::Person) else {
        return false;
    };
    let tokens = doc.tokens_in(officer.span);
    if !(its + 2..its + OFFICE).contains(&tokens.start) {
        return false;
    }
    let last = doc.tokens().len();
    let comma = tokens.end < last && doc.token_text(tokens.end) == ",";
    let next = tokens.end + usize::from(comma);
    next >= last || {
        let word = doc.token_text(next);
        !word.chars().all(char::is_alphanumeric)
            || LISTED.contains(&word)
            || LEXICON.preposition.contains(word)
    }
}

/// "… said it would", "… that it had", "and it …".
fn follows_speech(focus: &Focus<'_>, token: usize) -> bool {
    token.checked_sub(1).is_some_and(|before| {
        matches!(
            focus.word(before).as_str(),
            "says" | "said" | "that" | "and" | "but" | "because" | "claims"
        )
    })
}

/// "It is believed that", "It would be hard": a form of "be", then no noun: nobody is meant.
fn is_expletive(focus: &Focus<'_>, sentence: usize, token: usize) -> bool {
    let end = focus.tokens(sentence).end;
    let word = |at: usize| if at < end { focus.word(at) } else { String::new() };
    let mut at = token + 1;
    if matches!(word(at).as_str(), "will" | "would" | "may" | "could" | "might" | "can") {
        at += 1;
    }
    let verb = word(at);
    LEXICON.being.contains(&verb) && LEXICON.expletive.contains(&word(at + 1))
}
