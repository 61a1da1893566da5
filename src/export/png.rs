//! A picture in pixels: the SVG of the program, drawn by [resvg](https://github.com/linebender/resvg).
//! Enters: the graph. Leaves: PNG. The same shapes on every machine; letters are those of the fonts
//! that are installed.

use super::{Config, svg};
use crate::{error::Error, graph::KnowledgeGraph};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};
use std::io::Write;

/// Pixels for one of the SVG: sharp on fine screens and in print.
const SCALE: f32 = 1.5;

/// Longest side in pixels; larger pictures are drawn smaller.
const LONGEST: f32 = 12_000.0;

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
            "no font is installed: install one (apt install fonts-dejavu-core), or write .svg",
        ));
    }
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

fn failed(cause: impl ToString) -> Error {
    Error::Picture(cause.to_string())
}
