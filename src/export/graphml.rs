//! [GraphML](http://graphml.graphdrawing.org/specification.html) for networkx, igraph, Gephi and
//! yEd. Enters: the graph. Leaves: everything that is in it. GraphML has no lists: each is written
//! joined with `; ` and, under a name that ends in `_json`, as a JSON string. Gephi takes `label`,
//! `size`, `r`, `g`, `b` of a node and `label`, `weight` of an edge for itself. Characters that XML
//! 1.0 forbids are left out.

use super::{
    degrees, id, printable,
    style::{self, joined},
};
use crate::{
    error::Error,
    graph::{Edge, KnowledgeGraph, Node},
};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    io::{self, Write},
};

/// Every `<key>`: what it belongs to, its name, its type.
const KEYS: [(&str, &str, &str); 32] = [
    ("graph", "generator", "string"),
    ("graph", "model", "string"),
    ("graph", "schema_version", "int"),
    ("graph", "offset_unit", "string"),
    ("graph", "info_json", "string"),
    ("node", "label", "string"),
    ("node", "type", "string"),
    ("node", "size", "double"),
    ("node", "r", "int"),
    ("node", "g", "int"),
    ("node", "b", "int"),
    ("node", "roles", "string"),
    ("node", "roles_json", "string"),
    ("node", "aliases", "string"),
    ("node", "aliases_json", "string"),
    ("node", "mentions", "int"),
    ("node", "mentions_json", "string"),
    ("node", "documents", "int"),
    ("node", "attributes_json", "string"),
    ("edge", "label", "string"),
    ("edge", "type", "string"),
    ("edge", "weight", "double"),
    ("edge", "confidence", "double"),
    ("edge", "status", "string"),
    ("edge", "first_date", "string"),
    ("edge", "last_date", "string"),
    ("edge", "documents", "int"),
    ("edge", "sentences", "int"),
    ("edge", "text", "string"),
    ("edge", "extractors", "string"),
    ("edge", "extractors_json", "string"),
    ("edge", "evidence_json", "string"),
];

/// Writes the graph as GraphML.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    document(graph, &mut xml)?;
    Ok(xml.get_mut().write_all(b"\n")?)
}

fn document<W: Write>(graph: &KnowledgeGraph, xml: &mut Writer<W>) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("graphml").with_attributes([
        ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        (
            "xsi:schemaLocation",
            "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
        ),
    ])))?;
    for (domain, name, kind) in KEYS {
        let id = format!("{domain}_{name}");
        xml.write_event(Event::Empty(BytesStart::new("key").with_attributes([
            ("id", id.as_str()),
            ("for", domain),
            ("attr.name", name),
            ("attr.type", kind),
        ])))?;
    }
    let start = BytesStart::new("graph");
    xml.write_event(Event::Start(
        start.with_attributes([("id", "unravel"), ("edgedefault", "directed")]),
    ))?;
    let info = &graph.info;
    data(xml, "graph_generator", &info.generator)?;
    data(xml, "graph_model", &info.model)?;
    data(xml, "graph_schema_version", &info.schema_version.to_string())?;
    data(xml, "graph_offset_unit", &info.offset_unit)?;
    data(xml, "graph_info_json", &json(info))?;
    for (n, degree) in graph.nodes().zip(degrees(graph)) {
        node(xml, n, degree)?;
    }
    graph.edges().try_for_each(|e| edge(xml, e))?;
    xml.write_event(Event::End(BytesEnd::new("graph")))?;
    xml.write_event(Event::End(BytesEnd::new("graphml")))
}

fn node<W: Write>(xml: &mut Writer<W>, n: &Node, degree: usize) -> io::Result<()> {
    let id = id(&n.id);
    xml.write_event(Event::Start(BytesStart::new("node").with_attributes([("id", &*id)])))?;
    let documents: BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
    let size = 10.0 * (1.0 + (1.0 + degree as f64).ln());
    let [r, g, b] = style::rgb(style::fill(n.entity_type));
    data(xml, "node_label", &n.name)?;
    data(xml, "node_type", n.entity_type.name())?;
    data(xml, "node_size", &format!("{size:.2}"))?;
    data(xml, "node_r", &r.to_string())?;
    data(xml, "node_g", &g.to_string())?;
    data(xml, "node_b", &b.to_string())?;
    data(xml, "node_roles", &joined(n.roles.iter().map(|role| role.name())))?;
    data(xml, "node_roles_json", &json(&n.roles))?;
    data(xml, "node_aliases", &joined(&n.aliases))?;
    data(xml, "node_aliases_json", &json(&n.aliases))?;
    data(xml, "node_mentions", &n.mentions.len().to_string())?;
    data(xml, "node_mentions_json", &json(&n.mentions))?;
    data(xml, "node_documents", &documents.len().to_string())?;
    data(xml, "node_attributes_json", &json(&n.attributes))?;
    xml.write_event(Event::End(BytesEnd::new("node")))
}

fn edge<W: Write>(xml: &mut Writer<W>, e: &Edge) -> io::Result<()> {
    let (id, source, target) = (id(&e.id), id(&e.source), id(&e.target));
    xml.write_event(Event::Start(BytesStart::new("edge").with_attributes([
        ("id", &*id),
        ("source", &*source),
        ("target", &*target),
    ])))?;
    let extractors: BTreeSet<&str> = e.evidence.iter().map(|e| e.extractor.as_str()).collect();
    data(xml, "edge_label", &style::readable(&e.predicate))?;
    data(xml, "edge_type", &e.predicate)?;
    data(xml, "edge_weight", &e.confidence.to_string())?;
    data(xml, "edge_confidence", &e.confidence.to_string())?;
    data(xml, "edge_status", e.status.name())?;
    // A missing date is no data at all: an empty string would be a date of its own to a reader.
    for (key, date) in [("edge_first_date", &e.first_date), ("edge_last_date", &e.last_date)] {
        if let Some(date) = date {
            data(xml, key, date)?;
        }
    }
    data(xml, "edge_documents", &e.documents.to_string())?;
    data(xml, "edge_sentences", &e.evidence.len().to_string())?;
    data(xml, "edge_text", e.evidence.first().map_or("", |e| &e.text))?;
    data(xml, "edge_extractors", &joined(&extractors))?;
    data(xml, "edge_extractors_json", &json(&extractors))?;
    data(xml, "edge_evidence_json", &json(&e.evidence))?;
    xml.write_event(Event::End(BytesEnd::new("edge")))
}

/// The one place where text enters an element; the writer escapes it, but for the carriage return,
/// which a reader takes for a line break.
fn data<W: Write>(xml: &mut Writer<W>, key: &str, text: &str) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("data").with_attributes([("key", key)])))?;
    let text = printable(text);
    let text = quick_xml::escape::escape(text.as_str()).replace('\r', "&#13;");
    xml.write_event(Event::Text(BytesText::from_escaped(text)))?;
    xml.write_event(Event::End(BytesEnd::new("data")))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
