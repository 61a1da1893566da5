//! A part of a network. Enters: a graph and what is asked for. Leaves: the graph of what fits.
//! Nothing that stays is changed: an edge keeps all its sentences, and counts what it counted.

use super::{Measure, neighbours, rank};
use crate::{
    graph::{Edge, KnowledgeGraph, Node},
    schema::{EntityType, Role, Status},
};
use std::{
    collections::{BTreeSet, HashSet},
    fmt,
    str::FromStr,
};

/// What is asked for; empty sets and `None` ask for nothing. The steps are taken in the order of the
/// fields: relations first, then entities, then who is near, then who is important.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Only relations of at least this confidence, 0..=1. Entities without relations stay.
    pub min_confidence: f64,
    /// Only relations of these types, and entities that such a relation links.
    pub relations: BTreeSet<String>,
    /// Only relations of these statuses, and entities that such a relation links.
    pub statuses: BTreeSet<Status>,
    /// Only relations with a date on or after this, and entities that such a relation links.
    pub since: Option<Day>,
    /// Only relations with a date on or before this, and entities that such a relation links.
    pub until: Option<Day>,
    /// Whether relations without a date pass `since` and `until`.
    pub undated: bool,
    /// Only entities of these types, and relations between them.
    pub types: BTreeSet<EntityType>,
    /// Only entities that have one of these roles, and relations between them.
    pub roles: BTreeSet<Role>,
    /// Only entities at most [`hops`](Self::hops) steps from one of these ids, by what is left by
    /// then; see [`simple_paths`](super::simple_paths) for what a step is.
    pub around: BTreeSet<String>,
    /// How far `around` reaches.
    pub hops: usize,
    /// Only so many entities, the most important of what is left by then.
    pub top: Option<(usize, Measure)>,
    /// Ids of entities that stay whatever is asked, as those in `around` do.
    pub always: BTreeSet<String>,
}

impl Selection {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        let all = Self { hops: self.hops, always: self.always.clone(), ..Self::default() };
        *self == Self { undated: self.undated, ..all }
    }

    /// Whether it asks for relations that say something, beyond how sure they are.
    fn asks_for_relations(&self) -> bool {
        !self.relations.is_empty()
            || !self.statuses.is_empty()
            || self.since.is_some()
            || self.until.is_some()
    }

    fn fits(&self, edge: &Edge) -> bool {
        edge.confidence >= self.min_confidence
            && (self.relations.is_empty() || self.relations.contains(&edge.predicate))
            && (self.statuses.is_empty() || self.statuses.contains(&edge.status))
            && self.is_timely(edge)
    }

    /// Whether any date of the edge lies in the time that is asked for, at least in part.
    fn is_timely(&self, edge: &Edge) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        let said = edge.evidence.iter().filter_map(|e| e.date.as_deref());
        let ends = [&edge.first_date, &edge.last_date].into_iter().flatten().map(String::as_str);
        let mut dates = said.chain(ends).peekable();
        if dates.peek().is_none() {
            return self.undated;
        }
        dates.any(|date| {
            // A date may be two with a stroke between.
            let (from, to) = date.split_once('/').unwrap_or((date, date));
            self.since.as_ref().is_none_or(|since| last(to) >= first(&since.0))
                && self.until.as_ref().is_none_or(|until| first(from) <= last(&until.0))
        })
    }

    fn suits(&self, node: &Node) -> bool {
        self.is_kept(node)
            || (self.types.is_empty() || self.types.contains(&node.entity_type))
                && (self.roles.is_empty() || node.roles.iter().any(|r| self.roles.contains(r)))
    }

    fn is_kept(&self, node: &Node) -> bool {
        self.always.contains(&node.id) || self.around.contains(&node.id)
    }
}

/// A calendar day, month or year: `2024`, `2024-05` or `2024-05-17`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(String);

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        // Anything shorter or between would be filled up to something that was not said.
        let is_whole = matches!(text.len(), 4 | 7 | 10) && text.is_ascii();
        if is_whole && first(text).parse::<jiff::civil::Date>().is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoDay)
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Day {
    /// Whether all of it lies before the other begins.
    #[must_use]
    pub fn is_before(&self, other: &Self) -> bool {
        last(&self.0) < first(&other.0)
    }
}

/// A text that is no calendar day, month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDay;

impl fmt::Display for NoDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no date; give a year, month or day: 2024, 2024-05 or 2024-05-17")
    }
}

impl std::error::Error for NoDay {}

/// The first day of a year, month or day.
fn first(date: &str) -> String {
    date.to_owned() + "0000-01-01".get(date.len()..).unwrap_or_default()
}

/// The last day of a year, month or day, or one behind it: enough to compare.
fn last(date: &str) -> String {
    date.to_owned() + "0000-12-31".get(date.len()..).unwrap_or_default()
}

/// The part of the graph that is asked for; its header says in words what that is. What curation
/// replaced is not kept in a part: it could not be put back. O(V + E log E), and what the measure of
/// `top` costs.
#[must_use]
pub fn select(graph: KnowledgeGraph, selection: &Selection) -> KnowledgeGraph {
    if selection.is_everything() {
        return graph;
    }
    let words = selection.words(&graph);
    let mut graph = graph.from_confidence(selection.min_confidence);
    // A part of a part is both.
    let before = graph.info.selection.take();
    graph.info.curation = None;
    graph.info.selection = Some(before.into_iter().chain([words]).collect::<Vec<_>>().join("; "));
    if (Selection { min_confidence: 0.0, ..selection.clone() }).is_everything() {
        return graph;
    }
    let mut link = graph.into_node_link();
    link.edges.retain(|edge| selection.fits(edge));
    if selection.asks_for_relations() {
        let linked: HashSet<String> =
            link.edges.iter().flat_map(|e| [e.source.clone(), e.target.clone()]).collect();
        link.nodes.retain(|node| linked.contains(&node.id) || selection.is_kept(node));
    }
    link.nodes.retain(|node| selection.suits(node));
    let mut graph = KnowledgeGraph::from_node_link(link);
    if !selection.around.is_empty() {
        let near = near(&graph, selection);
        graph = only(graph, &near);
    }
    if let Some((number, measure)) = selection.top {
        let ranked = rank(&graph, measure);
        let best = ranked.iter().take(number).map(|(node, _)| node.id.clone());
        let kept = graph.nodes().filter(|n| selection.is_kept(n)).map(|n| n.id.clone());
        let best: HashSet<String> = best.chain(kept).collect();
        graph = only(graph, &best);
    }
    graph
}

/// The ids within reach of those that are asked for.
fn near(graph: &KnowledgeGraph, selection: &Selection) -> HashSet<String> {
    let neighbours = neighbours(graph);
    let nodes: Vec<&Node> = graph.nodes().collect();
    let mut seen = vec![false; nodes.len()];
    let mut edge: Vec<usize> = Vec::new();
    for id in &selection.around {
        edge.extend(graph.node_index(id).map(petgraph::graph::NodeIndex::index));
    }
    edge.iter().for_each(|&at| seen[at] = true);
    for _ in 0..selection.hops {
        let next = edge.iter().flat_map(|&at| neighbours[at].iter().copied());
        edge = next.filter(|&at| !std::mem::replace(&mut seen[at], true)).collect();
        if edge.is_empty() {
            break;
        }
    }
    let always = nodes.iter().filter(|node| selection.always.contains(&node.id));
    let near = nodes.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(node, _)| node);
    near.chain(always).map(|node| node.id.clone()).collect()
}

/// The graph of some entities.
fn only(graph: KnowledgeGraph, ids: &HashSet<String>) -> KnowledgeGraph {
    let mut link = graph.into_node_link();
    link.nodes.retain(|node| ids.contains(&node.id));
    KnowledgeGraph::from_node_link(link)
}
