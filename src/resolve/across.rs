//! Who is who across documents. Enters: documents in outline. Leaves: clusters of their
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
    distinct::Distinct,
    home,
    key::{self, Key, Strength},
    links::{Links, Why},
    read_names::ReadNames,
    short,
};
use crate::{
    entity::Merge,
    graph::{Cluster, DocumentGraph, Outlines, small},
};
use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use smallvec::SmallVec;
use std::cmp::Reverse;

/// Most clusters of one blocking key that a node is compared with: namesakes beyond stay apart.
const MOST_NAMESAKES: usize = 16;

/// Which nodes of which documents are one entity. Clusters are sorted by key; every node is in
/// exactly one.
#[must_use]
pub fn across(documents: &[DocumentGraph]) -> Vec<Cluster> {
    across_with(&Outlines::of(documents), &mut Compared::default())
}

/// The same of documents in outline, with a memory of names that were compared before, which learns what is new.
#[must_use]
pub fn across_with(outlines: &Outlines<'_>, compared: &mut Compared) -> Vec<Cluster> {
    let places = places(outlines);
    let distinct = Distinct::of(outlines, &places);
    let names = ReadNames::of(&distinct.firsts);
    let homes = homes(outlines, &places, &distinct, &names);
    let home = |at: usize| homes[places[at].0].as_deref();
    // One join decides what may be joined next, so joins come one after the other; what they need is made ready
    // beside them.
    let (mut links, keyed) = rayon::join(
        || Links::new(outlines, &places, &distinct, &names),
        || Keyed::of(&distinct, &home, &names),
    );
    let (tells, forms) = rayon::join(
        || join_blocks(&mut links, &keyed, &distinct),
        || {
            let tells = distinct.each(|node| context::tells(node, &names));
            (tells, short::Forms::of(&distinct, &names))
        },
    )
    .1;
    let Keyed { keys, are_weak } = keyed;
    rayon::spawn(move || drop(keys));
    let tells = |at: usize| *distinct.at(&tells, at);
    let context = Context::new(outlines.len(), &places, &tells, &links);
    alike::join(&mut links, places.len(), &context, compared);
    let context = Context::new(outlines.len(), &places, &tells, &links);
    short::join(&mut links, &context, forms);
    short::bodies(&mut links, outlines, (&places, &distinct), &home, &names);
    // Unnamed groups among them, which have no keys at all.
    let is_local = |at: usize| *distinct.at(&are_weak, at);
    let clusters = clusters(outlines, (&places, &distinct), (&home, &is_local), links, &names);
    names.discard();
    clusters
}

/// The country that the document of a node is about.
type Home<'f, 'h> = &'f (dyn Fn(usize) -> Option<&'h str> + Sync);

/// The country that each document is about.
fn homes(
    outlines: &Outlines<'_>,
    places: &[(usize, usize)],
    distinct: &Distinct<'_>,
    names: &ReadNames<'_>,
) -> Vec<Option<String>> {
    let bodies = distinct.each(|node| home::of_body(node, names));
    let mut starts = vec![0; outlines.len()];
    for (at, _) in places.iter().enumerate().filter(|(_, (_, n))| *n == 0) {
        starts[places[at].0] = at;
    }
    let home =
        |d: usize| {
            let nodes = outlines.nodes(d).iter().zip(starts[d]..);
            home::of(nodes.map(|(outline, at)| {
                (distinct.node(at), outline.mentions, *distinct.at(&bodies, at))
            }))
        };
    (0..outlines.len()).into_par_iter().map(home).collect()
}

/// The keys under which nodes meet, and who has them.
struct Keyed {
    /// Sorted: the weak keys come last. Whoever has a key is [one](Distinct) of all that are written alike, or, above
    /// these, a node alone.
    keys: Vec<(Key, u32)>,
    /// Of each way of writing, whether its keys say nothing outside a document.
    are_weak: Vec<bool>,
}

impl Keyed {
    /// All nodes under all their keys.
    fn of<'h>(distinct: &Distinct<'_>, home: Home<'_, 'h>, names: &ReadNames<'_>) -> Self {
        let of_all = distinct.each(|node| key::blocking(node, None, names));
        let are_weak: Vec<bool> =
            of_all.iter().map(|keys| keys.iter().all(|key| key.strength.is_weak())).collect();
        let mut keys: Vec<(Key, u32)> = of_all
            .into_par_iter()
            .enumerate()
            .flat_map_iter(|(one, keys)| {
                let node = distinct.firsts[one];
                if !key::rests_on_home(node, names) {
                    return keys.into_iter().map(|key| (key, small(one))).collect::<Vec<_>>();
                }
                let mut by_home: HashMap<Option<&str>, Vec<Key>> = HashMap::default();
                let mut alone = Vec::with_capacity(distinct.nodes(one).len());
                for &at in distinct.nodes(one) {
                    let home = home(at as usize);
                    let keys =
                        by_home.entry(home).or_insert_with(|| key::blocking(node, home, names));
                    let who = small(distinct.firsts.len()) + at;
                    alone.extend(keys.iter().map(|key| (key.clone(), who)));
                }
                alone
            })
            .collect();
        keys.par_sort_unstable();
        Self { keys, are_weak }
    }
}

/// The nodes that have one key, ascending.
fn bearers(block: &[(Key, u32)], distinct: &Distinct<'_>) -> SmallVec<[usize; 8]> {
    let alone = small(distinct.firsts.len());
    let mut nodes: SmallVec<[usize; 8]> = SmallVec::new();
    for &(_, who) in block {
        match who.checked_sub(alone) {
            Some(node) => nodes.push(node as usize),
            None => nodes.extend(distinct.nodes(who as usize).iter().map(|&node| node as usize)),
        }
    }
    if block.len() > 1 {
        nodes.sort_unstable();
        nodes.dedup();
    }
    nodes
}

/// All nodes as (document, node), ordered by the documents' ids and not by their place.
fn places(outlines: &Outlines<'_>) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..outlines.len()).collect();
    order.sort_by_key(|&d| (&outlines.info(d).id, &outlines.info(d).sha256));
    order.into_iter().flat_map(|d| (0..outlines.nodes(d).len()).map(move |n| (d, n))).collect()
}

/// Joins what shares a key.
fn join_blocks(links: &mut Links<'_>, keyed: &Keyed, distinct: &Distinct<'_>) {
    for block in keyed.keys.chunk_by(|a, b| a.0 == b.0) {
        let (key, nodes) = (&block[0].0, bearers(block, distinct));
        if key.strength.is_weak() {
            let name = key.of(Strength::Name);
            let from = keyed.keys.partition_point(|(key, _)| *key < name);
            let named = keyed.keys[from..].iter().take_while(|(key, _)| *key == name).count();
            let alone = bearers(&keyed.keys[from..from + named], distinct);
            join_alone(links, key.strength, &alone, &nodes);
        } else {
            join_block(links, key.strength, &nodes);
        }
    }
}

/// Joins the nodes of a block that do not contradict each other.
fn join_block(links: &mut Links<'_>, strength: Strength, nodes: &[usize]) {
    let (reason, score) = strength.reason();
    let why = Why { reason, score, source: None, names: None };
    let mut roots: Vec<usize> = Vec::new();
    for &node in nodes {
        let joined = roots.iter().any(|&root| links.join(root, node, &why));
        if !joined && roots.len() < MOST_NAMESAKES {
            roots.push(node);
        }
    }
}

/// Joins the nodes named only by a short form or an acronym to the one cluster, if it is one, that
/// introduces it, and those without the country to the one that has it: those `alone` to the `bearers`.
fn join_alone(links: &mut Links<'_>, strength: Strength, alone: &[usize], bearers: &[usize]) {
    let [first, ..] = *bearers else { return };
    let root = links.root(first);
    if bearers.iter().any(|&bearer| links.root(bearer) != root) {
        return;
    }
    let (reason, score) = strength.reason();
    let source = (strength == Strength::Short).then_some(first);
    for &node in alone {
        links.join(first, node, &Why { reason, score, source, names: None });
    }
}

/// The members of a root, each after it, and why they were joined.
type Members<'r> = (&'r [(usize, usize)], Vec<Merge>);

fn clusters<'h>(
    outlines: &Outlines<'_>,
    (places, distinct): (&[(usize, usize)], &Distinct<'_>),
    (home, is_local): (Home<'_, 'h>, &(dyn Fn(usize) -> bool + Sync)),
    mut links: Links<'_>,
    names: &ReadNames<'_>,
) -> Vec<Cluster> {
    let mut rooted: Vec<(usize, usize)> =
        (0..places.len()).map(|at| (links.root(at), at)).collect();
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
            let (parts, counts) = distinct.among(&members);
            let name = key::cluster_name(&parts, &counts);
            let home = home(members[0]).filter(|_| members.len() > 1);
            let base = key::readable(&parts, &name, home, names);
            let is_local = members.len() == 1 && is_local(members[0]);
            let members = sorted(members.iter().map(|&m| places[m]).collect());
            let key = match first(&members, outlines).filter(|_| is_local) {
                Some((text, _)) => format!("{base}-{}", short_hash(text)),
                None => base,
            };
            Cluster { key, name, members, merges }
        })
        .collect();
    tell_apart(sorted_by_key(clusters), outlines)
}

fn sorted_by_key(clusters: Vec<Cluster>) -> Vec<Cluster> {
    let fronted = clusters.into_par_iter().map(|cluster| (key::front::<3>(&cluster.key), cluster));
    let mut fronted: Vec<([u64; 3], Cluster)> = fronted.collect();
    fronted.par_sort_unstable_by(|a, b| (&a.0, &a.1.key).cmp(&(&b.0, &b.1.key)));
    fronted.into_iter().map(|(_, cluster)| cluster).collect()
}

/// The member that comes first by the hash of its text: where documents lie and what they are called decides nothing.
fn first<'o>(members: &[(usize, usize)], outlines: &'o Outlines<'_>) -> Option<(&'o str, usize)> {
    members.iter().map(|&(d, n)| (outlines.info(d).sha256.as_str(), n)).min()
}

/// Gives keys of their own to those that share one, and sorts all by key. The one of most documents has the bare
/// key, so that another document with a namesake does not move it; then the texts decide.
fn tell_apart(mut clusters: Vec<Cluster>, outlines: &Outlines<'_>) -> Vec<Cluster> {
    let place = |cluster: &Cluster| {
        let (text, place) = first(&cluster.members, outlines).unwrap_or_default();
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
