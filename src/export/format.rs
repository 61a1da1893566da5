//! The formats by name. Enters: a path or a name. Leaves: the format that is meant, its endings and
//! its media type. Writes nothing.

use crate::error::Error;
use std::{ffi::OsStr, path::Path};

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Four tables for spreadsheets, pandas and Gephi.
    Csv,
    /// Statements for Neo4j and other databases that speak Cypher.
    Cypher,
    /// JSON for [cytoscape.js](https://js.cytoscape.org/#notation/elements-json) and Cytoscape.
    Cytoscape,
    /// A Graphviz drawing in words.
    Dot,
    /// [FollowTheMoney](https://followthemoney.tech/) entities, a line each, for OpenAleph.
    Ftm,
    /// [GEXF 1.3](https://gexf.net/) for Gephi, with time.
    Gexf,
    /// [GraphML](http://graphml.graphdrawing.org/) for networkx, igraph, Gephi and yEd.
    Graphml,
    /// A page to look through the network, in one file.
    Html,
    /// Node-link JSON, the contract.
    Json,
    /// RDF as [JSON-LD](https://www.w3.org/TR/json-ld11/).
    JsonLd,
    /// RDF as [N-Triples](https://www.w3.org/TR/n-triples/).
    NTriples,
    /// A folder of CSV files for `neo4j-admin database import`.
    Neo4j,
    /// Four tables with types, for pandas, DuckDB and Spark.
    Parquet,
    /// A picture in pixels.
    Png,
    /// FollowTheMoney statements, a row for every value, as OpenSanctions publishes them.
    Statements,
    /// A picture that scales, with quotations as tooltips.
    Svg,
    /// RDF as [Turtle](https://www.w3.org/TR/turtle/).
    Turtle,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 17] = [
        Self::Csv,
        Self::Cypher,
        Self::Cytoscape,
        Self::Dot,
        Self::Ftm,
        Self::Gexf,
        Self::Graphml,
        Self::Html,
        Self::Json,
        Self::JsonLd,
        Self::NTriples,
        Self::Neo4j,
        Self::Parquet,
        Self::Png,
        Self::Statements,
        Self::Svg,
        Self::Turtle,
    ];

    /// The format that a file's ending asks for, in upper or lower case. Of endings with several
    /// parts the longest counts: `x.ftm.json` is FollowTheMoney, `x.json` is not.
    ///
    /// ```
    /// use unravel::export::Format;
    /// assert_eq!(Format::of("network.GraphML".as_ref()).unwrap(), Format::Graphml);
    /// assert_eq!(Format::of("network.ftm.json".as_ref()).unwrap(), Format::Ftm);
    /// assert!(Format::of("network.docx".as_ref()).is_err());
    /// ```
    ///
    /// # Errors
    /// When no format has this ending; the error lists those that are known.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        // What stands before the ending is a name: `.json` alone has none.
        let ends = |ending: &str| {
            name.strip_suffix(ending)
                .and_then(|rest| rest.strip_suffix('.'))
                .is_some_and(|rest| !rest.is_empty())
        };
        let all =
            Self::ALL.into_iter().flat_map(|f| f.endings().iter().map(move |e| (e.len(), f, *e)));
        let longest = all.filter(|(_, _, ending)| ends(ending)).max();
        longest.map(|(_, format, _)| format).ok_or_else(|| {
            let known: Vec<String> = Self::ALL
                .iter()
                .flat_map(|f| f.endings())
                .map(|ending| format!(".{ending}"))
                .collect();
            Error::Format(path.display().to_string(), known.join(" "))
        })
    }

    /// The format of this name, as [`Format::id`] gives it.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// The word for it on the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Cypher => "cypher",
            Self::Cytoscape => "cytoscape",
            Self::Dot => "dot",
            Self::Ftm => "ftm",
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Html => "html",
            Self::Json => "json",
            Self::JsonLd => "jsonld",
            Self::NTriples => "nt",
            Self::Neo4j => "neo4j",
            Self::Parquet => "parquet",
            Self::Png => "png",
            Self::Statements => "statements",
            Self::Svg => "svg",
            Self::Turtle => "ttl",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV tables",
            Self::Cypher => "Cypher statements",
            Self::Cytoscape => "Cytoscape JSON",
            Self::Dot => "Graphviz DOT",
            Self::Ftm => "FollowTheMoney entities",
            Self::Gexf => "GEXF",
            Self::Graphml => "GraphML",
            Self::Html => "HTML page",
            Self::Json => "node-link JSON",
            Self::JsonLd => "RDF, JSON-LD",
            Self::NTriples => "RDF, N-Triples",
            Self::Neo4j => "Neo4j import folder",
            Self::Parquet => "Parquet tables",
            Self::Png => "PNG picture",
            Self::Statements => "FollowTheMoney statements",
            Self::Svg => "SVG picture",
            Self::Turtle => "RDF, Turtle",
        }
    }

    /// The file endings that ask for it, without the first dot, the usual one first; none for a
    /// folder, which is asked for by name.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &["csv"],
            Self::Cypher => &["cypher"],
            Self::Cytoscape => &["cyjs"],
            Self::Dot => &["dot", "gv"],
            Self::Ftm => &["ftm.json", "ftm.jsonl", "ftm"],
            Self::Gexf => &["gexf"],
            Self::Graphml => &["graphml"],
            Self::Html => &["html"],
            Self::Json => &["json"],
            Self::JsonLd => &["jsonld"],
            Self::NTriples => &["nt"],
            Self::Neo4j => &[],
            Self::Parquet => &["parquet"],
            Self::Png => &["png"],
            Self::Statements => &["statements.csv"],
            Self::Svg => &["svg"],
            Self::Turtle => &["ttl"],
        }
    }

    /// The usual ending, without the first dot; the name where it has none.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self.endings() {
            [first, ..] => first,
            [] => self.id(),
        }
    }

    /// The media type, as a web server names it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Cypher => "application/x-cypher-query",
            Self::Cytoscape => "application/json",
            Self::Dot => "text/vnd.graphviz",
            Self::Ftm => "application/x-ndjson",
            Self::Gexf => "application/gexf+xml",
            Self::Graphml => "application/graphml+xml",
            Self::Html => "text/html",
            Self::Json => "application/json",
            Self::JsonLd => "application/ld+json",
            Self::NTriples => "application/n-triples",
            Self::Neo4j => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Png => "image/png",
            Self::Statements => "text/csv",
            Self::Svg => "image/svg+xml",
            Self::Turtle => "text/turtle",
        }
    }

    /// Whether it shows the most important entities, and not always all.
    #[must_use]
    pub const fn is_drawn(self) -> bool {
        matches!(self, Self::Dot | Self::Png | Self::Svg)
    }

    /// Whether one file, and so a stream, holds all of it.
    #[must_use]
    pub const fn is_one_file(self) -> bool {
        !matches!(self, Self::Csv | Self::Neo4j | Self::Parquet)
    }
}
