//! Who or what a document speaks of. Enters: mentions that were found to mean the same. Leaves:
//! entities and the reason of every merge. Decides nothing itself (that is `resolve`).

use crate::{
    mention::Mention,
    schema::{EntityType, Role},
    span::Span,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The attribute of persons that says when they were born: "1962", "1962-12", "1962-12-25".
pub(crate) const BIRTH_DATE: &str = "birth_date";

/// Why two names were taken for one entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// The name that was merged.
    pub name: String,
    /// The name it was merged into.
    pub into: String,
    /// The rule, in words an investigator reads: "surname of", "acronym of".
    pub reason: String,
    /// Probability that the merge is right, 0..=1.
    pub score: f32,
    /// The document in which both stand; absent for a merge across documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

/// Why an entity plays a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// The part.
    pub role: Role,
    /// In words an investigator reads: "subject of charges", "inferred from context".
    pub reason: String,
    /// The sentence it rests on, in bytes.
    pub sentence: Span,
    /// Probability that the entity plays the part, 0..=1.
    pub score: f32,
}

/// One person, organization, place, group or value of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The fullest name that the document uses.
    pub name: String,
    /// Its type.
    pub entity_type: EntityType,
    /// Its mentions, as indices into [`Resolution::mentions`], ascending; never empty.
    pub mentions: Vec<usize>,
    /// The parts it plays.
    pub roles: BTreeSet<Role>,
    /// What each of its roles rests on; at least one ground for each.
    pub grounds: Vec<Ground>,
    /// Why its names belong together.
    pub merges: Vec<Merge>,
    /// Further facts: `value` of a date, `country` of a nationality, ….
    pub attributes: BTreeMap<String, String>,
}

/// The mentions of one document and the entities they belong to: a partition, every mention in
/// exactly one entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// All mentions in text order: those recognized, and nominals and pronouns found on the way.
    pub mentions: Vec<Mention>,
    /// Entities in the order of their first mention.
    pub entities: Vec<Entity>,
}

impl Resolution {
    /// For each mention the index of its entity.
    #[must_use]
    pub fn entity_of(&self) -> Vec<usize> {
        let mut owner = vec![usize::MAX; self.mentions.len()];
        for (index, entity) in self.entities.iter().enumerate() {
            for &mention in &entity.mentions {
                owner[mention] = index;
            }
        }
        owner
    }
}
