//! "His wife", once the text has said who she is: "Vargo's wife, Maria Vargo". Enters: the words of a
//! sentence, whom its possessives mean. Leaves: descriptions of named persons. A relative who is never
//! named is nobody here.

use super::lexicon::LEXICON;
use crate::{
    document::Document,
    entity::Resolution,
    mention::{Mention, MentionKind},
    schema::EntityType,
    span::Span,
};
use std::collections::BTreeMap;

/// How sure a relative is who was named before.
const SCORE: f32 = 0.8;

/// Relatives that the text has named so far.
#[derive(Default)]
pub(crate) struct Relatives {
    /// Whose, and what: the entity.
    known: BTreeMap<(usize, String), usize>,
    /// Where the last possessive pronoun ended, and whom it means.
    possessive: Option<(usize, usize)>,
}

impl Relatives {
    /// Remembers whom a pronoun means: what follows may be his.
    pub fn hear(&mut self, pronoun: Span, entity: usize) {
        self.possessive = Some((pronoun.end, entity));
    }

    /// The mention that begins at a token, and its entity, when the token is a relative whom the text has
    /// named; one that it names right here is remembered. `owner`: for each named mention its entity.
    pub fn at(
        &mut self,
        doc: &Document,
        resolution: &Resolution,
        owner: &[usize],
        token: usize,
    ) -> Option<(Mention, usize)> {
        let word = doc.token_text(token).to_lowercase();
        if !LEXICON.kin.contains(&word) {
            return None;
        }
        let span = doc.tokens()[token].span;
        let whose = self.whose(doc, resolution, owner, span)?;
        let next = resolution.mentions.partition_point(|m| m.span.start < span.end);
        let named = resolution.mentions.get(next).filter(|name| {
            let gap = doc.text().get(span.end..name.span.start).unwrap_or_default();
            let is_name = name.kind == MentionKind::Name && name.entity_type == EntityType::Person;
            matches!(gap, " " | ", ") && is_name
        });
        if named.is_some() {
            self.known.insert((whose, word), owner[next]);
            return None;
        }
        let entity = *self.known.get(&(whose, word))?;
        Some((Mention::nominal(span, EntityType::Person, SCORE), entity))
    }

    /// Whom the possessive right before a word means: "his", "Vargo's".
    fn whose(
        &self,
        doc: &Document,
        resolution: &Resolution,
        owner: &[usize],
        word: Span,
    ) -> Option<usize> {
        let is_space = |from: usize| doc.text().get(from..word.start) == Some(" ");
        if let Some((_, entity)) = self.possessive.filter(|(end, _)| is_space(*end)) {
            return Some(entity);
        }
        let before = resolution.mentions.partition_point(|m| m.span.end < word.start);
        let name = resolution.mentions.get(before.checked_sub(1)?)?;
        let gap = doc.text().get(name.span.end..word.start)?;
        let within = doc.slice(name.span).ends_with(['’', '\'', 's']) && gap == " ";
        let possessive = matches!(gap, "'s " | "’s ") || within;
        (possessive && name.entity_type == EntityType::Person).then(|| owner[before - 1])
    }
}
