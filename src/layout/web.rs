//! An undirected graph as a list of neighbours. Enters: edges. Leaves: for every node its
//! neighbours with their weights, ascending. Decides nothing.

use super::Link;

/// Neighbours in one array, node after node.
#[derive(Clone, Debug, Default)]
pub(super) struct Web {
    /// Where the neighbours of a node begin; one more than there are nodes.
    starts: Vec<usize>,
    /// Neighbour and weight, ascending within a node; nobody is their own.
    near: Vec<(usize, f64)>,
    /// How many nodes of the first graph each stands for.
    pub mass: Vec<f64>,
}

impl Web {
    /// The web of these edges; parallel ones add up, what is no edge is left out.
    pub(super) fn new(nodes: usize, edges: &[Link]) -> Self {
        let fits = |&&(s, t, weight): &&Link| {
            s < nodes && t < nodes && s != t && weight > 0.0 && weight.is_finite()
        };
        let edges = edges.iter().filter(fits).map(|&(s, t, weight)| (s, t, f64::from(weight)));
        Self::of(vec![1.0; nodes], edges)
    }

    /// The web of edges that each stand once.
    pub(super) fn of(mass: Vec<f64>, edges: impl Iterator<Item = (usize, usize, f64)>) -> Self {
        let mut ends: Vec<(usize, usize, f64)> =
            edges.flat_map(|(s, t, weight)| [(s, t, weight), (t, s, weight)]).collect();
        // Stable: parallel edges are summed in the order in which they came.
        ends.sort_by_key(|&(s, t, _)| (s, t));
        let mut starts = vec![0; mass.len() + 1];
        let mut near: Vec<(usize, f64)> = Vec::with_capacity(ends.len());
        let mut last = None;
        for (s, t, weight) in ends {
            match near.last_mut().filter(|_| last == Some((s, t))) {
                Some((_, sum)) => *sum += weight,
                None => {
                    near.push((t, weight));
                    starts[s + 1] += 1;
                }
            }
            last = Some((s, t));
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { starts, near, mass }
    }

    /// Number of nodes.
    pub(super) fn len(&self) -> usize {
        self.mass.len()
    }

    /// The neighbours of a node with their weights, ascending.
    pub(super) fn near(&self, node: usize) -> &[(usize, f64)] {
        &self.near[self.starts[node]..self.starts[node + 1]]
    }

    /// Every edge once, the lower end first.
    pub(super) fn edges(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        (0..self.len()).flat_map(|s| {
            self.near(s).iter().filter(move |(t, _)| s < *t).map(move |&(t, w)| (s, t, w))
        })
    }

    /// The connected parts, the largest first, equal ones by their first node; each ascending.
    pub(super) fn parts(&self) -> Vec<Vec<usize>> {
        self.parts_where(|_, _| true)
    }

    /// The parts that hang together by edges of which `holds` is true.
    pub(super) fn parts_where(&self, holds: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.len()];
        let mut parts = Vec::new();
        for start in 0..self.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let mut part = vec![start];
            let mut at = 0;
            while let Some(&node) = part.get(at) {
                at += 1;
                for &(next, _) in self.near(node) {
                    if holds(node, next) && !std::mem::replace(&mut seen[next], true) {
                        part.push(next);
                    }
                }
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        parts
    }

    /// The web of one connected part, whose nodes count up in its order.
    pub(super) fn within(&self, part: &[usize]) -> Self {
        let mut starts = vec![0];
        let mut near = Vec::new();
        for &node in part {
            let inside = self.near(node).iter();
            near.extend(inside.filter_map(|&(t, w)| Some((part.binary_search(&t).ok()?, w))));
            starts.push(near.len());
        }
        Self { starts, near, mass: part.iter().map(|&node| self.mass[node]).collect() }
    }
}
