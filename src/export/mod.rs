//! Graph -> files. Enters: a graph and a format. Leaves: bytes on an output stream; the same graph
//! gives the same bytes. Never changes the graph, never opens the network.
//!
//! What each format keeps and cannot hold stands in `docs/EXPORTS.md`.

pub mod csv;
pub mod cypher;
pub mod cytoscape;
mod dates;
pub mod dot;
mod file;
mod format;
pub mod ftm;
pub mod gexf;
pub mod graphml;
mod graphviz;
pub mod html;
pub mod json;
mod legend;
mod letters;
pub mod neo4j;
mod parallel;
pub mod parquet;
mod picture;
mod png;
pub mod property;
pub mod rdf;
mod scene;
pub mod statements;
mod style;
mod svg;

pub use file::create;
pub use format::Format;

use crate::{error::Error, graph::KnowledgeGraph, schema::Schema};
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

/// What draws `svg` and `png`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// The program itself: the same picture on every machine.
    #[default]
    Own,
    /// [Graphviz](https://graphviz.org), where it is installed.
    Graphviz,
}

/// What is written, where a format leaves a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// At most this many entities in `dot`, `svg` and `png`. `None`: 60 in a picture, all in `dot`.
    pub max_nodes: Option<usize>,
    /// Whether `dot`, `svg` and `png` show entities without relations, such as dates and amounts.
    pub unlinked: bool,
    /// Ids, the most important first, when not all entities are shown; empty: the best connected.
    pub ranking: Vec<String>,
    /// What the ranking goes by, for the caption: `PageRank`; empty: it is not said.
    pub ranked_by: String,
    /// What draws `svg` and `png`.
    pub engine: Engine,
    /// Whether `csv` puts `'` before text that a spreadsheet would take for a formula.
    pub guard_formulas: bool,
    /// Whether `json` calls the edges `links`, as networkx before 3.4 expects.
    pub links: bool,
    /// What the IRIs of `ttl`, `nt` and `jsonld` begin with.
    pub base: rdf::Base,
    /// Texts of documents by id, where they are known, for `html`.
    pub texts: BTreeMap<String, String>,
    /// The relation types that the network was built with: which are symmetric, and what `ftm`,
    /// `statements` and RDF call each.
    pub schema: Schema,
}

/// Writes the graph to a stream. Of the four tables of [`Format::Csv`] and [`Format::Parquet`] a
/// stream gets the edges; [`save`] writes all four.
///
/// # Errors
/// When `out` cannot be written, a picture cannot be drawn, or the format is a folder.
pub fn write(
    graph: &KnowledgeGraph,
    format: Format,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    match format {
        Format::Svg if config.engine == Engine::Own => svg::write(graph, config, out),
        Format::Png if config.engine == Engine::Own => png::write(graph, config, out),
        Format::Csv => csv::Table::Edges.write(graph, config, out),
        Format::Cypher => cypher::write(graph, out),
        Format::Cytoscape => cytoscape::write(graph, out),
        Format::Dot => dot::write(graph, config, out),
        Format::Ftm => ftm::write(graph, config, out),
        Format::Gexf => gexf::write(graph, out),
        Format::Graphml => graphml::write(graph, out),
        Format::Html => html::write(graph, config, out),
        Format::Json => json::write_as(graph, config, out),
        Format::JsonLd => rdf::jsonld(graph, config, out),
        Format::NTriples => rdf::ntriples(graph, config, out),
        Format::Neo4j => Err(Error::Folder(format.id())),
        Format::Parquet => {
            let mut table = Vec::new();
            parquet::write(graph, csv::Table::Edges, &mut table)?;
            Ok(out.write_all(&table)?)
        }
        Format::Png | Format::Svg => graphviz::write(graph, format, config, out),
        Format::Statements => statements::write(graph, config, out),
        Format::Turtle => rdf::turtle(graph, config, out),
    }
}

/// The files that [`save`] writes for this path.
#[must_use]
pub fn files(format: Format, path: &Path) -> Vec<PathBuf> {
    let tables = |ending| csv::Table::ALL.iter().map(move |table| table.path(path, ending));
    match format {
        Format::Csv => tables("csv").collect(),
        Format::Neo4j => neo4j::Part::ALL.iter().map(|part| path.join(part.file())).collect(),
        Format::Parquet => tables("parquet").collect(),
        _ => vec![path.to_owned()],
    }
}

/// Writes the graph to `path`; for [`Format::Csv`] and [`Format::Parquet`], to four files beside it,
/// `NAME.nodes.csv`, `NAME.edges.csv`, `NAME.mentions.csv` and `NAME.evidence.csv`; for
/// [`Format::Neo4j`], to a folder of this name, which is made.
///
/// # Errors
/// When a file cannot be written, or a picture cannot be drawn.
pub fn save(
    graph: &KnowledgeGraph,
    format: Format,
    path: &Path,
    config: &Config,
) -> Result<(), Error> {
    match format {
        Format::Csv => csv::Table::ALL.iter().try_for_each(|table| {
            create(&table.path(path, "csv"), |out| table.write(graph, config, out))
        }),
        Format::Neo4j => neo4j::save(graph, path),
        Format::Parquet => csv::Table::ALL.iter().try_for_each(|&table| {
            create(&table.path(path, "parquet"), |out| parquet::write(graph, table, out))
        }),
        Format::Png | Format::Svg => {
            // Drawn first: where that fails no empty file is left behind.
            let mut picture = Vec::new();
            write(graph, format, config, &mut picture)?;
            create(path, |out| Ok(out.write_all(&picture)?))
        }
        _ => create(path, |out| write(graph, format, config, out)),
    }
}

/// Without the characters that [XML 1.0](https://www.w3.org/TR/xml/#charsets) forbids; tabs and
/// line breaks stay.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|&c| {
            matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}')
        })
        .collect()
}

/// Number of edges at every node, in the order of ids.
fn degrees(graph: &KnowledgeGraph) -> Vec<usize> {
    let mut degrees = vec![0; graph.nodes().len()];
    for edge in graph.petgraph().raw_edges() {
        degrees[edge.source().index()] += 1;
        degrees[edge.target().index()] += 1;
    }
    degrees
}

/// An id as XML and databases hold it: without characters that they forbid or cut a text at.
pub(crate) fn id(raw: &str) -> Cow<'_, str> {
    told_apart(raw, &printable(raw))
}

/// An id as it is left when a format takes characters away; one that had such characters ends in a
/// hash of the whole, so that two ids never become one.
fn told_apart<'a>(raw: &'a str, left: &str) -> Cow<'a, str> {
    if left == raw {
        return Cow::Borrowed(raw);
    }
    let hash: String = Sha256::digest(raw).iter().take(6).map(|b| format!("{b:02x}")).collect();
    Cow::Owned(format!("{left}~{hash}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_apart() {
        assert_eq!(id("organization:acme 李`'"), "organization:acme 李`'");
        assert_ne!(id("a\0"), id("a"));
        assert_ne!(id("a\0"), id("a\u{1}"));
        assert!(!id("a\0b").contains('\0'));
    }
}
