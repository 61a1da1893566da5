//! Joins between nodes of many documents. Enters: pairs that a key or a judgement brings together.
//! Leaves: a partition without contradictions, and reasons. Every name is read once, however many
//! nodes bear it.

use super::{
    birth,
    compared::UNLIKE,
    distinct::Distinct,
    fold::fold,
    judge::{self, KnownName},
    key,
    read_names::ReadNames,
};
use crate::{
    entity::{BIRTH_DATE, Merge},
    graph::{Node, Outlines, small},
    names::{Name, NameKind},
    schema::EntityType,
};
use foldhash::HashMap;
use rayon::prelude::*;
use smallvec::{SmallVec, smallvec};
use std::collections::{BTreeMap, BTreeSet};

/// The least score of a merge that rests on names alone.
const NAME_ALONE: f32 = 0.8;

/// Why two nodes are joined.
pub(crate) struct Why<'w> {
    /// In words.
    pub reason: &'w str,
    /// Probability that it is right.
    pub score: f32,
    /// The node whose document introduces the name.
    pub source: Option<usize>,
    /// The names that were compared, when they are not the nodes' own.
    pub names: Option<(&'w str, &'w str)>,
}

/// A list of numbers: most have one, for which no memory is asked.
type Few = SmallVec<[u32; 4]>;

/// Union-find over nodes; a root knows the documents and full names of its cluster.
pub(crate) struct Links<'a> {
    nodes: Vec<&'a Node>,
    outlines: &'a Outlines<'a>,
    places: &'a [(usize, usize)],
    /// Of each node its type and name, by number: compared more often than anything else.
    types: Vec<EntityType>,
    texts: Vec<u32>,
    parent: Vec<u32>,
    /// For each root the documents of its members, ascending.
    documents: Vec<Few>,
    /// For each root the canonical names of its members, as indices into `read`.
    names: Vec<Few>,
    read: Vec<Option<KnownName<'a>>>,
    merges: Vec<(usize, Merge)>,
    /// For each root the dates of birth that its documents tell, where they tell any.
    births: HashMap<usize, BTreeSet<&'a str>>,
}

/// Names of one cluster that are checked for contradictions.
const MOST_CHECKED: usize = 32;

impl<'a> Links<'a> {
    /// Every node alone. `places` are (document, node), in a fixed order.
    pub fn new(
        outlines: &'a Outlines<'a>,
        places: &'a [(usize, usize)],
        distinct: &Distinct<'a>,
        read_names: &'a ReadNames<'a>,
    ) -> Self {
        let nodes = distinct.all();
        let mut index: HashMap<(EntityType, &str), u32> =
            HashMap::with_capacity_and_hasher(distinct.firsts.len(), Default::default());
        let mut texts: Vec<(EntityType, &str)> = Vec::new();
        let number = |node: &&'a Node| {
            let name = (node.entity_type, node.name.as_str());
            *index.entry(name).or_insert_with(|| {
                texts.push(name);
                small(texts.len() - 1)
            })
        };
        let numbers: Vec<u32> = distinct.firsts.iter().map(number).collect();
        let numbers: Vec<u32> = distinct.of.iter().map(|&one| numbers[one as usize]).collect();
        let read: Vec<Option<KnownName<'a>>> = texts
            .into_par_iter()
            .map(|(kind, text)| KnownName::read(kind, text, read_names))
            .collect();
        let named = |&number: &u32| read[number as usize].as_ref().map(|_| number);
        let names = numbers.iter().map(|number| named(number).into_iter().collect()).collect();
        Self {
            parent: (0..small(places.len())).collect(),
            documents: places.iter().map(|&(d, _)| smallvec![small(d)]).collect(),
            names,
            read,
            merges: Vec::new(),
            births: births(&nodes),
            types: nodes.iter().map(|node| node.entity_type).collect(),
            texts: numbers,
            nodes,
            outlines,
            places,
        }
    }

    /// The cluster of a node.
    pub fn root(&mut self, node: usize) -> usize {
        let mut at = node;
        while self.parent[at] as usize != at {
            self.parent[at] = self.parent[self.parent[at] as usize];
            at = self.parent[at] as usize;
        }
        at
    }

    /// The cluster of a node, without shortening the way to it: for many threads at once.
    pub fn root_of(&self, node: usize) -> usize {
        let mut at = node;
        while self.parent[at] as usize != at {
            at = self.parent[at] as usize;
        }
        at
    }

    /// How many names there are: their numbers are below.
    pub fn names(&self) -> usize {
        self.read.len()
    }

    /// In how many documents a cluster stands.
    pub fn documents(&self, root: usize) -> usize {
        self.documents[root].len()
    }

    /// The documents of a cluster, ascending.
    pub fn documents_of(&self, root: usize) -> impl Iterator<Item = usize> + '_ {
        self.documents[root].iter().map(|&d| d as usize)
    }

    /// The names of a cluster that others can be compared with, as they are known by number.
    pub fn comparable(&self, root: usize) -> impl Iterator<Item = u32> + '_ {
        self.names[root].iter().copied().filter(|&number| self.known(number).is_some())
    }

    /// What kind of name it is, and its text, if others can be compared with it.
    pub fn known(&self, number: u32) -> Option<(NameKind, &str)> {
        self.read[number as usize].as_ref()?.comparable()
    }

    /// The name of this number.
    pub fn name(&self, number: u32) -> Option<&Name> {
        self.read[number as usize].as_ref()?.name()
    }

    /// Joins two nodes unless their clusters share a document, differ in type or hold names of
    /// different entities.
    pub fn join(&mut self, node: usize, other: usize, why: &Why<'_>) -> bool {
        let (a, b) = (self.root(node), self.root(other));
        if a == b {
            return true;
        }
        if !self.may_join(a, b) || self.rules_contradict(a, b) {
            return false;
        }
        self.remember(node, other, why);
        self.unite(node, other);
        true
    }

    /// Whether two clusters may be joined whose names are alike though the rules of one document would tell them
    /// apart: no two names of theirs contradict each other or are too unlike. Of the names `alike` that is known.
    pub fn names_fit(&self, a: usize, b: usize, alike: (u32, u32)) -> bool {
        let fit = |&(x, y): &(u32, u32)| self.likeness(x, y) >= judge::LEAST;
        self.to_compare(a, b, alike).is_some_and(|pairs| pairs.iter().all(fit))
    }

    /// The pairs of names of which that is still to be asked; none where a rule says already that they do not fit.
    pub fn to_compare(&self, a: usize, b: usize, alike: (u32, u32)) -> Option<Vec<(u32, u32)>> {
        // An entity of very many names has room for any other: it takes none that is only alike.
        if self.names[a].len().max(self.names[b].len()) > MOST_CHECKED {
            return None;
        }
        let mut pairs = Vec::new();
        for &x in &self.names[a] {
            for &y in &self.names[b] {
                let read = (&self.read[x as usize], &self.read[y as usize]);
                let (Some(p), Some(q)) = read else { continue };
                if judge::apart_by_rule(p, q).is_some() {
                    return None;
                }
                let known = (x, y) == alike || (y, x) == alike;
                if !known && p.comparable().and(q.comparable()).is_some() {
                    pairs.push((x, y));
                }
            }
        }
        Some(pairs)
    }

    /// How alike two names are; those that cannot be compared are not alike.
    pub fn likeness(&self, a: u32, b: u32) -> f32 {
        let names = self.name(a).zip(self.name(b));
        names.map_or(UNLIKE, |(a, b)| judge::likeness(a, b))
    }

    /// Joins two nodes, whatever speaks against it; why is to be [remembered](Self::remember).
    pub fn unite(&mut self, node: usize, other: usize) {
        let (a, b) = (self.root(node), self.root(other));
        // The larger set takes in the smaller one: each document moves O(log n) times.
        let (into, from) =
            if self.documents[a].len() >= self.documents[b].len() { (a, b) } else { (b, a) };
        self.parent[from] = small(into);
        let documents = std::mem::take(&mut self.documents[from]);
        add(&mut self.documents[into], documents);
        for name in std::mem::take(&mut self.names[from]) {
            if !self.names[into].contains(&name) {
                self.names[into].push(name);
            }
        }
        if let Some(births) = self.births.remove(&from) {
            self.births.entry(into).or_default().extend(births);
        }
    }

    /// Whether two clusters are of one type, no document has both and none says that they were born
    /// on different days.
    pub fn may_join(&self, a: usize, b: usize) -> bool {
        self.types[a] == self.types[b]
            && are_apart(&self.documents[a], &self.documents[b])
            && self.births_agree(a, b)
    }

    fn births_agree(&self, a: usize, b: usize) -> bool {
        let (Some(x), Some(y)) = (self.births.get(&a), self.births.get(&b)) else { return true };
        x.iter().all(|x| y.iter().all(|y| birth::agree(x, y)))
    }

    fn rules_contradict(&self, a: usize, b: usize) -> bool {
        let differ = |x: &u32, y: &u32| match (&self.read[*x as usize], &self.read[*y as usize]) {
            (Some(x), Some(y)) => x.contradicts(y),
            _ => false,
        };
        self.names[a].iter().any(|x| self.names[b].iter().any(|y| x != y && differ(x, y)))
    }

    /// Notes why two nodes were joined, where it is not for their equal names.
    pub fn remember(&mut self, node: usize, other: usize, why: &Why<'_>) {
        if why.score >= NAME_ALONE && why.names.is_none() && self.texts[node] == self.texts[other] {
            return;
        }
        let own = (self.nodes[node].name.as_str(), self.nodes[other].name.as_str());
        let (into, name) = why.names.unwrap_or(own);
        // Of equal names nothing needs to be said, unless the name alone was not enough.
        let plain = why.score >= NAME_ALONE && (into == name || fold(into) == fold(name));
        if plain {
            return;
        }
        let reason = match why.source {
            Some(source) => {
                format!("{} {}", why.reason, self.outlines.info(self.places[source].0).id)
            }
            None => why.reason.to_owned(),
        };
        let (name, into) = (name.to_owned(), into.to_owned());
        self.merges.push((node, Merge { name, into, reason, score: why.score, doc: None }));
    }

    /// The merges by cluster root.
    pub fn take_merges(&mut self) -> BTreeMap<usize, Vec<Merge>> {
        let mut by_root: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
        for (node, merge) in std::mem::take(&mut self.merges) {
            let merges = by_root.entry(self.root(node)).or_default();
            // Two names are joined once in an entity, however many documents have them.
            if !merges.iter().any(|known| known.name == merge.name && known.into == merge.into) {
                merges.push(merge);
            }
        }
        by_root
    }
}

/// Whether two ascending lists share nothing.
fn are_apart(a: &[u32], b: &[u32]) -> bool {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    // Most often the documents of one come after those of the other.
    let follow = |one: &[u32], other: &[u32]| one.last() < other.first();
    follow(few, many) || follow(many, few) || !few.iter().any(|d| many.binary_search(d).is_ok())
}

/// Adds to an ascending list others that are not in it.
fn add(list: &mut Few, others: Few) {
    // A few find their places in a long list faster than the list is sorted.
    if others.len() < list.len() / 16 {
        for other in others {
            list.insert(list.partition_point(|known| *known < other), other);
        }
    } else {
        list.extend(others);
        list.sort_unstable();
    }
}

/// The dates of birth of those nodes that have one.
fn births<'a>(nodes: &[&'a Node]) -> HashMap<usize, BTreeSet<&'a str>> {
    let born = nodes.iter().enumerate().filter_map(|(at, &node)| {
        let date = key::attribute(node, BIRTH_DATE)?;
        Some((at, BTreeSet::from([date])))
    });
    born.collect()
}
