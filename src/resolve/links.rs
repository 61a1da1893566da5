//! Joins between nodes of many documents. Enters: pairs that a key brings together. Leaves: a
//! partition without contradictions, and reasons. Knows no names but to compare full ones.

use super::{
    fold::fold,
    organization::{self, OrganizationName},
    person::{self, PersonName},
};
use crate::{
    entity::Merge,
    graph::{DocumentGraph, Node},
    schema::EntityType,
};
use std::collections::{BTreeMap, BTreeSet};

/// The least score of a merge that rests on names alone.
const NAME_ALONE: f32 = 0.8;

/// Union-find over nodes; a root knows the documents and full names of its cluster.
pub(crate) struct Links<'a> {
    nodes: Vec<(&'a Node, &'a DocumentGraph)>,
    parent: Vec<usize>,
    documents: Vec<BTreeSet<usize>>,
    names: Vec<Vec<FullName>>,
    merges: Vec<(usize, Merge)>,
    seen: BTreeSet<(String, String)>,
}

impl<'a> Links<'a> {
    /// Every node alone. `places` are (document, node), in a fixed order.
    pub fn new(documents: &'a [DocumentGraph], places: &[(usize, usize)]) -> Self {
        let nodes: Vec<_> =
            places.iter().map(|&(d, n)| (&documents[d].nodes[n], &documents[d])).collect();
        let names = nodes.iter().map(|(node, _)| full_names(node)).collect();
        Self {
            parent: (0..places.len()).collect(),
            documents: places.iter().map(|&(d, _)| BTreeSet::from([d])).collect(),
            names,
            merges: Vec::new(),
            seen: BTreeSet::new(),
            nodes,
        }
    }

    /// The cluster of a node.
    pub fn root(&mut self, node: usize) -> usize {
        let mut at = node;
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins two nodes unless their clusters share a document, differ in type or hold names of
    /// different persons. `source` is the node whose document introduces the name.
    pub fn join(
        &mut self,
        node: usize,
        other: usize,
        (reason, score): (&str, f32),
        source: Option<usize>,
    ) -> bool {
        let (a, b) = (self.root(node), self.root(other));
        if a == b {
            return true;
        }
        if self.nodes[a].0.entity_type != self.nodes[b].0.entity_type || self.contradict(a, b) {
            return false;
        }
        self.remember(node, other, reason, score, source);
        // The larger set takes in the smaller one: each document moves O(log n) times.
        let (into, from) =
            if self.documents[a].len() >= self.documents[b].len() { (a, b) } else { (b, a) };
        self.parent[from] = into;
        let documents = std::mem::take(&mut self.documents[from]);
        self.documents[into].extend(documents);
        for name in std::mem::take(&mut self.names[from]) {
            if !self.names[into].contains(&name) {
                self.names[into].push(name);
            }
        }
        true
    }

    fn contradict(&self, a: usize, b: usize) -> bool {
        let (few, many) =
            if self.documents[a].len() < self.documents[b].len() { (a, b) } else { (b, a) };
        self.documents[few].iter().any(|d| self.documents[many].contains(d))
            || self.names[a].iter().any(|x| self.names[b].iter().any(|y| x.contradicts(y)))
    }

    fn remember(
        &mut self,
        node: usize,
        other: usize,
        reason: &str,
        score: f32,
        source: Option<usize>,
    ) {
        let (into, name) = (&self.nodes[node].0.name, &self.nodes[other].0.name);
        // Of equal names nothing needs to be said, unless the name alone was not enough.
        let plain = fold(into) == fold(name) && score >= NAME_ALONE;
        if plain || !self.seen.insert((name.clone(), into.clone())) {
            return;
        }
        let reason = match source {
            Some(source) => format!("{reason} {}", self.nodes[source].1.info.id),
            None => reason.to_owned(),
        };
        let merge = Merge { name: name.clone(), into: into.clone(), reason, score, doc: None };
        self.merges.push((node, merge));
    }

    /// The merges by cluster root.
    pub fn take_merges(&mut self) -> BTreeMap<usize, Vec<Merge>> {
        let mut by_root: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
        for (node, merge) in std::mem::take(&mut self.merges) {
            by_root.entry(self.root(node)).or_default().push(merge);
        }
        by_root
    }
}

/// A name that no other name in the cluster may contradict.
#[derive(Clone, Debug, PartialEq)]
enum FullName {
    Person(PersonName),
    Organization(OrganizationName),
}

impl FullName {
    fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Person(a), Self::Person(b)) => person::contradict(a, b),
            (Self::Organization(a), Self::Organization(b)) => organization::contradict(a, b),
            _ => false,
        }
    }
}

/// The canonical name of a person or organization, word by word.
fn full_names(node: &Node) -> Vec<FullName> {
    match node.entity_type {
        EntityType::Person => {
            let name = PersonName::read(&node.name);
            if name.is_full() { vec![FullName::Person(name)] } else { Vec::new() }
        }
        EntityType::Organization => {
            vec![FullName::Organization(OrganizationName::read(&node.name))]
        }
        _ => Vec::new(),
    }
}
