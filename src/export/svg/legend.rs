//! What shapes, colours and lines mean. Enters: a picture. Leaves: rows of samples; only what occurs
//! is explained.

use super::{outline, px, text};
use crate::{
    export::{
        letters::width,
        picture::Picture,
        style::{self, Theme},
    },
    graph::Node,
    schema::{EntityType, Role, Status},
};
use std::{collections::BTreeSet, fmt::Write as _};

/// Size of the words.
const SIZE: f32 = 12.0;

/// Height of a row.
const ROW: f32 = 26.0;

/// The legend and its height.
pub(super) struct Legend {
    pub svg: String,
    pub height: f32,
}

/// A sample of some width, drawn at a place.
struct Sample {
    wide: f32,
    draw: Box<dyn Fn([f32; 2]) -> String>,
}

/// The legend in rows of at most this width.
pub(super) fn legend(picture: &Picture, widest: f32) -> Legend {
    let mut svg = String::new();
    let mut y = 0.0;
    for samples in [entities(picture), relations(picture)] {
        let mut x = 0.0;
        for sample in &samples {
            if x > 0.0 && x + sample.wide > widest {
                (x, y) = (0.0, y + ROW);
            }
            svg += &(sample.draw)([x, y + ROW / 2.0]);
            x += sample.wide + 14.0;
        }
        if !samples.is_empty() {
            y += ROW;
        }
    }
    Legend { svg, height: y }
}

/// Shapes and fills for types, borders for roles.
fn entities(picture: &Picture) -> Vec<Sample> {
    let types: BTreeSet<EntityType> = picture.nodes.iter().map(|n| n.entity_type).collect();
    let roles: BTreeSet<Role> =
        picture.nodes.iter().filter_map(|n| style::leading(&n.roles)).collect();
    let types = types.into_iter().map(|entity_type| boxed(entity_type, None, entity_type.name()));
    let roles = roles.into_iter().map(|role| boxed(EntityType::Norp, Some(role), role.name()));
    types.chain(roles).collect()
}

/// A small entity that bears the name of its type or role.
fn boxed(entity_type: EntityType, role: Option<Role>, name: &'static str) -> Sample {
    let name = style::readable(name);
    let room = style::outline(entity_type).room;
    let wide = width(&name, SIZE) * room[0] + 16.0;
    let sample = Node {
        id: String::new(),
        entity_type,
        name: String::new(),
        aliases: Vec::new(),
        roles: role.into_iter().collect(),
        mentions: Vec::new(),
        attributes: std::collections::BTreeMap::new(),
    };
    let draw = move |[x, y]: [f32; 2]| {
        let middle = [x + wide / 2.0, y];
        let color = role.map_or(super::INK, style::border);
        let look = format!("text-anchor=\"middle\" fill=\"{color}\"");
        outline(&sample, middle, [wide, 20.0]) + &text(&[&name], [middle[0], y + 1.0], SIZE, &look)
    };
    Sample { wide, draw: Box::new(draw) }
}

/// Colours for themes, dashes for statuses, width for documents.
fn relations(picture: &Picture) -> Vec<Sample> {
    if picture.edges.is_empty() {
        return Vec::new();
    }
    let themes: BTreeSet<Theme> = picture.edges.iter().map(|e| Theme::of(&e.predicate)).collect();
    let statuses: BTreeSet<Status> = picture.edges.iter().map(|e| e.status).collect();
    let themes = Theme::ALL.into_iter().filter(|theme| themes.contains(theme));
    let themes = themes.map(|theme| stroke(theme.name(), theme.color(), "", 2.0));
    let statuses = statuses.into_iter().map(|status| match status {
        Status::Asserted => stroke(status.name(), super::INK, "", 1.2),
        Status::Alleged => stroke(status.name(), super::INK, "7 4", 1.2),
        Status::Denied => stroke(status.name(), style::DENIED, "1.5 4", 1.2),
    });
    themes.chain(statuses).chain([stroke("in more documents", super::INK, "", 3.2)]).collect()
}

/// A piece of line and what it says.
fn stroke(name: &'static str, color: &'static str, dashes: &'static str, thick: f32) -> Sample {
    const LONG: f32 = 34.0;
    let draw = move |[x, y]: [f32; 2]| {
        let mut svg = String::new();
        let _ = writeln!(
            svg,
            "<path d=\"M{} {}h{LONG}\" stroke=\"{color}\" stroke-width=\"{}\" stroke-dasharray=\"{}\" fill=\"none\"/>",
            px(x),
            px(y),
            px(thick),
            if dashes.is_empty() { "none" } else { dashes }
        );
        svg + &text(&[name], [x + LONG + 6.0, y], SIZE, &format!("fill=\"{color}\""))
    };
    Sample { wide: LONG + 6.0 + width(name, SIZE), draw: Box::new(draw) }
}
