//! How important a node is. Enters: a graph. Leaves: a value for every node, in the order of ids.

use super::{links, neighbours};
use crate::graph::KnowledgeGraph;

/// Number of distinct neighbours in the undirected view. O(V + E log E).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "no graph has 2^52 nodes")]
pub fn degree(graph: &KnowledgeGraph) -> Vec<f64> {
    neighbours(graph).iter().map(|near| near.len() as f64).collect()
}

/// Share of all shortest paths between other nodes that lead through a node, 0..=1, in the
/// undirected view. O(V E) time, O(V + E) space.
///
/// Source: U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical
/// Sociology 25 (2001), algorithm 1.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "no graph has 2^52 nodes")]
pub fn betweenness(graph: &KnowledgeGraph) -> Vec<f64> {
    let near = neighbours(graph);
    let count = near.len();
    let mut total = vec![0.0; count];
    for source in 0..count {
        let mut distance = vec![usize::MAX; count];
        let mut ways = vec![0.0; count];
        let mut order = vec![source];
        distance[source] = 0;
        ways[source] = 1.0;
        let mut at = 0;
        while let Some(&v) = order.get(at) {
            at += 1;
            for &w in &near[v] {
                if distance[w] == usize::MAX {
                    distance[w] = distance[v] + 1;
                    order.push(w);
                }
                if distance[w] == distance[v] + 1 {
                    ways[w] += ways[v];
                }
            }
        }
        let mut share = vec![0.0; count];
        for &w in order.iter().skip(1).rev() {
            for &v in near[w].iter().filter(|&&v| distance[v] + 1 == distance[w]) {
                share[v] += ways[v] / ways[w] * (1.0 + share[w]);
            }
            total[w] += share[w];
        }
    }
    // Every pair was counted from both of its ends.
    let pairs = (count as f64 - 1.0) * (count as f64 - 2.0);
    total.into_iter().map(|sum| if pairs > 0.0 { sum / pairs } else { 0.0 }).collect()
}

/// Chance that a reader who follows arrows at random, and starts anew with a chance of 0.15, is
/// found at a node; the values sum to 1. Parallel edges are as many chances. Stops when no more
/// than 1e-10 moves in all, or after 200 rounds. O(rounds (V + E)).
///
/// petgraph's `page_rank` is not used: it is quadratic in the number of nodes, and gives nodes that
/// are not linked a share of their own.
///
/// Source: L. Page, S. Brin, R. Motwani, T. Winograd, "The PageRank Citation Ranking" (1999).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "no graph has 2^52 nodes")]
pub fn page_rank(graph: &KnowledgeGraph) -> Vec<f64> {
    const FOLLOW: f64 = 0.85;
    let graph = graph.petgraph();
    let count = graph.node_count();
    let mut out = vec![0.0_f64; count];
    for edge in graph.raw_edges().iter().filter(|edge| links(&edge.weight)) {
        out[edge.source().index()] += 1.0;
    }
    let even = 1.0 / count as f64;
    let mut ranks = vec![even; count];
    for _ in 0..200 {
        let stuck: f64 = ranks.iter().zip(&out).filter(|(_, o)| **o == 0.0).map(|(r, _)| r).sum();
        let mut next = vec![even * (1.0 - FOLLOW + FOLLOW * stuck); count];
        for edge in graph.raw_edges().iter().filter(|edge| links(&edge.weight)) {
            let source = edge.source().index();
            next[edge.target().index()] += FOLLOW * ranks[source] / out[source];
        }
        let moved: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if moved <= 1e-10 {
            break;
        }
    }
    ranks
}
