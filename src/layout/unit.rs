//! The unit of a layout. Enters: points. Leaves: the points scaled so that the nearest other point
//! is on average 1 away, whatever the forces gave: as dense in a star as in a chain.

/// Scales the points around 0.
pub(super) fn scale(points: &mut [[f64; 2]]) {
    let unit = nearest(points);
    if unit > 0.0 {
        points.iter_mut().for_each(|point| *point = point.map(|at| at / unit));
    }
}

/// The mean distance of a point to the nearest other one; 0 for fewer than two. O(V √V) where
/// points are evenly spread.
#[expect(clippy::cast_precision_loss, reason = "no graph has 2^52 nodes")]
fn nearest(points: &[[f64; 2]]) -> f64 {
    let mut points = points.to_vec();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let mut sum = 0.0;
    for (at, &[x, y]) in points.iter().enumerate() {
        let mut least = f64::INFINITY;
        let mut look = |&[ox, oy]: &[f64; 2]| {
            let (dx, dy) = (ox - x, oy - y);
            least = least.min(dx * dx + dy * dy);
            // Sorted by x: what follows is no nearer.
            dx * dx < least
        };
        let _ = points[at + 1..].iter().all(&mut look);
        let _ = points[..at].iter().rev().all(&mut look);
        sum += least.sqrt();
    }
    if points.len() < 2 { 0.0 } else { sum / points.len() as f64 }
}
