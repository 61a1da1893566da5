//! How two entities are linked. Enters: a graph and two of its nodes. Leaves: the paths between
//! them with all their edges. Says nothing of what a path means.

use super::links;
use crate::graph::{Edge, KnowledgeGraph, Node};
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Which paths are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// At most this many steps; `None`: only the shortest paths.
    pub max_length: Option<usize>,
    /// Only through relations of these types; empty: all.
    pub via: BTreeSet<String>,
    /// At most this many paths.
    pub max_paths: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { max_length: None, via: BTreeSet::new(), max_paths: 20 }
    }
}

/// A way from one node to another that visits no node twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Path<'a> {
    /// The nodes, from first to last.
    pub nodes: Vec<&'a Node>,
    /// For every step all edges between its two nodes, in either direction, sorted by id.
    pub edges: Vec<Vec<&'a Edge>>,
}

/// Neighbours of every node, with the edges that lead there.
type Steps<'a> = Vec<BTreeMap<usize, Vec<&'a Edge>>>;

/// Simple paths between two nodes in the undirected view, the shortest first, equal lengths in the
/// order of ids; empty when there is none or an id is unknown. Parallel edges are one step.
///
/// Only branches that can still reach the end in time are followed, by the distance of every node
/// from the end; O(V + E log E) before the first path, and then O(length · branches) a path in
/// practice, exponential in `max_length` at worst, which is why `max_paths` ends it.
#[must_use]
pub fn simple_paths<'a>(
    graph: &'a KnowledgeGraph,
    from: &str,
    to: &str,
    config: &Config,
) -> Vec<Path<'a>> {
    let (Some(start), Some(end)) = (graph.node_index(from), graph.node_index(to)) else {
        return Vec::new();
    };
    let steps = steps(graph, &config.via);
    let distance = distances(&steps, end.index());
    let Some(shortest) = distance[start.index()].filter(|&d| d > 0) else {
        return Vec::new();
    };
    let longest = config.max_length.unwrap_or(shortest).min(steps.len());
    let mut found = Vec::new();
    let search = Search { steps: &steps, distance: &distance, config };
    for length in shortest..=longest {
        search.find(start.index(), length, &mut found);
    }
    found
        .into_iter()
        .map(|path| Path {
            nodes: path.iter().map(|&n| &graph.petgraph()[NodeIndex::new(n)]).collect(),
            edges: path.windows(2).map(|pair| steps[pair[0]][&pair[1]].clone()).collect(),
        })
        .collect()
}

fn steps<'a>(graph: &'a KnowledgeGraph, via: &BTreeSet<String>) -> Steps<'a> {
    let graph = graph.petgraph();
    let mut steps: Steps = vec![BTreeMap::new(); graph.node_count()];
    for edge in graph.edge_references() {
        let (s, t) = (edge.source().index(), edge.target().index());
        if s != t
            && links(edge.weight())
            && (via.is_empty() || via.contains(&edge.weight().predicate))
        {
            steps[s].entry(t).or_default().push(edge.weight());
            steps[t].entry(s).or_default().push(edge.weight());
        }
    }
    steps
}

/// Steps from every node to `end`, by breadth-first search.
fn distances(steps: &Steps, end: usize) -> Vec<Option<usize>> {
    let mut distance = vec![None; steps.len()];
    distance[end] = Some(0);
    let mut queue = VecDeque::from([(end, 0)]);
    while let Some((node, far)) = queue.pop_front() {
        for &next in steps[node].keys() {
            if distance[next].is_none() {
                distance[next] = Some(far + 1);
                queue.push_back((next, far + 1));
            }
        }
    }
    distance
}

struct Search<'s, 'a> {
    steps: &'s Steps<'a>,
    distance: &'s [Option<usize>],
    config: &'s Config,
}

impl Search<'_, '_> {
    /// Adds the paths of exactly `length` steps from `start` to the node of distance 0. Keeps its
    /// own stack: a path may be longer than the thread's stack is deep.
    fn find(&self, start: usize, length: usize, found: &mut Vec<Vec<usize>>) {
        let mut path = vec![start];
        let mut branches = vec![self.steps[start].keys()];
        while let Some(branch) = branches.last_mut() {
            if found.len() >= self.config.max_paths {
                return;
            }
            let Some(&next) = branch.next() else {
                branches.pop();
                path.pop();
                continue;
            };
            let left = length - path.len();
            match self.distance[next] {
                Some(0) if left == 0 => {
                    found.push(path.iter().copied().chain([next]).collect());
                }
                Some(far) if 0 < far && far <= left && !path.contains(&next) => {
                    path.push(next);
                    branches.push(self.steps[next].keys());
                }
                _ => {}
            }
        }
    }
}
