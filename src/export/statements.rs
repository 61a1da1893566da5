//! [Statements](https://followthemoney.tech/docs/statements/) of the FollowTheMoney entities: a CSV row
//! for every value, as OpenSanctions publishes them. Enters: the graph. Leaves: the columns of
//! `followthemoney`'s reader; ids as it computes them, SHA-1 of `dataset.entity.property.value`. Every
//! entity is its own canonical one. `first_seen` and `last_seen` stay empty: the program knows no
//! clock, and a statement's date is a property.

use super::ftm::{self, Entity};
use crate::{error::Error, graph::KnowledgeGraph};
use std::io::Write;

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
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    let mut rows =
        ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(out);
    let failed = |error: ::csv::Error| Error::Output(error.into());
    rows.write_record(COLUMNS).map_err(failed)?;
    let origin = &graph.info.generator.replace('\0', "");
    ftm::each(graph, |entity| {
        let Entity { id, schema, properties } = entity;
        let values =
            properties.iter().flat_map(|(prop, values)| values.iter().map(move |v| (*prop, v)));
        // The statement that there is such an entity.
        std::iter::once(("id", id)).chain(values).try_for_each(|(prop, value)| {
            let key = ftm::hash(&format!("{DATASET}.{id}.{prop}.{value}"));
            rows.write_record([
                id,
                id,
                prop,
                ftm::property_type(prop),
                schema,
                value,
                DATASET,
                origin,
                "",
                "",
                "f",
                "",
                "",
                &key,
            ])
            .map_err(failed)
        })
    })?;
    Ok(rows.flush()?)
}
