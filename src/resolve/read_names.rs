//! Names of many nodes, read once. Enters: nodes. Leaves: for any text the name that it is, from memory where a
//! node bears it. Thousands of documents name the same few.

use super::{organization::OrganizationName, person::PersonName};
use crate::{graph::Node, schema::EntityType};
use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use std::borrow::Cow;

/// Names by their texts; of none by default.
#[derive(Default)]
pub(crate) struct ReadNames<'t> {
    persons: HashMap<&'t str, PersonName>,
    organizations: HashMap<&'t str, OrganizationName>,
}

impl<'t> ReadNames<'t> {
    /// All names and aliases of nodes.
    pub fn of(nodes: &[&'t Node]) -> Self {
        let texts = |kind: EntityType| -> Vec<&'t str> {
            let nodes = nodes.iter().filter(|node| node.entity_type == kind);
            let texts = nodes.flat_map(|node| std::iter::once(&node.name).chain(&node.aliases));
            let distinct: HashSet<&str> = texts.map(String::as_str).collect();
            distinct.into_iter().collect()
        };
        let (persons, organizations) = rayon::join(
            || read(texts(EntityType::Person), PersonName::read),
            || read(texts(EntityType::Organization), OrganizationName::read),
        );
        Self { persons, organizations }
    }

    /// Lets them go beside whatever comes next: they are many small texts, and nobody waits for them.
    pub fn discard(self) {
        let persons: Vec<PersonName> = self.persons.into_values().collect();
        let organizations: Vec<OrganizationName> = self.organizations.into_values().collect();
        rayon::spawn(move || drop((persons, organizations)));
    }

    /// The name of a person.
    pub fn person(&self, text: &str) -> Cow<'_, PersonName> {
        let known = self.persons.get(text).map(Cow::Borrowed);
        known.unwrap_or_else(|| Cow::Owned(PersonName::read(text)))
    }

    /// The name of an organization.
    pub fn organization(&self, text: &str) -> Cow<'_, OrganizationName> {
        let known = self.organizations.get(text).map(Cow::Borrowed);
        known.unwrap_or_else(|| Cow::Owned(OrganizationName::read(text)))
    }
}

fn read<N: Send>(texts: Vec<&str>, read: fn(&str) -> N) -> HashMap<&str, N> {
    let names: Vec<(&str, N)> = texts.into_par_iter().map(|text| (text, read(text))).collect();
    names.into_iter().collect()
}
