//! What the user asks for as rows of a ledger. Enters: names and the network that they are said of.
//! Leaves: rows with ids, and what they do in a line. Refuses what would change nothing or is not
//! clear.

use super::Action;
use crate::cli::{
    ledger,
    query::{lookup, words::counted},
};
use anyhow::bail;
use std::collections::BTreeSet;
use unravel::{Decision, EntityType, KnowledgeGraph, Ledger, MentionKind, Node};

/// What an entity can be made by hand: values are found by patterns.
const TYPES: [EntityType; 5] = [
    EntityType::Person,
    EntityType::Organization,
    EntityType::Location,
    EntityType::Norp,
    EntityType::Group,
];

pub(super) fn entity_type(text: &str) -> Result<EntityType, String> {
    TYPES.into_iter().find(|known| known.name() == text).ok_or_else(|| {
        let known: Vec<&str> = TYPES.iter().map(|known| known.name()).collect();
        format!("no such type; types: {}", known.join(", "))
    })
}

/// The rows of a decision, and what it does, in a line.
pub(super) fn rows(
    action: &Action,
    graph: &KnowledgeGraph,
    ledger: &Ledger,
) -> anyhow::Result<(Vec<Decision>, String)> {
    match action {
        Action::Merge { into, from, as_type } => merge(graph, into, from, *as_type),
        Action::Split { name, names, docs } => split(lookup::one(graph, name)?, names, docs),
        Action::Reject { what } => match graph.edges().find(|edge| edge.id == *what) {
            Some(edge) => {
                let said = format!("removed the relation {}", edge.id);
                Ok((vec![Decision::no_relation(&edge.id)], said))
            }
            None => {
                let node = lookup::one(graph, what)?;
                let edges = graph.edges().filter(|e| e.source == node.id || e.target == node.id);
                let edges = counted(edges.count(), "relation");
                let said = format!("removed {} ({}) and {edges}", node.name, node.id);
                Ok((vec![Decision::no_entity(&node.id)], said))
            }
        },
        Action::Rename { name, new } => {
            let node = lookup::one(graph, name)?;
            let new = one_line(new);
            if new.is_empty() {
                bail!("the new name is empty");
            }
            if node.name == new {
                bail!("{} is called so already", node.id);
            }
            let said = format!("renamed {} to {new} ({})", node.name, node.id);
            Ok((vec![Decision::name(&node.id, &new)], said))
        }
        Action::Retype { name, entity_type } => {
            let node = lookup::one(graph, name)?;
            if node.entity_type == *entity_type {
                bail!("{} is of the type {entity_type} already", node.id);
            }
            let said = format!("{} ({}) is now of the type {entity_type}", node.name, node.id);
            Ok((vec![Decision::entity_type(&node.id, *entity_type)], said))
        }
        Action::Undo { number } => {
            let (number, rows) = ledger.undo(*number).map_err(anyhow::Error::msg)?;
            let step = ledger.steps().into_iter().nth(number - 1).unwrap_or_default();
            let said = ledger::words(&ledger.rows()[step]);
            Ok((rows, format!("took back decision {number}: {said}")))
        }
        Action::Log | Action::Export { .. } | Action::Import { .. } => {
            Ok((Vec::new(), String::new()))
        }
    }
}

fn merge(
    graph: &KnowledgeGraph,
    into: &str,
    from: &[String],
    as_type: Option<EntityType>,
) -> anyhow::Result<(Vec<Decision>, String)> {
    let target = lookup::one(graph, into)?;
    let mut sources: Vec<&Node> = Vec::new();
    for name in from {
        let source = lookup::one(graph, name)?;
        if source.id == target.id || sources.iter().any(|known| known.id == source.id) {
            bail!("{name:?} means {} ({}), which is named already", source.name, source.id);
        }
        if source.entity_type != target.entity_type && as_type.is_none() {
            bail!(
                "{} is of the type {} and {} of the type {}: say what both are with --as-type TYPE",
                target.id,
                target.entity_type,
                source.id,
                source.entity_type
            );
        }
        sources.push(source);
    }
    let mut rows: Vec<Decision> =
        sources.iter().map(|source| Decision::same(&target.id, &source.id)).collect();
    let as_type = as_type.filter(|as_type| *as_type != target.entity_type);
    rows.extend(as_type.map(|as_type| Decision::entity_type(&target.id, as_type)));
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let mentions: usize = sources.iter().map(|source| source.mentions.len()).sum();
    let said = format!(
        "merged {} into {} ({}): {} joined its {}",
        names.join(", "),
        target.name,
        target.id,
        counted(mentions, "mention"),
        target.mentions.len(),
    );
    Ok((rows, said))
}

fn split(
    node: &Node,
    names: &[String],
    docs: &[String],
) -> anyhow::Result<(Vec<Decision>, String)> {
    let named = node.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
    let known: BTreeSet<String> = named.map(|mention| one_line(&mention.text)).collect();
    let mut leaving = BTreeSet::new();
    for name in names {
        let name = one_line(name);
        let lower = name.to_lowercase();
        let same: Vec<&String> = match known.get(&name) {
            Some(name) => vec![name],
            None => known.iter().filter(|known| known.to_lowercase() == lower).collect(),
        };
        if same.is_empty() {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            bail!("no text calls {} {name:?}; it is called: {}", node.id, known.join("; "));
        }
        leaving.extend(same.into_iter().cloned());
    }
    let known: BTreeSet<&str> = node.mentions.iter().map(|mention| &*mention.doc).collect();
    let mut from = BTreeSet::new();
    for doc in docs {
        if known.contains(doc.as_str()) {
            from.insert(doc.clone());
            continue;
        }
        let ends = known.iter().filter(|known| known.ends_with(doc.as_str()));
        match ends.collect::<Vec<_>>()[..] {
            [one] => from.insert((*one).to_owned()),
            [] => bail!("no document {doc:?} mentions {}", node.id),
            _ => bail!("several documents that mention {} end in {doc:?}", node.id),
        };
    }
    let row = Decision::part(&node.id, &leaving, &from);
    let said = format!("split {} ({}): a part of it is now {}", node.name, node.id, row.source);
    Ok((vec![row], said))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
