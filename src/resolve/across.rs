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
    let homes: Vec<Option<String>> = documents.par_iter().map(|d| home::of(d, &names)).collect();
    let home = |at: usize| homes[places[at].0].as_deref();
    // One join decides what may be joined next, so joins come one after the other; what they need is made ready
    // beside them.
    let (mut links, keyed) =
        rayon::join(|| Links::new(documents, &places, &names), || keyed(&nodes, &home, &names));
    let (tells, forms) = rayon::join(
        || join_blocks(&mut links, &keyed),
        || {
            let tells = nodes.par_iter().map(|node| context::tells(node, &names));
            (tells.collect::<Vec<bool>>(), short::Forms::of(&nodes, &names))
        },
    )
    .1;
    rayon::spawn(move || drop(keyed));
    let context = Context::new(documents.len(), &places, &tells, &links);
    alike::join(&mut links, nodes.len(), &context, compared);
    let context = Context::new(documents.len(), &places, &tells, &links);
    short::join(&mut links, &nodes, &context, forms);
    short::bodies(&mut links, documents, (&places, &nodes), &home, &names);
    let clusters = clusters(documents, (&places, &nodes), &home, links, &names);
    names.discard();
    clusters
}

/// A node under one of its keys; sorted, the weak keys come last.
type Keyed = (Key, usize);

/// All nodes under all their keys, sorted.
fn keyed<'h>(
    nodes: &[&Node],
    home: &(dyn Fn(usize) -> Option<&'h str> + Sync),
    names: &ReadNames<'_>,
) -> Vec<Keyed> {
    let mut keyed: Vec<Keyed> = nodes
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, node)| {
            key::blocking(node, home(at), names).into_iter().map(move |key| (key, at))
        })
        .collect();
    keyed.par_sort_unstable();
    keyed
}

/// All nodes as (document, node), ordered by the documents' ids and not by their place.
fn places(documents: &[DocumentGraph]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&d| (&documents[d].info.id, &documents[d].info.sha256));
    order.into_iter().flat_map(|d| (0..documents[d].nodes.len()).map(move |n| (d, n))).collect()
}

/// Joins what shares a key.
fn join_blocks(links: &mut Links<'_>, keyed: &[Keyed]) {
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block[0].0.strength.is_weak() {
            join_alone(links, keyed, block);
        } else {
            join_block(links, block);
        }
    }
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
    let clusters: Vec<Cluster> = members
        .into_par_iter()
        .map(|(members, merges)| {
            let members: Vec<usize> = members.iter().map(|&(_, at)| at).collect();
            let parts: Vec<&Node> = members.iter().map(|&m| nodes[m]).collect();
            let name = key::cluster_name(&parts);
            let home = home(members[0]).filter(|_| parts.len() > 1);
            let base = key::readable(&parts, &name, home, names);
            let is_local = key::is_local(&parts, names);
            let members = sorted(members.iter().map(|&m| places[m]).collect());
            let key = match first(&members, documents).filter(|_| is_local) {
                Some((text, _)) => format!("{base}-{}", short_hash(text)),
                None => base,
            };
            Cluster { key, name, members, merges }
        })
        .collect();
    tell_apart(sorted_by_key(clusters), documents)
}

fn sorted_by_key(clusters: Vec<Cluster>) -> Vec<Cluster> {
    let fronted = clusters.into_par_iter().map(|cluster| (key::front::<3>(&cluster.key), cluster));
    let mut fronted: Vec<([u64; 3], Cluster)> = fronted.collect();
    fronted.par_sort_unstable_by(|a, b| (&a.0, &a.1.key).cmp(&(&b.0, &b.1.key)));
    fronted.into_iter().map(|(_, cluster)| cluster).collect()
}

/// The member that comes first by the hash of its text: where documents lie and what they are called decides nothing.
fn first<'d>(
    members: &[(usize, usize)],
    documents: &'d [DocumentGraph],
) -> Option<(&'d str, usize)> {
    members.iter().map(|&(d, n)| (documents[d].info.sha256.as_str(), n)).min()
}

/// Gives keys of their own to those that share one, and sorts all by key. The one of most documents has the bare
/// key, so that another document with a namesake does not move it; then the texts decide.
fn tell_apart(mut clusters: Vec<Cluster>, documents: &[DocumentGraph]) -> Vec<Cluster> {
    let place = |cluster: &Cluster| {
        let (text, place) = first(&cluster.members, documents).unwrap_or_default();
        format!("{text}\n{}\n{place}", cluster.name)
    };
    let mut given: HashSet<String> = HashSet::default();
    let mut changed: Vec<(usize, String)> = Vec::new();
    let mut from = 0;
    for namesakes in clusters.chunk_by(|a, b| a.key == b.key) {
        let ats = from..;
        from += namesakes.len();
        let [Cluster { key: base, .. }, _, ..] = namesakes else { continue };
        let mut order: Vec<(Reverse<usize>, String, usize)> = (namesakes.iter().zip(ats))
            .map(|(cluster, at)| (Reverse(cluster.members.len()), place(cluster), at))
            .collect();
        order.sort_unstable();
        for (_, place, at) in order.into_iter().skip(1) {
            let keys = (0..).map(|n| format!("{base}-{}", short_hash(&format!("{place}\n{n}"))));
            let is_taken =
                |key: &String| clusters.binary_search_by(|cluster| cluster.key.cmp(key)).is_ok();
            for key in keys.filter(|key| !is_taken(key)) {
                if given.insert(key.clone()) {
                    changed.push((at, key));
                    break;
                }
            }
        }
    }
    if changed.is_empty() {
        return clusters;
    }
    changed.into_iter().for_each(|(at, key)| clusters[at].key = key);
    sorted_by_key(clusters)
}

fn sorted(mut members: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    members.sort_unstable();
    members
}

fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).map(|b| format!("{b:02x}")).collect()
}
