//! Which part of the network is drawn. Enters: the graph and a limit. Leaves: the entities and
//! edges that are shown, and a sentence that says what is not. Draws nothing.

use super::{Config, letters::shortened, style};
use crate::{
    graph::{Edge, KnowledgeGraph, Node},
    layout,
    schema::{Schema, Status},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Characters of a caption that say what the part is: the picture is no wider for it.
const SELECTION: usize = 100;

/// The part of a graph that is shown.
pub(super) struct Picture<'a> {
    /// Sorted by id.
    pub nodes: Vec<&'a Node>,
    /// Those between shown nodes, sorted by id.
    pub edges: Vec<&'a Edge>,
    /// How important every shown node is, in their order, 0..=1: by its neighbours in the whole
    /// graph, or by its place where a ranking is given.
    pub importance: Vec<f32>,
    /// The community of every node among those shown, in their order; see [`layout::communities`].
    pub community: Vec<usize>,
    /// "60 of 312 entities, the best connected; …".
    pub caption: String,
    /// Places in `nodes` of the ends of every edge, in their order.
    ends: Vec<[usize; 2]>,
}

/// Relations of equal ends, status and colour: they share one line, and the picture stays readable.
pub(super) struct Line<'a> {
    pub source: &'a str,
    pub target: &'a str,
    pub status: Status,
    pub color: &'static str,
    pub symmetric: bool,
    /// Never empty; sorted by id.
    pub edges: Vec<&'a Edge>,
}

impl<'a> Picture<'a> {
    /// Ids of the members of every community that is worth a ground of its own, the largest first:
    /// three or more, unless it is all there is.
    pub(super) fn communities(&self) -> Vec<Vec<&'a str>> {
        let mut members: Vec<Vec<&str>> = Vec::new();
        for (node, &of) in self.nodes.iter().zip(&self.community) {
            members.resize(members.len().max(of + 1), Vec::new());
            members[of].push(&node.id);
        }
        members.retain(|ids| ids.len() >= 3 && ids.len() < self.nodes.len());
        members
    }

    /// A point for every node, in their order; see [`layout::place`].
    pub(super) fn points(&self) -> Vec<[f32; 2]> {
        let links: Vec<layout::Link> = self.ends.iter().map(|&[s, t]| (s, t, 1.0)).collect();
        layout::place(self.nodes.len(), &links)
    }

    /// The lines, by their ends.
    pub(super) fn lines(&self, schema: &Schema) -> Vec<Line<'a>> {
        let mut lines: BTreeMap<_, Line> = BTreeMap::new();
        for &edge in &self.edges {
            let color = style::color(&edge.predicate, edge.status);
            let (status, symmetric) = (edge.status, schema.is_symmetric(&edge.predicate));
            let (source, target) = (edge.source.as_str(), edge.target.as_str());
            let new = || Line { source, target, status, color, symmetric, edges: Vec::new() };
            let look = (source, target, status, color, symmetric);
            lines.entry(look).or_insert_with(new).edges.push(edge);
        }
        lines.into_values().collect()
    }
}

/// Chooses what is shown: at most `limit` entities, each with at least one relation to another
/// shown one, unless `config.unlinked`.
///
/// Edges are taken in the order of the less important of their ends until the limit is reached,
/// so that no shown entity hangs in the air and the middle of the network is kept whole.
/// O(E log E).
pub(super) fn picture<'a>(graph: &'a KnowledgeGraph, limit: usize, config: &Config) -> Picture<'a> {
    let degrees = neighbours(graph);
    let place = places(graph, &degrees, config);
    let shown = shown(graph, &place, limit, config);
    let all: Vec<&Node> = graph.nodes().collect();
    let chosen: Vec<usize> = (0..all.len()).filter(|&at| shown[at]).collect();
    let mut number = vec![0; all.len()];
    chosen.iter().enumerate().for_each(|(new, &old)| number[old] = new);
    let (edges, ends): (Vec<&Edge>, Vec<[usize; 2]>) = ends(graph)
        .filter(|(_, [s, t])| shown[*s] && shown[*t])
        .map(|(edge, [s, t])| (edge, [number[s], number[t]]))
        .unzip();
    Picture {
        importance: importance(&chosen, &degrees, &place, config),
        community: communities(chosen.len(), &edges, &ends),
        caption: caption(graph, &degrees, (chosen.len(), edges.len()), config),
        nodes: chosen.into_iter().map(|at| all[at]).collect(),
        edges,
        ends,
    }
}

/// Edges in the order of ids, with the places of their ends in the order of ids.
fn ends(graph: &KnowledgeGraph) -> impl Iterator<Item = (&Edge, [usize; 2])> {
    let edges = graph.petgraph().raw_edges().iter();
    edges.map(|edge| (&edge.weight, [edge.source().index(), edge.target().index()]))
}

/// Whether each node is shown, in the order of ids.
fn shown(graph: &KnowledgeGraph, place: &[usize], limit: usize, config: &Config) -> Vec<bool> {
    let mut shown = vec![false; place.len()];
    let mut count = 0;
    let mut links: Vec<[usize; 2]> =
        ends(graph).map(|(_, ends)| ends).filter(|[s, t]| s != t).collect();
    links.sort_by_key(|&[s, t]| (place[s].max(place[t]), place[s].min(place[t])));
    for link in links {
        let new = link.iter().filter(|&&at| !shown[at]).count();
        if count + new <= limit {
            count += new;
            link.iter().for_each(|&at| shown[at] = true);
        }
    }
    if config.unlinked {
        let mut rest: Vec<usize> = (0..place.len()).filter(|&at| !shown[at]).collect();
        rest.sort_by_key(|&at| place[at]);
        rest.iter().take(limit.saturating_sub(count)).for_each(|&at| shown[at] = true);
    }
    shown
}

/// The importance of every chosen node, in their order.
#[expect(clippy::cast_precision_loss, reason = "no picture has 2^24 nodes")]
fn importance(chosen: &[usize], degrees: &[usize], place: &[usize], config: &Config) -> Vec<f32> {
    if config.ranking.is_empty() {
        let most = chosen.iter().map(|&at| degrees[at]).max().unwrap_or(1).max(1) as f32;
        return chosen.iter().map(|&at| (degrees[at] as f32 / most).sqrt()).collect();
    }
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    order.sort_by_key(|&new| place[chosen[new]]);
    let mut importance = vec![0.0; chosen.len()];
    for (rank, new) in order.into_iter().enumerate() {
        importance[new] = 1.0 - (rank as f32 / chosen.len() as f32).sqrt();
    }
    importance
}

fn communities(nodes: usize, edges: &[&Edge], ends: &[[usize; 2]]) -> Vec<usize> {
    let linking = edges.iter().zip(ends).filter(|(edge, _)| edge.status != Status::Denied);
    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    let links: Vec<layout::Link> =
        linking.map(|(edge, &[s, t])| (s, t, edge.confidence as f32)).collect();
    layout::communities(nodes, &links)
}

/// Number of distinct neighbours of every node, whatever the direction, in the order of ids.
pub(super) fn neighbours(graph: &KnowledgeGraph) -> Vec<usize> {
    let mut pairs: Vec<[usize; 2]> = ends(graph)
        .map(|(_, ends)| ends)
        .filter(|[s, t]| s != t)
        .flat_map(|[s, t]| [[s, t], [t, s]])
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut degrees = vec![0; graph.nodes().len()];
    pairs.iter().for_each(|[at, _]| degrees[*at] += 1);
    degrees
}

/// The place of every node in the order of importance, 0 the first; in the order of ids.
fn places(graph: &KnowledgeGraph, degrees: &[usize], config: &Config) -> Vec<usize> {
    let mut asked = vec![usize::MAX; degrees.len()];
    for (rank, id) in config.ranking.iter().enumerate() {
        if let Some(at) = graph.node_index(id) {
            asked[at.index()] = rank;
        }
    }
    let mentions: Vec<usize> = graph.nodes().map(|node| node.mentions.len()).collect();
    let mut order: Vec<usize> = (0..degrees.len()).collect();
    order.sort_by_key(|&at| (asked[at], Reverse((degrees[at], mentions[at]))));
    let mut place = vec![0; degrees.len()];
    order.into_iter().enumerate().for_each(|(rank, at)| place[at] = rank);
    place
}

fn caption(
    graph: &KnowledgeGraph,
    degrees: &[usize],
    (nodes, edges): (usize, usize),
    config: &Config,
) -> String {
    let linked = degrees.iter().filter(|&&d| d > 0).count();
    let unlinked = graph.nodes().len() - linked;
    let of = |part: usize, whole: usize, many: &str| match part == whole {
        true => format!("{} {many}", grouped(whole)),
        false => format!("{} of {} {many}", grouped(part), grouped(whole)),
    };
    let candidates = if config.unlinked { graph.nodes().len() } else { linked };
    let mut text = of(nodes, candidates, "entities");
    if nodes < candidates {
        text += &match (config.ranking.is_empty(), config.ranked_by.as_str()) {
            (true, _) => ", the best connected".to_owned(),
            (false, "") => ", the most important".to_owned(),
            (false, measure) => format!(", by {measure}"),
        };
    }
    text += &format!("; {}", of(edges, graph.edges().len(), "relations"));
    if !config.unlinked && unlinked > 0 {
        text += &format!("; not drawn: {} without relations", grouped(unlinked));
    }
    if let Some(selection) = &graph.info.selection {
        text += &format!("; a part of the network: {}", shortened(selection, SELECTION));
    }
    text
}

/// `4310` reads "4,310".
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
