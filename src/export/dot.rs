//! [Graphviz DOT](https://graphviz.org/doc/info/lang.html). Enters: the graph. Leaves: a `digraph`,
//! never `strict`, since that would merge parallel edges. `pos` is for readers that keep positions,
//! such as Gephi and `neato -n`; other programs of Graphviz lay out anew. Very
//! large networks get none.
//!
//! Shapes and fills tell the type, borders the role, line styles the status, line colours what a
//! relation is about, widths the number of documents; communities are clusters; tooltips quote the
//! first sentence. `label` and `color` stand where Gephi looks for them, `key` where networkx does; type, roles, status, confidence,
//! dates and number of documents are attributes of their own, which Graphviz passes over.

use super::{
    Config, legend, letters, picture,
    picture::{Line, Picture},
    printable,
    style::{self, Outline},
    told_apart,
};
use crate::{
    error::Error,
    graph::{Edge, KnowledgeGraph, Node},
    schema::Schema,
};
use graphviz_rust::{
    dot_structures::{
        Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId,
        Stmt, Subgraph, Vertex,
    },
    printer::{DotPrinter, PrinterContext},
};
use std::{borrow::Cow, io::Write};

/// Points between an entity and the nearest other one, on average.
const APART: f32 = 150.0;

/// Fonts that Graphviz and browsers try in turn.
const FONT: &str = "Helvetica,Arial,sans-serif";

/// Entities beyond which the file has no `pos`: nobody looks at so many points, and forces take their time.
const MOST_PLACED: usize = 20_000;

/// Statements that are in memory at once.
const CHUNK: usize = 1_000;

/// Writes the graph as DOT.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let limit = config.max_nodes.unwrap_or(usize::MAX);
    let picture = picture::picture(graph, limit, config);
    digraph(&picture, &config.schema, Lettering::OnEdges, out)
}

/// Where the names of relations stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lettering {
    /// As labels of edges: the file is data.
    OnEdges,
    /// In small nodes halfway, so that the layout keeps them apart: the file is only drawn.
    Halfway,
}

/// The picture in DOT, with a final line break.
pub(super) fn digraph(
    picture: &Picture,
    schema: &Schema,
    lettering: Lettering,
    out: &mut impl Write,
) -> Result<(), Error> {
    let on_edges = lettering == Lettering::OnEdges;
    let places = on_edges && picture.nodes.len() <= MOST_PLACED;
    let points = if places { picture.points() } else { Vec::new() };
    let entities = picture.nodes.iter().enumerate().map(|(at, node)| {
        let mut entity = entity(node, picture.importance[at]);
        if let Some([x, y]) = points.get(at) {
            entity.attributes.push(set("pos", &format!("{:.0},{:.0}", x * APART, y * APART)));
        }
        Stmt::Node(entity)
    });
    let edges = picture.edges.iter().filter(|_| on_edges);
    let relations = edges.map(|e| relation(e, schema.is_symmetric(&e.predicate)));
    let halfway = if on_edges { Vec::new() } else { halfway(picture, schema) };
    let stmts = defaults(picture).into_iter().chain(entities).chain(relations).chain(halfway);
    print(stmts.chain(clusters(picture)), out)
}

/// Prints statements part by part, as one digraph.
fn print(mut stmts: impl Iterator<Item = Stmt>, out: &mut impl Write) -> Result<(), Error> {
    let printed = |stmts: Vec<Stmt>| {
        let graph = Graph::DiGraph { id: quoted("unravel"), strict: false, stmts };
        graph.print(PrinterContext::default().with_semi())
    };
    out.write_all(b"digraph \"unravel\" {\n")?;
    loop {
        let chunk: Vec<Stmt> = stmts.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(out.write_all(b"}\n")?);
        }
        // What stands between the braces.
        let text = printed(chunk);
        let inside =
            text.find('{').zip(text.rfind('}')).and_then(|(from, to)| text.get(from + 1..to));
        out.write_all(inside.unwrap_or_default().trim_start_matches('\n').as_bytes())?;
    }
}

fn defaults(picture: &Picture) -> Vec<Stmt> {
    let graph = vec![
        Attribute(plain("label"), Id::Html(legend::legend(picture))),
        set("labelloc", "b"),
        set("fontname", FONT),
        set("fontsize", "16"),
        set("bgcolor", "white"),
        set("outputorder", "edgesfirst"),
        // `dot` loses its way among clusters otherwise: "trouble in init_rank", "lost edge".
        set("newrank", "true"),
        set("splines", "polyline"),
        set("tooltip", &picture.caption),
    ];
    let node = vec![set("fontname", FONT), set("color", style::FRAME)];
    let edge = vec![set("fontname", FONT), set("fontsize", "11"), set("arrowsize", "0.8")];
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(graph)),
        Stmt::GAttribute(GraphAttributes::Node(node)),
        Stmt::GAttribute(GraphAttributes::Edge(edge)),
    ]
}

/// Communities of three or more. They name nodes that stand outside already: readers that know no
/// clusters, such as networkx, miss nothing.
fn clusters(picture: &Picture) -> impl Iterator<Item = Stmt> {
    let communities = picture.communities();
    let cluster = |(number, members): (usize, Vec<&str>)| {
        let member =
            |raw: &str| Stmt::Node(DotNode::new(NodeId(quoted(&id(raw)), None), Vec::new()));
        let look = vec![
            set("label", ""),
            set("style", "filled,rounded"),
            set("color", style::ground(number)),
        ];
        let look = Stmt::GAttribute(GraphAttributes::Graph(look));
        let stmts = std::iter::once(look).chain(members.into_iter().map(member)).collect();
        // A number, never text: Graphviz takes whatever begins with `cluster` for one.
        Stmt::Subgraph(Subgraph { id: quoted(&format!("cluster_{number}")), stmts })
    };
    communities.into_iter().enumerate().map(cluster)
}

fn entity(node: &Node, importance: f32) -> DotNode {
    let Outline { shape, style: outline, margin, .. } = style::outline(node.entity_type);
    let role = style::leading(&node.roles);
    let roles: Vec<&str> = node.roles.iter().map(|role| role.name()).collect();
    let mut tooltip = format!("{} ({})", node.name, style::readable(node.entity_type.name()));
    if !roles.is_empty() {
        tooltip += &format!(", {}", style::readable(&roles.join(", ")));
    }
    if !node.aliases.is_empty() {
        tooltip += &format!("\nalso: {}", node.aliases.join("; "));
    }
    let size = 12.0 + 9.0 * importance;
    DotNode::new(
        NodeId(quoted(&id(&node.id)), None),
        vec![
            set("label", &letters::wrapped(&node.name, 22).join("\n")),
            set("type", node.entity_type.name()),
            set("roles", &roles.join("; ")),
            set("shape", shape),
            set("style", &format!("filled,{outline}")),
            set("margin", margin),
            set("fillcolor", style::fill(node.entity_type)),
            set("color", role.map_or(style::FRAME, style::border)),
            set("penwidth", if role.is_some() { "3" } else { "1" }),
            set("fontsize", &format!("{size:.1}")),
            set("tooltip", &tooltip),
        ],
    )
}

fn relation(edge: &Edge, symmetric: bool) -> Stmt {
    let mut attributes = vec![set("label", &style::readable(&edge.predicate))];
    attributes.extend(stroke(edge));
    if symmetric {
        attributes.push(set("dir", "none"));
    }
    attributes.push(set("edgetooltip", &quotation(edge)));
    attributes.push(set("labeltooltip", &quotation(edge)));
    attributes.push(set("key", &edge.predicate));
    attributes.push(set("status", edge.status.name()));
    attributes.push(set("confidence", &edge.confidence.to_string()));
    attributes.push(set("documents", &edge.documents.to_string()));
    for (name, date) in [("first_date", &edge.first_date), ("last_date", &edge.last_date)] {
        attributes.extend(date.as_ref().map(|date| set(name, date)));
    }
    arrow(&edge.source, &edge.target, attributes)
}

fn stroke(edge: &Edge) -> Vec<Attribute> {
    let color = style::color(&edge.predicate, edge.status);
    let width = 1.0 + (edge.documents as f64).max(1.0).log2().min(5.0) * 0.8;
    vec![
        set("color", color),
        set("fontcolor", color),
        set("style", style::line(edge.status)),
        set("penwidth", &format!("{width:.1}")),
    ]
}

/// One line for relations that look the same, with their names halfway.
fn halfway(picture: &Picture, schema: &Schema) -> Vec<Stmt> {
    let mut stmts = Vec::new();
    for line in picture.lines(schema) {
        let Line { source, target, color, symmetric, edges, .. } = line;
        let label: Vec<String> = edges.iter().map(|e| style::readable(&e.predicate)).collect();
        let tooltip: Vec<String> = edges.iter().map(|e| quotation(e)).collect();
        let strongest = edges.iter().max_by_key(|e| e.documents).unwrap_or(&edges[0]);
        let between = format!("line {}", edges[0].id);
        let mut half = stroke(strongest);
        half.push(set("edgetooltip", &tooltip.join("\n")));
        let mut first = half.clone();
        first.push(set("dir", "none"));
        if symmetric {
            half.push(set("dir", "none"));
        }
        stmts.push(Stmt::Node(DotNode::new(
            NodeId(quoted(&id(&between)), None),
            vec![
                set("label", &label.join("\n")),
                set("shape", "plaintext"),
                set("fontsize", "11"),
                set("fontcolor", color),
                set("margin", "0.02,0.01"),
                set("width", "0"),
                set("height", "0"),
                set("tooltip", &tooltip.join("\n")),
            ],
        )));
        stmts.push(arrow(source, &between, first));
        stmts.push(arrow(&between, target, half));
    }
    stmts
}

fn arrow(from: &str, to: &str, attributes: Vec<Attribute>) -> Stmt {
    let end = |raw| Vertex::N(NodeId(quoted(&id(raw)), None));
    Stmt::Edge(DotEdge { ty: EdgeTy::Pair(end(from), end(to)), attributes })
}

/// Who does what to whom, how sure, and the first sentence that says so.
fn quotation(edge: &Edge) -> String {
    let status = edge.status.name();
    let mut text =
        format!("{} ({status}, {:.2})", style::readable(&edge.predicate), edge.confidence);
    if let Some(first) = edge.evidence.first() {
        text += &format!("\n“{}”\n{}", first.text, first.doc);
    }
    text
}

fn plain(name: &str) -> Id {
    Id::Plain(name.to_owned())
}

fn set(name: &str, value: &str) -> Attribute {
    Attribute(plain(name), quoted(value))
}

/// An id without what [`quoted`] takes away.
fn id(raw: &str) -> Cow<'_, str> {
    told_apart(raw, &shown(raw))
}

/// The one place where text enters the file: always quoted. Backslashes are doubled, so that no
/// text reads as an escape such as `\N`; an `&` is written as `&amp;` only where Graphviz would
/// otherwise take it for the beginning of an entity.
fn quoted(text: &str) -> Id {
    let text = shown(text);
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' if starts_entity(&text[at + 1..]) => quoted.push_str("&amp;"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    Id::Escaped(quoted)
}

fn shown(text: &str) -> String {
    printable(text).replace('\r', "")
}

/// Whether what follows an `&` would make it an entity: `amp;`, `#38;`.
fn starts_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    name.len() < rest.len() && name.starts_with(';')
}
