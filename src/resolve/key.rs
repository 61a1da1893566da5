//! Keys of nodes. Enters: a node of one document. Leaves: the keys under which it meets nodes of
//! other documents, and the readable key of a cluster.

use super::{
    acronym,
    facts::FACTS,
    fold::{fold, is_capitals, is_latin},
    person::PersonName,
    place,
    read_names::ReadNames,
};
use crate::{graph::Node, schema::EntityType};
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
};

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
    /// The same body of one state.
    State,
    /// The same name but for the country before it.
    Country,
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
            Self::State => {
                ("same body of a state: by name or as the document's main country", 0.78)
            }
            Self::Country => ("same name without the country before it", 0.84),
            Self::Short => ("acronym or short form introduced in", 0.85),
        }
    }

    /// Whether a node with such a key joins only a single cluster that has it.
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Short | Self::Country)
    }
}

/// Letters of a key that are compared at once.
const FRONT: usize = 16;

/// What nodes of one type meet under. Keys are sorted by what they are worth, then by their letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub strength: Strength,
    entity_type: EntityType,
    front: [u64; FRONT / 8],
    text: String,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let letters = || match self.text.len().max(other.text.len()) <= FRONT {
            true => self.text.len().cmp(&other.text.len()),
            false => self.text.cmp(&other.text),
        };
        (self.strength, self.entity_type, self.front)
            .cmp(&(other.strength, other.entity_type, other.front))
            .then_with(letters)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Key {
    fn new(strength: Strength, entity_type: EntityType, text: String) -> Self {
        Self { strength, entity_type, front: front(&text), text }
    }

    /// The key of the same letters that is worth something else.
    pub fn of(&self, strength: Strength) -> Self {
        Self { strength, ..self.clone() }
    }
}

/// The first letters of a text as numbers of the same order: texts lie anywhere in memory, numbers where they are
/// compared.
pub(super) fn front<const N: usize>(text: &str) -> [u64; N] {
    std::array::from_fn(|at| {
        let mut letters = [0; 8];
        let rest = text.as_bytes().get(8 * at..).unwrap_or_default();
        letters.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        u64::from_be_bytes(letters)
    })
}

/// The keys under which a node meets others.
/// `home` is the country that the node's document is about.
pub(crate) fn blocking(node: &Node, home: Option<&str>, names: &ReadNames<'_>) -> Vec<Key> {
    let kind = node.entity_type;
    let keyed = |strength, key: String| Key::new(strength, kind, key);
    match kind {
        EntityType::Group => Vec::new(),
        EntityType::Location => {
            let key = match (attribute(node, "country"), attribute(node, "region")) {
                (Some(code), _) => format!("country {code}"),
                (_, Some(code)) => format!("region {code}"),
                _ => place::key(&fold(&node.name)),
            };
            vec![keyed(Strength::Known, key)]
        }
        EntityType::Norp => vec![keyed(Strength::Known, place::nationality(&fold(&node.name)))],
        EntityType::Organization => organization(node, home, names),
        EntityType::Person => person(node, names),
        _ => {
            let value = attribute(node, "value").map_or_else(|| fold(&node.name), str::to_owned);
            vec![keyed(Strength::Known, value)]
        }
    }
}

pub(crate) fn attribute<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    node.attributes.get(name).and_then(|value| value.as_str())
}

fn organization(node: &Node, home: Option<&str>, names: &ReadNames<'_>) -> Vec<Key> {
    let keyed = |strength, key: String| Key::new(strength, EntityType::Organization, key);
    if let Some(body) = known_body(node, names) {
        return vec![keyed(Strength::Known, format!("body {body}"))];
    }
    let mut keys = Vec::new();
    for (strength, text) in std::iter::once((Strength::Name, &node.name))
        .chain(node.aliases.iter().map(|alias| (Strength::Alias, alias)))
    {
        let name = names.organization(text);
        if name.core.is_empty() {
            keys.push(keyed(strength, fold(text)));
        } else if name.is_common() {
            let country = attribute(node, "country");
            let state = country.or(home).filter(|_| name.is_of_state());
            let key = state.map(|code| format!("{code} {}", name.bag.join(" ")));
            keys.extend(key.map(|key| keyed(Strength::State, key)));
            let key = country.map(|code| format!("{code} {}", name.bag.join(" ")));
            keys.extend(key.map(|key| keyed(Strength::Alias, key)));
        } else {
            let short = strength == Strength::Alias && name.core.len() == 1;
            let strength = if short { Strength::Short } else { strength };
            keys.push(keyed(strength, name.core.join(" ")));
            if !name.countries.is_empty() && name.bag.len() > 1 && !short {
                let countries: Vec<&str> = name.countries.iter().map(String::as_str).collect();
                let key = format!("{} {}", countries.join(" "), name.bag.join(" "));
                keys.push(keyed(strength.max(Strength::Alias), key.clone()));
                if name.is_of_state() {
                    keys.push(keyed(Strength::State, key));
                }
                let bare = name.without_country();
                keys.extend(bare.map(|key| keyed(Strength::Country, key)));
            }
        }
    }
    keys
}

/// Whether a node has other keys where its document is about a country: a body that every state has, of which it is
/// not said whose it is.
pub(crate) fn rests_on_home(node: &Node, names: &ReadNames<'_>) -> bool {
    let is_any = |text: &String| {
        let name = names.organization(text);
        !name.core.is_empty() && name.is_common() && name.is_of_state()
    };
    node.entity_type == EntityType::Organization
        && attribute(node, "country").is_none()
        && std::iter::once(&node.name).chain(&node.aliases).any(is_any)
        && known_body(node, names).is_none()
}

/// The well-known body that a node's full names show; bare acronyms count only as the canonical
/// name.
pub(crate) fn known_body(node: &Node, names: &ReadNames<'_>) -> Option<&'static str> {
    let look = |text: &String| names.organization(text).body;
    let full = node.aliases.iter().filter(|a| acronym::letters(a).is_none() && a.contains(' '));
    look(&node.name).or_else(|| full.filter_map(look).next())
}

fn person(node: &Node, names: &ReadNames<'_>) -> Vec<Key> {
    let keyed = |strength, key: String| Key::new(strength, EntityType::Person, key);
    let mut keys = Vec::new();
    for (strength, text) in std::iter::once((Strength::Name, &node.name))
        .chain(node.aliases.iter().map(|alias| (Strength::Alias, alias)))
    {
        let name = names.person(text);
        if !name.is_full() || is_placeholder(&name) {
            continue;
        }
        let mut words = name.words.clone();
        words.sort_unstable();
        keys.push(keyed(strength, words.join(" ")));
        let (first, last) = (&name.words[0], &name.words[name.words.len() - 1]);
        if strength == Strength::Name
            && first.chars().count() > 1
            && last.chars().count() > 1
            && name.surname != 0
        {
            keys.push(keyed(Strength::Middle, format!("{first} {last}")));
        }
    }
    keys
}

/// "Jane Doe" is whoever must not be named: another one in every document.
pub(crate) fn is_placeholder(name: &PersonName) -> bool {
    let is =
        |at: usize, words: &[&str]| name.words.get(at).is_some_and(|w| words.contains(&w.as_str()));
    is(0, &["john", "jane", "janie", "johnny", "baby"]) && is(1, &["doe", "roe"])
}

/// The canonical name of a cluster: of a place or nationality the commonest of its members' names,
/// of others the fullest; never an acronym while there is something better. `often`: how many members are written as
/// each part is.
pub(crate) fn cluster_name(parts: &[&Node], often: &[usize]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // Most stand alone, and have nothing to choose from.
    if parts.len() > 1 {
        let parts = parts.iter().zip(often);
        parts.for_each(|(part, often)| *counts.entry(&part.name).or_default() += often);
    }
    let kind = parts.first().map(|p| p.entity_type);
    let by_count = matches!(kind, Some(EntityType::Location | EntityType::Norp));
    let usual = country(parts).and_then(|code| FACTS.country_name(code));
    let best = counts.iter().max_by_key(|(name, count)| {
        let words = name.split_whitespace().count().min(8);
        let spelled = acronym::letters(name).is_none() && !name.ends_with('.');
        let fullness = if by_count { (**count, words) } else { (words, **count) };
        let ordinary = !is_capitals(name);
        (is_latin(name), usual == Some(**name), spelled, ordinary, fullness, Reverse(**name))
    });
    let name = best.map(|(name, _)| *name).or_else(|| Some(parts.first()?.name.as_str()));
    let name = name.unwrap_or_default().to_owned();
    match usual {
        Some(usual) if acronym::letters(&name).is_some() => usual.to_owned(),
        _ => name,
    }
}

fn country<'a>(parts: &'a [&Node]) -> Option<&'a str> {
    let place = parts.iter().filter(|p| p.entity_type == EntityType::Location);
    place.filter_map(|p| attribute(p, "country")).next()
}

/// What a place's key is made of: the usual name of a country or other known place. Only "Georgia"
/// is both.
fn place_name(parts: &[&Node], name: &str) -> String {
    if let Some(usual) = country(parts).and_then(|code| FACTS.country_name(code)) {
        return fold(usual);
    }
    match parts.iter().find_map(|p| attribute(p, "region")) {
        Some("US-GA") => "georgia us state".to_owned(),
        _ => place::key(&fold(name)),
    }
}

/// "organization:reconnaissance-general-bureau": type and name, letters of any script kept.
/// `home` is the country that ties the members together when no member says whose body it is; of `parts` that are
/// written alike one is enough.
pub(crate) fn readable(
    parts: &[&Node],
    name: &str,
    home: Option<&str>,
    names: &ReadNames<'_>,
) -> String {
    let Some(first) = parts.first() else { return String::new() };
    let kind = first.entity_type;
    let value = attribute(first, "value");
    let base = match kind {
        EntityType::Location => Some(place_name(parts, name)),
        EntityType::Organization => {
            parts.iter().find_map(|p| known_body(p, names)).map(fold).or_else(|| {
                let core = names.organization(name).core.clone();
                let owner = parts.iter().find_map(|p| attribute(p, "country"));
                let state = || home.filter(|_| names.organization(name).is_of_state());
                let owner = owner.or_else(state);
                let owner = owner.and_then(|code| FACTS.country_name(code)).map(fold);
                let core = match owner {
                    Some(owner) => format!("{owner} {}", FACTS.countries_in(&core).1.join(" ")),
                    None => core.join(" "),
                };
                (!core.is_empty()).then_some(core)
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
