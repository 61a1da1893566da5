//! One reading as rows: the text, its sentences, what it says of whom. Enters: a document and its graph.
//! Leaves: rows that nothing changes afterwards but for the entity and the relation that they belong to.

use super::{
    change::Reader,
    rows::{deflate, json_or_null, split},
};
use crate::{document::Document, graph::DocumentGraph, sketch::Sketch};
use rusqlite::{Transaction, params};
use std::collections::BTreeMap;

/// Stores a reading, and returns its number.
pub(super) fn put_reading(
    tx: &Transaction<'_>,
    document: &Document,
    mut graph: DocumentGraph,
    reader: Reader<'_>,
) -> rusqlite::Result<i64> {
    // Its id in the network is not known yet and may change.
    graph.rename("");
    let sql = "INSERT INTO reading (sha256, published, model, rules, words, text, sketch)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let info = &document.info;
    tx.prepare_cached(sql)?.execute(params![
        info.sha256,
        info.published.clone().unwrap_or_default(),
        reader.model,
        reader.rules,
        graph.words,
        deflate(document.text()),
        graph.sketch.as_ref().map(Sketch::to_bytes)
    ])?;
    let reading = tx.last_insert_rowid();
    let mut sentences: BTreeMap<(usize, usize), &str> = BTreeMap::new();
    let sql = "INSERT INTO sentence (reading, start, \"end\", text) VALUES (?1, ?2, ?3, ?4)";
    let mut sentence = tx.prepare_cached(sql)?;
    for span in document.sentences().iter().map(|sentence| sentence.span) {
        let (start, end) = (document.code_point(span.start), document.code_point(span.end));
        let text = document.slice(span);
        sentence.execute(params![reading, start, end, text])?;
        sentences.insert((start, end), text);
    }
    put_nodes(tx, reading, &graph)?;
    let sql = "INSERT INTO evidence (reading, place, subject, type, object, start, \"end\", text, subject_start,
        subject_end, object_start, object_end, extractor, score, status, date)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    let mut insert = tx.prepare_cached(sql)?;
    let quoted = graph.edges.iter().flat_map(|edge| edge.evidence.iter().map(move |e| (edge, e)));
    for (place, (edge, e)) in quoted.enumerate() {
        let same = sentences.get(&(e.start, e.end)).is_some_and(|text| *text == e.text);
        insert.execute(params![
            reading,
            place,
            edge.subject,
            edge.predicate,
            edge.object,
            e.start,
            e.end,
            (!same).then_some(&e.text),
            e.subject.start,
            e.subject.end,
            e.object.start,
            e.object.end,
            e.extractor,
            e.score,
            e.status.name(),
            e.date
        ])?;
    }
    Ok(reading)
}

fn put_nodes(tx: &Transaction<'_>, reading: i64, graph: &DocumentGraph) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO node (reading, number, type, name, mentions, aliases, roles, facts, grounds)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut insert = tx.prepare_cached(sql)?;
    let sql = "INSERT INTO mention VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let mut mention = tx.prepare_cached(sql)?;
    for (number, node) in graph.nodes.iter().enumerate() {
        let (facts, lists) = split(&node.attributes);
        insert.execute(params![
            reading,
            number,
            node.entity_type.name(),
            node.name,
            node.mentions.len(),
            json_or_null(&node.aliases),
            json_or_null(&node.roles),
            json_or_null(&facts),
            json_or_null(&lists)
        ])?;
        for (place, m) in node.mentions.iter().enumerate() {
            let (kind, text) = (m.kind.name(), &m.text);
            mention
                .execute(params![reading, number, place, m.start, m.end, text, kind, m.score])?;
        }
    }
    Ok(())
}
