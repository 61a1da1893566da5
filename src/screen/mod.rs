//! Known-entity lists: who of a network, or which of some names, stands on a list. Enters: list
//! files, and nodes or names. Leaves: the entries each is like, with score and reasons. A match only
//! annotates: it never joins two nodes, and it is no proof that two are one.
//!
//! An index finds the few entries that share something with a name, so names are screened in time
//! that hardly depends on the length of the list.

mod aliases;
mod birth;
mod ftm;
mod lines;
mod ofac;
mod read;
mod score;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_read;
mod values;

pub use read::{Watchlist, read};
pub use score::THRESHOLD;
pub use values::Unread;

use crate::{
    entity::BIRTH_DATE,
    fold::fold,
    gazetteer::GAZETTEER,
    graph::{KnowledgeGraph, Node},
    names::{Index, Name, NameKind},
    schema::EntityType,
    watchlist::{Entry, EntryType, WatchlistMatch},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Entries that a node is annotated with at most.
const MOST_MATCHES: usize = 5;
/// By how much an entry must be more like a node than another to rule that out.
const CLEARLY_BETTER: f64 = 0.1;
/// Names of a node that are looked up at most: long lists of surface forms add nothing.
const MOST_NAMES: usize = 24;

/// A name in a list: index of the entry, index of its name.
type Place = (u32, u32);

/// Lists, ready to be searched.
pub struct Screener {
    entries: Vec<Entry>,
    persons: Index<Place>,
    organizations: Index<Place>,
    things: Index<Place>,
    bodies: HashMap<String, usize>,
}

/// Who is looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The names, the best one first.
    pub names: Vec<String>,
    /// What it is; `None` or unknown looks among all.
    pub entry_type: Option<EntryType>,
    /// ISO code of its country.
    pub country: Option<String>,
    /// Date of birth, ISO, as far as it is known.
    pub birth_date: Option<String>,
}

impl Query {
    /// A name and nothing else.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self { names: vec![name.to_owned()], ..Self::default() }
    }

    /// The country by code, name or demonym; `false` when nobody knows it.
    pub fn set_country(&mut self, text: &str) -> bool {
        self.country = GAZETTEER.code(text).map(str::to_owned);
        self.country.is_some()
    }

    /// The date of birth: a year, a month or a day; `false` when it is none.
    pub fn set_birth_date(&mut self, text: &str) -> bool {
        let mut dates = birth::dates(text).into_iter().flatten();
        self.birth_date = dates.next().filter(|_| dates.next().is_none());
        self.birth_date.is_some()
    }
}

/// Which entries a name of this kind is compared with.
fn is_of_kind(entry_type: EntryType, kind: NameKind) -> bool {
    match kind {
        NameKind::Person => matches!(entry_type, EntryType::Person | EntryType::Unknown),
        NameKind::Organization => {
            matches!(entry_type, EntryType::Organization | EntryType::Unknown)
        }
        NameKind::Other => matches!(entry_type, EntryType::Vessel | EntryType::Aircraft),
    }
}

impl Screener {
    /// Indexes the entries of all lists.
    #[must_use]
    pub fn new(lists: impl IntoIterator<Item = Watchlist>) -> Self {
        let entries: Vec<Entry> = lists.into_iter().flat_map(|list| list.entries).collect();
        let index = |kind: NameKind| {
            let places = entries.iter().enumerate().filter(|(_, e)| is_of_kind(e.entry_type, kind));
            Index::new(places.flat_map(|(at, entry)| {
                let names = entry.names.iter().enumerate();
                names.map(move |(n, name)| (Name::read(&name.text, kind), (at as u32, n as u32)))
            }))
        };
        let (persons, organizations, things) =
            (index(NameKind::Person), index(NameKind::Organization), index(NameKind::Other));
        let bodies = GAZETTEER.bodies.iter().enumerate();
        let bodies = bodies.flat_map(|(at, body)| {
            body.aliases.iter().chain([&body.name]).map(move |name| (fold(name), at))
        });
        Self { bodies: bodies.collect(), entries, persons, organizations, things }
    }

    /// How many entries the lists have.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries most like the one looked for, best first, from `threshold` on.
    #[must_use]
    pub fn rank(&self, query: &Query, limit: usize, threshold: f64) -> Vec<WatchlistMatch> {
        let kinds: &[NameKind] = match query.entry_type {
            Some(EntryType::Person) => &[NameKind::Person],
            Some(EntryType::Organization) => &[NameKind::Organization],
            Some(EntryType::Vessel | EntryType::Aircraft) => &[NameKind::Other],
            Some(EntryType::Unknown) | None => {
                &[NameKind::Person, NameKind::Organization, NameKind::Other]
            }
        };
        let mut best: BTreeMap<(&str, &str), WatchlistMatch> = BTreeMap::new();
        for (name, kind) in
            query.names.iter().flat_map(|name| kinds.iter().map(move |k| (name, *k)))
        {
            let index = match kind {
                NameKind::Person => &self.persons,
                NameKind::Organization => &self.organizations,
                NameKind::Other => &self.things,
            };
            let looked_for = score::Sought { query, name, kind, known: self.is_known(name) };
            // Several names of one entry rank side by side.
            for (&(at, n), comparison) in
                index.rank(&Name::read(name, kind), limit.saturating_mul(4).saturating_add(8))
            {
                let entry = &self.entries[at as usize];
                let other = |kind: EntryType| {
                    kind != entry.entry_type
                        && matches!(kind, EntryType::Vessel | EntryType::Aircraft)
                };
                if query.entry_type.is_some_and(other) {
                    continue;
                }
                let found = score::judge(&looked_for, entry, n as usize, &comparison);
                let Some(found) = found.filter(|found| found.score >= threshold) else { continue };
                let key = (entry.list.as_str(), entry.id.as_str());
                match best.get(&key) {
                    Some(earlier) if earlier.score >= found.score => {}
                    _ => {
                        best.insert(key, found);
                    }
                }
            }
        }
        let mut ranked: Vec<WatchlistMatch> = best.into_values().collect();
        // Stable: equal scores stay in the order of list and number.
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        ranked.truncate(limit);
        ranked
    }

    /// Adds to each person and organization of a network the entries it is like, as the attribute
    /// `watchlist`. O(nodes), in parallel; the result depends on nothing but network and lists.
    pub fn annotate(&self, graph: &mut KnowledgeGraph, threshold: f64) {
        let nodes: Vec<&Node> = graph.nodes().collect();
        let found: Vec<(String, Vec<WatchlistMatch>)> = nodes
            .par_iter()
            .filter_map(|node| {
                let mut matches = self.rank(&self.query(node)?, MOST_MATCHES, threshold);
                // A parent's name is somewhat like those of its branches: what another entry
                // explains much better is no match.
                let best = matches.first().map_or(0.0, |found| found.score);
                matches.retain(|found| found.score > best - CLEARLY_BETTER);
                for found in &mut matches {
                    found.supports = score::supports(found, &node.roles);
                }
                (!matches.is_empty()).then(|| (node.id.clone(), matches))
            })
            .collect();
        for (id, matches) in found {
            let matches = serde_json::to_value(matches).unwrap_or_default();
            graph.annotate(&id, "watchlist", matches);
        }
    }

    /// What is looked for when a node is; `None` for what no list has.
    fn query(&self, node: &Node) -> Option<Query> {
        let entry_type = match node.entity_type {
            EntityType::Person => EntryType::Person,
            EntityType::Organization => EntryType::Organization,
            _ => return None,
        };
        let said = || std::iter::once(&node.name).chain(&node.aliases);
        let mut names: Vec<String> = said().take(MOST_NAMES).cloned().collect();
        if entry_type == EntryType::Organization {
            // "IRGC" alone is looked up under the names that everybody knows it by.
            let body = said().find_map(|name| self.bodies.get(&fold(name)));
            if let Some(body) = body.and_then(|&at| GAZETTEER.bodies.get(at)) {
                let more = body.aliases.iter().chain([&body.name]);
                let more: Vec<String> = more.filter(|n| !names.contains(n)).cloned().collect();
                names.extend(more);
            }
        }
        let attribute = |name: &str| node.attributes.get(name).and_then(|value| value.as_str());
        Some(Query {
            names,
            entry_type: Some(entry_type),
            country: attribute("country").map(str::to_owned),
            birth_date: attribute(BIRTH_DATE).map(str::to_owned),
        })
    }

    /// Whether a name is that of a well-known body: then one word is enough.
    fn is_known(&self, name: &str) -> bool {
        self.bodies.contains_key(&fold(name))
    }
}
