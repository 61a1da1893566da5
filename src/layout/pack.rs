//! Parts side by side. Enters: parts of a web, each laid out on its own. Leaves: their points moved
//! so that no part lies on another, the largest in the middle.
//!
//! Source: K. Freivalds, U. Dogrusoz, P. Kikusts (2001): a part covers cells of a grid, and goes to
//! the first place around the middle where its cells are free.

use super::web::Web;
use std::collections::{BTreeMap, HashSet};

/// Side of a cell, in lengths of an edge.
const CELL: f64 = 1.0;

type Cell = (i64, i64);

/// Moves the parts, which stand the largest first.
pub(super) fn pack(web: &Web, parts: &[Vec<usize>], points: &mut [[f64; 2]]) {
    let mut taken: HashSet<Cell> = HashSet::new();
    // Where the search for parts of a size ended: before it there is no room for another.
    let mut reached: BTreeMap<usize, i64> = BTreeMap::new();
    for part in parts {
        center(part, points);
        let cells = cells(web, part, points);
        let ring = reached.entry(cells.len()).or_default();
        let by = loop {
            let free =
                |&(dx, dy): &Cell| cells.iter().all(|&(x, y)| !taken.contains(&(x + dx, y + dy)));
            if let Some(by) = around(*ring).find(free) {
                break by;
            }
            *ring += 1;
        };
        // A cell of air around every part.
        for &(x, y) in &cells {
            let (x, y) = (x + by.0, y + by.1);
            taken.extend((-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy))));
        }
        for &node in part {
            let [x, y] = points[node];
            points[node] = [x + by.0 as f64 * CELL, y + by.1 as f64 * CELL];
        }
    }
}

/// Puts the middle of a part at 0.
fn center(part: &[usize], points: &mut [[f64; 2]]) {
    for axis in [0, 1] {
        let all = || part.iter().map(|&node| points[node][axis]);
        let (low, high) =
            (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let middle = f64::midpoint(low, high);
        part.iter().for_each(|&node| points[node][axis] -= middle);
    }
}

/// The cells under the nodes and edges of a part, sorted.
fn cells(web: &Web, part: &[usize], points: &[[f64; 2]]) -> Vec<Cell> {
    #[expect(clippy::cast_possible_truncation, reason = "a picture is far smaller")]
    let cell = |[x, y]: [f64; 2]| ((x / CELL).round() as i64, (y / CELL).round() as i64);
    let mut cells: HashSet<Cell> = HashSet::new();
    for &node in part {
        let [x, y] = points[node];
        cells.insert(cell([x, y]));
        for &(other, _) in web.near(node).iter().filter(|(other, _)| node < *other) {
            let (dx, dy) = (points[other][0] - x, points[other][1] - y);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
            let steps = ((dx * dx + dy * dy).sqrt() / CELL * 1.5).ceil().min(10_000.0) as u32;
            cells.extend((1..steps).map(|step| {
                let part = f64::from(step) / f64::from(steps);
                cell([x + dx * part, y + dy * part])
            }));
        }
    }
    let mut cells: Vec<Cell> = cells.into_iter().collect();
    cells.sort_unstable();
    cells
}

/// The cells of a ring around 0, as far out as `ring`; wider than high, as pages and screens are.
fn around(ring: i64) -> impl Iterator<Item = Cell> {
    let (wide, high) = (ring, ring * 2 / 3);
    let rows = (-wide..=wide).flat_map(move |x| [(x, -high), (x, high)]);
    rows.chain((-high..=high).flat_map(move |y| [(-wide, y), (wide, y)]))
}
