//! What a question is asked of. Enters: a JSON graph or a case. Leaves: as much of the network as the answer
//! needs: of a graph all, of a case the part around the names in question, as the user decided it.

use super::lookup;
use crate::cli::{case, terminal::safe};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use unravel::{
    Decision, KnowledgeGraph, Ledger, curate, export,
    store::{Case, Entry},
};

pub(super) enum Source {
    /// A network in memory.
    Graph(Box<KnowledgeGraph>),
    /// A case, and the decisions in it.
    Case(Box<Case>, Ledger),
}

impl Source {
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if !case::is_meant(path) {
            return Ok(Self::Graph(Box::new(export::json::read(path)?)));
        }
        let case = case::open(path)?;
        let ledger = case.decisions()?;
        Ok(Self::Case(Box::new(case), ledger))
    }

    /// The case, for what only a case can answer.
    pub fn case(&self) -> anyhow::Result<&Case> {
        match self {
            Self::Graph(_) => anyhow::bail!(
                "a JSON graph does not hold its texts: `unravel add CASE INPUT...` makes a case of them"
            ),
            Self::Case(case, _) => Ok(case),
        }
    }

    /// The network as far as it decides whom these names mean, and what is said of them.
    pub fn around(self, names: &[&str]) -> anyhow::Result<KnowledgeGraph> {
        let (case, ledger) = match self {
            Self::Graph(graph) => return Ok(*graph),
            Self::Case(case, ledger) => (case, ledger),
        };
        let entries = entries(&case, &ledger)?;
        let all = || entries.iter().map(|e| (e.id.as_str(), e.name.as_str(), &e.aliases[..]));
        let ids: Vec<&str> = names.iter().flat_map(|name| lookup::meant(all, name)).collect();
        part(&case, &ledger, &ids)
    }

    /// The network as far as it holds entities of which a name contains the text.
    pub fn containing(self, text: &str) -> anyhow::Result<KnowledgeGraph> {
        let (case, ledger) = match self {
            Self::Graph(graph) => return Ok(*graph),
            Self::Case(case, ledger) => (case, ledger),
        };
        let lower = safe(text).to_lowercase();
        let entries = entries(&case, &ledger)?;
        let found = entries.iter().filter(|e| lookup::contain(&e.name, &e.aliases, &lower));
        let ids: Vec<&str> = found.map(|e| e.id.as_str()).collect();
        part(&case, &ledger, &ids)
    }

    /// The network as far as paths and ranks need it.
    pub fn outline(&self) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph) => Ok((**graph).clone()),
            // What a merge makes of relations rests on their sentences.
            Self::Case(case, ledger) if is_decided(ledger) => case::graph(case),
            Self::Case(case, _) => Ok(case.outline()?),
        }
    }

    /// Some entities with what lies between them.
    pub fn between(self, ids: &[&str]) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph) => Ok(*graph),
            Self::Case(case, ledger) if is_decided(&ledger) => case::graph(&case),
            Self::Case(case, _) => Ok(case.between(ids)?),
        }
    }

    /// All of it, as [`whole`](Self::whole), and the source stays.
    pub fn all(&self) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph) => Ok((**graph).clone()),
            Self::Case(case, _) => case::graph(case),
        }
    }

    /// All of it.
    pub fn whole(self) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph) => Ok(*graph),
            Self::Case(case, _) => case::graph(&case),
        }
    }
}

fn is_decided(ledger: &Ledger) -> bool {
    !ledger.standing_rows().is_empty()
}

/// Everything of some entities and of those that decisions touch, as the user decided it. Decisions change
/// nothing else, so this is the same as deciding on the whole and taking the part.
fn part(case: &Case, ledger: &Ledger, ids: &[&str]) -> anyhow::Result<KnowledgeGraph> {
    if !is_decided(ledger) {
        return Ok(case.around(ids)?);
    }
    let touched = touched(ledger);
    let ids: Vec<&str> = ids.iter().copied().chain(touched.iter().map(String::as_str)).collect();
    let schema = case::schema(case)?;
    Ok(curate::curate(case.around(&ids)?, ledger, |p| schema.is_symmetric(p))?.graph)
}

/// The names of all entities as the user decided them.
fn entries(case: &Case, ledger: &Ledger) -> anyhow::Result<Vec<Entry>> {
    let entries = case.entries()?;
    if !is_decided(ledger) {
        return Ok(entries);
    }
    let touched = touched(ledger);
    let mut by_id: BTreeMap<String, Entry> = entries
        .into_iter()
        .filter(|entry| !touched.contains(&entry.id))
        .map(|entry| (entry.id.clone(), entry))
        .collect();
    for node in part(case, ledger, &[])?.nodes() {
        let (id, name, aliases) = (node.id.clone(), node.name.clone(), node.aliases.clone());
        by_id.insert(id.clone(), Entry { id, name, aliases });
    }
    Ok(by_id.into_values().collect())
}

/// The ids of entities that decisions name, themselves or by a part or a relation of theirs.
fn touched(ledger: &Ledger) -> BTreeSet<String> {
    let named = |row: &Decision| {
        [&row.target, &row.source].into_iter().flat_map(|id| ends(id)).collect::<Vec<_>>()
    };
    ledger.standing_rows().into_iter().flat_map(named).collect()
}

/// An id without what a claim adds to it; of a relation's id both ends, however its parts are cut.
fn ends(id: &str) -> Vec<String> {
    let id = id.split('#').next().unwrap_or(id);
    let cuts: Vec<usize> = id.match_indices('|').map(|(at, _)| at).collect();
    let before = cuts.iter().map(|&at| id[..at].to_owned());
    let after = cuts.iter().map(|&at| id[at + 1..].to_owned());
    std::iter::once(id.to_owned()).chain(before).chain(after).collect()
}
