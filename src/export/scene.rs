//! A picture laid out. Enters: what is shown. Leaves: a box for every entity and a place for every
//! name of a relation, none on another. Knows no file format.

use super::{
    letters::{shortened, width, wrapped},
    picture::{Line, Picture},
    style,
};
use crate::{graph::Node, layout, schema::Schema};

/// Lines whose names are written; of more nobody reads them, and they push the picture apart.
const LETTERED: usize = 260;

/// Characters of a name on one line, and of a whole name.
const NAME_WIDTH: usize = 20;
const NAME_LENGTH: usize = 80;

/// Size of the names of relations and of roles.
pub(super) const SMALL: f32 = 10.5;

/// Between the lines of a text, in sizes of the font.
pub(super) const LEADING: f32 = 1.18;

/// An entity at its place.
pub(super) struct Place<'a> {
    pub node: &'a Node,
    /// The name, broken into lines.
    pub name: Vec<String>,
    /// What it is in the story, below the name.
    pub role: Option<String>,
    /// Size of the name.
    pub font: f32,
    pub middle: [f32; 2],
    /// Width and height of the outline.
    pub size: [f32; 2],
}

/// Relations at their place.
pub(super) struct Link<'a> {
    pub line: Line<'a>,
    /// Places of its ends in [`Scene::places`].
    pub ends: [usize; 2],
    /// The names of the relations; empty where there is no room for any.
    pub names: Vec<String>,
    /// The middle of the names, through which the line goes.
    pub middle: [f32; 2],
}

/// Everything at its place; all coordinates are at least 0.
pub(super) struct Scene<'a> {
    pub places: Vec<Place<'a>>,
    pub links: Vec<Link<'a>>,
    /// Width and height.
    pub size: [f32; 2],
    /// Whether names of relations are written.
    pub lettered: bool,
}

/// Lays a picture out; the same picture in the same way everywhere.
pub(super) fn scene<'a>(picture: &Picture<'a>, schema: &Schema) -> Scene<'a> {
    let lines = picture.lines(schema);
    let lettered = lines.len() <= LETTERED;
    let at = |id: &str| picture.nodes.partition_point(|node| node.id.as_str() < id);
    let important = picture.nodes.iter().zip(&picture.importance);
    let mut places: Vec<Place> =
        important.map(|(node, &importance)| place(node, importance)).collect();
    let mut links: Vec<Link> = lines
        .into_iter()
        .map(|line| {
            let ends = [at(line.source), at(line.target)];
            let name =
                |edge: &&crate::graph::Edge| shortened(&style::readable(&edge.predicate), 40);
            let names = if lettered { line.edges.iter().map(name).collect() } else { Vec::new() };
            Link { line, ends, names, middle: [0.0; 2] }
        })
        .collect();
    arrange(picture, &mut places, &mut links);
    let size = moved_to_corner(&mut places, &mut links);
    Scene { places, links, size, lettered }
}

fn place(node: &Node, importance: f32) -> Place<'_> {
    let font = 11.0 + 8.0 * importance;
    let name = wrapped(&shortened(&node.name, NAME_LENGTH), NAME_WIDTH);
    let role = style::leading(&node.roles).map(|role| style::readable(role.name()));
    let widest = name.iter().map(|line| width(line, font)).fold(0.0, f32::max);
    let widest = role.iter().map(|role| width(role, SMALL)).fold(widest, f32::max);
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let high =
        name.len() as f32 * font * LEADING + role.iter().map(|_| SMALL * LEADING).sum::<f32>();
    let outline = style::outline(node.entity_type);
    let size = [widest * outline.room[0] + 18.0, high * outline.room[1] + 12.0];
    Place { node, name, role, font, middle: [0.0; 2], size }
}

/// The box of the names of a link.
fn letters(link: &Link) -> [f32; 2] {
    let widest = link.names.iter().map(|name| width(name, SMALL)).fold(0.0, f32::max);
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let high = link.names.len() as f32 * SMALL * LEADING;
    [widest + 2.0, high + 1.0]
}

/// Gives everything its place: entities by forces, with every written name as a node halfway, so
/// that lines keep away from what is between their ends; then all boxes are moved apart.
fn arrange(picture: &Picture, places: &mut [Place], links: &mut [Link]) {
    let (count, lettered) = (places.len(), links.iter().any(|link| !link.names.is_empty()));
    let mut edges: Vec<layout::Link> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        let [s, t] = link.ends;
        // Communities stay together.
        let weight = if picture.community[s] == picture.community[t] { 2.0 } else { 0.7 };
        match lettered {
            true => edges.extend([(s, count + at, weight), (count + at, t, weight)]),
            false => edges.push((s, t, weight)),
        }
    }
    let mut sizes: Vec<[f32; 2]> = places.iter().map(|place| place.size).collect();
    if lettered {
        sizes.extend(links.iter().map(letters));
    }
    let mut points = layout::place(sizes.len(), &edges);
    #[expect(clippy::cast_precision_loss, reason = "a picture")]
    let area =
        sizes.iter().map(|[w, h]| (w + 12.0) * (h + 8.0)).sum::<f32>() / sizes.len().max(1) as f32;
    // Names are wider than high, and so are screens.
    let unit = (area * 1.25).sqrt();
    points.iter_mut().for_each(|[x, y]| (*x, *y) = (*x * unit * 1.2, *y * unit * 0.9));
    layout::part(&mut points, &sizes, 8.0);
    for (place, point) in places.iter_mut().zip(&points) {
        place.middle = *point;
    }
    for (at, link) in links.iter_mut().enumerate() {
        let [a, b] = link.ends.map(|end| points[end]);
        let straight = [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])];
        link.middle = if lettered { points[count + at] } else { straight };
    }
}

/// Moves everything so that the least coordinate is 0; width and height.
fn moved_to_corner(places: &mut [Place], links: &mut [Link]) -> [f32; 2] {
    let boxes = places.iter().map(|place| (place.middle, place.size));
    let names = links.iter().map(|link| (link.middle, letters(link)));
    let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
    for (middle, size) in boxes.chain(names) {
        for axis in [0, 1] {
            low[axis] = low[axis].min(middle[axis] - size[axis] / 2.0);
            high[axis] = high[axis].max(middle[axis] + size[axis] / 2.0);
        }
    }
    if places.is_empty() {
        return [0.0; 2];
    }
    let shift = |point: &mut [f32; 2]| *point = [point[0] - low[0], point[1] - low[1]];
    places.iter_mut().for_each(|place| shift(&mut place.middle));
    links.iter_mut().for_each(|link| shift(&mut link.middle));
    [high[0] - low[0], high[1] - low[1]]
}
