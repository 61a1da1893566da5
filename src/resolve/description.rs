//! Words that may stand for somebody named: pronouns of persons in the singular, definite
//! descriptions. Enters: a document and its names. Leaves: phrases and what kind of entity each can
//! mean. Resolves nothing.

use super::{anaphora::Phrase, fold::fold, lexicon::LEXICON};
use crate::{document::Document, entity::Resolution, mention::Mention, span::Span};
use std::ops::Range;

/// What a word can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A man.
    He,
    /// A woman.
    She,
    /// "the minister", "the defendant".
    Person,
    /// "the company", "the Ministry".
    Body,
    /// "the country".
    Country,
    /// "the regime".
    State,
}

/// All phrases, in text order and disjoint.
pub(crate) fn phrases(doc: &Document, resolution: &Resolution) -> Vec<Phrase> {
    let taken = taken(doc, resolution);
    let mut phrases = Vec::new();
    for sentence in doc.sentences() {
        let tokens = sentence.tokens.clone();
        let mut at = tokens.start;
        while at < tokens.end {
            let phrase = pronoun(doc, at).or_else(|| description(doc, &tokens, at));
            let phrase = phrase.filter(|p| !(at..=p.head).any(|token| taken[token]));
            at = phrase.as_ref().map_or(at, |p| p.head) + 1;
            phrases.extend(phrase);
        }
    }
    phrases
}

/// For each token whether a mention holds it.
fn taken(doc: &Document, resolution: &Resolution) -> Vec<bool> {
    let mut taken = vec![false; doc.tokens().len()];
    for mention in &resolution.mentions {
        for token in doc.tokens_in(mention.span) {
            taken[token] = true;
        }
    }
    taken
}

/// The name that says right behind a description whom it means: "the firm, Azure Crest Ltd., paid". A name
/// after a comma with which a clause goes on is somebody else: "the firm, Vargo said".
pub(crate) fn apposition(
    doc: &Document,
    resolution: &Resolution,
    described: &Mention,
) -> Option<usize> {
    let next = resolution.mentions.partition_point(|m| m.span.start < described.span.end);
    let name = resolution.mentions.get(next)?;
    let gap = doc.text().get(described.span.end..name.span.start)?;
    let rest = doc.text().get(name.span.end..)?;
    let closes = rest.starts_with([',', '.', ';', ')']) || rest.trim().is_empty();
    (gap == ", " && closes && name.entity_type == described.entity_type).then_some(next)
}

/// Whether a word is a pronoun of things: organizations, countries.
pub(crate) fn is_thing(word: &str) -> bool {
    ["it", "its", "itself"].iter().any(|pronoun| word.eq_ignore_ascii_case(pronoun))
}

fn pronoun(doc: &Document, at: usize) -> Option<Phrase> {
    let text = doc.token_text(at);
    // "IT workers" are no pronoun.
    if text.len() > 1 && text.chars().all(char::is_uppercase) {
        return None;
    }
    let kind = match text.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Kind::He,
        "she" | "her" | "hers" | "herself" => Kind::She,
        _ => return None,
    };
    Some(Phrase { span: doc.tokens()[at].span, head: at, kind })
}

/// "The company", "the shipping company", "this former minister": article, perhaps a word in small
/// letters, a head that the lexicon knows, and the end of the noun phrase.
fn description(doc: &Document, sentence: &Range<usize>, at: usize) -> Option<Phrase> {
    let word = |token: usize| fold(doc.token_text(token));
    if !matches!(word(at).as_str(), "the" | "this") {
        return None;
    }
    (at + 1..sentence.end.min(at + 4)).find_map(|head| {
        let small = |token: usize| doc.token_text(token).chars().all(char::is_lowercase);
        if !(at + 1..head).all(small) {
            return None;
        }
        let kind = kind(&word(head))?;
        let span = Span::new(doc.tokens()[at].span.start, doc.tokens()[head].span.end);
        ends(doc, sentence, head).then_some(Phrase { span, head, kind })
    })
}

fn kind(head: &str) -> Option<Kind> {
    let is = |words: &std::collections::HashSet<String>| words.contains(head);
    if is(&LEXICON.country) {
        Some(Kind::Country)
    } else if is(&LEXICON.state) {
        Some(Kind::State)
    } else if is(&LEXICON.title) || is(&LEXICON.accused) {
        Some(Kind::Person)
    } else if is(&LEXICON.company) || is(&LEXICON.group) || LEXICON.by_name.contains_key(head) {
        Some(Kind::Body)
    } else {
        None
    }
}

/// Whether the noun phrase ends with this token.
fn ends(doc: &Document, sentence: &Range<usize>, last: usize) -> bool {
    let next = last + 1;
    if next >= sentence.end {
        return true;
    }
    let text = doc.token_text(next);
    if matches!(text, "-" | "(" | "/") {
        return false;
    }
    !text.chars().all(char::is_alphanumeric) || LEXICON.follow.contains(&fold(text))
}
