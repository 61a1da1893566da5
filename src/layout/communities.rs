//! Which nodes belong together: more edges among them than chance would give.

use super::{Link, web::Web};

/// A move must gain this much, or rounding could keep a node going to and fro.
const GAIN: f64 = 1e-12;

/// Another round must gain this much modularity: the last ones cost as much as the first.
const ROUND: f64 = 1e-6;

/// The community of every node, numbered by size, the largest 0, equal ones by their first node;
/// a node without edges is one of its own. What counts as an edge: see [`place`](super::place).
///
/// Nodes move in the order of their indices to the community where modularity gains most, the
/// communities become nodes, and so on until nothing moves. A community that fell apart on the way
/// is divided, so every one hangs together. O(levels · (V + E)), in practice O((V + E) log V).
///
/// Source: V. D. Blondel, J.-L. Guillaume, R. Lambiotte, E. Lefebvre, "Fast unfolding of
/// communities in large networks", Journal of Statistical Mechanics (2008). That its communities
/// may fall apart: V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden", Scientific
/// Reports 9 (2019).
///
/// ```
/// let two = [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (2, 3, 0.1), (3, 4, 1.0)];
/// assert_eq!(unravel::layout::communities(5, &two), [0, 0, 0, 1, 1]);
/// ```
#[must_use]
pub fn communities(nodes: usize, edges: &[Link]) -> Vec<usize> {
    let web = Web::new(nodes, edges);
    let mut community: Vec<usize> = (0..nodes).collect();
    let mut level = web.clone();
    let mut loops = vec![0.0; nodes];
    loop {
        let (group, count) = numbered(&moved(&level, &loops));
        if count == level.len() {
            break;
        }
        community.iter_mut().for_each(|of| *of = group[*of]);
        let mut inner = vec![0.0; count];
        for (node, weight) in loops.iter().enumerate() {
            inner[group[node]] += weight;
        }
        for (s, _, weight) in level.edges().filter(|(s, t, _)| group[*s] == group[*t]) {
            inner[group[s]] += 2.0 * weight;
        }
        let between = level.edges().map(|(s, t, weight)| (group[s], group[t], weight));
        let next = Web::of(vec![1.0; count], between.filter(|(s, t, _)| s != t));
        (level, loops) = (next, inner);
    }
    let parts = web.parts_where(|s, t| community[s] == community[t]);
    for (number, part) in parts.iter().enumerate() {
        part.iter().for_each(|&node| community[node] = number);
    }
    community
}

/// The community of every node after the moves of one level; `loops` is twice the weight of the
/// edges within each node.
fn moved(web: &Web, loops: &[f64]) -> Vec<usize> {
    let nodes = web.len();
    let strength: Vec<f64> = (0..nodes)
        .map(|node| loops[node] + web.near(node).iter().map(|(_, weight)| weight).sum::<f64>())
        .collect();
    let all: f64 = strength.iter().sum();
    let mut community: Vec<usize> = (0..nodes).collect();
    let mut total = strength.clone();
    let mut ties = vec![0.0; nodes];
    let mut near: Vec<usize> = Vec::new();
    loop {
        let mut gained = 0.0;
        for node in 0..nodes {
            let old = community[node];
            near.clear();
            for &(other, weight) in web.near(node) {
                let of = community[other];
                if ties[of] == 0.0 {
                    near.push(of);
                }
                ties[of] += weight;
            }
            total[old] -= strength[node];
            let gain = |of: usize| ties[of] - total[of] * strength[node] / all;
            let stay = gain(old);
            let mut best = (old, stay);
            for &of in &near {
                if gain(of) > best.1 + GAIN {
                    best = (of, gain(of));
                }
            }
            near.iter().for_each(|&of| ties[of] = 0.0);
            total[best.0] += strength[node];
            community[node] = best.0;
            gained += (best.1 - stay) * 2.0 / all;
        }
        // `all` is 0 where there are no edges.
        if gained.is_nan() || gained < ROUND {
            return community;
        }
    }
}

/// The same communities, numbered from 0 by their first node, and how many there are.
fn numbered(community: &[usize]) -> (Vec<usize>, usize) {
    let mut number = vec![usize::MAX; community.len()];
    let mut count = 0;
    let group = community
        .iter()
        .map(|&of| {
            if number[of] == usize::MAX {
                number[of] = count;
                count += 1;
            }
            number[of]
        })
        .collect();
    (group, count)
}
