//! Forces: neighbours pull, all push. Enters: a web and points. Leaves: the points where the
//! forces nearly balance.
//!
//! Source: Y. Hu (2005): algorithm 1 (adaptive cooling), and pushes that weaken with the square of
//! the distance, since with the distance alone arms of a network stand out like spines. A node pushes
//! by its mass, so that a coarse level takes the room that its nodes will need.

use super::{tree::Tree, web::Web};
use rayon::prelude::*;

/// How strongly nodes push, beside a pull of 1 by an edge of weight 1 and length 1.
const PUSH: f64 = 0.6;

/// The step is made this much shorter, or longer, by whether the last one helped.
const COOLING: f64 = 0.9;

/// Moves the points until they hardly move. `rough`: they stand anywhere yet.
pub(super) fn settle(web: &Web, points: &mut [[f64; 2]], rough: bool) {
    let nodes = web.len();
    // A fine level starts near its end; large ones may stop early, there is little to see.
    let rounds = if rough { 300 } else { (2_000_000 / nodes.max(1)).clamp(30, 200) };
    let mut step: f64 = if rough { 1.0 } else { 0.5 };
    let (mut energy, mut helped) = (f64::INFINITY, 0);
    for _ in 0..rounds {
        let tree = Tree::new(points, &web.mass);
        let now: &[[f64; 2]] = points;
        // Each sum by one thread in one order: the threads change nothing.
        let forces: Vec<[f64; 2]> = (0..nodes)
            .into_par_iter()
            .with_min_len(256)
            .map(|node| force(web, now, &tree, node))
            .collect();
        let (mut moved, mut sum) = (0.0, 0.0);
        for ((point, [fx, fy]), mass) in points.iter_mut().zip(forces).zip(&web.mass) {
            let strength = (fx * fx + fy * fy).sqrt();
            sum += strength * strength;
            if strength > 0.0 {
                // No further than the force asks for, or nodes at rest would tremble.
                let far = step.min(strength / mass);
                *point = [point[0] + fx / strength * far, point[1] + fy / strength * far];
                moved += far;
            }
        }
        if sum < energy {
            helped += 1;
            if helped >= 5 {
                helped = 0;
                step /= COOLING;
            }
        } else {
            helped = 0;
            step *= COOLING;
        }
        energy = sum;
        if moved < 0.002 * nodes as f64 {
            break;
        }
    }
}

/// All pulls and pushes on a node.
fn force(web: &Web, points: &[[f64; 2]], tree: &Tree, node: usize) -> [f64; 2] {
    let [x, y] = points[node];
    let mass = web.mass[node];
    let mut force = tree.push(node).map(|push| push * PUSH * mass);
    for &(other, weight) in web.near(node) {
        let (dx, dy) = (points[other][0] - x, points[other][1] - y);
        let pull = weight * (dx * dx + dy * dy).sqrt();
        force = [force[0] + dx * pull, force[1] + dy * pull];
    }
    force
}
