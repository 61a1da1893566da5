//! What a question is asked of. Enters: a JSON graph or a case. Leaves: as much of the network as the answer
//! needs: of a graph all, of a case the part around the names in question, as the user decided it.

use super::lookup;
use crate::cli::{case, terminal::safe};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use unravel::{
    Decision, KnowledgeGraph, Ledger, Node, Schema, curate, export,
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

    /// The relation types of the network.
    pub fn schema(&self) -> anyhow::Result<Schema> {
        match self {
            Self::Graph(_) => Ok(Schema::built_in()),
            Self::Case(case, _) => case::schema(case),
        }
    }

    /// The network as far as it decides whom these names mean, and what is said of them.
    pub fn around(self, names: &[&str]) -> anyhow::Result<KnowledgeGraph> {
        let (case, ledger) = match self {
            Self::Graph(graph) => return Ok(*graph),
            Self::Case(case, ledger) => (case, ledger),
        };
        if !is_decided(&ledger)
            && let Some(ids) = plainly_meant(&case, names)?
        {
            return part(&case, &ledger, &ids.iter().map(String::as_str).collect::<Vec<_>>());
        }
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

    /// The entities with the most neighbours, and how many: what a case that nobody decided on has counted at once.
    pub fn most_linked(&self, number: usize) -> anyhow::Result<Option<Vec<(Node, f64)>>> {
        let Self::Case(case, ledger) = self else { return Ok(None) };
        if is_decided(ledger) {
            return Ok(None);
        }
        let found = case.most_linked(number)?;
        if found.len() < number {
            // Those without neighbours would follow.
            return Ok(None);
        }
        #[expect(clippy::cast_precision_loss, reason = "no graph has 2^52 nodes")]
        let ranked = found.into_iter().map(|(node, near)| (node, near as f64));
        Ok(Some(ranked.collect()))
    }

    /// The network as far as paths and ranks need it.
    pub fn outline(&self) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph) => Ok((**graph).clone()),
            Self::Case(case, ledger) => outline(case, ledger),
        }
    }

    /// Some entities with what lies between them.
    pub fn between(self, ids: &[&str]) -> anyhow::Result<KnowledgeGraph> {
        match self {
            Self::Graph(graph) => Ok(*graph),
            Self::Case(case, ledger) if is_decided(&ledger) => {
                let mut link = part(&case, &ledger, ids)?.to_node_link();
                link.nodes.retain(|node| ids.contains(&node.id.as_str()));
                Ok(KnowledgeGraph::from_node_link(link))
            }
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

/// Whom the names mean where each of them is an id or the whole name of somebody: then nobody need look at the aliases,
/// and for an id at nothing else.
fn plainly_meant(case: &Case, names: &[&str]) -> anyhow::Result<Option<Vec<String>>> {
    let mut ids = Vec::new();
    for &name in names {
        let found = match case.has(name)? {
            true => vec![name.to_owned()],
            false => case.named(|theirs| lookup::is_name(theirs, name))?,
        };
        if found.is_empty() {
            return Ok(None);
        }
        ids.extend(found);
    }
    Ok(Some(ids))
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

/// The outline of the network as the user decided it. What decisions touch is decided with its sentences, of which
/// a merge makes relations anew; the rest is as it was.
fn outline(case: &Case, ledger: &Ledger) -> anyhow::Result<KnowledgeGraph> {
    let outline = case.outline()?;
    if !is_decided(ledger) {
        return Ok(outline);
    }
    let (touched, decided) = (touched(ledger), part(case, ledger, &[])?.to_node_link());
    let mut link = outline.to_node_link();
    link.nodes.retain(|node| !touched.contains(&node.id));
    link.edges.retain(|edge| !touched.contains(&edge.source) && !touched.contains(&edge.target));
    // Those at the other end of a relation stand in both.
    let there: BTreeSet<String> = link.nodes.iter().map(|node| node.id.clone()).collect();
    link.nodes.extend(decided.nodes.into_iter().filter(|node| !there.contains(&node.id)));
    link.edges.extend(decided.edges);
    Ok(KnowledgeGraph::from_node_link(link))
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

/// An id, and without what a claim adds to it; of a relation's id both ends, however its parts are cut. Some of these
/// are ids of nothing.
fn ends(id: &str) -> Vec<String> {
    let cuts = id.match_indices('|').map(|(at, _)| at);
    let parts = cuts.flat_map(|at| [&id[..at], &id[at + 1..]]).chain([id]);
    // A claim's own text has no `#`; an id may have one.
    parts
        .flat_map(|part| [Some(part), part.rsplit_once('#').map(|(id, _)| id)])
        .flatten()
        .map(str::to_owned)
        .collect()
}
