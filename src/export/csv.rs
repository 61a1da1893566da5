//! Four tables, comma-separated ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), UTF-8, one
//! heading line. Enters: the graph. Leaves: `nodes` and `edges` with the headings that Gephi and
//! other spreadsheet importers look for, `mentions` and `evidence` with every place and sentence.
//!
//! Lists are joined with `; `. Offsets count Unicode code points. Text stands as the article has
//! it, less NUL, so that pandas and databases read the very quotation: a spreadsheet may take a
//! cell that begins with `=`, `+`, `-` or `@` for a formula. Import such a file with all columns as
//! text, or set [`Config::guard_formulas`], which puts `'` before such text and gives up the exact
//! quotation.

use super::{Config, style::joined, told_apart};
use crate::{
    error::Error,
    graph::{Edge, KnowledgeGraph, Node},
};
use std::{
    borrow::Cow,
    collections::BTreeSet,
    io::Write,
    path::{Path, PathBuf},
};

/// One of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// A row for every entity.
    Nodes,
    /// A row for every relation.
    Edges,
    /// A row for every place where a document speaks of an entity.
    Mentions,
    /// A row for every sentence that states a relation.
    Evidence,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 4] = [Self::Nodes, Self::Edges, Self::Mentions, Self::Evidence];

    /// `NAME.csv` becomes `NAME.nodes.csv`; the ending is given without the dot.
    #[must_use]
    pub fn path(self, path: &Path, ending: &str) -> PathBuf {
        path.with_extension(format!("{}.{ending}", self.name()))
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::Edges => "edges",
            Self::Mentions => "mentions",
            Self::Evidence => "evidence",
        }
    }

    pub(super) const fn heading(self) -> &'static [&'static str] {
        match self {
            Self::Nodes => {
                &["Id", "Label", "Type", "Roles", "Aliases", "Mentions", "Documents", "Attributes"]
            }
            Self::Edges => &[
                "Source",
                "Target",
                "Type",
                "Label",
                "Weight",
                "Id",
                "Status",
                "Confidence",
                "FirstDate",
                "LastDate",
                "Documents",
                "Sentences",
            ],
            Self::Mentions => &["Node", "Document", "Start", "End", "Text", "Kind", "Score"],
            Self::Evidence => &[
                "Edge",
                "Source",
                "Target",
                "Label",
                "Document",
                "Start",
                "End",
                "Text",
                "SubjectStart",
                "SubjectEnd",
                "ObjectStart",
                "ObjectEnd",
                "Extractor",
                "Score",
                "Status",
                "Date",
            ],
        }
    }

    /// Writes the table with its heading.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(
        self,
        graph: &KnowledgeGraph,
        config: &Config,
        out: &mut impl Write,
    ) -> Result<(), Error> {
        let mut writer = csv::Writer::from_writer(out);
        let mut put = |row: Vec<Cell>| {
            let cells = row.into_iter().map(|cell| cell.text(config.guard_formulas));
            writer.write_record(cells)
        };
        let table = || {
            put(self.heading().iter().map(|h| Cell::Number((*h).to_owned())).collect())?;
            match self {
                Self::Nodes => graph.nodes().try_for_each(|n| put(node(n))),
                Self::Edges => graph.edges().try_for_each(|e| put(edge(e))),
                Self::Mentions => graph.nodes().flat_map(mentions).try_for_each(put),
                Self::Evidence => graph.edges().flat_map(evidence).try_for_each(put),
            }
        };
        table().map_err(|error| Error::Output(error.into()))?;
        Ok(writer.flush()?)
    }
}

/// What stands in a cell.
enum Cell {
    /// Words from outside or made of them.
    Text(String),
    /// A number, date or fixed word of ours.
    Number(String),
}

impl Cell {
    /// The one place where text enters a table; quoting is the writer's.
    fn text(self, guard: bool) -> String {
        match self {
            Self::Number(text) => text,
            Self::Text(text) => {
                let text = text.replace('\0', "");
                let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
                if guard && formula { format!("'{text}") } else { text }
            }
        }
    }
}

fn text(text: impl AsRef<str>) -> Cell {
    Cell::Text(text.as_ref().to_owned())
}

/// An id without NUL, like all text here.
pub(super) fn id(raw: &str) -> Cow<'_, str> {
    told_apart(raw, &raw.replace('\0', ""))
}

fn number(value: impl ToString) -> Cell {
    Cell::Number(value.to_string())
}

/// Missing stays empty.
fn optional(value: Option<&String>) -> Cell {
    text(value.map_or("", String::as_str))
}

fn node(n: &Node) -> Vec<Cell> {
    let documents: BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
    vec![
        text(id(&n.id)),
        text(&n.name),
        text(n.entity_type.name()),
        text(joined(n.roles.iter().map(|role| role.name()))),
        text(joined(&n.aliases)),
        number(n.mentions.len()),
        number(documents.len()),
        text(serde_json::to_string(&n.attributes).unwrap_or_default()),
    ]
}

fn edge(e: &Edge) -> Vec<Cell> {
    vec![
        text(id(&e.source)),
        text(id(&e.target)),
        number("Directed"),
        text(&e.predicate),
        number(e.confidence),
        text(id(&e.id)),
        text(e.status.name()),
        number(e.confidence),
        optional(e.first_date.as_ref()),
        optional(e.last_date.as_ref()),
        number(e.documents),
        number(e.evidence.len()),
    ]
}

fn mentions(n: &Node) -> impl Iterator<Item = Vec<Cell>> {
    n.mentions.iter().map(|m| {
        vec![
            text(id(&n.id)),
            text(id(&m.doc)),
            number(m.start),
            number(m.end),
            text(&m.text),
            text(m.kind.name()),
            number(m.score),
        ]
    })
}

fn evidence(edge: &Edge) -> impl Iterator<Item = Vec<Cell>> {
    edge.evidence.iter().map(|e| {
        vec![
            text(id(&edge.id)),
            text(id(&edge.source)),
            text(id(&edge.target)),
            text(&edge.predicate),
            text(id(&e.doc)),
            number(e.start),
            number(e.end),
            text(&e.text),
            number(e.subject.start),
            number(e.subject.end),
            number(e.object.start),
            number(e.object.end),
            text(&e.extractor),
            number(e.score),
            text(e.status.name()),
            optional(e.date.as_ref()),
        ]
    })
}
