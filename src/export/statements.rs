//! [Statements](https://followthemoney.tech/docs/statements/) of the FollowTheMoney entities: a CSV row
//! for every value, as OpenSanctions publishes them. Enters: the graph. Leaves: the columns of
//! `followthemoney`'s reader; ids as it computes them, SHA-1 of `dataset.entity.property.value`. Every
//! entity is its own canonical one. `first_seen` and `last_seen` stay empty: the program knows no
//! clock, and a statement's date is a property.

use super::{
    Config,
    ftm::{self, Entity},
};
use crate::{error::Error, graph::KnowledgeGraph};
use std::io::{self, Write};

/// The name under which the statements stand.
pub const DATASET: &str = "unravel";

/// The columns, in order.
pub const COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// Writes the statements of every entity.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let origin = graph.info.generator.replace('\0', "");
    out.write_all(&table([COLUMNS].into_iter())?)?;
    let statements = |entity: Entity| {
        let Entity { id, schema, properties } = &entity;
        let values =
            properties.iter().flat_map(|(prop, values)| values.iter().map(move |v| (*prop, &**v)));
        let mut keys = Vec::new();
        // The statement that there is such an entity, then its values.
        let said: Vec<(&str, &str)> = std::iter::once(("id", &**id)).chain(values).collect();
        for (prop, value) in &said {
            keys.push(ftm::hash(&format!("{DATASET}.{id}.{prop}.{value}")));
        }
        table(said.iter().zip(&keys).map(|(&(prop, value), key)| {
            let kind = ftm::property_type(prop);
            [id, id, prop, kind, schema, value, DATASET, &origin, "", "", "f", "", "", key]
        }))
    };
    ftm::each(graph, &config.schema, statements, out)
}

/// Lines of the table.
fn table<'a>(rows: impl Iterator<Item = [&'a str; COLUMNS.len()]>) -> io::Result<Vec<u8>> {
    let mut writer =
        ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(::csv::IntoInnerError::into_error)
}
