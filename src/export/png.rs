//! A picture in pixels: the SVG of the program, drawn by [resvg](https://github.com/linebender/resvg).
//! Enters: the graph. Leaves: PNG. The same shapes on every machine; letters are those of the fonts
//! that are installed.

use super::{Config, svg};
use crate::{error::Error, graph::KnowledgeGraph};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, Family, Query},
    },
};
use std::io::Write;

/// Pixels for one of the SVG: sharp on fine screens and in print.
const SCALE: f32 = 1.5;

/// Longest side in pixels; larger pictures are drawn smaller.
const LONGEST: f32 = 12_000.0;

/// What stands for `sans-serif`, the last family that the picture asks for: the first that is installed. Those as
/// wide as Helvetica, for which the picture has room, go before wider ones.
const SANS_SERIF: [&str; 8] = [
    "Liberation Sans",
    "Arimo",
    "Nimbus Sans",
    "FreeSans",
    "Noto Sans",
    "Open Sans",
    "Segoe UI",
    "DejaVu Sans",
];

/// Draws the graph.
///
/// # Errors
/// When no font is installed, or `out` cannot be written.
pub(super) fn write(
    graph: &KnowledgeGraph,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    let mut options = Options::default();
    options.fontdb_mut().load_system_fonts();
    if options.fontdb.is_empty() {
        return Err(failed(
            "no font is installed: install one (apt install fonts-liberation), or write .svg",
        ));
    }
    choose_sans_serif(options.fontdb_mut());
    let tree = Tree::from_str(&svg::drawing(graph, config), &options).map_err(failed)?;
    let size = tree.size();
    let scale = SCALE.min(LONGEST / size.width().max(size.height()));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most LONGEST")]
    let [wide, high] =
        [size.width(), size.height()].map(|side| (side * scale).ceil().max(1.0) as u32);
    let mut pixels = Pixmap::new(wide, high).ok_or_else(|| failed("the picture is too large"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(out.write_all(&pixels.encode_png().map_err(failed)?)?)
}

/// A family that is not installed has no letters, and where none of those asked for is, neither has the picture.
fn choose_sans_serif(fonts: &mut Database) {
    let is_there = |family| {
        let families = &[family];
        fonts.query(&Query { families, ..Query::default() }).is_some()
    };
    if is_there(Family::SansSerif) {
        return;
    }
    let known = SANS_SERIF.into_iter().find(|name| is_there(Family::Name(name)));
    // Symbols and faces have no letters; of the rest the first by name, in whatever order they lie on the disk.
    let any = || {
        let names = fonts.faces().filter_map(|face| Some(face.families.first()?.0.clone()));
        let letters =
            names.filter(|name| !["Symbol", "Emoji", "Icon"].iter().any(|no| name.contains(no)));
        letters.min_by_key(|name| (!name.contains("Sans"), name.clone()))
    };
    if let Some(family) = known.map(str::to_owned).or_else(any) {
        fonts.set_sans_serif_family(family);
    }
}

fn failed(cause: impl ToString) -> Error {
    Error::Picture(cause.to_string())
}
