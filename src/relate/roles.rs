//! Roles that follow from relations. Enters: the relations of a document. Leaves: the parts that its
//! entities play: who pursues, who fronts, who acts for whom, who suffers. Adds, never removes.

use super::bodies::is_pursuer;
use crate::{
    entity::Resolution,
    relation::Relation,
    schema::{EntityType, Role, Status},
};
use std::collections::BTreeSet;

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

/// Sets the roles that follow from relations. O(relations + entities).
pub fn assign_roles(resolution: &mut Resolution, relations: &[Relation]) {
    for entity in &mut resolution.entities {
        if entity.entity_type == EntityType::Organization && is_pursuer(&entity.name.to_lowercase())
        {
            entity.roles.insert(Role::Enforcement);
        }
    }
    let states = adversaries_of_nobody(resolution, relations);
    for relation in relations {
        let best = relation.evidence.iter().filter(|e| e.status != Status::Denied).map(|e| e.score);
        let Some(best) = best.reduce(f32::max) else { continue };
        let (subject, object) = (relation.subject, relation.object);
        let place = |e: usize| resolution.entities[e].entity_type == EntityType::Location;
        let (subject_place, object_place) = (place(subject), place(object));
        let mut add = |entity: usize, role: Role| {
            // Whom a role accuses needs a sentence that is about as likely right as wrong.
            let likely = role == Role::Enforcement || best >= LIKELY;
            if likely && (role != Role::Regime || !states.contains(&entity)) {
                resolution.entities[entity].roles.insert(role);
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
    // The state whose organs are sanctioned.
    let sanctioned: BTreeSet<usize> =
        relations.iter().filter(|r| r.predicate == "sanctions").map(|r| r.object).collect();
    for relation in relations.iter().filter(|r| r.predicate == "part_of") {
        if sanctioned.contains(&relation.subject)
            && resolution.entities[relation.object].entity_type == EntityType::Location
            && !states.contains(&relation.object)
        {
            resolution.entities[relation.object].roles.insert(Role::Regime);
        }
    }
    // A unit of a body that pursues, and who leads or serves it as an officer in the case.
    for relation in relations.iter().filter(|r| r.predicate == "part_of") {
        if resolution.entities[relation.object].roles.contains(&Role::Enforcement)
            && resolution.entities[relation.subject].entity_type == EntityType::Organization
        {
            resolution.entities[relation.subject].roles.insert(Role::Enforcement);
        }
    }
    for relation in relations.iter().filter(|r| r.predicate == "cooperates_with") {
        let pursues = |e: usize| resolution.entities[e].roles.contains(&Role::Enforcement);
        let ends = [relation.subject, relation.object];
        // Who merely helps the police is no police: a firm, a victim.
        let bodies = ends.iter().all(|e| {
            let entity = &resolution.entities[*e];
            entity.entity_type == EntityType::Organization
                && (pursues(*e) || is_pursuer(&entity.name.to_lowercase()))
        });
        if bodies {
            for end in ends {
                resolution.entities[end].roles.insert(Role::Enforcement);
            }
        }
    }
    for relation in
        relations.iter().filter(|r| matches!(r.predicate.as_str(), "leads" | "works_for"))
    {
        if resolution.entities[relation.object].roles.contains(&Role::Enforcement)
            && resolution.entities[relation.subject].entity_type == EntityType::Person
        {
            resolution.entities[relation.subject].roles.insert(Role::Enforcement);
        }
    }
}
