//! [SVG](https://www.w3.org/TR/SVG11/) drawn by the program itself. Enters: the graph. Leaves: a
//! picture with a caption, a legend and quotations as tooltips; the same bytes on every machine.
//! Uses no script, no style sheet and nothing from outside the file.

mod curve;
mod legend;

use super::{
    Config,
    letters::width,
    picture::{self, Picture},
    printable,
    scene::{self, LEADING, Link, Place, SMALL, Scene},
    style,
};
use crate::{
    error::Error,
    graph::{Edge, KnowledgeGraph, Node},
    schema::{EntityType, Status},
};
use std::{collections::BTreeSet, fmt::Write as _, io::Write};

/// Entities in a picture unless told otherwise: what a person can take in.
pub(super) const MAX_NODES: usize = 60;

/// Around the picture.
const MARGIN: f32 = 24.0;

/// Size of the caption.
const CAPTION: f32 = 15.0;

/// Draws the graph.
///
/// # Errors
/// When `out` cannot be written.
pub(super) fn write(
    graph: &KnowledgeGraph,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    Ok(out.write_all(drawing(graph, config).as_bytes())?)
}

/// The whole file.
pub(super) fn drawing(graph: &KnowledgeGraph, config: &Config) -> String {
    let picture = &picture::picture(graph, config.max_nodes.unwrap_or(MAX_NODES), config);
    let scene = scene::scene(picture, &config.schema);
    let mut caption = picture.caption.clone();
    if !scene.lettered {
        caption += "; too many to name: point at a line";
    }
    let wide = (scene.size[0] + 2.0 * MARGIN)
        .max(width(&caption, CAPTION) * 1.06 + 2.0 * MARGIN)
        .max(560.0);
    let legend = legend::legend(picture, wide - 2.0 * MARGIN);
    let top = MARGIN + CAPTION * 2.0;
    let high = top + scene.size[1] + MARGIN + legend.height + MARGIN;
    let (w, h) = (px(wide), px(high));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         role=\"img\" font-family=\"Helvetica,Arial,'Noto Sans','Noto Sans CJK SC',sans-serif\" \
         font-size=\"{SMALL}\" fill=\"{INK}\">\n<title>{}</title>\n",
        xml(&caption)
    );
    svg += &markers(&scene);
    let _ = writeln!(svg, "<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>");
    svg += &text(&[&caption], [MARGIN, MARGIN + CAPTION / 2.0], CAPTION, "font-weight=\"bold\"");
    let left = (wide - scene.size[0]) / 2.0;
    let _ = writeln!(svg, "<g transform=\"translate({} {})\">", px(left), px(top));
    svg += &grounds(picture, &scene);
    scene.links.iter().for_each(|link| svg += &line(link, &scene));
    scene.links.iter().for_each(|link| svg += &names(link));
    scene.places.iter().for_each(|place| svg += &entity(place));
    svg += "</g>\n";
    let below = high - MARGIN - legend.height;
    let _ = write!(
        svg,
        "<g transform=\"translate({} {})\">\n{}</g>\n</svg>\n",
        px(MARGIN),
        px(below),
        legend.svg
    );
    svg
}

/// Colour of text.
const INK: &str = "#1a1a1a";

/// A coordinate, to a tenth of a pixel, without a zero that says nothing.
fn px(at: f32) -> String {
    let text = format!("{at:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The one place where text enters the file: neither ends an element or attribute nor holds what
/// XML forbids. What would turn the text around it has no place in a label.
fn xml(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let control = |c: char| c.is_control() && c != '\n';
    printable(text)
        .chars()
        .filter(|&c| !turns(c) && !control(c))
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Lines of text around a middle height; `look` is attributes of ours.
fn text(lines: &[&str], [x, y]: [f32; 2], size: f32, look: &str) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let first = y - (lines.len() as f32 - 1.0) * size * LEADING / 2.0 + size * 0.35;
    let mut svg = String::new();
    let mut at = first;
    for line in lines {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" {look}>{}</text>",
            px(x),
            px(at),
            px(size),
            xml(line)
        );
        at += size * LEADING;
    }
    svg
}

/// One arrowhead a colour: not every reader lets a marker take the colour of its line.
fn markers(scene: &Scene) -> String {
    let colors: BTreeSet<&str> = scene.links.iter().map(|link| link.line.color).collect();
    let mut svg = "<defs>\n".to_owned();
    for color in colors {
        let _ = writeln!(
            svg,
            "<marker id=\"{}\" viewBox=\"0 0 10 8\" refX=\"9\" refY=\"4\" markerWidth=\"9\" markerHeight=\"7\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L10 4L0 8z\" fill=\"{color}\"/></marker>",
            marker(color)
        );
    }
    svg + "</defs>\n"
}

/// The id of the arrowhead of a colour of ours.
fn marker(color: &str) -> String {
    format!("arrow-{}", color.trim_start_matches('#'))
}

/// A pale ground behind every community: its boxes and the lines within it, much widened.
fn grounds(picture: &Picture, scene: &Scene) -> String {
    let mut svg = String::new();
    for (number, members) in picture.communities().into_iter().enumerate() {
        let inside = |id: &str| members.binary_search(&id).is_ok();
        let color = style::ground(number);
        let _ = writeln!(svg, "<g fill=\"{color}\" stroke=\"{color}\" stroke-linecap=\"round\">");
        for place in scene.places.iter().filter(|place| inside(&place.node.id)) {
            let [w, h] = place.size.map(|side| side + 28.0);
            let [x, y] = [place.middle[0] - w / 2.0, place.middle[1] - h / 2.0];
            let _ = writeln!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"16\"/>",
                px(x),
                px(y),
                px(w),
                px(h)
            );
        }
        for link in &scene.links {
            if inside(link.line.source)
                && inside(link.line.target)
                && link.line.status != Status::Denied
            {
                let path = curve::between(link, scene).path();
                let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke-width=\"26\"/>");
            }
        }
        svg += "</g>\n";
    }
    svg
}

/// The line of a link, from outline to outline.
fn line(link: &Link, scene: &Scene) -> String {
    let line = &link.line;
    let Some(curve) = curve::visible(link, scene) else { return String::new() };
    let documents = line.edges.iter().map(|edge| edge.documents).max().unwrap_or(1);
    let width = 1.1
        + 0.7 * f32::from(u8::try_from(documents.saturating_sub(1)).unwrap_or(255)).sqrt().min(4.0);
    let dashes = match line.status {
        Status::Asserted => "",
        Status::Alleged => " stroke-dasharray=\"7 4\"",
        Status::Denied => " stroke-dasharray=\"1.5 4\"",
    };
    let arrow = match line.symmetric {
        true => String::new(),
        false => format!(" marker-end=\"url(#{})\"", marker(line.color)),
    };
    format!(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dashes}{arrow}><title>{}</title></path>\n",
        curve.path(),
        line.color,
        px(width),
        xml(&quotations(link, scene))
    )
}

/// The names of relations, on a halo that sets them off from the lines below.
fn names(link: &Link) -> String {
    if link.names.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = link.names.iter().map(String::as_str).collect();
    let look = format!(
        "text-anchor=\"middle\" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" \
         paint-order=\"stroke\" pointer-events=\"none\"",
        link.line.color
    );
    text(&names, link.middle, SMALL, &look)
}

/// Who does what to whom, how sure, and the first sentence that says so, for every relation.
fn quotations(link: &Link, scene: &Scene) -> String {
    let [source, target] = link.ends.map(|end| scene.places[end].node.name.as_str());
    let one = |edge: &&Edge| {
        let (predicate, status) = (style::readable(&edge.predicate), edge.status.name());
        let mut text =
            format!("{source} — {predicate} → {target} ({status}, {:.2})", edge.confidence);
        if let Some(first) = edge.evidence.first() {
            let _ = write!(text, "\n“{}”\n{}", first.text, first.doc);
        }
        text
    };
    link.line.edges.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

/// The outline of an entity, its name, and its role below.
fn entity(place: &Place) -> String {
    let node = place.node;
    let [x, y] = place.middle;
    let mut svg = format!("<g><title>{}</title>\n", xml(&about(node)));
    svg += &outline(node, place.middle, place.size);
    let names: Vec<&str> = place.name.iter().map(String::as_str).collect();
    let below = if place.role.is_some() { SMALL * LEADING } else { 0.0 };
    // The roof of a house holds no text.
    let down = if node.entity_type == EntityType::Location { place.size[1] * 0.08 } else { 0.0 };
    svg += &text(&names, [x, y + down - below / 2.0], place.font, "text-anchor=\"middle\"");
    if let Some(role) = &place.role {
        #[expect(clippy::cast_precision_loss, reason = "a few lines")]
        let half = names.len() as f32 * place.font * LEADING / 2.0;
        let color = style::leading(&node.roles).map_or(style::FRAME, style::border);
        let look = format!("text-anchor=\"middle\" fill=\"{color}\" font-weight=\"bold\"");
        svg += &text(&[role], [x, y + down + half], SMALL, &look);
    }
    svg + "</g>\n"
}

/// The shape of a type, filled by type, its border by role.
fn outline(node: &Node, [x, y]: [f32; 2], [w, h]: [f32; 2]) -> String {
    let role = style::leading(&node.roles);
    let (border, thick) =
        (role.map_or(style::FRAME, style::border), if role.is_some() { "2.6" } else { "1" });
    let dashes =
        if node.entity_type == EntityType::Group { " stroke-dasharray=\"4 3\"" } else { "" };
    let look = format!(
        "fill=\"{}\" stroke=\"{border}\" stroke-width=\"{thick}\"{dashes}",
        style::fill(node.entity_type)
    );
    let (left, top) = (x - w / 2.0, y - h / 2.0);
    match node.entity_type {
        EntityType::Person => format!(
            "<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\" {look}/>\n",
            px(x),
            px(y),
            px(w / 2.0),
            px(h / 2.0)
        ),
        EntityType::Location => format!(
            "<path d=\"M{} {}L{} {}L{} {}L{} {}L{} {}z\" {look} stroke-linejoin=\"round\"/>\n",
            px(left),
            px(y + h / 2.0),
            px(left),
            px(top + h * 0.22),
            px(x),
            px(top),
            px(left + w),
            px(top + h * 0.22),
            px(left + w),
            px(y + h / 2.0)
        ),
        _ => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" {look}/>\n",
            px(left),
            px(top),
            px(w),
            px(h)
        ),
    }
}

/// Name, type, roles and other names.
fn about(node: &Node) -> String {
    let roles: Vec<String> = node.roles.iter().map(|role| style::readable(role.name())).collect();
    let mut text = format!("{} ({})", node.name, style::readable(node.entity_type.name()));
    if !roles.is_empty() {
        let _ = write!(text, ", {}", roles.join(", "));
    }
    if !node.aliases.is_empty() {
        let _ = write!(text, "\nalso: {}", node.aliases.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{px, xml};

    #[test]
    fn nothing_in_a_text_is_markup_or_turns_the_text_after_it() {
        assert_eq!(xml("a<b>&\"c\0\u{1b}[31m\u{202e}d\u{fffe}"), "a&lt;b&gt;&amp;&quot;c[31md");
        assert_eq!(xml("two\nlines"), "two\nlines");
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([px(1.0), px(-0.01), px(12.34)], ["1", "0", "12.3"]);
    }
}
