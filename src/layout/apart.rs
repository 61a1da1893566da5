//! Boxes that do not overlap. Enters: boxes by middle and size. Leaves: their middles moved apart,
//! no more than needed.

/// Moves boxes apart until at least `gap` lies between any two, in one direction or the other.
/// `sizes` are widths and heights; `points` the middles, in the same unit, changed in place.
///
/// Pairs that overlap are pushed apart along the axis that asks for less, over and over; what is
/// still crowded then is spread as a whole and tried again. O(rounds · V · overlaps) by a sweep.
///
/// ```
/// let mut points = [[0.0, 0.0], [1.0, 0.0]];
/// unravel::layout::part(&mut points, &[[10.0, 4.0], [10.0, 4.0]], 2.0);
/// assert!((points[1][0] - points[0][0]).abs() >= 12.0 || (points[1][1] - points[0][1]).abs() >= 6.0);
/// ```
pub fn part(points: &mut [[f32; 2]], sizes: &[[f32; 2]], gap: f32) {
    /// Rounds before everything is spread.
    const ROUNDS: usize = 60;
    for _ in 0..60 {
        for _ in 0..ROUNDS {
            if !pushed(points, sizes, gap) {
                return;
            }
        }
        points.iter_mut().for_each(|point| *point = point.map(|at| at * 1.1));
    }
}

/// Pushes every pair of overlapping boxes apart, once; whether there was any.
fn pushed(points: &mut [[f32; 2]], sizes: &[[f32; 2]], gap: f32) -> bool {
    /// Rounding may leave them this much too near.
    const SLACK: f32 = 0.01;
    let widest = sizes.iter().map(|size| size[0]).fold(0.0, f32::max);
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| points[a][0].total_cmp(&points[b][0]).then(a.cmp(&b)));
    let mut any = false;
    for (at, &a) in order.iter().enumerate() {
        for &b in &order[at + 1..] {
            if points[b][0] - points[a][0] > f32::midpoint(sizes[a][0], widest) + gap + widest {
                break;
            }
            let over = [0, 1].map(|axis| {
                let far = (points[b][axis] - points[a][axis]).abs();
                f32::midpoint(sizes[a][axis], sizes[b][axis]) + gap - far
            });
            if over[0] <= SLACK || over[1] <= SLACK {
                continue;
            }
            any = true;
            let axis = usize::from(over[1] < over[0]);
            // A little further than asked, or the end would come nearer for ever.
            let half = (over[axis] + SLACK) / 2.0;
            let sign = if points[b][axis] >= points[a][axis] { 1.0 } else { -1.0 };
            points[a][axis] -= sign * half;
            points[b][axis] += sign * half;
        }
    }
    any
}
