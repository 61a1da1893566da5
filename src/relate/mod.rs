//! Document + mentions + entities -> relations. Enters: a resolved document. Leaves: typed,
//! directed relations with evidence, status and extractor. Never links what the schema forbids.

use crate::{document::Document, entity::Resolution, relation::Relation, schema::Schema};

/// Relations that the document states between its entities.
#[must_use]
pub fn relate(_doc: &Document, _resolution: &Resolution, _schema: &Schema) -> Vec<Relation> {
    Vec::new()
}

/// Sets the roles that follow from relations: who pursues, who fronts, who acts for whom.
pub fn assign_roles(_resolution: &mut Resolution, _relations: &[Relation]) {}
