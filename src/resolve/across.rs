//! Who is who across documents. Enters: the graphs of single documents. Leaves: clusters of their
//! nodes with stable keys. Never joins two nodes of one document, nor unnamed groups; the result
//! does not depend on the order of the documents.
//!
//! Three passes, the surest first: equal keys (names, well-known bodies, given aliases), names that
//! are alike, short names with the one full name that fits. Nodes that share a blocking key are
//! compared, no others: near-linear in the number of nodes.

use super::{
    alike,
    compared::Compared,
    context::{self, Context},
    home,
    key::{self, Key, Strength},
    links::{Links, Why},
    read_names::ReadNames,
    short,
};
use crate::{
    entity::Merge,
    graph::{Cluster, DocumentGraph, Node},
};
use foldhash::HashSet;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// Most clusters of one blocking key that a node is compared with: namesakes beyond stay apart.
const MOST_NAMESAKES: usize = 16;

/// Which nodes of which documents are one entity. Clusters are sorted by key; every node is in
/// exactly one.
#[must_use]
pub fn across(documents: &[DocumentGraph]) -> Vec<Cluster> {
    across_with(documents, &mut Compared::default())
}

/// The same with a memory of names that were compared before, which learns what is new.
#[must_use]
pub fn across_with(documents: &[DocumentGraph], compared: &mut Compared) -> Vec<Cluster> {
    let places = places(documents);
    let nodes: Vec<&Node> = places.iter().map(|&(d, n)| &documents[d].nodes[n]).collect();
    let names = ReadNames::of(&nodes);
    let mut links = Links::new(documents, &places, &names);
    let homes: Vec<Option<String>> = documents.par_iter().map(|d| home::of(d, &names)).collect();
    let home = |at: usize| homes[places[at].0].as_deref();
    let mut keyed: Vec<Keyed> = nodes
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, node)| {
            key::blocking(node, home(at), &names).into_iter().map(move |key| (key, at))
        })
        .collect();
    keyed.par_sort_unstable();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block[0].0.strength.is_weak() {
            join_alone(&mut links, &keyed, block);
        } else {
            join_block(&mut links, block);
        }
    }
    drop(keyed);
    let tells: Vec<bool> = nodes.par_iter().map(|node| context::tells(node, &names)).collect();
    let context = Context::new(documents.len(), &places, &tells, &mut links);
    alike::join(&mut links, nodes.len(), &context, compared);
    let context = Context::new(documents.len(), &places, &tells, &mut links);
    short::join(&mut links, &nodes, &context, &names);
    short::bodies(&mut links, documents, (&places, &nodes), &home, &names);
    clusters(documents, (&places, &nodes), &home, links, &names)
}

/// A node under one of its keys; sorted, the weak keys come last.
type Keyed = (Key, usize);

/// All nodes as (document, node), ordered by the documents' ids and not by their place.
fn places(documents: &[DocumentGraph]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&d| (&documents[d].info.id, &documents[d].info.sha256));
    order.into_iter().flat_map(|d| (0..documents[d].nodes.len()).map(move |n| (d, n))).collect()
}

/// Joins the nodes of a block that do not contradict each other.
fn join_block(links: &mut Links<'_>, block: &[Keyed]) {
    let (reason, score) = block[0].0.strength.reason();
    let why = Why { reason, score, source: None, names: None };
    let mut roots: Vec<usize> = Vec::new();
    for &(_, node) in block {
        let joined = roots.iter().any(|&root| links.join(root, node, &why));
        if !joined && roots.len() < MOST_NAMESAKES {
            roots.push(node);
        }
    }
}

/// Joins the nodes named only by a short form or an acronym to the one cluster, if it is one, that
/// introduces it, and those without the country to the one that has it.
fn join_alone(links: &mut Links<'_>, keyed: &[Keyed], bearers: &[Keyed]) {
    let strength = bearers[0].0.strength;
    let name = bearers[0].0.of(Strength::Name);
    let from = keyed.partition_point(|(key, _)| *key < name);
    let alone = keyed[from..].iter().take_while(|(key, _)| *key == name);
    let first = bearers[0].1;
    let root = links.root(first);
    if bearers.iter().any(|&(_, bearer)| links.root(bearer) != root) {
        return;
    }
    let (reason, score) = strength.reason();
    let source = (strength == Strength::Short).then_some(first);
    for &(_, node) in alone {
        links.join(first, node, &Why { reason, score, source, names: None });
    }
}

/// The members of a root, each after it, and why they were joined.
type Members<'r> = (&'r [(usize, usize)], Vec<Merge>);

fn clusters<'h>(
    documents: &[DocumentGraph],
    (places, nodes): (&[(usize, usize)], &[&Node]),
    home: &(dyn Fn(usize) -> Option<&'h str> + Sync),
    mut links: Links<'_>,
    names: &ReadNames<'_>,
) -> Vec<Cluster> {
    let mut rooted: Vec<(usize, usize)> = (0..nodes.len()).map(|at| (links.root(at), at)).collect();
    rooted.par_sort_unstable();
    let mut merges = links.take_merges();
    let members: Vec<Members<'_>> = rooted
        .chunk_by(|a, b| a.0 == b.0)
        .map(|members| (members, merges.remove(&members[0].0).unwrap_or_default()))
        .collect();
    let mut unnamed: Vec<(Unnamed, Cluster)> = members
        .into_par_iter()
        .map(|(members, merges)| {
            let members: Vec<usize> = members.iter().map(|&(_, at)| at).collect();
            let first = members[0];
            let parts: Vec<&Node> = members.iter().map(|&m| nodes[m]).collect();
            let name = key::cluster_name(&parts);
            let base = key::readable(&parts, &name, home(first).filter(|_| parts.len() > 1), names);
            let hash = |m: usize| (documents[places[m].0].info.sha256.as_str(), places[m].1);
            let (text, place) = members.iter().map(|&m| hash(m)).min().unwrap_or(hash(first));
            let base = if key::is_local(&parts, names) {
                format!("{base}-{}", short_hash(text))
            } else {
                base
            };
            let place = format!("{text}\n{name}\n{place}");
            let members = sorted(members.iter().map(|&m| places[m]).collect());
            let cluster = Cluster { key: String::new(), name, members, merges };
            (Unnamed { base, documents: Reverse(cluster.members.len()), place }, cluster)
        })
        .collect();
    unnamed.par_sort_by(|a, b| a.0.cmp(&b.0));
    let mut taken: HashSet<String> = HashSet::default();
    let mut clusters: Vec<Cluster> = unnamed
        .into_iter()
        .map(|(Unnamed { base, place, .. }, cluster)| Cluster {
            key: unique(base, &place, &mut taken),
            ..cluster
        })
        .collect();
    clusters.par_sort_unstable_by(|a, b| a.key.cmp(&b.key));
    clusters
}

/// What decides which of several namesakes has the bare key: the one of most documents, so that
/// another document with a namesake does not move it; then the text's hash, never its name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Unnamed {
    base: String,
    documents: Reverse<usize>,
    place: String,
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
