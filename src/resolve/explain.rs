//! Why two entities of a network are two. Enters: a network and two of its nodes. Leaves: what was
//! compared and what speaks against, by the measures that built the network. It sees the finished nodes:
//! what their parts looked like when they were judged, and pairs that shared no block and were never
//! compared, it cannot know. Nodes joined for another reason (equal keys, a text that says so) carry it in `merges`.

use super::{
    birth, context,
    judge::{self, Judgement, KnownName},
    key,
    read_names::ReadNames,
};
use crate::{
    entity::BIRTH_DATE,
    graph::{KnowledgeGraph, Node},
};
use std::collections::{BTreeMap, BTreeSet};

/// What speaks for and against two nodes being one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Explanation<'g> {
    /// What can never be joined, in words: different types, one document that has both.
    pub apart: Option<String>,
    /// The names compared, unless one of the nodes has none that tells it from others.
    pub judgement: Option<Judgement>,
    /// Neighbours that stand in documents of both and in few others, by id.
    pub shared: Vec<&'g Node>,
}

/// Compares two nodes by the measures of the network's builder; what it cannot know, the head of this module
/// says.
#[must_use]
pub fn explain<'g>(graph: &'g KnowledgeGraph, a: &Node, b: &Node) -> Explanation<'g> {
    let documents = |node: &Node| -> BTreeSet<String> {
        node.mentions.iter().map(|m| m.doc.to_string()).collect()
    };
    let (of_a, of_b) = (documents(a), documents(b));
    let apart = if a.entity_type != b.entity_type {
        Some(format!("one is of type {}, the other {}", a.entity_type, b.entity_type))
    } else if let Some(doc) = of_a.intersection(&of_b).next() {
        Some(format!("{doc} tells them apart: it has both"))
    } else {
        births_apart(a, b)
    };
    let most = context::most(graph.info.documents.len());
    let shared: Vec<&Node> = graph
        .nodes()
        .filter(|node| {
            node.id != a.id && node.id != b.id && context::tells(node, &ReadNames::default())
        })
        .filter(|node| {
            let of_node = documents(node);
            of_node.len() <= most && !of_node.is_disjoint(&of_a) && !of_node.is_disjoint(&of_b)
        })
        .collect();
    let read = ReadNames::default();
    let (names_a, names_b) = (names(a, &read), names(b, &read));
    let judgement = judge::judge(&names_a, &names_b, shared.len());
    Explanation { apart, judgement, shared }
}

/// What two dates of birth say, when they differ.
fn births_apart(a: &Node, b: &Node) -> Option<String> {
    let born = |node| key::attribute(node, BIRTH_DATE);
    let (x, y) = (born(a)?, born(b)?);
    (!birth::agree(x, y)).then(|| format!("one was born {x}, the other {y}"))
}

/// The full names of a node, its own first, then those of most mentions.
fn names<'n>(node: &'n Node, read: &'n ReadNames<'_>) -> Vec<KnownName<'n>> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in &node.mentions {
        *count.entry(&mention.text).or_default() += 1;
    }
    let mut texts: Vec<&String> = node.aliases.iter().collect();
    texts.sort_by_key(|text| std::cmp::Reverse(count.get(text.as_str()).copied().unwrap_or(0)));
    std::iter::once(&node.name)
        .chain(texts)
        .filter_map(|text| KnownName::read(node.entity_type, text, read))
        .filter(|known| known.comparable().is_some())
        .take(judge::MOST_NAMES)
        .collect()
}
