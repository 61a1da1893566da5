//! Answers in rows: `find`, `neighbors`, `top`.

use super::{
    lookup,
    words::{self, Brief, Words, counted, readable},
};
use crate::cli::{measure::By, terminal::safe};
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeMap};
use unravel::{Edge, KnowledgeGraph, Node, Schema, analyze};

#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    brief: Brief<'a>,
    aliases: &'a [String],
    neighbors: usize,
    mentions: usize,
}

pub(super) fn find(graph: &KnowledgeGraph, text: &str, words: Words) -> anyhow::Result<String> {
    let lower = safe(text).to_lowercase();
    let degree = analyze::degree(graph);
    let mut found: Vec<Found> = graph
        .nodes()
        .zip(degree)
        .filter(|(node, _)| lookup::contains(node, &lower))
        .map(|(node, degree)| Found {
            brief: node.into(),
            aliases: &node.aliases,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
            neighbors: degree as usize,
            mentions: node.mentions.len(),
        })
        .collect();
    found.sort_by_key(|f| Reverse((f.neighbors, f.mentions)));
    if words.json {
        return words::json(&found);
    }
    if found.is_empty() {
        return Ok(format!("no name or alias contains {:?}\n", safe(text)));
    }
    let rows = found.iter().map(|f| {
        let node = graph.node(f.brief.id);
        vec![
            safe(f.brief.name),
            node.map_or_else(String::new, words::kind),
            counted(f.neighbors, "neighbor"),
            counted(f.mentions, "mention"),
            safe(f.brief.id),
        ]
    });
    Ok(table(rows.collect(), words))
}

#[derive(Serialize)]
struct Neighbor<'a> {
    #[serde(flatten)]
    brief: Brief<'a>,
    edges: Vec<&'a Edge>,
}

pub(super) fn neighbors(
    graph: &KnowledgeGraph,
    schema: &Schema,
    node: &Node,
    words: Words,
) -> anyhow::Result<String> {
    let mut near: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for edge in graph.edges().filter(|e| e.source != e.target) {
        if edge.source == node.id {
            near.entry(&edge.target).or_default().push(edge);
        } else if edge.target == node.id {
            near.entry(&edge.source).or_default().push(edge);
        }
    }
    let mut near: Vec<(&Node, Vec<&Edge>)> =
        near.into_iter().filter_map(|(id, edges)| Some((graph.node(id)?, edges))).collect();
    near.sort_by_key(|(_, edges)| Reverse(edges.len()));
    if words.json {
        let near = near.into_iter().map(|(node, edges)| Neighbor { brief: node.into(), edges });
        return words::json(&near.collect::<Vec<_>>());
    }
    if near.is_empty() {
        return Ok(format!("{} has no neighbors\n", safe(&node.name)));
    }
    let rows = near.iter().map(|(other, edges)| {
        let relations: Vec<String> = edges
            .iter()
            .map(|edge| {
                let arrow = match edge.source == node.id {
                    _ if schema.is_symmetric(&edge.predicate) => "–",
                    true => "→",
                    false => "←",
                };
                let status = match edge.status {
                    unravel::Status::Asserted => String::new(),
                    status => format!(" ({})", status.name()),
                };
                format!("{arrow} {}{status}", readable(&edge.predicate))
            })
            .collect();
        vec![safe(&other.name), words::kind(other), relations.join("; ")]
    });
    Ok(table(rows.collect(), words))
}

#[derive(Serialize)]
struct Ranked<'a> {
    rank: usize,
    value: f64,
    #[serde(flatten)]
    brief: Brief<'a>,
}

pub(super) fn top<'n>(
    ranked: impl Iterator<Item = (&'n Node, f64)>,
    by: By,
    words: Words,
) -> anyhow::Result<String> {
    if words.json {
        let ranked =
            ranked.zip(1..).map(|((node, value), rank)| Ranked { rank, value, brief: node.into() });
        return words::json(&ranked.collect::<Vec<_>>());
    }
    let rows = ranked.map(|(node, value)| {
        let value = if by == By::Degree { format!("{value}") } else { format!("{value:.4}") };
        vec![safe(&node.name), value, words::kind(node)]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return Ok("no entities\n".into());
    }
    Ok(table(rows, words))
}

/// Columns of equal width, counted in characters; the first stands out.
fn table(rows: Vec<Vec<String>>, words: Words) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        for (column, cell) in row.iter().enumerate() {
            let pad = if column + 1 < columns {
                " ".repeat(widths[column] - cell.chars().count() + 2)
            } else {
                String::new()
            };
            let cell = if column == 0 { words.paint.strong(cell) } else { cell.clone() };
            text += &format!("{cell}{pad}");
        }
        text.push('\n');
    }
    text
}
