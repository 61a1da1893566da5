//! Which part of the network is drawn. Enters: the graph and a limit. Leaves: the entities and
//! edges that are shown, and a sentence that says what is not. Draws nothing.

use super::{Config, style};
use crate::{
    graph::{Edge, KnowledgeGraph, Node},
    layout,
    schema::{Schema, Status},
};
use std::collections::{BTreeMap, BTreeSet};

/// The part of a graph that is shown.
pub(super) struct Picture<'a> {
    /// Sorted by id.
    pub nodes: Vec<&'a Node>,
    /// Those between shown nodes, sorted by id.
    pub edges: Vec<&'a Edge>,
    /// How important every shown node is, 0..=1: by its neighbours in the whole graph, or by its
    /// place where a ranking is given.
    pub importance: BTreeMap<&'a str, f32>,
    /// The community of every node among those shown, in their order; see [`layout::communities`].
    pub community: Vec<usize>,
    /// "60 of 312 entities, the best connected; …".
    pub caption: String,
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
        let at = |id: &str| self.nodes.partition_point(|node| node.id.as_str() < id);
        let links: Vec<layout::Link> =
            self.edges.iter().map(|e| (at(&e.source), at(&e.target), 1.0)).collect();
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
    let degree = neighbours(graph);
    let place = places(graph, &degree, config);
    let mut edges: Vec<&Edge> = graph.edges().filter(|e| e.source != e.target).collect();
    edges.sort_by_key(|e| {
        let (s, t) = (place[e.source.as_str()], place[e.target.as_str()]);
        (s.max(t), s.min(t))
    });
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for edge in edges {
        let ends = [edge.source.as_str(), edge.target.as_str()];
        let new = ends.iter().filter(|id| !shown.contains(*id)).count();
        if shown.len().saturating_add(new) <= limit {
            shown.extend(ends);
        }
    }
    if config.unlinked {
        let mut rest: Vec<&Node> = graph.nodes().filter(|n| !shown.contains(&*n.id)).collect();
        rest.sort_by_key(|n| place[n.id.as_str()]);
        let room = limit.saturating_sub(shown.len());
        shown.extend(rest.iter().take(room).map(|n| n.id.as_str()));
    }
    let nodes: Vec<&Node> = graph.nodes().filter(|n| shown.contains(&*n.id)).collect();
    let edges: Vec<&Edge> = graph
        .edges()
        .filter(|e| shown.contains(&*e.source) && shown.contains(&*e.target))
        .collect();
    let caption = caption(graph, &degree, (nodes.len(), edges.len()), config);
    let importance = importance(&nodes, &degree, &place, config);
    let community = communities(&nodes, &edges);
    Picture { importance, community, nodes, edges, caption }
}

#[expect(clippy::cast_precision_loss, reason = "no picture has 2^24 nodes")]
fn importance<'a>(
    nodes: &[&'a Node],
    degree: &BTreeMap<&'a str, usize>,
    place: &BTreeMap<&'a str, usize>,
    config: &Config,
) -> BTreeMap<&'a str, f32> {
    let most = nodes.iter().map(|n| degree[n.id.as_str()]).max().unwrap_or(1).max(1) as f32;
    let mut order: Vec<&str> = nodes.iter().map(|n| n.id.as_str()).collect();
    order.sort_by_key(|id| place[id]);
    let last = order.len() as f32;
    let by_place = |(at, id)| (id, 1.0 - (at as f32 / last).sqrt());
    match config.ranking.is_empty() {
        true => order.into_iter().map(|id| (id, (degree[id] as f32 / most).sqrt())).collect(),
        false => order.into_iter().enumerate().map(by_place).collect(),
    }
}

fn communities(nodes: &[&Node], edges: &[&Edge]) -> Vec<usize> {
    let at = |id: &str| nodes.partition_point(|node| node.id.as_str() < id);
    let linking = edges.iter().filter(|edge| edge.status != Status::Denied);
    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    let links: Vec<layout::Link> =
        linking.map(|e| (at(&e.source), at(&e.target), e.confidence as f32)).collect();
    layout::communities(nodes.len(), &links)
}

/// Number of distinct neighbours of every node, whatever the direction; zero where there is none.
fn neighbours(graph: &KnowledgeGraph) -> BTreeMap<&str, usize> {
    let mut sets: BTreeMap<&str, BTreeSet<&str>> =
        graph.nodes().map(|n| (n.id.as_str(), BTreeSet::new())).collect();
    for edge in graph.edges().filter(|e| e.source != e.target) {
        sets.entry(&edge.source).or_default().insert(&edge.target);
        sets.entry(&edge.target).or_default().insert(&edge.source);
    }
    sets.into_iter().map(|(id, set)| (id, set.len())).collect()
}

/// The place of every node in the order of importance, 0 the first.
fn places<'a>(
    graph: &'a KnowledgeGraph,
    degree: &BTreeMap<&'a str, usize>,
    config: &Config,
) -> BTreeMap<&'a str, usize> {
    let asked: BTreeMap<&str, usize> =
        config.ranking.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    let mut nodes: Vec<&Node> = graph.nodes().collect();
    nodes.sort_by_key(|n| {
        let asked = asked.get(n.id.as_str()).copied().unwrap_or(usize::MAX);
        (asked, std::cmp::Reverse((degree[n.id.as_str()], n.mentions.len())))
    });
    nodes.into_iter().enumerate().map(|(place, n)| (n.id.as_str(), place)).collect()
}

fn caption(
    graph: &KnowledgeGraph,
    degree: &BTreeMap<&str, usize>,
    (nodes, edges): (usize, usize),
    config: &Config,
) -> String {
    let linked = degree.values().filter(|&&d| d > 0).count();
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
