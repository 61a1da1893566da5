//! Joins between nodes of many documents. Enters: pairs that a key brings together. Leaves: a
//! partition without contradictions, and reasons. Knows no names but to compare full ones.

use super::{
    fold::fold,
    person::{self, PersonName},
};
use crate::{
    entity::Merge,
    graph::{DocumentGraph, Node},
    schema::EntityType,
};
use std::collections::{BTreeMap, BTreeSet};

/// Union-find over nodes; a root knows the documents and full names of its cluster.
pub(crate) struct Links<'a> {
    nodes: Vec<(&'a Node, &'a DocumentGraph)>,
    parent: Vec<usize>,
    documents: Vec<BTreeSet<usize>>,
    persons: Vec<Vec<PersonName>>,
    merges: Vec<(usize, Merge)>,
    seen: BTreeSet<(String, String)>,
}

impl<'a> Links<'a> {
    /// Every node alone. `places` are (document, node), in a fixed order.
    pub fn new(documents: &'a [DocumentGraph], places: &[(usize, usize)]) -> Self {
        let nodes: Vec<_> =
            places.iter().map(|&(d, n)| (&documents[d].nodes[n], &documents[d])).collect();
        let persons = nodes.iter().map(|(node, _)| full_names(node)).collect();
        Self {
            parent: (0..places.len()).collect(),
            documents: places.iter().map(|&(d, _)| BTreeSet::from([d])).collect(),
            persons,
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
        for name in std::mem::take(&mut self.persons[from]) {
            if !self.persons[into].contains(&name) {
                self.persons[into].push(name);
            }
        }
        true
    }

    fn contradict(&self, a: usize, b: usize) -> bool {
        let (few, many) =
            if self.documents[a].len() < self.documents[b].len() { (a, b) } else { (b, a) };
        self.documents[few].iter().any(|d| self.documents[many].contains(d))
            || self.persons[a]
                .iter()
                .any(|x| self.persons[b].iter().any(|y| person::contradict(x, y)))
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
        if fold(into) == fold(name) || !self.seen.insert((name.clone(), into.clone())) {
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

/// The canonical full name of a person: what no other full name in the cluster may contradict.
fn full_names(node: &Node) -> Vec<PersonName> {
    if node.entity_type != EntityType::Person {
        return Vec::new();
    }
    let name = PersonName::read(&node.name);
    if name.is_full() { vec![name] } else { Vec::new() }
}
