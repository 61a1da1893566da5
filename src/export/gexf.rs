//! [GEXF 1.3](https://gexf.net/schema.html) for Gephi and networkx. Enters: the graph. Leaves:
//! everything that is in it: lists as `liststring` and, exactly, as JSON; the header as JSON in the
//! description. Parallel edges have their relation type as `kind`. Where edges have dates the graph is
//! dynamic: an edge is there from the first day that its first date can mean to the last day of its
//! last; the dates as written are attributes. Characters that XML 1.0 forbids are left out.

use super::{dates, degrees, id, printable, style};
use crate::{
    error::Error,
    graph::{Edge, KnowledgeGraph, Node},
    schema::{EntityType, Status},
};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    io::{self, Write},
};

const NODE: [(&str, &str); 9] = [
    ("type", "string"),
    ("roles", "liststring"),
    ("aliases", "liststring"),
    ("aliases_json", "string"),
    ("mentions", "integer"),
    ("mentions_json", "string"),
    ("documents", "integer"),
    ("attributes_json", "string"),
    ("country", "string"),
];

const EDGE: [(&str, &str); 10] = [
    ("type", "string"),
    ("confidence", "double"),
    ("status", "string"),
    ("first_date", "string"),
    ("last_date", "string"),
    ("documents", "integer"),
    ("sentences", "integer"),
    ("text", "string"),
    ("extractors", "liststring"),
    ("evidence_json", "string"),
];

/// Writes the graph.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    Ok(document(graph, out)?)
}

fn document(graph: &KnowledgeGraph, out: &mut impl Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xsi:schemaLocation=\"http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd\" version=\"1.3\">\n",
    )?;
    let info = &graph.info;
    writeln!(
        out,
        " <meta>\n  <creator>{}</creator>\n  <description>{}</description>\n </meta>",
        escape(&info.generator),
        escape(&json(info))
    )?;
    let dated = graph.edges().any(|e| days(e).is_some());
    let mode = if dated { "mode=\"dynamic\" timeformat=\"date\"" } else { "mode=\"static\"" };
    writeln!(out, " <graph defaultedgetype=\"directed\" idtype=\"string\" {mode}>")?;
    declare(out, "node", &NODE)?;
    declare(out, "edge", &EDGE)?;
    writeln!(out, "  <nodes count=\"{}\">", graph.nodes().len())?;
    for (n, degree) in graph.nodes().zip(degrees(graph)) {
        node(out, n, degree)?;
    }
    writeln!(out, "  </nodes>\n  <edges count=\"{}\">", graph.edges().len())?;
    graph.edges().try_for_each(|e| edge(out, e))?;
    out.write_all(b"  </edges>\n </graph>\n</gexf>\n")
}

fn declare(out: &mut impl Write, class: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    writeln!(out, "  <attributes class=\"{class}\">")?;
    for (title, kind) in attributes {
        writeln!(out, "   <attribute id=\"{class}_{title}\" title=\"{title}\" type=\"{kind}\"/>")?;
    }
    writeln!(out, "  </attributes>")
}

fn node(out: &mut impl Write, n: &Node, degree: usize) -> io::Result<()> {
    writeln!(out, "   <node id=\"{}\" label=\"{}\">", escape(&id(&n.id)), escape(&n.name))?;
    let documents: BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
    let country = n.attributes.get("country").and_then(serde_json::Value::as_str);
    let values = [
        Some(n.entity_type.name().to_owned()),
        Some(list(n.roles.iter().map(|role| role.name()))),
        Some(list(n.aliases.iter().map(String::as_str))),
        Some(json(&n.aliases)),
        Some(n.mentions.len().to_string()),
        Some(json(&n.mentions)),
        Some(documents.len().to_string()),
        Some(json(&n.attributes)),
        country.map(str::to_owned),
    ];
    attributes(out, "node", &NODE, &values)?;
    let [r, g, b] = style::rgb(style::fill(n.entity_type));
    let size = 10.0 * (1.0 + (1.0 + degree as f64).ln());
    let shape = match n.entity_type {
        EntityType::Person => "disc",
        EntityType::Organization | EntityType::Group => "square",
        EntityType::Location => "triangle",
        _ => "diamond",
    };
    writeln!(
        out,
        "    <viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>\n    <viz:size value=\"{size:.2}\"/>\n    \
        <viz:shape value=\"{shape}\"/>\n   </node>"
    )
}

fn edge(out: &mut impl Write, e: &Edge) -> io::Result<()> {
    write!(
        out,
        "   <edge id=\"{}\" source=\"{}\" target=\"{}\" type=\"directed\" label=\"{}\" kind=\"{}\" weight=\"{}\"",
        escape(&id(&e.id)),
        escape(&id(&e.source)),
        escape(&id(&e.target)),
        escape(&style::readable(&e.predicate)),
        escape(&e.predicate),
        e.confidence,
    )?;
    if let Some((first, last)) = days(e) {
        write!(out, " start=\"{first}\" end=\"{last}\"")?;
    }
    writeln!(out, ">")?;
    let extractors: BTreeSet<&str> = e.evidence.iter().map(|e| e.extractor.as_str()).collect();
    let values = [
        Some(e.predicate.clone()),
        Some(e.confidence.to_string()),
        Some(e.status.name().to_owned()),
        e.first_date.clone(),
        e.last_date.clone(),
        Some(e.documents.to_string()),
        Some(e.evidence.len().to_string()),
        Some(e.evidence.first().map_or_else(String::new, |e| e.text.clone())),
        Some(list(extractors.into_iter())),
        Some(json(&e.evidence)),
    ];
    attributes(out, "edge", &EDGE, &values)?;
    let [r, g, b] = style::rgb(style::color(&e.predicate, e.status));
    let shape = match e.status {
        Status::Asserted => "solid",
        Status::Alleged => "dashed",
        Status::Denied => "dotted",
    };
    writeln!(
        out,
        "    <viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>\n    <viz:shape value=\"{shape}\"/>\n   </edge>"
    )
}

/// First and last day of an edge; `None` where it has no date, or one that is none.
fn days(e: &Edge) -> Option<(String, String)> {
    let (first, last) = (e.first_date.as_deref(), e.last_date.as_deref());
    let start = dates::first_day(first.or(last)?)?;
    let end = dates::last_day(last.or(first)?)?;
    // Dates of one form sort as text; a span that ends before it begins is none.
    (start <= end).then_some((start, end))
}

/// Values that are missing are left out: an empty one would be a value.
fn attributes(
    out: &mut impl Write,
    class: &str,
    names: &[(&str, &str)],
    values: &[Option<String>],
) -> io::Result<()> {
    writeln!(out, "    <attvalues>")?;
    for ((title, _), value) in names.iter().zip(values) {
        if let Some(value) = value {
            writeln!(out, "     <attvalue for=\"{class}_{title}\" value=\"{}\"/>", escape(value))?;
        }
    }
    writeln!(out, "    </attvalues>")
}

/// The one place where text enters the file, into attributes and elements alike. Line breaks and tabs
/// are written as references: a reader turns them into blanks in an attribute otherwise.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' => escaped += "&#9;",
            '\n' => escaped += "&#10;",
            '\r' => escaped += "&#13;",
            c => escaped.push(c),
        }
    }
    escaped
}

/// A list as Gephi reads it: `["a", "b"]`, with `\` before quotes and itself.
fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let quoted =
        items.map(|item| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\"")));
    format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
