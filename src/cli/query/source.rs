//! What a question is asked of. Enters: a JSON graph or a case. Leaves: as much of the network as the answer
//! needs: of a graph all, of a case the part around the names in question.

use super::lookup;
use crate::cli::{case, terminal::safe};
use std::path::Path;
use unravel::{
    KnowledgeGraph, export,
    store::{self, Case, Entry},
};

pub(super) enum Source {
    /// A network in memory, and the case that it comes from, if it does.
    Graph(Box<KnowledgeGraph>, Option<Case>),
    /// A case without decisions of the user, asked for parts, and the names in it.
    Case(Case, Vec<Entry>),
}

impl Source {
    /// Opens a network. The decisions of a case are applied to the whole of it.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        if !store::is_case(path) {
            return Ok(Self::Graph(Box::new(export::json::read(path)?), None));
        }
        let case = case::open(path)?;
        if !case.decisions()?.rows().is_empty() {
            return Ok(Self::Graph(Box::new(case::graph(&case)?), Some(case)));
        }
        let entries = case.entries()?;
        Ok(Self::Case(case, entries))
    }

    /// The case, for what only a case can answer.
    pub fn case(&self) -> anyhow::Result<&Case> {
        match self {
            Self::Graph(_, None) => {
                anyhow::bail!(
                    "a JSON graph does not hold its texts: `unravel add CASE INPUT...` makes a case of them"
                )
            }
            Self::Graph(_, Some(case)) | Self::Case(case, _) => Ok(case),
        }
    }

    /// The network as far as it decides whom these names mean, and what is said of them.
    pub fn around(self, names: &[&str]) -> anyhow::Result<KnowledgeGraph> {
        let (case, entries) = match self {
            Self::Graph(graph, _) => return Ok(*graph),
            Self::Case(case, entries) => (case, entries),
        };
        let all = || entries.iter().map(|e| (e.id.as_str(), e.name.as_str(), &e.aliases[..]));
        let ids: Vec<&str> = names.iter().flat_map(|name| lookup::meant(all, name)).collect();
        Ok(case.around(&ids)?)
    }

    /// The network as far as it holds entities of which a name contains the text.
    pub fn containing(self, text: &str) -> anyhow::Result<KnowledgeGraph> {
        let (case, entries) = match self {
            Self::Graph(graph, _) => return Ok(*graph),
            Self::Case(case, entries) => (case, entries),
        };
        let lower = safe(text).to_lowercase();
        let found = entries.iter().filter(|e| lookup::contain(&e.name, &e.aliases, &lower));
        let ids: Vec<&str> = found.map(|e| e.id.as_str()).collect();
        Ok(case.around(&ids)?)
    }

    /// The network without mentions and sentences; of a graph, all of it.
    pub fn outline(&self) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph, _) => Ok((**graph).clone()),
            Self::Case(case, _) => Ok(case.outline()?),
        }
    }

    /// Some entities with what lies between them.
    pub fn between(self, ids: &[&str]) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph, _) => Ok(*graph),
            Self::Case(case, _) => Ok(case.between(ids)?),
        }
    }

    /// All of it.
    pub fn whole(self) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph, _) => Ok(*graph),
            Self::Case(case, _) => case::graph(&case),
        }
    }
}
