//! Who is who across documents. Enters: the graphs of single documents. Leaves: clusters of their
//! nodes with stable keys. Joins by what the names say, never two nodes of one document, never
//! unnamed groups, never a surname; the result does not depend on the order of the documents.
//!
//! Nodes that share a blocking key are compared, no others: near-linear in the number of nodes.

use super::{
    home,
    key::{self, Strength},
    links::Links,
};
use crate::graph::{Cluster, DocumentGraph, Node};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Most clusters of one blocking key that a node is compared with: namesakes beyond stay apart.
const MOST_NAMESAKES: usize = 16;

/// Which nodes of which documents are one entity. Clusters are sorted by key; every node is in
/// exactly one.
#[must_use]
pub fn across(documents: &[DocumentGraph]) -> Vec<Cluster> {
    let places = places(documents);
    let nodes: Vec<&Node> = places.iter().map(|&(d, n)| &documents[d].nodes[n]).collect();
    let mut links = Links::new(documents, &places);
    let homes: Vec<Option<String>> = documents.iter().map(home::of).collect();
    let home = |at: usize| homes[places[at].0].as_deref();
    let mut weak: BTreeMap<(Strength, String), Vec<usize>> = BTreeMap::new();
    let mut strong: BTreeMap<(Strength, String), Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        for (strength, key) in key::blocking(node, home(at)) {
            if strength.is_weak() {
                weak.entry((strength, key)).or_default().push(at);
            } else {
                strong.entry((strength, key)).or_default().push(at);
            }
        }
    }
    for ((strength, _), block) in &strong {
        join_block(&mut links, block, *strength);
    }
    for ((strength, key), bearers) in weak {
        join_alone(&mut links, &strong, (strength, &key), &bearers);
    }
    clusters(documents, &places, &nodes, &home, links)
}

/// All nodes as (document, node), ordered by the documents' ids and not by their place.
fn places(documents: &[DocumentGraph]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&d| (&documents[d].info.id, &documents[d].info.sha256));
    order.into_iter().flat_map(|d| (0..documents[d].nodes.len()).map(move |n| (d, n))).collect()
}

/// Joins the nodes of a block that do not contradict each other.
fn join_block(links: &mut Links<'_>, block: &[usize], strength: Strength) {
    let mut roots: Vec<usize> = Vec::new();
    for &node in block {
        let joined = roots.iter().any(|&root| links.join(root, node, strength.reason(), None));
        if !joined && roots.len() < MOST_NAMESAKES {
            roots.push(node);
        }
    }
}

/// Joins the nodes named only by a short form or an acronym to the one cluster, if it is one, that
/// introduces it, and those without the country to the one that has it.
fn join_alone(
    links: &mut Links<'_>,
    strong: &BTreeMap<(Strength, String), Vec<usize>>,
    (strength, key): (Strength, &str),
    bearers: &[usize],
) {
    let roots: BTreeSet<usize> = bearers.iter().map(|&b| links.root(b)).collect();
    let Some(alone) = strong.get(&(Strength::Name, key.to_owned())) else { return };
    if roots.len() != 1 {
        return;
    }
    let source = (strength == Strength::Short).then_some(bearers[0]);
    for &node in alone {
        links.join(bearers[0], node, strength.reason(), source);
    }
}

fn clusters<'h>(
    documents: &[DocumentGraph],
    places: &[(usize, usize)],
    nodes: &[&Node],
    home: &dyn Fn(usize) -> Option<&'h str>,
    mut links: Links<'_>,
) -> Vec<Cluster> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..nodes.len() {
        members.entry(links.root(at)).or_default().push(at);
    }
    let mut merges = links.take_merges();
    let mut taken: HashSet<String> = HashSet::new();
    let mut clusters: Vec<Cluster> = members
        .into_iter()
        .map(|(root, members)| {
            let first = members[0];
            let parts: Vec<&Node> = members.iter().map(|&m| nodes[m]).collect();
            let name = key::cluster_name(&parts);
            let document = &documents[places[first].0];
            let base = key::readable(&parts, &name, home(first).filter(|_| parts.len() > 1));
            let base = if key::is_local(&parts) {
                format!("{base}-{}", short_hash(&document.info.sha256))
            } else {
                base
            };
            let place = format!("{}\n{name}\n{}", document.info.sha256, places[first].1);
            Cluster {
                key: unique(base, &place, &mut taken),
                name,
                members: sorted(members.iter().map(|&m| places[m]).collect()),
                merges: merges.remove(&root).unwrap_or_default(),
            }
        })
        .collect();
    clusters.sort_by(|a, b| a.key.cmp(&b.key));
    clusters
}

fn sorted(mut members: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    members.sort_unstable();
    members
}

/// The key itself for the first who has it; a namesake gets a hash of the place where it stands.
fn unique(base: String, place: &str, taken: &mut HashSet<String>) -> String {
    let mut key = base.clone();
    let mut count = 0;
    while !taken.insert(key.clone()) {
        key = format!("{base}-{}", short_hash(&format!("{place}\n{count}")));
        count += 1;
    }
    key
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|b| format!("{b:02x}")).collect()
}
