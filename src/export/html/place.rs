//! Where entities stand on the page and which belong together. Enters: a graph, and where its
//! entities stood before. Leaves: for every node, in the order of ids, a point and a community.
//! Draws nothing.

use crate::{
    graph::KnowledgeGraph,
    layout::{self, Link},
    schema::Status,
};
use std::collections::HashMap;

/// Side of the square that points are given in: whole numbers are short, and finer than a screen.
const SIDE: f32 = 20_000.0;

/// A point and a community for every node, in the order of ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    /// Points within a square of 20,000 by 20,000.
    pub points: Vec<[i32; 2]>,
    /// Communities, the largest 0.
    pub communities: Vec<usize>,
    ids: HashMap<String, usize>,
}

/// Places every entity. Those that stood somewhere before stay there: a correction must not turn
/// the map around. New ones stand beside their neighbours. O((V + E) log V).
#[must_use]
pub fn place(graph: &KnowledgeGraph, before: Option<&Placed>) -> Placed {
    let edges = graph.petgraph().raw_edges().iter();
    let linking = edges.filter(|edge| edge.weight.status != Status::Denied);
    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    let links: Vec<Link> = linking
        .map(|edge| {
            (edge.source().index(), edge.target().index(), edge.weight.confidence.max(0.05) as f32)
        })
        .collect();
    let count = graph.nodes().len();
    let (points, communities) = match before {
        None => (
            scaled(&layout::place(count, &links), &degrees(count, &links)),
            layout::communities(count, &links),
        ),
        Some(before) => moved(graph, before, &links),
    };
    let ids = graph.nodes().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
    Placed { points, communities, ids }
}

/// Most entities whose boxes are kept apart: it costs more than the rest.
const APART: usize = 5_000;

/// Points in the square, whatever unit they came in. Forces leave a crowded middle and a few far
/// away: distances from the middle are drawn in, so that the middle gets more of the room, and
/// what still lies on each other is moved apart.
///
/// Entities without relations are in lists only: they stand in the middle and take no room.
#[expect(clippy::cast_possible_truncation, reason = "within the square")]
fn scaled(points: &[[f32; 2]], degrees: &[f32]) -> Vec<[i32; 2]> {
    let linked: Vec<usize> = (0..points.len()).filter(|&at| degrees[at] > 0.0).collect();
    let mut drawn: Vec<[f32; 2]> = linked.iter().map(|&at| points[at]).collect();
    let middle = middle(&drawn);
    for p in &mut drawn {
        let (x, y) = (p[0] - middle[0], p[1] - middle[1]);
        let far = (x * x + y * y).sqrt();
        // To the power of three quarters.
        let share = if far > 0.0 { 1.0 / far.sqrt().sqrt() } else { 0.0 };
        *p = [x * share, y * share];
    }
    if drawn.len() <= APART {
        let side = side(&drawn);
        // As large as the page draws them on a map of 600 pixels.
        let size = |at: &usize| side * (10.0 + 3.1 * degrees[*at].sqrt()) / 600.0;
        let sizes: Vec<[f32; 2]> = linked.iter().map(|at| [size(at); 2]).collect();
        layout::part(&mut drawn, &sizes, 0.0);
    }
    let (side, (low, _)) = (side(&drawn), bounds(&drawn));
    let scale = |at: f32, low: f32| ((at - low) / side * SIDE).round() as i32;
    let mut placed = vec![[SIDE as i32 / 2; 2]; points.len()];
    for (at, p) in linked.into_iter().zip(drawn) {
        placed[at] = [scale(p[0], low[0]), scale(p[1], low[1])];
    }
    placed
}

/// Number of relations of every node.
fn degrees(count: usize, links: &[Link]) -> Vec<f32> {
    let mut degrees = vec![0.0; count];
    for &(a, b, _) in links.iter().filter(|(a, b, _)| a != b) {
        degrees[a] += 1.0;
        degrees[b] += 1.0;
    }
    degrees
}

/// The longer side of the points.
fn side(points: &[[f32; 2]]) -> f32 {
    let (low, high) = bounds(points);
    (high[0] - low[0]).max(high[1] - low[1]).max(f32::MIN_POSITIVE)
}

/// The least and the greatest of each coordinate.
fn bounds(points: &[[f32; 2]]) -> ([f32; 2], [f32; 2]) {
    let bound = |pick: fn(f32, f32) -> f32, from: f32| {
        points.iter().fold([from; 2], |b, p| [pick(b[0], p[0]), pick(b[1], p[1])])
    };
    (bound(f32::min, f32::MAX), bound(f32::max, f32::MIN))
}

/// The median of each coordinate: a few far away do not move it.
fn middle(points: &[[f32; 2]]) -> [f32; 2] {
    [0, 1].map(|axis| {
        let mut along: Vec<f32> = points.iter().map(|point| point[axis]).collect();
        along.sort_unstable_by(f32::total_cmp);
        along.get(along.len() / 2).copied().unwrap_or_default()
    })
}

/// The earlier points and communities; a new node stands a little aside of the middle of its
/// neighbours, in the community of the first of them.
fn moved(graph: &KnowledgeGraph, before: &Placed, links: &[Link]) -> (Vec<[i32; 2]>, Vec<usize>) {
    let old: Vec<Option<usize>> =
        graph.nodes().map(|node| before.ids.get(&node.id).copied()).collect();
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); old.len()];
    for &(a, b, _) in links {
        near[a].extend(old[b]);
        near[b].extend(old[a]);
    }
    let mut aside = 0;
    let mut next = before.communities.iter().max().map_or(0, |last| last + 1);
    let placed = old.iter().zip(near).map(|(old, near)| {
        if let Some(at) = *old {
            return (before.points[at], before.communities[at]);
        }
        aside += 300;
        let count = i64::try_from(near.len()).unwrap_or(1).max(1);
        let middle = |axis: usize| {
            let sum: i64 = near.iter().map(|&at| i64::from(before.points[at][axis])).sum();
            i32::try_from(sum / count).unwrap_or_default()
        };
        let community = near.first().map_or(next, |&at| before.communities[at]);
        next += usize::from(near.is_empty());
        ([middle(0) + aside % 1500, middle(1) + 400], community)
    });
    placed.unzip()
}
