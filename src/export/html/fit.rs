//! What goes into a file that has to open at once. Enters: the outline, a graph, texts. Leaves: the
//! outline with as many details as fit, the most important first, and counts of what was left out.

use super::{
    Outline,
    details::{About, Sentence, about_node, sentence},
    outline::{edge_order, order, shelf},
};
use crate::graph::{Edge, KnowledgeGraph, Node};
use serde::Serialize;
use std::collections::BTreeMap;

/// Bytes of sentences, of mentions, of texts: a file of four times this opens within seconds.
const SENTENCES: usize = 8_000_000;
const MENTIONS: usize = 4_000_000;
const TEXTS: usize = 8_000_000;

/// Mentions of one entity, or sentences of one relation: those of one alone never take all the room.
const MOST: usize = 2_000;

/// What is left of the room for texts: whoever holds them elsewhere need not bring more than fits.
/// One that is too long takes nothing, and hides none after it.
#[derive(Clone, Copy, Debug)]
pub struct TextRoom(usize);

impl Default for TextRoom {
    fn default() -> Self {
        Self(TEXTS)
    }
}

impl TextRoom {
    /// Whether a text fits; then it has its room.
    pub fn takes(&mut self, text: &str) -> bool {
        let left = self.0.checked_sub(text.len());
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// The network as it stands in the file.
#[derive(Debug, Serialize)]
pub(super) struct Embedded<'a> {
    outline: Outline,
    /// Most mentions of one entity and sentences of one relation that are here.
    most: usize,
    /// Details of the first entities of the outline.
    about: Vec<About<'a>>,
    /// Sentences of the first relations of the outline.
    sentences: Vec<Vec<Sentence<'a>>>,
    /// Texts by the place of the document.
    texts: BTreeMap<usize, &'a str>,
}

/// The outline with what fits.
pub(super) fn embedded<'a>(
    graph: &'a KnowledgeGraph,
    outline: Outline,
    texts: &'a BTreeMap<String, String>,
) -> Embedded<'a> {
    let docs = shelf(graph);
    let nodes: Vec<&Node> = graph.nodes().collect();
    let edges: Vec<&Edge> = graph.edges().collect();
    let size =
        |node: &Node| node.mentions.iter().take(MOST).map(|m| m.text.len() + 40).sum::<usize>();
    let by_importance = order(graph).into_iter().map(|at| nodes[at]);
    let about = within(MENTIONS, by_importance, |node| size(node));
    let size =
        |edge: &Edge| edge.evidence.iter().take(MOST).map(|q| q.text.len() + 90).sum::<usize>();
    let by_support = edge_order(graph).into_iter().map(|at| edges[at]);
    let quoted = within(SENTENCES, by_support, |edge| size(edge));
    let by_place: BTreeMap<usize, &String> =
        texts.iter().filter_map(|(id, text)| Some((*docs.get(id.as_str())?, text))).collect();
    let mut room = TextRoom::default();
    let texts = by_place.into_iter().filter(|(_, text)| room.takes(text));
    Embedded {
        outline,
        most: MOST,
        about: about.into_iter().map(|node| about_node(node, &docs, MOST)).collect(),
        sentences: quoted
            .into_iter()
            .map(|edge| {
                edge.evidence.iter().take(MOST).map(|quote| sentence(quote, &docs)).collect()
            })
            .collect(),
        texts: texts.map(|(at, text)| (at, text.as_str())).collect(),
    }
}

/// The first of them, as many as fit into `room`.
fn within<T: Copy>(
    room: usize,
    all: impl Iterator<Item = T>,
    size: impl Fn(&T) -> usize,
) -> Vec<T> {
    let mut used = 0;
    all.take_while(|one| {
        used += size(one);
        used <= room
    })
    .collect()
}
