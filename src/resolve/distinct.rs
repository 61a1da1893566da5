//! Nodes that are written alike. Enters: nodes of many documents. Leaves: each that differs from the others, once.
//! Thousands of documents name the same few, so what follows from how a node is written is made out once for all.

use crate::{graph::Node, schema::EntityType};
use foldhash::fast::FixedState;
use rayon::prelude::*;
use smallvec::SmallVec;
use std::hash::{BuildHasher, Hash};

/// Nodes by how they are written: type, name, other names, attributes.
pub(crate) struct Distinct<'n> {
    /// The first node of each way of writing, in their order.
    pub firsts: Vec<&'n Node>,
    /// How each node is written, as an index into these.
    pub of: Vec<u32>,
    /// The nodes by how they are written, and where the ones of each end.
    nodes: Vec<u32>,
    ends: Vec<usize>,
}

impl<'n> Distinct<'n> {
    /// Looks at all nodes.
    pub fn of(nodes: &[&'n Node]) -> Self {
        let mut firsts = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        let mut of: Vec<u32> = Vec::with_capacity(nodes.len());
        for (at, first) in first_alike(nodes).into_iter().enumerate() {
            let one = match first == at {
                true => small(firsts.len()),
                false => of[first],
            };
            if first == at {
                firsts.push(nodes[at]);
                ends.push(0);
            }
            ends[one as usize] += 1;
            of.push(one);
        }
        let mut next: Vec<usize> = Vec::with_capacity(ends.len());
        let mut end = 0;
        for count in &mut ends {
            next.push(end);
            end += *count;
            *count = end;
        }
        let mut order = vec![0; of.len()];
        for (at, &one) in of.iter().enumerate() {
            order[next[one as usize]] = small(at);
            next[one as usize] += 1;
        }
        Self { firsts, of, nodes: order, ends }
    }

    /// The nodes that are written so, ascending.
    pub fn nodes(&self, one: usize) -> &[u32] {
        let from = one.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.nodes[from..self.ends[one]]
    }

    /// What each way of writing makes, in their order.
    pub fn each<T: Send>(&self, make: impl Fn(&'n Node) -> T + Sync) -> Vec<T> {
        self.firsts.par_iter().map(|node| make(node)).collect()
    }

    /// Of what each way of writing makes, that of a node.
    pub fn at<'t, T>(&self, made: &'t [T], node: usize) -> &'t T {
        &made[self.of[node] as usize]
    }
}

pub(super) fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// For each node the first that is written alike.
fn first_alike(nodes: &[&Node]) -> Vec<usize> {
    let hash = |node: &Node| FixedState::default().hash_one(written(node));
    let hashes = nodes.par_iter().enumerate().map(|(at, node)| (hash(node), at));
    let mut hashed: Vec<(u64, usize)> = hashes.collect();
    hashed.par_sort_unstable();
    let found: Vec<(usize, usize)> = hashed
        .par_chunk_by(|a, b| a.0 == b.0)
        .flat_map_iter(|alike| {
            // One, but for two that have a hash in common.
            let mut firsts: SmallVec<[usize; 1]> = SmallVec::new();
            alike.iter().map(move |&(_, at)| {
                let is_one = |&&first: &&usize| written(nodes[first]) == written(nodes[at]);
                let known = firsts.iter().find(is_one).copied();
                if known.is_none() {
                    firsts.push(at);
                }
                (at, known.unwrap_or(at))
            })
        })
        .collect();
    let mut first = vec![0; nodes.len()];
    found.into_iter().for_each(|(at, one)| first[at] = one);
    first
}

/// All of a node that says how it is written.
fn written(node: &Node) -> (EntityType, &str, &[String], impl Hash + PartialEq + '_) {
    (node.entity_type, &node.name, &node.aliases, &node.attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_alike_is_one() {
        let node = |name: &str, alias: &str, code: &str| Node {
            id: String::new(),
            entity_type: EntityType::Organization,
            name: name.into(),
            aliases: (!alias.is_empty()).then(|| alias.into()).into_iter().collect(),
            roles: Vec::new(),
            mentions: Vec::new(),
            attributes: (!code.is_empty())
                .then(|| ("country".to_owned(), code.into()))
                .into_iter()
                .collect(),
        };
        let nodes = [
            node("KKBC", "", ""),
            node("KKBC", "", "KP"),
            node("KKBC", "", ""),
            node("KKBC", "Kwangson", ""),
            node("KKBC", "", "KP"),
        ];
        let distinct = Distinct::of(&nodes.iter().collect::<Vec<_>>());
        assert_eq!(distinct.of, [0, 1, 0, 2, 1]);
        let alike: Vec<&[u32]> = (0..3).map(|one| distinct.nodes(one)).collect();
        assert_eq!(alike, [&[0, 2][..], &[1, 4], &[3]]);
        assert_eq!(distinct.each(|node| node.aliases.len()), [0, 0, 1]);
    }
}
