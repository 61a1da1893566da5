//! Relations that a network reads. Enters: a document, who is who, what each word brings to relations.
//! Leaves: candidates of one sentence or of two neighbouring ones, with calibrated scores, and how the
//! sentence states them by the same cues as for patterns; what patterns found gets a calibrated score too. Proposes only what the schema allows.

use super::{
    Parsed,
    candidate::Candidate,
    nation::Nations,
    patterns::Patterns,
    phrase::Phrases,
    stance::{self, Said},
    when,
};
use crate::{
    document::Document,
    entity::Resolution,
    mention::MentionKind,
    nn::{End, Pairs},
    schema::{EntityType, Schema},
    span::Span,
};
use std::collections::{HashMap, HashSet};

/// Sentences with more mentions are lists: pairs grow with the square and say little each.
const MOST_MENTIONS: usize = 48;

/// Below this logit all are the same: so it was when the weights were fitted (`weigh_relations.py`).
const HOPELESS: f32 = -4.2;

/// A sentence of this share of the least probability is quoted too where another states the same.
const AGAIN: f32 = 0.6;

/// Pronouns that the network was taught as such.
const PRONOUNS: [&str; 11] =
    ["he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"];

/// A mention as the network sees it.
struct Mentioned {
    mention: usize,
    entity: usize,
    end: End,
}

/// Calibrated logits of all types for each pair of mentions.
type Heard = HashMap<(usize, usize), Vec<f32>>;

/// Weighs what patterns `found` by what the network thinks of the same mentions, and adds what it
/// believes itself. O(pairs of mentions in neighbouring sentences).
pub(super) fn propose(
    doc: &Document,
    resolution: &Resolution,
    schema: &Schema,
    patterns: &Patterns,
    (parsed, nations): (&[Parsed], &Nations),
    pairs: &Pairs,
    found: &mut Vec<Candidate>,
) {
    let sentences = mentioned(doc, resolution, nations);
    let reader = Reader { doc, resolution, schema, patterns, parsed, pairs };
    let (mut heard, mut read) = (Heard::new(), Vec::new());
    for (number, here) in sentences.iter().enumerate() {
        let next = sentences.get(number + 1).map_or(&[][..], Vec::as_slice);
        if here.is_empty() || !pairs.has_read(number) || here.len() + next.len() > MOST_MENTIONS {
            continue;
        }
        reader.read(number..number + 1, here, &[], &mut heard, &mut read);
        if !next.is_empty() && pairs.has_read(number + 1) {
            reader.read(number..number + 2, here, next, &mut heard, &mut read);
        }
    }
    let settings = pairs.settings();
    let place: HashMap<&str, usize> =
        settings.types.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    found.retain_mut(|candidate| {
        let row = heard.get(&(candidate.subject, candidate.object));
        // Of pairs that it did not see and of a user's types the network has no opinion.
        let (Some(row), Some(&at)) = (row, place.get(candidate.predicate.as_str())) else {
            return true;
        };
        let [constant, pattern, network] = settings.agree;
        let sure = candidate.score.clamp(0.001, 0.999);
        let odds = (sure / (1.0 - sure)).ln();
        candidate.score = probability(constant + pattern * odds + network * row[at]);
        candidate.score >= AGAIN * settings.least
    });
    if patterns.rival > 0.0 {
        without_long_lists(&mut read, &resolution.entity_of(), schema);
    }
    found.append(&mut read);
    // What one sentence states well enough, weaker ones may state again; alone they tell nothing.
    let owner = resolution.entity_of();
    let link = |c: &Candidate| (owner[c.subject], c.predicate.clone(), owner[c.object]);
    let sure: HashSet<_> = found.iter().filter(|c| c.score >= settings.least).map(link).collect();
    let weighed = |c: &Candidate| {
        place.contains_key(c.predicate.as_str()) && heard.contains_key(&(c.subject, c.object))
    };
    found.retain(|c| c.score >= settings.least || !weighed(c) || sure.contains(&link(c)));
}

/// Most members of one list that are linked pairwise, unless it is likely: who stands in a long list
/// of agencies or accused has to do with whom they all helped or followed, not with each other.
const PAIRWISE: usize = 6;

fn without_long_lists(read: &mut Vec<Candidate>, owner: &[usize], schema: &Schema) {
    let mut members: HashMap<(Span, String), HashSet<usize>> = HashMap::new();
    for candidate in read.iter().filter(|c| schema.is_symmetric(&c.predicate)) {
        let list = members.entry((candidate.sentence, candidate.predicate.clone())).or_default();
        list.extend([owner[candidate.subject], owner[candidate.object]]);
    }
    read.retain(|c| {
        let list = members.get(&(c.sentence, c.predicate.clone()));
        c.score >= 0.5 || list.is_none_or(|list| list.len() <= PAIRWISE)
    });
}

fn probability(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// The mentions of each sentence that can be an end; "Russian" is Russia, where the text names it.
fn mentioned(doc: &Document, resolution: &Resolution, nations: &Nations) -> Vec<Vec<Mentioned>> {
    let owner = resolution.entity_of();
    let mut sentences: Vec<Vec<Mentioned>> = doc.sentences().iter().map(|_| Vec::new()).collect();
    for (number, m) in resolution.mentions.iter().enumerate() {
        let nation = (m.entity_type == EntityType::Norp).then(|| nations.find(doc.slice(m.span)));
        let mention = nation.flatten().unwrap_or(number);
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
            _ if mention != number => 1,
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
        heard: &mut Heard,
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
        let kind = |m: &Mentioned| self.resolution.entities[m.entity].entity_type;
        for (&(i, j), mut logits) in ends.iter().zip(self.pairs.logits(words, &list, &ends)) {
            for (logit, shift) in logits.iter_mut().zip(&settings.shift) {
                *logit = settings.scale * logit.max(HOPELESS) + shift;
                if !next.is_empty() {
                    *logit += settings.across;
                }
            }
            for (predicate, logit) in settings.types.iter().zip(&logits) {
                let score = probability(*logit);
                if score >= AGAIN * settings.least
                    && self.schema.allows(kind(all[i]), predicate, kind(all[j]))
                {
                    found.push(self.candidate(all[i], predicate, all[j], score));
                }
            }
            let known =
                heard.entry((all[i].mention, all[j].mention)).or_insert_with(|| logits.clone());
            known.iter_mut().zip(logits).for_each(|(known, logit)| *known = known.max(logit));
        }
    }

    /// The later sentence is quoted: it goes on from what the one before named.
    fn candidate(&self, s: &Mentioned, predicate: &str, o: &Mentioned, score: f32) -> Candidate {
        let sentence = s.end.sentence.max(o.end.sentence);
        let Parsed { row, frames, moments } = &self.parsed[sentence];
        let place = |m: &Mentioned| row.elements.iter().position(|e| e.actor() == Some(m.mention));
        let places = [place(s), place(o)];
        let first = places.iter().flatten().min().copied().unwrap_or(0);
        let last = places.iter().flatten().max().copied().unwrap_or(0);
        let phrases = Phrases { row, lexicon: &self.patterns.lexicon };
        let said = Said { phrases, frames, cues: &self.patterns.cues };
        let verb = said.stating(self.patterns, first, last, predicate);
        let (status, date) = match verb {
            Some(verb) => (
                stance::of_frame(said, verb, last, predicate),
                when::of_frame(phrases, frames, verb, predicate, moments),
            ),
            None => (
                stance::of_stretch(said, (first, last), predicate),
                when::of_stretch(phrases, frames, (first, last), predicate, moments),
            ),
        };
        Candidate {
            subject: s.mention,
            predicate: predicate.to_owned(),
            object: o.mention,
            sentence: self.doc.sentences()[sentence].span,
            extractor: format!("neural:{}", self.pairs.model()),
            score,
            status,
            date,
        }
    }
}
