//! Two entities that are one. What both say of themselves is put together; where they contradict
//! each other, the one that stays is right.

use super::draft::Draft;
use crate::{
    entity::Merge,
    graph::{best_grounds, merges_json},
};
use serde_json::Value;

/// Merges `source` into `target`. An id that the network does not hold stands for the other one from
/// now on, so that ids which only the ledger knows still join what it joins by them.
pub(super) fn merge(
    draft: &mut Draft<'_>,
    (target, source): (&str, &str),
    user: &str,
    kept_apart: impl Fn(&[String], &[String]) -> Option<String>,
) -> Result<(), String> {
    let (into, from) = (draft.root(target), draft.root(source));
    if into == from {
        return draft.find(target).map(drop);
    }
    if let Some(cause) = kept_apart(draft.members(&into), draft.members(&from)) {
        return Err(cause);
    }
    let missing = |id: &str, other: &str| {
        // A part that was split off and then taken back is where it was.
        let is_part = id.strip_prefix(other).is_some_and(|rest| rest.starts_with("#part:"));
        if is_part { Ok(()) } else { Err(format!("no entity {id} now")) }
    };
    match (draft.has(&into), draft.has(&from)) {
        (true, true) => {
            unite(draft, &into, &from, user);
            draft.join(&from, &into);
            Ok(())
        }
        (false, true) => {
            draft.join(&into, &from);
            missing(target, source)
        }
        (_, false) => {
            draft.join(&from, &into);
            missing(source, target)
        }
    }
}

fn unite(draft: &mut Draft<'_>, into: &str, from: &str, user: &str) {
    let edges = draft.edges_of(from);
    let Some(source) = draft.take_node(from) else { return };
    draft.add(into, |node| {
        let reason = Merge {
            name: source.name.clone(),
            into: node.name.clone(),
            reason: format!("decision of {user}"),
            score: 1.0,
            doc: None,
        };
        let mut merges = list(node.attributes.remove("merges"));
        let mut grounds = list(node.attributes.remove("roles"));
        for (key, value) in source.attributes {
            match key.as_str() {
                "merges" => merges.extend(list(Some(value))),
                "roles" => grounds.extend(list(Some(value))),
                _ => {
                    node.attributes.entry(key).or_insert(value);
                }
            }
        }
        if !grounds.is_empty() {
            node.attributes.insert("roles".into(), best_grounds(grounds).into());
        }
        merges.extend(list(Some(merges_json(&[reason]))));
        node.attributes.insert("merges".into(), merges.into());
        node.aliases.extend(source.aliases);
        node.aliases.push(source.name);
        node.roles.extend(source.roles);
        node.mentions.extend(source.mentions);
    });
    let other = |end: String| if end == from { into.to_owned() } else { end };
    for id in edges {
        if let Some(edge) = draft.take_edge(&id) {
            let ends = (other(edge.source), edge.predicate, other(edge.target));
            draft.put_evidence(ends, edge.evidence);
        }
    }
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}
