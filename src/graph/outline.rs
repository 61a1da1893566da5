//! Documents in outline: what decides who is who. Enters: graphs of documents, or what a case keeps of them. Leaves:
//! each way in which nodes are written, once, and of every node which it is. Thousands of documents name the same few:
//! what follows from how a node is written is made out once for all. Decides nothing about who is who.

use super::{DocumentGraph, Node};
use crate::{document::DocumentInfo, schema::EntityType};
use foldhash::fast::FixedState;
use rayon::prelude::*;
use smallvec::SmallVec;
use std::{
    borrow::Cow,
    hash::{BuildHasher, Hash},
};

/// A node of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeOutline {
    /// How it is written, by number.
    pub writing: u32,
    /// How often it is mentioned.
    pub mentions: u32,
}

/// Documents without sentences, relations and texts of mentions.
#[derive(Clone, Debug)]
pub struct Outlines<'d> {
    infos: Vec<Cow<'d, DocumentInfo>>,
    nodes: Vec<Vec<NodeOutline>>,
    writings: Vec<Cow<'d, Node>>,
}

impl<'d> Outlines<'d> {
    /// The outlines of graphs.
    #[must_use]
    pub fn of(documents: &'d [DocumentGraph]) -> Self {
        let all: Vec<&Node> = documents.iter().flat_map(|document| &document.nodes).collect();
        let mut writings: Vec<Cow<'d, Node>> = Vec::new();
        let mut numbers: Vec<u32> = Vec::with_capacity(all.len());
        for (at, first) in first_alike(&all).into_iter().enumerate() {
            numbers.push(match first == at {
                true => small(writings.len()),
                false => numbers[first],
            });
            if first == at {
                writings.push(Cow::Borrowed(all[at]));
            }
        }
        let mut numbers = numbers.into_iter();
        let mut outline = |node: &Node| NodeOutline {
            writing: numbers.next().unwrap_or_default(),
            mentions: small(node.mentions.len()),
        };
        Self {
            nodes: documents.iter().map(|d| d.nodes.iter().map(&mut outline).collect()).collect(),
            infos: documents.iter().map(|document| Cow::Borrowed(&document.info)).collect(),
            writings,
        }
    }

    /// Documents, the nodes of each, and what these are written like; the mentions of `writings` do not count.
    pub(crate) fn new(
        infos: Vec<DocumentInfo>,
        nodes: Vec<Vec<NodeOutline>>,
        writings: Vec<Node>,
    ) -> Self {
        Self {
            infos: infos.into_iter().map(Cow::Owned).collect(),
            nodes,
            writings: writings.into_iter().map(Cow::Owned).collect(),
        }
    }

    /// How many documents there are.
    pub(crate) const fn len(&self) -> usize {
        self.infos.len()
    }

    /// A document.
    pub(crate) fn info(&self, document: usize) -> &DocumentInfo {
        &self.infos[document]
    }

    /// The nodes of a document.
    pub(crate) fn nodes(&self, document: usize) -> &[NodeOutline] {
        &self.nodes[document]
    }

    /// The ways of writing, by number.
    pub(crate) fn writings(&self) -> &[Cow<'d, Node>] {
        &self.writings
    }

    /// How a node of a document is written.
    pub(crate) fn node(&self, document: usize, node: usize) -> &Node {
        &self.writings[self.nodes[document][node].writing as usize]
    }
}

/// An index in the room of a `u32`: there are many, and none is so large.
pub(crate) fn small(index: usize) -> u32 {
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
