//! Which country a document is about. Enters: the graph of a document. Leaves: the country it names
//! most beside those whose authorities report, when that one clearly stands out.

use super::key;
use super::facts::FACTS;
use crate::{graph::DocumentGraph, schema::EntityType};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest mentions of a country that a document is about.
const FEWEST: usize = 3;
/// The share of all mentions of foreign countries that it needs, in percent.
const SHARE: usize = 60;

/// ISO code of the country.
pub(crate) fn of(graph: &DocumentGraph) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut authorities: BTreeSet<&str> = BTreeSet::new();
    for node in &graph.nodes {
        match node.entity_type {
            EntityType::Location | EntityType::Norp => {
                let code = node.attributes.get("country").and_then(|value| value.as_str());
                if let Some(code) = code {
                    *counts.entry(code).or_default() += node.mentions.len();
                }
            }
            EntityType::Organization => {
                let body = key::known_body(node).and_then(|body| FACTS.body(&super::fold::fold(body)));
                authorities.extend(body.and_then(|(_, country)| country));
            }
            _ => {}
        }
    }
    let most_of_authorities = authorities.iter().filter_map(|code| counts.get(code)).max();
    let most_of_authorities = most_of_authorities.copied().unwrap_or_default();
    counts.retain(|code, _| !authorities.contains(code));
    let all: usize = counts.values().sum();
    let (code, most) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let stands_out = most >= FEWEST && most * 100 >= all * SHARE && most >= most_of_authorities;
    stands_out.then(|| code.to_owned())
}
