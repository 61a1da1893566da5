//! The user's decisions applied. Enters: a network as it was built and a ledger. Leaves: the network
//! as the user decided it, with the way back, and for each row of the ledger what became of it.
//! Reads no texts, keeps no ledger and guesses nothing: a decision about something that the network
//! does not hold now waits.
//!
//! Decisions are applied in the order they were made, so that the later of two that conflict wins.
//! Time: linear in the network, then in what each decision touches.

mod draft;
mod merge;
mod split;

use crate::{
    error::Error,
    graph::KnowledgeGraph,
    ledger::{Claim, Decision, Ledger, Standing},
};
use draft::Draft;
use std::collections::HashMap;

/// What became of a row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The network follows it.
    Applied,
    /// It stands, but the network has nothing now that it could be applied to; why, in words.
    Waits(String),
    /// It does not stand, or is no decision.
    Rests(Standing),
}

/// A network as the user decided it.
#[derive(Clone, Debug)]
pub struct Curated {
    /// The network; [`KnowledgeGraph::into_base`] leads back.
    pub graph: KnowledgeGraph,
    /// For each row of the ledger what became of it.
    pub states: Vec<State>,
}

/// Pairs that must stay two, by either id: the other id and the row that says so.
type Apart<'a> = HashMap<&'a str, Vec<(&'a str, usize)>>;

/// Applies every decision that stands. `symmetric` says which relation types have no direction.
/// A graph that was curated before is taken back to what was built first.
///
/// # Errors
/// When what the graph says of an earlier curation does not fit it.
pub fn curate(
    graph: KnowledgeGraph,
    ledger: &Ledger,
    symmetric: impl Fn(&str) -> bool,
) -> Result<Curated, Error> {
    let base = graph.into_base()?;
    let standing = ledger.standing();
    if !standing.contains(&Standing::Stands) {
        let states = standing.into_iter().map(State::Rests).collect();
        return Ok(Curated { graph: base, states });
    }
    let rows = || ledger.rows().iter().zip(&standing).enumerate();
    let mut apart = Apart::new();
    for (at, (row, _)) in rows().filter(|(_, (_, standing))| **standing == Standing::Stands) {
        if let Claim::Apart { target, source } = row.claim() {
            apart.entry(target).or_default().push((source, at));
            apart.entry(source).or_default().push((target, at));
        }
    }
    let mut draft = Draft::new(base, &symmetric);
    let mut applied: Vec<Decision> = Vec::new();
    let states = rows().map(|(at, (row, standing))| match standing {
        Standing::Stands => match apply(&mut draft, (at, row), &apart) {
            Ok(()) => {
                applied.push(row.clone());
                State::Applied
            }
            Err(cause) => State::Waits(cause),
        },
        standing => State::Rests(*standing),
    });
    let states = states.collect();
    Ok(Curated { graph: draft.finish(applied), states })
}

/// Applies one decision, or says why it cannot be applied now.
fn apply(
    draft: &mut Draft<'_>,
    (at, row): (usize, &Decision),
    apart: &Apart,
) -> Result<(), String> {
    match row.claim() {
        Claim::Same { target, source } => {
            let user = row.user.as_deref().unwrap_or("unknown");
            merge::merge(draft, (target, source), user, |a, b| kept_apart(apart, at, a, b))
        }
        Claim::Part { node, part, names, docs } => {
            let node = draft.find(node)?;
            split::split(draft, &node, part, &split::Part { names, docs })
        }
        Claim::Apart { target, source } => {
            draft.find(target).and_then(|_| draft.find(source)).map(drop)
        }
        Claim::Name { node, name } => {
            let node = draft.find(node)?;
            draft.change(&node, |node| {
                let old = std::mem::replace(&mut node.name, name);
                node.aliases.push(old);
                node.aliases.retain(|alias| *alias != node.name);
                node.aliases.sort();
                node.aliases.dedup();
            });
            Ok(())
        }
        Claim::Type { node, entity_type } => {
            let node = draft.find(node)?;
            draft.change(&node, |node| node.entity_type = entity_type);
            Ok(())
        }
        Claim::NoEntity { node } => {
            let node = draft.find(node)?;
            for edge in draft.edges_of(&node) {
                draft.take_edge(&edge);
            }
            draft.take_node(&node);
            Ok(())
        }
        Claim::NoRelation { edge } => match draft.take_edge(edge) {
            Some(_) => Ok(()),
            None => Err(format!("no relation {edge} now")),
        },
        Claim::Nothing => Ok(()),
        Claim::Unknown => Err("this version does not know such a decision".into()),
    }
}

/// Whether a row later than `at` keeps two of these ids apart.
fn kept_apart(apart: &Apart, at: usize, a: &[String], b: &[String]) -> Option<String> {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let pairs = few.iter().flat_map(|id| {
        let others = apart.get(id.as_str()).into_iter().flatten();
        others.map(move |&(other, row)| (id, other, row))
    });
    pairs
        .filter(|&(_, other, row)| row > at && many.iter().any(|id| id == other))
        .map(|(id, other, _)| format!("a later decision keeps {id} and {other} apart"))
        .next()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
