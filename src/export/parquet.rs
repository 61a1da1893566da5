//! The four tables of [`csv`](super::csv) in [Parquet](https://parquet.apache.org/docs/file-format/),
//! with types: whole numbers, real numbers, text, lists of text, and missing values that are missing.
//! Enters: the graph and a table. Leaves: rows in groups of [`GROUP`], compressed with Snappy. The
//! table of nodes also carries the header of the graph, as JSON under `unravel` in the metadata of
//! the file. Text stands as it is, NUL included.

use super::csv::Table;
use crate::{
    error::Error,
    graph::{Edge, EdgeEvidence, KnowledgeGraph, Node, NodeMention},
};
use ::parquet::{
    basic::Compression,
    data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::parser::parse_message_type,
};
use std::{
    collections::BTreeSet,
    io::{self, Write},
    sync::Arc,
};

/// Rows that are held in memory at once, column by column.
pub const GROUP: usize = 50_000;

/// How a column is read off a row.
enum Column<R> {
    Text(fn(&R) -> String),
    Optional(fn(&R) -> Option<String>),
    Texts(fn(&R) -> Vec<String>),
    Count(fn(&R) -> usize),
    Real(fn(&R) -> f64),
}

impl<R> Column<R> {
    /// The column in the words of a Parquet schema. Names are headings of ours, never text.
    fn declared(&self, name: &str) -> String {
        match self {
            Self::Text(_) => format!("required binary {name} (STRING);"),
            Self::Optional(_) => format!("optional binary {name} (STRING);"),
            Self::Texts(_) => format!(
                "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
            Self::Count(_) => format!("required int64 {name};"),
            Self::Real(_) => format!("required double {name};"),
        }
    }

    fn write<W: Write + Send>(
        &self,
        rows: &[R],
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        match self {
            Self::Text(get) => {
                let values: Vec<ByteArray> = rows.iter().map(|row| bytes(get(row))).collect();
                column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            }
            Self::Optional(get) => {
                let cells: Vec<Option<ByteArray>> =
                    rows.iter().map(|row| get(row).map(bytes)).collect();
                let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
                let values: Vec<ByteArray> = cells.into_iter().flatten().collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
            }
            Self::Texts(get) => {
                // Dremel levels: an empty list is one entry without a value, each further value
                // of a row repeats it.
                let (mut values, mut there, mut again) = (Vec::new(), Vec::new(), Vec::new());
                for row in rows {
                    let texts = get(row);
                    if texts.is_empty() {
                        there.push(0);
                        again.push(0);
                    }
                    for (n, text) in texts.into_iter().enumerate() {
                        there.push(1);
                        again.push(i16::from(n > 0));
                        values.push(bytes(text));
                    }
                }
                let typed = column.typed::<ByteArrayType>();
                typed.write_batch(&values, Some(&there), Some(&again))?;
            }
            Self::Count(get) => {
                let values: Vec<i64> =
                    rows.iter().map(|row| i64::try_from(get(row)).unwrap_or(i64::MAX)).collect();
                column.typed::<Int64Type>().write_batch(&values, None, None)?;
            }
            Self::Real(get) => {
                let values: Vec<f64> = rows.iter().map(get).collect();
                column.typed::<DoubleType>().write_batch(&values, None, None)?;
            }
        }
        column.close()
    }
}

fn bytes(text: String) -> ByteArray {
    ByteArray::from(text.into_bytes())
}

/// Writes one table.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(
    graph: &KnowledgeGraph,
    table: Table,
    out: &mut (impl Write + Send),
) -> Result<(), Error> {
    let evidence = || graph.edges().flat_map(|edge| edge.evidence.iter().map(move |e| (edge, e)));
    let mentions = || graph.nodes().flat_map(|node| node.mentions.iter().map(move |m| (node, m)));
    let written = match table {
        Table::Nodes => rows(table, &node_columns(), graph.nodes(), Some(&graph.info), out),
        Table::Edges => rows(table, &edge_columns(), graph.edges(), None, out),
        Table::Mentions => rows(table, &mention_columns(), mentions(), None, out),
        Table::Evidence => rows(table, &evidence_columns(), evidence(), None, out),
    };
    written.map_err(|error| match error {
        // The system's own reason, so that a reader that has gone is known as such.
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => Error::Output(*cause),
            Err(cause) => Error::Output(io::Error::other(cause)),
        },
        error => Error::Output(io::Error::other(error)),
    })
}

fn rows<R>(
    table: Table,
    columns: &[Column<R>],
    rows: impl Iterator<Item = R>,
    info: Option<&crate::graph::GraphInfo>,
    out: &mut (impl Write + Send),
) -> Result<(), ParquetError> {
    let declared: Vec<String> =
        columns.iter().zip(table.heading()).map(|(column, name)| column.declared(name)).collect();
    let schema =
        parse_message_type(&format!("message {} {{ {} }}", table.name(), declared.concat()))?;
    let header = info
        .map(|info| vec![KeyValue::new("unravel".to_owned(), serde_json::to_string(info).ok())]);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(header)
        .build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let group: Vec<R> = rows.by_ref().take(GROUP).collect();
        let mut writer = file.next_row_group()?;
        columns.iter().try_for_each(|column| column.write(&group, &mut writer))?;
        writer.close()?;
    }
    file.close().map(drop)
}

// The columns in the order of `Table::heading`.

fn node_columns<'a>() -> [Column<&'a Node>; 8] {
    [
        Column::Text(|n| n.id.clone()),
        Column::Text(|n| n.name.clone()),
        Column::Text(|n| n.entity_type.name().to_owned()),
        Column::Texts(|n| n.roles.iter().map(|role| role.name().to_owned()).collect()),
        Column::Texts(|n| n.aliases.clone()),
        Column::Count(|n| n.mentions.len()),
        Column::Count(|n| n.mentions.iter().map(|m| &*m.doc).collect::<BTreeSet<_>>().len()),
        Column::Text(|n| serde_json::to_string(&n.attributes).unwrap_or_default()),
    ]
}

fn edge_columns<'a>() -> [Column<&'a Edge>; 12] {
    [
        Column::Text(|e| e.source.clone()),
        Column::Text(|e| e.target.clone()),
        Column::Text(|_| "Directed".to_owned()),
        Column::Text(|e| e.predicate.clone()),
        Column::Real(|e| e.confidence),
        Column::Text(|e| e.id.clone()),
        Column::Text(|e| e.status.name().to_owned()),
        Column::Real(|e| e.confidence),
        Column::Optional(|e| e.first_date.clone()),
        Column::Optional(|e| e.last_date.clone()),
        Column::Count(|e| e.documents),
        Column::Count(|e| e.evidence.len()),
    ]
}

fn mention_columns<'a>() -> [Column<(&'a Node, &'a NodeMention)>; 7] {
    [
        Column::Text(|(n, _)| n.id.clone()),
        Column::Text(|(_, m)| m.doc.to_string()),
        Column::Count(|(_, m)| m.start),
        Column::Count(|(_, m)| m.end),
        Column::Text(|(_, m)| m.text.clone()),
        Column::Text(|(_, m)| m.kind.name().to_owned()),
        Column::Real(|(_, m)| m.score),
    ]
}

fn evidence_columns<'a>() -> [Column<(&'a Edge, &'a EdgeEvidence)>; 16] {
    [
        Column::Text(|(edge, _)| edge.id.clone()),
        Column::Text(|(edge, _)| edge.source.clone()),
        Column::Text(|(edge, _)| edge.target.clone()),
        Column::Text(|(edge, _)| edge.predicate.clone()),
        Column::Text(|(_, e)| e.doc.to_string()),
        Column::Count(|(_, e)| e.start),
        Column::Count(|(_, e)| e.end),
        Column::Text(|(_, e)| e.text.clone()),
        Column::Count(|(_, e)| e.subject.start),
        Column::Count(|(_, e)| e.subject.end),
        Column::Count(|(_, e)| e.object.start),
        Column::Count(|(_, e)| e.object.end),
        Column::Text(|(_, e)| e.extractor.clone()),
        Column::Real(|(_, e)| e.score),
        Column::Text(|(_, e)| e.status.name().to_owned()),
        Column::Optional(|(_, e)| e.date.clone()),
    ]
}
