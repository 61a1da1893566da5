//! Relations that a network reads. Enters: a document, who is who, what each word brings to relations.
//! Leaves: candidates of one sentence or of two neighbouring ones, with calibrated scores, and how the
//! sentence states them by the same cues as for patterns. Proposes only what the schema allows.

use super::{Parsed, candidate::Candidate, patterns::Patterns, phrase::Phrases, stance::{self, Said}, when};
use crate::{
    document::Document,
    entity::Resolution,
    mention::MentionKind,
    nn::{End, Pairs},
    schema::{EntityType, Schema},
};

/// Sentences with more mentions are lists: pairs grow with the square and say little each.
const MOST_MENTIONS: usize = 48;

/// Pronouns that the network was taught as such.
const PRONOUNS: [&str; 11] =
    ["he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"];

/// A mention as the network sees it.
struct Mentioned {
    mention: usize,
    entity: usize,
    end: End,
}

/// Adds what the network believes. O(pairs of mentions in neighbouring sentences).
pub(super) fn propose(
    doc: &Document,
    resolution: &Resolution,
    schema: &Schema,
    patterns: &Patterns,
    parsed: &[Parsed],
    pairs: &Pairs,
    found: &mut Vec<Candidate>,
) {
    let sentences = mentioned(doc, resolution);
    let reader = Reader { doc, resolution, schema, patterns, parsed, pairs };
    for (number, here) in sentences.iter().enumerate() {
        let next = sentences.get(number + 1).map_or(&[][..], Vec::as_slice);
        if here.is_empty() || here.len() + next.len() > MOST_MENTIONS {
            continue;
        }
        reader.read(number..number + 1, here, &[], found);
        if !next.is_empty() {
            reader.read(number..number + 2, here, next, found);
        }
    }
}

/// The mentions of each sentence that can be an end.
fn mentioned(doc: &Document, resolution: &Resolution) -> Vec<Vec<Mentioned>> {
    let owner = resolution.entity_of();
    let mut sentences: Vec<Vec<Mentioned>> = doc.sentences().iter().map(|_| Vec::new()).collect();
    for (mention, m) in resolution.mentions.iter().enumerate() {
        let Some(entity) = resolution.entities.get(owner[mention]) else { continue };
        let kind = match entity.entity_type {
            EntityType::Person => 0,
            EntityType::Organization => 1,
            EntityType::Location => 2,
            EntityType::Group => 3,
            _ => continue,
        };
        let words = doc.tokens_in(m.span);
        let Some(sentence) = doc.sentence_at(m.span.start).filter(|_| !words.is_empty()) else {
            continue;
        };
        let pronoun = PRONOUNS.contains(&doc.slice(m.span).to_lowercase().as_str());
        let manner = match m.kind {
            _ if pronoun => 2,
            MentionKind::Name => 0,
            _ if entity.entity_type == EntityType::Group => 0,
            _ => 1,
        };
        let end = End { words, kind, manner, sentence };
        sentences[sentence].push(Mentioned { mention, entity: owner[mention], end });
    }
    sentences
}

struct Reader<'a> {
    doc: &'a Document,
    resolution: &'a Resolution,
    schema: &'a Schema,
    patterns: &'a Patterns,
    parsed: &'a [Parsed],
    pairs: &'a Pairs,
}

impl Reader<'_> {
    /// The pairs within a sentence or, when there is a second one, from each to the other.
    fn read(
        &self,
        sentences: std::ops::Range<usize>,
        here: &[Mentioned],
        next: &[Mentioned],
        found: &mut Vec<Candidate>,
    ) {
        let all: Vec<&Mentioned> = here.iter().chain(next).collect();
        let across = |i: usize, j: usize| (i < here.len()) != (j < here.len());
        let ends = (0..all.len()).flat_map(|i| (0..all.len()).map(move |j| (i, j)));
        let ends: Vec<(usize, usize)> = ends
            .filter(|&(i, j)| all[i].entity != all[j].entity)
            .filter(|&(i, j)| next.is_empty() || across(i, j))
            .collect();
        let tokens = |sentence: usize| self.doc.sentences()[sentence].tokens.clone();
        let words = tokens(sentences.start).start..tokens(sentences.end - 1).end;
        let list: Vec<End> = all.iter().map(|m| m.end.clone()).collect();
        let settings = self.pairs.settings();
        for (&(i, j), logits) in ends.iter().zip(self.pairs.logits(words, &list, &ends)) {
            for ((predicate, least), logit) in
                settings.types.iter().zip(&settings.thresholds).zip(logits)
            {
                let kind = |m: &Mentioned| self.resolution.entities[m.entity].entity_type;
                if logit >= *least && self.schema.allows(kind(all[i]), predicate, kind(all[j])) {
                    let [scale, shift] = settings.calibration;
                    let score = 1.0 / (1.0 + (-(scale * logit + shift)).exp());
                    found.push(self.candidate(all[i], predicate, all[j], score));
                }
            }
        }
    }

    /// The later sentence is quoted: it goes on from what the one before named.
    fn candidate(&self, s: &Mentioned, predicate: &str, o: &Mentioned, score: f32) -> Candidate {
        let sentence = s.end.sentence.max(o.end.sentence);
        let Parsed { row, frames, moments } = &self.parsed[sentence];
        let place = |m: &Mentioned| row.elements.iter().position(|e| e.mention == Some(m.mention));
        let places = [place(s), place(o)];
        let first = places.iter().flatten().min().copied().unwrap_or(0);
        let last = places.iter().flatten().max().copied().unwrap_or(0);
        let phrases = Phrases { row, lexicon: &self.patterns.lexicon };
        let said = Said { phrases, frames, cues: &self.patterns.cues };
        Candidate {
            subject: s.mention,
            predicate: predicate.to_owned(),
            object: o.mention,
            sentence: self.doc.sentences()[sentence].span,
            extractor: format!("neural:{}", self.pairs.model()),
            score,
            status: stance::of_pair(said, self.patterns, (first, last), predicate),
            date: when::of_stretch(phrases, frames, (first, last), predicate, moments),
        }
    }
}
