//! What will be written, in order. Enters: the graph, where to, as whose. Leaves: the steps, one by
//! one, so that a large network is never held twice. Opens nothing: `--dry-run` prints these.

use super::{Config, Kind, Step, Target, sparql};
use crate::{
    export::property::{self, Batch, CONSTRAINT, Marks, batches},
    graph::KnowledgeGraph,
};

/// FalkorDB has no such constraint in its Cypher; the index is what makes `MERGE` quick.
pub(super) const FALKOR_INDEX: &str = "CREATE INDEX FOR (n:Entity) ON (n.id)";

/// The steps that write the network. Pruning a property graph is not among them, since it depends on
/// what the database holds.
#[must_use]
pub fn plan<'a>(
    graph: &'a KnowledgeGraph,
    target: &Target,
    config: &'a Config,
) -> Box<dyn Iterator<Item = Step> + 'a> {
    let first = match target.kind() {
        Kind::Sparql => return Box::new(sparql::steps(graph, config)),
        Kind::Bolt => CONSTRAINT,
        Kind::Falkor => FALKOR_INDEX,
    };
    let batches = batches(graph, Marks::Dataset, config.batch);
    let steps = batches.map(|Batch { statement, rows }| {
        Step::new(format!("UNWIND $rows AS r {statement}"))
            .with("dataset", config.dataset.as_str())
            .with("rows", rows)
    });
    Box::new(std::iter::once(Step::new(first)).chain(steps))
}

/// How many steps [`plan`] gives.
#[must_use]
pub fn count(graph: &KnowledgeGraph, target: &Target, config: &Config) -> usize {
    match target.kind() {
        Kind::Sparql => sparql::count(graph, config),
        _ => 1 + property::count(graph, config.batch),
    }
}
