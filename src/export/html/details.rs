//! What the page shows of one entity, one relation, one document. Enters: a graph and an id. Leaves:
//! rows, as `viewer/src/contract.ts` has them. Offsets are Unicode code points, as everywhere outside;
//! the page turns them into its own UTF-16.

use super::Shelf;
use crate::graph::{EdgeEvidence, KnowledgeGraph, Node, NodeMention};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A sentence that states a relation: document, start, end, text, subject start and end, object
/// start and end, extractor, score, status, date.
#[derive(Clone, Debug, Serialize)]
pub struct Sentence<'a>(
    usize,
    usize,
    usize,
    &'a str,
    [usize; 4],
    &'a str,
    f64,
    &'static str,
    Option<&'a str>,
);

/// Everything that is said of one entity.
#[derive(Clone, Debug, Serialize)]
pub struct About<'a> {
    /// Document, start, end, text, kind, score.
    mentions: Vec<(usize, usize, usize, &'a str, &'static str, f64)>,
    /// Role, reason, score, document, start, end, sentence.
    roles: Vec<(&'static str, String, f64, usize, usize, usize, String)>,
    /// Further facts, `watchlist` and `merges` among them.
    attributes: BTreeMap<&'a str, &'a Value>,
}

/// What the network knows of one document.
#[derive(Clone, Debug, Serialize)]
pub struct InDocument<'a> {
    /// Its text, where it is known.
    text: Option<String>,
    /// Id of the entity, start, end, text, kind; by start.
    mentions: Vec<(&'a str, usize, usize, &'a str, &'static str)>,
    /// Quoted sentences: start, end, text; by start.
    sentences: Vec<(usize, usize, &'a str)>,
}

/// The sentences that state a relation; none when there is no such relation.
#[must_use]
pub fn sentences<'a>(
    graph: &'a KnowledgeGraph,
    shelf: &Shelf,
    edge: &str,
) -> Option<Vec<Sentence<'a>>> {
    let edge = graph.edges().find(|known| known.id == edge)?;
    Some(edge.evidence.iter().map(|quote| sentence(quote, shelf)).collect())
}

pub(super) fn sentence<'a>(quote: &'a EdgeEvidence, docs: &Shelf) -> Sentence<'a> {
    let (subject, object) = (quote.subject, quote.object);
    Sentence(
        docs[&*quote.doc],
        quote.start,
        quote.end,
        &quote.text,
        [subject.start, subject.end, object.start, object.end],
        &quote.extractor,
        quote.score,
        quote.status.name(),
        quote.date.as_deref(),
    )
}

/// Everything that is said of an entity; none when there is no such entity.
#[must_use]
pub fn about<'a>(graph: &'a KnowledgeGraph, shelf: &Shelf, node: &str) -> Option<About<'a>> {
    Some(about_node(graph.node(node)?, shelf, usize::MAX))
}

/// With at most so many mentions.
pub(super) fn about_node<'a>(node: &'a Node, docs: &Shelf, most: usize) -> About<'a> {
    let mention =
        |m: &'a NodeMention| (docs[&*m.doc], m.start, m.end, m.text.as_str(), kind(m), m.score);
    let roles = node.role_evidence().into_iter().map(|ground| {
        let doc = docs.get(&*ground.doc).copied().unwrap_or_default();
        let (start, end) = (ground.start, ground.end);
        (ground.role.name(), ground.reason, ground.score, doc, start, end, ground.text)
    });
    let attributes = node.attributes.iter().filter(|(name, _)| *name != "roles");
    About {
        mentions: node.mentions.iter().take(most).map(mention).collect(),
        roles: roles.collect(),
        attributes: attributes.map(|(name, value)| (name.as_str(), value)).collect(),
    }
}

/// What the network knows of a document. O(mentions + sentences).
#[must_use]
pub fn in_document<'a>(
    graph: &'a KnowledgeGraph,
    doc: &str,
    text: Option<String>,
) -> InDocument<'a> {
    let mut mentions: Vec<_> = graph
        .nodes()
        .flat_map(|node| node.mentions.iter().map(move |m| (node, m)))
        .filter(|(_, m)| &*m.doc == doc)
        .map(|(node, m)| (node.id.as_str(), m.start, m.end, m.text.as_str(), kind(m)))
        .collect();
    mentions.sort_by_key(|(id, start, end, ..)| (*start, *end, *id));
    let quotes = graph.edges().flat_map(|edge| &edge.evidence).filter(|q| &*q.doc == doc);
    let sentences: BTreeSet<_> = quotes.map(|q| (q.start, q.end, q.text.as_str())).collect();
    InDocument { text, mentions, sentences: sentences.into_iter().collect() }
}

fn kind(mention: &NodeMention) -> &'static str {
    mention.kind.name()
}
