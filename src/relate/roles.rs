//! Parts that entities play: who pursues, who fronts, who acts for whom, who suffers. Enters: the
//! relations of a document and what a network read in it. Leaves: roles, each with the sentences it
//! rests on. A name alone never gives a role.

use super::bodies::is_pursuer;
use crate::{
    document::Document,
    entity::{Entity, Ground, Resolution},
    nn,
    relation::Relation,
    schema::{EntityType, Role, Status},
    span::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the relations say: for each entity and role the reasons and sentences, the first found first.
#[derive(Default)]
struct Said(BTreeMap<(usize, Role), Vec<(String, Span)>>);

impl Said {
    fn has(&self, entity: usize, role: Role) -> bool {
        self.0.contains_key(&(entity, role))
    }

    fn add(&mut self, entity: usize, role: Role, reason: impl Into<String>, sentence: Span) {
        let grounds = self.0.entry((entity, role)).or_default();
        if grounds.len() < MOST_GROUNDS && !grounds.iter().any(|(_, known)| *known == sentence) {
            grounds.push((reason.into(), sentence));
        }
    }
}

/// No sentence need state such a role: the network read it in all that stands around the name.
const INFERRED: &str = "inferred from context";

/// Sentences that a role of one document quotes at most.
const MOST_GROUNDS: usize = 3;

/// What a relation adds to the network's logit of a role, and a name that tells the office.
const RELATION: f32 = 1.6;
const OFFICE: f32 = 1.0;

/// Sets roles and their grounds. With a network's reading its opinion decides, and relations and names
/// move it; without one the relations alone. O(relations + mentions).
pub fn assign_roles(
    doc: &Document,
    resolution: &mut Resolution,
    relations: &[Relation],
    read: Option<&nn::Roles>,
) {
    let said = said(resolution, relations);
    for index in 0..resolution.entities.len() {
        let heard = read.map(|read| hear(doc, resolution, index, read));
        let entity = &mut resolution.entities[index];
        let office = is_office(entity);
        for role in Role::ALL {
            let grounds = said.0.get(&(index, role)).map_or(&[][..], Vec::as_slice);
            let mut found: Vec<Ground> = Vec::new();
            let ground = |reason: &str, sentence, score| Ground {
                role,
                reason: reason.to_owned(),
                sentence,
                score,
            };
            let related = !grounds.is_empty();
            let score = match &heard {
                Some(heard) => {
                    let Some(&(logit, sentence)) = heard.get(&role) else { continue };
                    let bonus = f32::from(u8::from(related)) * RELATION
                        + f32::from(u8::from(office && role == Role::Enforcement)) * OFFICE;
                    if logit + bonus <= 0.0 {
                        continue;
                    }
                    let score = 1.0 / (1.0 + (-logit - bonus).exp());
                    if !related {
                        found.push(ground(INFERRED, sentence, score));
                    }
                    score
                }
                None if related => LIKELY,
                None => continue,
            };
            found.extend(grounds.iter().map(|(reason, sentence)| ground(reason, *sentence, score)));
            entity.roles.insert(role);
            entity.grounds.extend(found);
        }
    }
}

/// For each role the network's logit above its threshold, and the sentence that says it most.
fn hear(
    doc: &Document,
    resolution: &Resolution,
    entity: usize,
    read: &nn::Roles,
) -> BTreeMap<Role, (f32, Span)> {
    let entity = &resolution.entities[entity];
    let people = matches!(
        entity.entity_type,
        EntityType::Person | EntityType::Organization | EntityType::Location | EntityType::Group
    );
    if !people {
        return BTreeMap::new();
    }
    let named = entity.mentions.iter().map(|&m| &resolution.mentions[m]).filter(|mention| {
        mention.kind == crate::mention::MentionKind::Name
            || mention.entity_type == EntityType::Group
    });
    let words =
        named.map(|mention| doc.tokens_in(mention.span)).filter(|tokens| !tokens.is_empty());
    let words: Vec<usize> = words.map(|tokens| tokens.start).collect();
    let mut heard = BTreeMap::new();
    for (name, logit, word) in read.of(&words) {
        let role = Role::ALL.into_iter().find(|role| role.name() == name);
        let sentence = doc.tokens().get(word).and_then(|t| doc.sentence_at(t.span.start));
        if let (Some(role), Some(sentence)) = (role, sentence) {
            heard.insert(role, (logit, doc.sentences()[sentence].span));
        }
    }
    heard
}

/// What makes a role of a relation, in words.
fn because(relation: &Relation, subject: bool) -> String {
    let end = if subject { "subject" } else { "object" };
    format!("{end} of {}", relation.predicate.replace('_', " "))
}

/// The sentence that states a relation best; none where all deny it: a denial makes nobody anything.
fn best_sentence(relation: &Relation) -> Option<Span> {
    let stated = relation.evidence.iter().filter(|e| e.status != Status::Denied);
    let best = stated.reduce(|a, b| if b.score > a.score { b } else { a });
    best.map(|evidence| evidence.sentence)
}

/// Places that sanction, charge or accuse others and that nobody sanctions: not the adversary.
fn adversaries_of_nobody(resolution: &Resolution, relations: &[Relation]) -> BTreeSet<usize> {
    let pursued: BTreeSet<usize> = relations
        .iter()
        .filter(|r| matches!(r.predicate.as_str(), "sanctions" | "charges"))
        .map(|r| r.object)
        .collect();
    relations
        .iter()
        .filter(|r| {
            matches!(r.predicate.as_str(), "sanctions" | "charges" | "arrests" | "investigates")
        })
        .map(|r| r.subject)
        .filter(|e| resolution.entities[*e].entity_type == EntityType::Location)
        .filter(|e| !pursued.contains(e))
        .collect()
}

/// Least probability of a relation that makes somebody a proxy, a front, a regime or a victim.
const LIKELY: f32 = 0.45;

/// The roles that follow from relations.
fn said(resolution: &Resolution, relations: &[Relation]) -> Said {
    let mut said = Said::default();
    let states = adversaries_of_nobody(resolution, relations);
    for relation in relations {
        let best = relation.evidence.iter().filter(|e| e.status != Status::Denied).map(|e| e.score);
        let Some(best) = best.reduce(f32::max) else { continue };
        let Some(sentence) = best_sentence(relation) else { continue };
        let (subject, object) = (relation.subject, relation.object);
        let place = |e: usize| resolution.entities[e].entity_type == EntityType::Location;
        let (subject_place, object_place) = (place(subject), place(object));
        let mut add = |entity: usize, role: Role| {
            // Whom a role accuses needs a sentence that is about as likely right as wrong.
            let likely = role == Role::Enforcement || best >= LIKELY;
            if likely && (role != Role::Regime || !states.contains(&entity)) {
                said.add(entity, role, because(relation, entity == subject), sentence);
            }
        };
        match relation.predicate.as_str() {
            "charges" | "arrests" | "convicts" | "seizes_from" | "investigates" | "sanctions"
                if !subject_place =>
            {
                add(subject, Role::Enforcement);
                if object_place && relation.predicate == "sanctions" {
                    add(object, Role::Regime);
                }
            }
            "targets" => {
                add(object, Role::Victim);
                if subject_place {
                    add(subject, Role::Regime);
                }
            }
            "front_for" => {
                add(subject, Role::FrontCompany);
                if object_place {
                    add(object, Role::Regime);
                }
            }
            "acts_for" => {
                add(subject, Role::Proxy);
                if object_place {
                    add(object, Role::Regime);
                }
            }
            "sanctions" if object_place => add(object, Role::Regime),
            "owns" if subject_place => add(subject, Role::Regime),
            _ => {}
        }
    }
    let entity = |e: usize| &resolution.entities[e];
    // The state whose organs are sanctioned.
    let sanctioned: BTreeSet<usize> =
        relations.iter().filter(|r| r.predicate == "sanctions").map(|r| r.object).collect();
    for (relation, sentence) in of_type(relations, &["part_of"]) {
        let place = entity(relation.object).entity_type == EntityType::Location;
        if sanctioned.contains(&relation.subject) && place && !states.contains(&relation.object) {
            said.add(relation.object, Role::Regime, "its organ is sanctioned", sentence);
        }
    }
    let office = |e: usize| is_office(entity(e));
    let is_body = |e: usize| entity(e).entity_type == EntityType::Organization;
    // A unit of a body that pursues, and who leads or serves it as an officer in the case.
    for (relation, sentence) in of_type(relations, &["part_of"]) {
        let pursues = said.has(relation.object, Role::Enforcement) || office(relation.object);
        if pursues && is_body(relation.subject) {
            said.add(relation.subject, Role::Enforcement, "part of a body that pursues", sentence);
        }
    }
    for (relation, sentence) in of_type(relations, &["cooperates_with"]) {
        // Who merely helps the police is no police: a firm, a victim.
        let pursues = |e: usize| is_body(e) && (said.has(e, Role::Enforcement) || office(e));
        let ends = [relation.subject, relation.object];
        if ends.into_iter().all(pursues) {
            for end in ends {
                said.add(end, Role::Enforcement, "pursues together with another", sentence);
            }
        }
    }
    for (relation, sentence) in of_type(relations, &["leads", "works_for"]) {
        let pursues = said.has(relation.object, Role::Enforcement) || office(relation.object);
        if pursues && entity(relation.subject).entity_type == EntityType::Person {
            said.add(relation.subject, Role::Enforcement, "serves a body that pursues", sentence);
        }
    }
    said
}

/// Relations of these types with the sentence that states each best.
fn of_type<'r>(
    relations: &'r [Relation],
    types: &'r [&str],
) -> impl Iterator<Item = (&'r Relation, Span)> {
    let of_type = relations.iter().filter(move |r| types.contains(&r.predicate.as_str()));
    of_type.filter_map(|relation| Some((relation, best_sentence(relation)?)))
}

/// Whether the name of an organization tells that its office is to pursue.
fn is_office(entity: &Entity) -> bool {
    entity.entity_type == EntityType::Organization && is_pursuer(&entity.name.to_lowercase())
}
