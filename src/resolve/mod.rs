//! Mentions -> entities. Enters: the mentions of a document, or the graphs of many. Leaves: a
//! partition of them, each merge with its reason. Never reads files; never splits what it merged.
//!
//! Within a document the rules run in the order of their certainty, each on what the ones before
//! have joined (a sieve, after Lee et al., "Deterministic coreference resolution based on
//! entity-centric, precision-ranked rules", 2013): equal names, names that the text introduces as
//! aliases, places, organizations, persons.

mod acronym;
mod across;
mod alias;
mod alike;
mod anaphora;
mod attributes;
mod birth;
mod canonical;
mod compared;
mod context;
mod description;
mod distinct;
mod explain;
mod facts;
mod focus;
mod home;
mod judge;
mod key;
mod kin;
mod lexicon;
mod links;
mod nominal;
mod organization;
mod person;
mod place;
mod profile;
mod pronoun;
mod read_names;
mod retype;
mod scene;
mod short;
mod short_form;

pub use across::{across, across_with};
pub use compared::{Compared, Keep};
pub use explain::{Explanation, explain};
pub use judge::Judgement;

use crate::{
    document::Document,
    entity::{Entity, Resolution},
    fold,
    mention::{Mention, MentionKind},
    nn::Links,
};
use focus::{Focus, Reference};
use nominal::Found;
use scene::{Clusters, Reason, Scene};
use std::collections::BTreeMap;

const SAME: Reason = Reason::new("same name", 0.99);

/// Who is who within one document, pronouns and descriptions by rules alone. Returns a partition of
/// the mentions, in text order.
#[must_use]
pub fn resolve(doc: &Document, mentions: Vec<Mention>) -> Resolution {
    described(doc, named(doc, mentions), None)
}

/// Who is who of those that are named.
#[must_use]
pub fn named(doc: &Document, mut mentions: Vec<Mention>) -> Resolution {
    retype::agree(doc, &mut mentions);
    mentions.sort_by_key(|mention| (mention.span, mention.entity_type));
    let entities = {
        let scene = Scene::new(doc, &mentions);
        let mut clusters = Clusters::new(&scene);
        equal_names(&scene, &mut clusters);
        alias::join(&scene, &mut clusters);
        place::join(&scene, &mut clusters);
        organization::join(&scene, &mut clusters);
        person::join(&scene, &mut clusters);
        entities(&scene, clusters)
    };
    Resolution { mentions, entities }
}

/// For each sentence whether it speaks of anybody, by name or by a word that may stand for one: the
/// others need not be read on.
#[must_use]
pub fn speaking(doc: &Document, named: &Resolution) -> Vec<bool> {
    let mut speaks = vec![false; doc.sentences().len()];
    let names = named.mentions.iter().filter(|mention| !mention.entity_type.is_value());
    let phrases = description::phrases(doc, named);
    let things = doc.tokens().iter().map(|token| token.span);
    let things = things.filter(|span| description::is_thing(doc.slice(*span)));
    let spans = names.map(|mention| mention.span).chain(phrases.iter().map(|phrase| phrase.span));
    for sentence in spans.chain(things).filter_map(|span| doc.sentence_at(span.start)) {
        speaks[sentence] = true;
    }
    speaks
}

/// Adds the descriptions and pronouns that stand for a named entity: by rules, or, with `links`, whom
/// pronouns mean, and descriptions for which no rule speaks, a network says.
#[must_use]
pub fn described(doc: &Document, resolution: Resolution, links: Option<&Links>) -> Resolution {
    let owner = resolution.entity_of();
    let mut focus = Focus::new(doc, &resolution);
    let read: BTreeMap<usize, (Mention, usize)> = links
        .map(|links| anaphora::find(doc, &resolution, links, &focus.profiles))
        .into_iter()
        .flatten()
        .map(|(mention, entity)| (mention.span.start, (mention, entity)))
        .collect();
    let mut relatives = kin::Relatives::default();
    let mut found: Vec<(Mention, usize)> = Vec::new();
    for sentence in 0..doc.sentences().len() {
        let mut free = 0;
        for token in focus.tokens(sentence) {
            let start = doc.tokens()[token].span.start;
            if start < free {
                continue;
            }
            let by_rule = |found: Option<Found>, kind| {
                found.map(|Found { reference: Reference { span, entity }, score }| {
                    let entity_type = resolution.entities[entity].entity_type;
                    (Mention { kind, ..Mention::nominal(span, entity_type, score) }, entity)
                })
            };
            let nominal = || by_rule(nominal::at(&focus, sentence, token), MentionKind::Nominal);
            let thing = || description::is_thing(doc.token_text(token));
            let hit = match (links, read.get(&start)) {
                (None, _) => by_rule(pronoun::at(&focus, sentence, token), MentionKind::Pronoun)
                    .or_else(nominal),
                (Some(_), Some(hit)) if hit.0.kind == MentionKind::Pronoun => Some(hit.clone()),
                // What taught the network speaks of persons: of "it" the rules know more.
                (Some(_), None) if thing() => {
                    by_rule(pronoun::at(&focus, sentence, token), MentionKind::Pronoun)
                }
                (Some(_), hit) => nominal().or_else(|| hit.cloned()),
            };
            let hit = hit.or_else(|| relatives.at(doc, &resolution, &owner, token));
            let Some((mut mention, mut entity)) = hit else { continue };
            if mention.kind == MentionKind::Pronoun {
                relatives.hear(mention.span, entity);
            }
            if mention.kind == MentionKind::Nominal
                && let Some(named) = description::apposition(doc, &resolution, &mention)
            {
                entity = owner[named];
                mention.entity_type = resolution.mentions[named].entity_type;
            }
            free = mention.span.end;
            focus.add(sentence, Reference { span: mention.span, entity });
            found.push((mention, entity));
        }
    }
    let mut resolution = with(resolution, found);
    birth::note(doc, &mut resolution);
    resolution
}

/// Puts further mentions in their place and counts the indices anew.
fn with(resolution: Resolution, found: Vec<(Mention, usize)>) -> Resolution {
    let owner = resolution.entity_of();
    let mut all: Vec<(Mention, usize)> =
        resolution.mentions.into_iter().zip(owner).chain(found).collect();
    all.sort_by_key(|(mention, _)| mention.span);
    let mut entities = resolution.entities;
    for entity in &mut entities {
        entity.mentions.clear();
    }
    for (index, (_, entity)) in all.iter().enumerate() {
        entities[*entity].mentions.push(index);
    }
    entities.sort_by_key(|entity| entity.mentions[0]);
    Resolution { mentions: all.into_iter().map(|(mention, _)| mention).collect(), entities }
}

/// Joins mentions that read the same, but for those that may mean several: capitals and surnames.
fn equal_names(scene: &Scene<'_>, clusters: &mut Clusters) {
    for form in &scene.forms {
        let short = form.person.as_ref().is_some_and(|name| !name.is_full());
        if short || place::is_capital(form) {
            continue;
        }
        let shared = acronym::shared(scene, form);
        for &(nearest, mention) in &shared {
            clusters.join(scene, nearest, mention, SAME);
        }
        for &mention in form.mentions[1..].iter().filter(|_| shared.is_empty()) {
            clusters.join(scene, form.first(), mention, SAME);
        }
    }
}

/// The clusters as entities, in the order of their first mention.
fn entities(scene: &Scene<'_>, mut clusters: Clusters) -> Vec<Entity> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for mention in 0..scene.mentions.len() {
        members.entry(clusters.root(mention)).or_default().push(mention);
    }
    let mut merges = clusters.take_merges();
    members
        .into_iter()
        .map(|(root, mentions)| {
            let entity_type = scene.mentions[root].entity_type;
            let mut attributes = attributes::of(scene, entity_type, &mentions);
            let stood_for = clusters.stood_for(&mentions);
            attributes.extend(stood_for.map(|code| ("country".to_owned(), code.to_owned())));
            let country = stood_for.and_then(|code| facts::FACTS.country_name(code));
            let name = || canonical::name(scene, &mentions, &clusters);
            Entity {
                name: country.map_or_else(name, str::to_owned),
                entity_type,
                attributes,
                mentions,
                roles: Default::default(),
                grounds: Vec::new(),
                merges: merges.remove(&root).unwrap_or_default(),
            }
        })
        .collect()
}

/// Whether a mention calls its entity by name.
fn is_name(mention: &Mention) -> bool {
    mention.kind == MentionKind::Name
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_across;
