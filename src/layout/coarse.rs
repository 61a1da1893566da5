//! Levels: a graph is laid out after a coarser one that shows its shape. Enters: a connected web.
//! Leaves: a point for every node.

use super::{force, web::Web};

/// Coarser levels are made until this few nodes are left.
const FEWEST: usize = 24;

/// Places the nodes of a connected web: first those of a coarser one, each of which stands for
/// some, then these around them.
pub(super) fn place(web: &Web) -> Vec<[f64; 2]> {
    // No recursion: a long chain would need many levels of the stack.
    let mut levels: Vec<(Web, Vec<usize>)> = Vec::new();
    loop {
        let finest = levels.last().map_or(web, |(coarse, _)| coarse);
        let (coarse, group) = coarser(finest);
        // What hardly shrinks any more is not worth a level.
        if finest.len() <= FEWEST || coarse.len() * 10 > finest.len() * 9 {
            break;
        }
        levels.push((coarse, group));
    }
    let coarsest = levels.last().map_or(web, |(coarse, _)| coarse);
    let mut points: Vec<[f64; 2]> =
        (0..coarsest.len()).map(|node| scatter(node, 1.0 + coarsest.len() as f64)).collect();
    force::settle(coarsest, &mut points, true);
    while let Some((_, group)) = levels.pop() {
        let finer = levels.last().map_or(web, |(coarse, _)| coarse);
        points = group
            .iter()
            .enumerate()
            .map(|(node, &of)| {
                let [dx, dy] = scatter(node, 0.3);
                [points[of][0] + dx, points[of][1] + dy]
            })
            .collect();
        force::settle(finer, &mut points, false);
    }
    points
}

/// A web in which each node stands for a node and neighbours of it, and the group of every node.
///
/// Nodes of few neighbours choose first: the leaves of a star go with its middle, or with each
/// other once the group is full.
fn coarser(web: &Web) -> (Web, Vec<usize>) {
    /// Groups that grow without end would make a hub the whole picture.
    const FULL: usize = 4;
    const NONE: usize = usize::MAX;
    let mut order: Vec<usize> = (0..web.len()).collect();
    order.sort_by_key(|&node| web.near(node).len());
    let mut group = vec![NONE; web.len()];
    let mut sizes: Vec<usize> = Vec::new();
    let mut open_leaf: Vec<usize> = vec![NONE; web.len()];
    for node in order {
        if group[node] != NONE {
            continue;
        }
        let near = || {
            let fits =
                |&&(other, _): &&(usize, f64)| group[other] == NONE || sizes[group[other]] < FULL;
            web.near(node).iter().filter(fits)
        };
        // The strongest tie for the mass of both; the first of equal ones.
        let tie = |&(other, weight): &(usize, f64)| weight / web.mass[other];
        let best = near().fold(None::<&(usize, f64)>, |best, next| match best {
            Some(best) if tie(best) >= tie(next) => Some(best),
            _ => Some(next),
        });
        let joined = match best {
            Some(&(other, _)) if group[other] != NONE => group[other],
            Some(&(other, _)) => {
                sizes.push(1);
                group[other] = sizes.len() - 1;
                group[other]
            }
            // All neighbours are in full groups: go with another that had the same fate beside
            // the same neighbour.
            None => {
                let hub = web.near(node).first().map_or(node, |&(hub, _)| hub);
                let open = open_leaf[hub];
                if open != NONE && sizes[open] < FULL {
                    open
                } else {
                    sizes.push(0);
                    open_leaf[hub] = sizes.len() - 1;
                    open_leaf[hub]
                }
            }
        };
        group[node] = joined;
        sizes[joined] += 1;
    }
    let mut mass = vec![0.0; sizes.len()];
    for (node, &of) in group.iter().enumerate() {
        mass[of] += web.mass[node];
    }
    let edges = web.edges().map(|(s, t, weight)| (group[s], group[t], weight));
    (Web::of(mass, edges.filter(|(s, t, _)| s != t)), group)
}

/// A point within a square around 0 that depends on nothing but the number; two numbers seldom
/// share one (the finalizer of MurmurHash3).
#[expect(clippy::cast_precision_loss, reason = "32 bits fit")]
fn scatter(number: usize, side: f64) -> [f64; 2] {
    let mut bits = (number as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    for factor in [0xff51_afd7_ed55_8ccd_u64, 0xc4ce_b9fe_1a85_ec53] {
        bits = (bits ^ (bits >> 33)).wrapping_mul(factor);
    }
    bits ^= bits >> 33;
    [bits >> 32, bits & 0xffff_ffff].map(|half| (half as f64 / 4_294_967_296.0 - 0.5) * side)
}
