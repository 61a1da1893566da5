//! The way of a line. Enters: a link and the boxes at its ends. Leaves: a quadratic curve through
//! the place of its names, cut where it enters the boxes.

use super::px;
use crate::{
    export::scene::{Link, Place, Scene},
    schema::EntityType,
};

/// A quadratic Bézier curve.
#[derive(Clone, Copy)]
pub(super) struct Curve([[f32; 2]; 3]);

impl Curve {
    /// As the `d` of a path.
    pub(super) fn path(&self) -> String {
        let [a, c, b] = self.0.map(|[x, y]| format!("{} {}", px(x), px(y)));
        format!("M{a}Q{c} {b}")
    }

    fn at(&self, t: f32) -> [f32; 2] {
        let [a, c, b] = self.0;
        [0, 1].map(|i| (1.0 - t) * (1.0 - t) * a[i] + 2.0 * t * (1.0 - t) * c[i] + t * t * b[i])
    }

    /// The part between two moments (de Casteljau).
    fn part(&self, from: f32, to: f32) -> Self {
        let [a, c, b] = self.0;
        let mix = |p: [f32; 2], q: [f32; 2], t: f32| [0, 1].map(|i| p[i] + (q[i] - p[i]) * t);
        let middle = mix(mix(a, c, from), mix(c, b, from), to);
        Self([self.at(from), middle, self.at(to)])
    }
}

/// From middle to middle.
pub(super) fn between(link: &Link, scene: &Scene) -> Curve {
    let [a, b] = link.ends.map(|end| scene.places[end].middle);
    let control = [0, 1].map(|i| 2.0 * link.middle[i] - f32::midpoint(a[i], b[i]));
    Curve([a, control, b])
}

/// From outline to outline, with a little air where the arrow is; none where boxes hide it all.
pub(super) fn visible(link: &Link, scene: &Scene) -> Option<Curve> {
    /// Steps along the curve.
    const STEPS: u16 = 96;
    let curve = between(link, scene);
    let [source, target] = link.ends.map(|end| &scene.places[end]);
    let time = |step: u16| f32::from(step) / f32::from(STEPS);
    let from = (0..=STEPS).map(time).find(|&t| !covers(source, curve.at(t), 1.0))?;
    let to = (0..=STEPS).rev().map(time).find(|&t| !covers(target, curve.at(t), 2.5))?;
    (from < to).then(|| curve.part(from, to))
}

/// Whether a point lies on the outline of an entity or less than `air` from it.
fn covers(place: &Place, [x, y]: [f32; 2], air: f32) -> bool {
    let (dx, dy) = ((x - place.middle[0]).abs(), (y - place.middle[1]).abs());
    let [a, b] = place.size.map(|side| side / 2.0 + air);
    match place.node.entity_type {
        EntityType::Person => (dx / a) * (dx / a) + (dy / b) * (dy / b) <= 1.0,
        _ => dx <= a && dy <= b,
    }
}
