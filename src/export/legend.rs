//! The legend of a drawing: a Graphviz [HTML-like label](https://graphviz.org/doc/info/shapes.html#html)
//! of the graph itself. Enters: what is shown. Leaves: the label. It is no cluster of sample nodes,
//! since programs that read DOT as data would take those for entities.

use super::{
    picture::Picture,
    printable,
    style::{self, Theme},
};
use crate::schema::{EntityType, Role, Status};
use std::collections::BTreeSet;

/// The label with its angle brackets; only what occurs in the picture is explained.
pub(super) fn legend(picture: &Picture) -> String {
    let mut rows = vec![format!("<B>{}</B>", html(&picture.caption))];
    rows.push(entities(picture));
    if !picture.edges.is_empty() {
        rows.push(relations(picture));
    }
    let rows: String = rows.iter().map(|row| format!("<TR><TD>{row}</TD></TR>")).collect();
    format!(r#"<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="4" CELLPADDING="0">{rows}</TABLE>>"#)
}

/// Outlines and fills for types, borders for roles.
fn entities(picture: &Picture) -> String {
    let types: BTreeSet<EntityType> = picture.nodes.iter().map(|n| n.entity_type).collect();
    let roles: BTreeSet<Role> =
        picture.nodes.iter().filter_map(|n| style::leading(&n.roles)).collect();
    let mut cells: Vec<String> = types
        .into_iter()
        .map(|entity_type| {
            let name = style::readable(entity_type.name());
            let (frame, text) = match entity_type {
                EntityType::Person => (r#" BORDER="1" STYLE="ROUNDED""#, name),
                EntityType::Organization => (r#" BORDER="1""#, name),
                EntityType::Group => (r#" BORDER="1" STYLE="DASHED""#, name),
                EntityType::Location => ("", format!("⌂ {name}")),
                _ => ("", name),
            };
            let (fill, line) = (style::fill(entity_type), style::FRAME);
            format!(r#"<TD{frame} COLOR="{line}" BGCOLOR="{fill}">{text}</TD>"#)
        })
        .collect();
    cells.extend(roles.into_iter().map(|role| {
        let name = style::readable(role.name());
        format!(r#"<TD BORDER="3" COLOR="{}">{name}</TD>"#, style::border(role))
    }));
    table(&cells)
}

/// Line colours for themes, line styles for statuses.
fn relations(picture: &Picture) -> String {
    let themes: BTreeSet<Theme> = picture.edges.iter().map(|e| Theme::of(&e.predicate)).collect();
    let statuses: BTreeSet<Status> = picture.edges.iter().map(|e| e.status).collect();
    let mut cells: Vec<String> = Theme::ALL
        .into_iter()
        .filter(|theme| themes.contains(theme))
        .map(|theme| {
            format!(r#"<TD><FONT COLOR="{}"><B>→ {}</B></FONT></TD>"#, theme.color(), theme.name())
        })
        .collect();
    cells.extend(statuses.into_iter().map(|status| {
        let (line, color) = match status {
            Status::Asserted => ("───", "#000000"),
            Status::Alleged => ("─ ─ ─", "#000000"),
            Status::Denied => ("· · · ·", style::DENIED),
        };
        format!(r#"<TD><FONT COLOR="{color}">{line} {}</FONT></TD>"#, status.name())
    }));
    cells.push("<TD><I>thicker: in more documents</I></TD>".into());
    table(&cells)
}

fn table(cells: &[String]) -> String {
    format!(
        r#"<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="8" CELLPADDING="3"><TR>{}</TR></TABLE>"#,
        cells.concat()
    )
}

/// The one place where text enters an HTML-like label.
fn html(text: &str) -> String {
    let text = printable(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
