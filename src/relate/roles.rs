//! Roles that follow from relations. Enters: the relations of a document. Leaves: the parts that its
//! entities play: who pursues, who fronts, who acts for whom, who suffers. Adds, never removes.

use crate::{
    entity::Resolution,
    relation::Relation,
    schema::{EntityType, Role, Status},
};

/// Sets the roles that follow from relations. O(relations).
pub fn assign_roles(resolution: &mut Resolution, relations: &[Relation]) {
    for relation in relations {
        let denied = relation.evidence.iter().all(|e| e.status == Status::Denied);
        if denied {
            continue;
        }
        match relation.predicate.as_str() {
            "charges" | "arrests" | "convicts" | "seizes_from" | "investigates" | "sanctions" => {
                let subject = &mut resolution.entities[relation.subject];
                if subject.entity_type != EntityType::Location {
                    subject.roles.insert(Role::Enforcement);
                }
            }
            "targets" => {
                resolution.entities[relation.object].roles.insert(Role::Victim);
            }
            "front_for" => {
                resolution.entities[relation.subject].roles.insert(Role::FrontCompany);
            }
            "acts_for" => {
                resolution.entities[relation.subject].roles.insert(Role::Proxy);
            }
            _ => {}
        }
    }
}
