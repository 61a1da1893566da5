//! A folder for [`neo4j-admin database import full`](https://neo4j.com/docs/operations-manual/current/import/):
//! headings and rows in files of their own, and a README with the command. Enters: the graph. Leaves:
//! nodes `Entity` with a second label by type, relations named by type, nodes `Document`. Lists are
//! joined with `;`, which the tool cannot escape: a `;` in an item becomes `,` there, and the exact
//! list stands in the column that ends in `_json`, as do mentions and evidence. Never runs the tool.

use super::{csv::id, file::create, property};
use crate::{
    document::DocumentInfo,
    error::Error,
    graph::{Edge, KnowledgeGraph, Node},
};
use serde::Serialize;
use std::{
    io::{self, Write},
    path::Path,
};

/// A file of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The columns of `nodes.csv`.
    NodesHeader,
    /// A row for every entity.
    Nodes,
    /// The columns of `rels.csv`.
    RelsHeader,
    /// A row for every relation.
    Rels,
    /// The columns of `documents.csv`.
    DocumentsHeader,
    /// A row for every document.
    Documents,
    /// How to load them.
    Readme,
}

const NODES: &str = "id:ID(Entity),name,type,aliases:string[],roles:string[],mentions:long,documents:long,\
    aliases_json,roles_json,mentions_json,attributes_json,:LABEL";
const RELS: &str = ":START_ID(Entity),:END_ID(Entity),:TYPE,id,type,confidence:double,status,first_date,last_date,\
    documents:long,sentences:long,text,evidence_json";
const DOCUMENTS: &str = "id:ID(Document),title,published,sha256,source,:LABEL";

const README: &str = "\
Load this folder into a new, empty database; run in this folder, the server stopped:

neo4j-admin database import full \\
  --nodes=nodes_header.csv,nodes.csv \\
  --nodes=documents_header.csv,documents.csv \\
  --relationships=rels_header.csv,rels.csv \\
  --multiline-fields=true \\
  --trim-strings=false \\
  neo4j

--multiline-fields=true: sentences hold line breaks. Afterwards, for fast look-ups:

CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;

A relation with status 'alleged' is somebody's claim; one with status 'denied' is said not to hold:

MATCH (a:Entity)-[r]->(b:Entity) WHERE r.status = 'asserted' RETURN a, r, b LIMIT 100;

Columns that end in _json hold lists and objects as JSON: every mention, every sentence with its
document, offsets (code points), extractor, score, status and date. In the lists joined with `;` a `;`
of an item was replaced by `,`.
";

impl Part {
    /// Every file.
    pub const ALL: [Self; 7] = [
        Self::NodesHeader,
        Self::Nodes,
        Self::RelsHeader,
        Self::Rels,
        Self::DocumentsHeader,
        Self::Documents,
        Self::Readme,
    ];

    /// Its name.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::NodesHeader => "nodes_header.csv",
            Self::Nodes => "nodes.csv",
            Self::RelsHeader => "rels_header.csv",
            Self::Rels => "rels.csv",
            Self::DocumentsHeader => "documents_header.csv",
            Self::Documents => "documents.csv",
            Self::Readme => "README.txt",
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(self, graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
        match self {
            Self::NodesHeader => writeln!(out, "{NODES}"),
            Self::Nodes => graph.nodes().try_for_each(|n| row(out, &node(n))),
            Self::RelsHeader => writeln!(out, "{RELS}"),
            Self::Rels => graph.edges().try_for_each(|e| row(out, &edge(e))),
            Self::DocumentsHeader => writeln!(out, "{DOCUMENTS}"),
            Self::Documents => graph.info.documents.iter().try_for_each(|d| row(out, &document(d))),
            Self::Readme => out.write_all(README.as_bytes()),
        }
        .map_err(Error::Output)
    }
}

/// Writes all files into `folder`, which is made where it is missing.
///
/// # Errors
/// When one cannot be written.
pub fn save(graph: &KnowledgeGraph, folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder)
        .map_err(|source| Error::Write { path: folder.into(), source })?;
    Part::ALL
        .iter()
        .try_for_each(|part| create(&folder.join(part.file()), |out| part.write(graph, out)))
}

/// What stands in a cell.
enum Cell {
    /// Any text; quoted, so that nothing is trimmed and nothing ends it.
    Text(String),
    /// A number or a word of ours.
    Plain(String),
    /// No value; an empty text would be a value.
    Missing,
}

/// The one place where text enters a file: quotes as in RFC 4180, no NUL. `\` means nothing here.
fn row(out: &mut impl Write, cells: &[Cell]) -> io::Result<()> {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            out.write_all(b",")?;
        }
        match cell {
            Cell::Text(text) => write!(out, "\"{}\"", text.replace('\0', "").replace('"', "\"\""))?,
            Cell::Plain(word) => out.write_all(word.as_bytes())?,
            Cell::Missing => {}
        }
    }
    out.write_all(b"\n")
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn plain(value: impl ToString) -> Cell {
    Cell::Plain(value.to_string())
}

fn optional(value: Option<&String>) -> Cell {
    value.map_or(Cell::Missing, text)
}

fn json(value: &impl Serialize) -> Cell {
    serde_json::to_string(value).map_or(Cell::Missing, Cell::Text)
}

/// A list; the tool reads no empty ones.
fn list<'a>(items: impl Iterator<Item = &'a str>) -> Cell {
    let items: Vec<String> = items.map(|item| item.replace(';', ",")).collect();
    if items.is_empty() { Cell::Missing } else { Cell::Text(items.join(";")) }
}

fn node(n: &Node) -> [Cell; 12] {
    let documents: std::collections::BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
    [
        text(id(&n.id)),
        text(&n.name),
        plain(n.entity_type.name()),
        list(n.aliases.iter().map(String::as_str)),
        list(n.roles.iter().map(|role| role.name())),
        plain(n.mentions.len()),
        plain(documents.len()),
        json(&n.aliases),
        json(&n.roles),
        json(&n.mentions),
        json(&n.attributes),
        plain(format!("Entity;{}", property::label(n.entity_type))),
    ]
}

fn edge(e: &Edge) -> [Cell; 13] {
    [
        text(id(&e.source)),
        text(id(&e.target)),
        plain(property::relationship(&e.predicate)),
        text(id(&e.id)),
        text(&e.predicate),
        plain(e.confidence),
        plain(e.status.name()),
        optional(e.first_date.as_ref()),
        optional(e.last_date.as_ref()),
        plain(e.documents),
        plain(e.evidence.len()),
        text(e.evidence.first().map_or("", |e| &e.text)),
        json(&e.evidence),
    ]
}

fn document(d: &DocumentInfo) -> [Cell; 6] {
    [
        text(id(&d.id)),
        optional(d.title.as_ref()),
        optional(d.published.as_ref()),
        text(&d.sha256),
        optional(d.source.as_ref()),
        plain("Document"),
    ]
}
