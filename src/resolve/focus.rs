//! What a reader has in mind while reading: who is spoken of in this sentence and the one before.
//! Enters: a document and its named entities. Leaves: references in text order. Resolves nothing.

use super::{facts::FACTS, fold::fold, lexicon::LEXICON, person, profile::Profile};
use crate::{
    document::Document,
    entity::{Entity, Resolution},
    schema::EntityType,
    span::Span,
};
use std::ops::Range;

/// A place where an entity is spoken of, by name or otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reference {
    /// Where, in bytes.
    pub span: Span,
    /// Index of the entity.
    pub entity: usize,
}

/// Masculine, feminine or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
    Unknown,
}

/// References by sentence, growing as descriptions and pronouns are resolved.
pub(crate) struct Focus<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its named entities.
    pub resolution: &'a Resolution,
    /// For each sentence its references, in text order.
    sentences: Vec<Vec<Reference>>,
    /// For each sentence the first sentence of its paragraph, where blank lines part paragraphs.
    opening: Vec<usize>,
    /// For each entity what a description can say of it.
    pub profiles: Vec<Profile>,
    /// For each person the gender that the text or the given name shows.
    pub genders: Vec<Gender>,
}

impl<'a> Focus<'a> {
    /// All named mentions, by sentence.
    pub fn new(doc: &'a Document, resolution: &'a Resolution) -> Self {
        let mut sentences = vec![Vec::new(); doc.sentences().len()];
        let owner = resolution.entity_of();
        for (mention, &entity) in resolution.mentions.iter().zip(&owner) {
            let actor = !mention.entity_type.is_value() && mention.entity_type != EntityType::Norp;
            // "The al-Assad regime" speaks of a state, not of the man.
            let regime = mention.entity_type == EntityType::Person
                && person::is_regime(doc, mention.span.end);
            let sentence = doc.sentence_at(mention.span.start).filter(|_| actor && !regime);
            if let Some(sentence) = sentence {
                sentences[sentence].push(Reference { span: mention.span, entity });
            }
        }
        let genders = resolution.entities.iter().map(|e| gender(doc, resolution, e)).collect();
        let profiles =
            resolution.entities.iter().map(|e| Profile::read(doc, resolution, e)).collect();
        Self { doc, resolution, sentences, opening: opening(doc), profiles, genders }
    }

    /// The entity of a reference.
    pub fn entity(&self, reference: Reference) -> &'a Entity {
        &self.resolution.entities[reference.entity]
    }

    /// Adds what was resolved, so that later words can refer to it.
    pub fn add(&mut self, sentence: usize, reference: Reference) {
        let references = &mut self.sentences[sentence];
        let at = references.partition_point(|r| r.span.start < reference.span.start);
        references.insert(at, reference);
    }

    /// References of a sentence that end before byte `at`.
    pub fn before(&self, sentence: usize, at: usize) -> &[Reference] {
        let references = &self.sentences[sentence];
        &references[..references.partition_point(|r| r.span.end <= at)]
    }

    /// All references of a sentence.
    pub fn all(&self, sentence: usize) -> &[Reference] {
        &self.sentences[sentence]
    }

    /// The grammatical subject, as far as order shows it: the first reference that is no possessor
    /// and follows no preposition.
    pub fn subject(&self, references: &[Reference]) -> Option<Reference> {
        references.iter().copied().find(|reference| {
            let text = self.doc.text();
            let after = text.get(reference.span.end..).unwrap_or_default();
            let possessor = ["'s", "’s", "' ", "’ "].iter().any(|mark| after.starts_with(mark));
            let before = text.get(..reference.span.start).unwrap_or_default().trim_end();
            let before = before.strip_suffix("the").unwrap_or(before).trim_end();
            let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            !possessor && !LEXICON.preposition.contains(&word.to_lowercase())
        })
    }

    /// Whether a reference stands among the first words of its sentence.
    pub fn is_fronted(&self, reference: Reference) -> bool {
        self.doc.sentence_at(reference.span.start).is_some_and(|sentence| {
            let start = self.doc.sentences()[sentence].span.start;
            self.doc.tokens_in(Span::new(start, reference.span.start)).len() <= 4
        })
    }

    /// Whom the paragraph is about: the subject of its first sentence. `None` when the sentence is
    /// that first one, or the paragraph is a single line of many.
    pub fn topic(&self, sentence: usize) -> Option<Reference> {
        let first = self.opening[sentence];
        if first == sentence { None } else { self.subject(&self.sentences[first]) }
    }

    /// The tokens of a sentence.
    pub fn tokens(&self, sentence: usize) -> Range<usize> {
        self.doc.sentences()[sentence].tokens.clone()
    }

    /// A token, folded.
    pub fn word(&self, token: usize) -> String {
        fold(self.doc.token_text(token))
    }

    /// Whether `span` touches a recognized mention.
    pub fn is_taken(&self, span: Span) -> bool {
        let mentions = &self.resolution.mentions;
        let next = mentions.partition_point(|m| m.span.start < span.end);
        mentions[..next].iter().rev().take(8).any(|m| m.span.overlaps(span))
    }
}

/// For each sentence the first one of its paragraph. Texts without blank lines have no paragraphs
/// of several sentences: there each sentence stands for itself.
fn opening(doc: &Document) -> Vec<usize> {
    let mut opening = Vec::with_capacity(doc.sentences().len());
    for (index, sentence) in doc.sentences().iter().enumerate() {
        let first = index.checked_sub(1).and_then(|before| {
            let gap = Span::new(doc.sentences()[before].span.end, sentence.span.start);
            (!doc.slice(gap).contains('\n')).then(|| opening[before])
        });
        opening.push(first.unwrap_or(index));
    }
    opening
}

/// What title or given name shows.
pub(crate) fn gender(doc: &Document, resolution: &Resolution, entity: &Entity) -> Gender {
    if entity.entity_type != EntityType::Person {
        return Gender::Unknown;
    }
    for &mention in &entity.mentions {
        let start = resolution.mentions[mention].span.start;
        let before = doc.text().get(..start).unwrap_or_default().trim_end();
        if before.ends_with("Mr.") || before.ends_with("Mr") || before.ends_with("King") {
            return Gender::Male;
        }
        if ["Ms.", "Mrs.", "Miss", "Ms", "Mrs", "Queen"].iter().any(|t| before.ends_with(t)) {
            return Gender::Female;
        }
    }
    // A surname shows nothing: "Zoe Henry" is no man.
    match super::fold::words(&entity.name).as_slice() {
        [given, _, ..] if FACTS.male.contains(given) => Gender::Male,
        [given, ..] if FACTS.female.contains(given) => Gender::Female,
        _ => Gender::Unknown,
    }
}
