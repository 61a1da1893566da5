//! Where nodes go and which belong together. Enters: a number of nodes and weighted edges between
//! their indices. Leaves: a point for every node, boxes that do not overlap, a community for every
//! node. Pure arithmetic: knows no entity, reads no clock and no random source.
//!
//! Only additions, products, quotients and square roots are used, which IEEE 754 rounds in one way,
//! and every sum has one order whatever the threads: the same edges give the same bits everywhere.
//!
//! These are our own since no crate fits: `forceatlas2` is under AGPL, `fdg` and `fa2` sleep and
//! know no levels, and of the crates for communities each is young and has one author.

mod apart;
mod coarse;
mod communities;
mod force;
mod pack;
mod tree;
mod unit;
mod web;

pub use apart::part;
pub use communities::communities;

use web::Web;

/// An edge: the indices of its ends, and a weight above 0. The direction says nothing.
pub type Link = (usize, usize, f32);

/// A point for every node, such that linked nodes are near each other and others keep a distance:
/// the nearest other node is on average 1 away. Parts that nothing links stand side by side, the
/// largest in the middle.
///
/// Parallel edges add up. Edges from a node to itself, with an end that is not below `nodes`, or
/// with a weight that is not above 0, count for nothing. O((V + E) log V).
///
/// Source: Y. Hu, "Efficient, High-Quality Force-Directed Graph Drawing", The Mathematica Journal
/// 10 (2005), with levels by aggregation instead of matching, since networks have stars. Parts are
/// put together after K. Freivalds, U. Dogrusoz, P. Kikusts, "Disconnected Graph Layout and the
/// Polyomino Packing Approach", Graph Drawing (2001).
///
/// ```
/// let points = unravel::layout::place(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
/// let far = |a: usize, b: usize| {
///     (points[a][0] - points[b][0]).hypot(points[a][1] - points[b][1])
/// };
/// assert!(far(0, 3) > far(0, 1));
/// ```
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a picture needs no more digits")]
pub fn place(nodes: usize, edges: &[Link]) -> Vec<[f32; 2]> {
    let web = Web::new(nodes, edges);
    let parts = web.parts();
    let mut points = vec![[0.0; 2]; nodes];
    for part in parts.iter().filter(|part| part.len() > 1) {
        let mut placed = coarse::place(&web.within(part));
        unit::scale(&mut placed);
        for (&node, point) in part.iter().zip(placed) {
            points[node] = point;
        }
    }
    pack::pack(&web, &parts, &mut points);
    points.into_iter().map(|[x, y]| [x as f32, y as f32]).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
