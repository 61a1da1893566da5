//! Graph -> files. Enters: a graph and a format. Leaves: bytes on an output stream; the same graph
//! gives the same bytes. Never changes the graph, never opens the network.
//!
//! | format | keeps | cannot hold |
//! |---|---|---|
//! | `json` | everything; read back by [`json::read`] | |
//! | `graphml` | everything, lists also as JSON strings | what curation replaced |
//! | `csv` | everything, in four tables | the header of the graph |
//! | `dot` | linked entities, every edge with status, dates and its first sentence | further sentences, offsets |
//! | `svg`, `png` | a picture of the best connected entities | what it left out, which it counts |

pub mod csv;
pub mod dot;
mod file;
pub mod graphml;
mod graphviz;
pub mod json;
mod legend;
mod letters;
mod picture;
mod png;
mod scene;
mod style;
mod svg;

pub use file::create;

use crate::{error::Error, graph::KnowledgeGraph};
use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Node-link JSON, the contract.
    Json,
    /// A Graphviz drawing in words.
    Dot,
    /// A picture that scales, with quotations as tooltips.
    Svg,
    /// A picture in pixels.
    Png,
    /// [GraphML](http://graphml.graphdrawing.org/) for networkx, igraph, Gephi and yEd.
    Graphml,
    /// Four tables for spreadsheets, pandas and Gephi.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] =
        [Self::Json, Self::Dot, Self::Svg, Self::Png, Self::Graphml, Self::Csv];

    /// The format that a file's ending asks for, in upper or lower case; `.gv` is DOT too.
    ///
    /// ```
    /// use unravel::export::Format;
    /// assert_eq!(Format::of("network.GraphML".as_ref()).unwrap(), Format::Graphml);
    /// assert!(Format::of("network.docx".as_ref()).is_err());
    /// ```
    ///
    /// # Errors
    /// When no format has this ending; the error lists those that are known.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        let format = match ending.as_str() {
            "gv" => Some(Self::Dot),
            ending => Self::ALL.into_iter().find(|format| format.extension() == ending),
        };
        format.ok_or_else(|| {
            let known: Vec<String> =
                Self::ALL.iter().map(|f| format!(".{}", f.extension())).collect();
            Error::Format(path.display().to_string(), known.join(" "))
        })
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "node-link JSON",
            Self::Dot => "Graphviz DOT",
            Self::Svg => "SVG picture",
            Self::Png => "PNG picture",
            Self::Graphml => "GraphML",
            Self::Csv => "CSV tables",
        }
    }

    /// The file ending, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Dot => "dot",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Graphml => "graphml",
            Self::Csv => "csv",
        }
    }

    /// The media type, as a web server names it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Dot => "text/vnd.graphviz",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Graphml => "application/graphml+xml",
            Self::Csv => "text/csv",
        }
    }
}

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
}

/// Writes the graph to a stream. Of the four tables of [`Format::Csv`] a stream gets the edges;
/// [`save`] writes all four.
///
/// # Errors
/// When `out` cannot be written, or a picture cannot be drawn.
pub fn write(
    graph: &KnowledgeGraph,
    format: Format,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    match format {
        Format::Json => json::write(graph, out),
        Format::Dot => dot::write(graph, config, out),
        Format::Svg if config.engine == Engine::Own => svg::write(graph, config, out),
        Format::Png if config.engine == Engine::Own => png::write(graph, config, out),
        Format::Svg | Format::Png => graphviz::write(graph, format, config, out),
        Format::Graphml => graphml::write(graph, out),
        Format::Csv => csv::Table::Edges.write(graph, config, out),
    }
}

/// The files that [`save`] writes for this path.
#[must_use]
pub fn files(format: Format, path: &Path) -> Vec<PathBuf> {
    match format {
        Format::Csv => csv::Table::ALL.iter().map(|table| table.path(path)).collect(),
        _ => vec![path.to_owned()],
    }
}

/// Writes the graph to `path`; for [`Format::Csv`], to `NAME.nodes.csv`, `NAME.edges.csv`,
/// `NAME.mentions.csv` and `NAME.evidence.csv` beside it.
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
        Format::Csv => csv::Table::ALL
            .iter()
            .try_for_each(|table| create(&table.path(path), |out| table.write(graph, config, out))),
        Format::Svg | Format::Png => {
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
