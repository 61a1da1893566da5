//! Keys of nodes. Enters: a node of one document. Leaves: the keys under which it meets nodes of
//! other documents, and the readable key of a cluster.

use super::{
    acronym,
    facts::FACTS,
    fold::{fold, is_latin},
    organization::OrganizationName,
    person::PersonName,
    place,
};
use crate::{graph::Node, schema::EntityType};
use std::{cmp::Reverse, collections::BTreeMap};

/// What a shared key is worth, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// The same country, well-known body or value.
    Known,
    /// The same canonical name.
    Name,
    /// A full name that one document gives as another name.
    Alias,
    /// The same first name and surname.
    Middle,
    /// An acronym or short form that a document introduces.
    Short,
}

impl Strength {
    /// The reason in words, and how sure it is.
    pub const fn reason(self) -> (&'static str, f32) {
        match self {
            Self::Known => ("other name of the same place, body or value", 0.96),
            Self::Name => ("same normalised name", 0.93),
            Self::Alias => ("other name given in a document", 0.88),
            Self::Middle => ("same first name and surname", 0.8),
            Self::Short => ("acronym or short form introduced in", 0.85),
        }
    }
}

/// The keys under which a node meets others.
pub(crate) fn blocking(node: &Node) -> Vec<(Strength, String)> {
    let kind = node.entity_type;
    let keyed = |strength, key: &str| (strength, format!("{kind}:{key}"));
    let names = || std::iter::once(&node.name).chain(&node.aliases);
    match kind {
        EntityType::Group => Vec::new(),
        EntityType::Location => {
            let country = names().find_map(|name| FACTS.country(&fold(name)));
            vec![match country {
                Some(code) => keyed(Strength::Known, &format!("country {code}")),
                None => keyed(Strength::Known, &place::key(&fold(&node.name))),
            }]
        }
        EntityType::Norp => vec![keyed(Strength::Known, &place::nationality(&fold(&node.name)))],
        EntityType::Organization => organization(node),
        EntityType::Person => person(node),
        _ => {
            let value = node.attributes.get("value").and_then(|v| v.as_str());
            vec![keyed(Strength::Known, &value.map_or_else(|| fold(&node.name), str::to_owned))]
        }
    }
}

fn organization(node: &Node) -> Vec<(Strength, String)> {
    let keyed = |strength, key: &str| (strength, format!("organization:{key}"));
    if let Some(body) = known_body(node) {
        return vec![keyed(Strength::Known, &format!("body {body}"))];
    }
    let mut keys = Vec::new();
    for (strength, text) in std::iter::once((Strength::Name, &node.name))
        .chain(node.aliases.iter().map(|alias| (Strength::Alias, alias)))
    {
        let name = OrganizationName::read(text);
        if name.core.is_empty() {
            keys.push(keyed(strength, &fold(text)));
        } else if !name.is_common() {
            let short = strength == Strength::Alias && name.core.len() == 1;
            let strength = if short { Strength::Short } else { strength };
            keys.push(keyed(strength, &name.core.join(" ")));
            if !name.countries.is_empty() && name.bag.len() > 1 && !short {
                let countries: Vec<&str> = name.countries.iter().map(String::as_str).collect();
                let key = format!("{} {}", countries.join(" "), name.bag.join(" "));
                keys.push(keyed(strength.max(Strength::Alias), &key));
            }
        }
    }
    keys
}

/// The well-known body that a node's full names show; bare acronyms count only as the canonical
/// name.
fn known_body(node: &Node) -> Option<&'static str> {
    let look = |text: &String| OrganizationName::read(text).body;
    let full = node.aliases.iter().filter(|a| acronym::letters(a).is_none() && a.contains(' '));
    look(&node.name).or_else(|| full.filter_map(look).next())
}

fn person(node: &Node) -> Vec<(Strength, String)> {
    let keyed = |strength, key: &str| (strength, format!("person:{key}"));
    let mut keys = Vec::new();
    for (strength, text) in std::iter::once((Strength::Name, &node.name))
        .chain(node.aliases.iter().map(|alias| (Strength::Alias, alias)))
    {
        let name = PersonName::read(text);
        if !name.is_full() {
            continue;
        }
        let mut words = name.words.clone();
        words.sort_unstable();
        keys.push(keyed(strength, &words.join(" ")));
        let (first, last) = (&name.words[0], &name.words[name.words.len() - 1]);
        if strength == Strength::Name
            && first.chars().count() > 1
            && last.chars().count() > 1
            && name.surname != 0
        {
            keys.push(keyed(Strength::Middle, &format!("{first} {last}")));
        }
    }
    keys
}

/// The canonical name of a cluster: the fullest of its members' names, the commonest of equals.
pub(crate) fn cluster_name(parts: &[&Node]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for part in parts {
        *counts.entry(&part.name).or_default() += 1;
    }
    let best = counts.iter().max_by_key(|(name, count)| {
        let words = name.split_whitespace().count();
        let spelled = acronym::letters(name).is_none();
        (is_latin(name), spelled, words.min(8), **count, Reverse(**name))
    });
    let name = best.map_or_else(String::new, |(name, _)| (*name).to_owned());
    match country(parts) {
        Some(code) if acronym::letters(&name).is_some() => {
            FACTS.country_name(code).map_or(name, str::to_owned)
        }
        _ => name,
    }
}

fn country<'a>(parts: &'a [&Node]) -> Option<&'a str> {
    parts
        .iter()
        .filter(|p| p.entity_type == EntityType::Location)
        .find_map(|p| p.attributes.get("country")?.as_str())
}

/// "organization:reconnaissance-general-bureau": type and name, letters of any script kept.
pub(crate) fn readable(parts: &[&Node], name: &str) -> String {
    let Some(first) = parts.first() else { return String::new() };
    let kind = first.entity_type;
    let value = first.attributes.get("value").and_then(|v| v.as_str());
    let base = match kind {
        EntityType::Location => country(parts).and_then(|c| FACTS.country_name(c)).map(fold),
        EntityType::Organization => {
            parts.iter().find_map(|p| known_body(p)).map(fold).or_else(|| {
                let core = OrganizationName::read(name).core;
                (!core.is_empty()).then(|| core.join(" "))
            })
        }
        kind if kind.is_value() => value.map(str::to_owned),
        _ => None,
    };
    let base = base.unwrap_or_else(|| fold(name));
    let words: Vec<&str> = base.split_whitespace().collect();
    let slug = if words.is_empty() { name.trim().to_owned() } else { words.join("-") };
    format!("{kind}:{slug}")
}

/// Whether a name says nothing outside its document: an unnamed group, a surname, a body that
/// every state has.
pub(crate) fn is_local(parts: &[&Node]) -> bool {
    let [node] = parts else { return false };
    node.entity_type == EntityType::Group
        || blocking(node).iter().all(|(s, _)| *s == Strength::Short)
}
