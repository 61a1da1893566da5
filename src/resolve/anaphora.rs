//! Pronouns and descriptions by the network's opinion. Enters: a document, its entities, links (who
//! means whom, in numbers). Leaves: mentions of kind pronoun and nominal, each with the entity it
//! means; a word that means nobody who is named, or somebody only perhaps, is left alone.
//!
//! Candidates are names; their scores and that of "nobody" make one distribution, in which the
//! names of one entity add up (mention ranking, after Lee et al. 2017, "End-to-end neural coreference
//! resolution"). What kind of entity a word can mean is known without the network: "she" is no bank.

use super::{
    description::{self, Kind},
    focus::{self, Gender},
    is_name,
    lexicon::LEXICON,
    profile::Profile,
};
use crate::{
    document::Document,
    entity::Resolution,
    mention::{Mention, MentionKind},
    nn::{Anaphor, Links},
    schema::EntityType,
    span::Span,
};
use std::{collections::BTreeMap, ops::Range};

/// Words back that a name may stand: farther ones hardly score, and a long text stays linear. Ahead it
/// stands in the same sentence: "In his speech, Kim said".
const BACK: usize = 600;
const LONGEST_SENTENCE: usize = 200;
/// The least probability of a pronoun's entity: half the F1 that is reached is where F1 is best (Lipton et
/// al. 2014). That of a description's: a wrong one misleads more than a missing one; chosen on the sample
/// articles' relations.
const PRONOUN: f32 = 0.38;
const DESCRIPTION: f32 = 0.8;

/// A name that an anaphor may mean.
struct Candidate {
    tokens: Range<usize>,
    entity: usize,
    entity_type: EntityType,
    gender: Gender,
}

/// A word or phrase that may stand for somebody.
pub(crate) struct Phrase {
    /// All of it.
    pub span: Span,
    /// Token of the pronoun or of the head word.
    pub head: usize,
    /// What it can mean.
    pub kind: Kind,
}

/// Every pronoun and description that means a named entity, with that entity's index, in text order.
pub(crate) fn find(
    doc: &Document,
    resolution: &Resolution,
    links: &Links,
    profiles: &[Profile],
) -> Vec<(Mention, usize)> {
    let candidates = candidates(doc, resolution);
    let mut found = Vec::new();
    for phrase in description::phrases(doc, resolution) {
        let pronoun = matches!(phrase.kind, Kind::He | Kind::She);
        let anaphor = Anaphor { word: phrase.head, described: !pronoun };
        let least = if pronoun { PRONOUN } else { DESCRIPTION };
        let Some(sentence) = doc.sentence_at(phrase.span.start) else { continue };
        let end = doc.sentences()[sentence].tokens.end;
        // "The bank" has "bank" in its name.
        let heads = (!pronoun)
            .then(|| LEXICON.by_name.get(&doc.token_text(phrase.head).to_lowercase()))
            .flatten();
        let fits = |c: &Candidate| {
            fits(phrase.kind, c)
                && c.tokens.start < end
                && heads.is_none_or(|heads| profiles[c.entity].has_head(heads))
        };
        let Some((entity, score)) = antecedent(&candidates, links, anaphor, &fits) else {
            continue;
        };
        if score < least {
            continue;
        }
        let entity_type = resolution.entities[entity].entity_type;
        let kind = if pronoun { MentionKind::Pronoun } else { MentionKind::Nominal };
        let mention = Mention { kind, ..Mention::nominal(phrase.span, entity_type, score) };
        found.push((mention, entity));
    }
    found
}

/// All names of persons, organizations, places and groups, in text order.
fn candidates(doc: &Document, resolution: &Resolution) -> Vec<Candidate> {
    let genders: Vec<Gender> =
        resolution.entities.iter().map(|e| focus::gender(doc, resolution, e)).collect();
    let owner = resolution.entity_of();
    let named = resolution.mentions.iter().zip(&owner).filter(|(mention, _)| {
        !mention.entity_type.is_value()
            && mention.entity_type != EntityType::Norp
            && (is_name(mention) || mention.entity_type == EntityType::Group)
    });
    named
        .map(|(mention, &entity)| Candidate {
            tokens: doc.tokens_in(mention.span),
            entity,
            entity_type: mention.entity_type,
            gender: genders[entity],
        })
        .filter(|candidate| !candidate.tokens.is_empty())
        .collect()
}

/// The most probable entity and its probability.
fn antecedent(
    candidates: &[Candidate],
    links: &Links,
    anaphor: Anaphor,
    fits: &dyn Fn(&Candidate) -> bool,
) -> Option<(usize, f32)> {
    let first = candidates.partition_point(|c| c.tokens.start + BACK < anaphor.word);
    let scored: Vec<(usize, f32)> = candidates[first..]
        .iter()
        .take_while(|c| c.tokens.start < anaphor.word + LONGEST_SENTENCE)
        .filter(|c| fits(c))
        .map(|c| (c.entity, links.name(anaphor, &c.tokens)))
        .collect();
    let nobody = links.nobody(anaphor);
    let top = scored.iter().fold(nobody, |top, (_, score)| top.max(*score));
    let mut sums: BTreeMap<usize, f32> = BTreeMap::new();
    for (entity, score) in &scored {
        *sums.entry(*entity).or_default() += (score - top).exp();
    }
    let nobody = (nobody - top).exp();
    let all = nobody + sums.values().sum::<f32>();
    // Of equals the one that is named first.
    let best = sums.iter().rev().max_by(|a, b| a.1.total_cmp(b.1))?;
    Some((*best.0, best.1 / all))
}

/// Whether a kind of word can mean an entity at all.
fn fits(kind: Kind, candidate: &Candidate) -> bool {
    use EntityType::{Location, Organization, Person};
    let is = |types: &[EntityType]| types.contains(&candidate.entity_type);
    match kind {
        Kind::He => is(&[Person]) && candidate.gender != Gender::Female,
        Kind::She => is(&[Person]) && candidate.gender != Gender::Male,
        Kind::Person => is(&[Person]),
        Kind::Body => is(&[Organization]),
        Kind::Country => is(&[Location]),
        Kind::State => is(&[Location, Person, Organization]),
    }
}
