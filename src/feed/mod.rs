//! Graph -> a graph database. Enters: the graph, where to, a data set's name. Leaves: the same
//! network in the database, and how much was written. Running it again changes nothing; a run that
//! was cut off is completed by running it again.
//!
//! Never asks the database who is who, never changes the graph. An entity has one node, whoever else
//! speaks of it: its name, aliases and roles are those fed last; relationships of other data sets stay as they are. Text travels as parameters, or through one escaping function where a
//! protocol has none. Async code of feeding stays in `bolt`.
//!
//! | | nodes and relations | a data set is |
//! |---|---|---|
//! | Bolt (Neo4j, ArcadeDB, Memgraph), FalkorDB | [`property`](crate::export::property) | a name in `datasets` of a node, `dataset` of a relationship |
//! | SPARQL 1.1 Update | [`rdf`] | a named graph |

mod bolt;
mod error;
mod falkor;
mod plan;
mod prune;
mod retry;
mod sparql;
mod step;
mod target;

pub use error::Error;
pub use plan::{count, plan};
pub use step::Step;
pub use target::{Kind, Target};

use crate::{export::rdf, graph::KnowledgeGraph, schema::Schema};
use retry::{Failure, patiently};

/// What is written, and as whose.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the data set; not empty, see [`Config::check`].
    pub dataset: String,
    /// Whether to remove what an earlier run wrote for this data set and the graph no longer holds.
    pub prune: bool,
    /// Entities or relations a statement, at least 1; ids alone, for labels, ten times as many.
    pub batch: usize,
    /// What IRIs begin with, in a store of triples.
    pub base: rdf::Base,
    /// The relation types that the network was built with, for a store of triples.
    pub schema: Schema,
}

impl Config {
    /// Rows a statement when nobody says otherwise.
    pub const BATCH: usize = 1_000;

    /// # Errors
    /// When the name of the data set is empty or holds control characters.
    pub fn check(&self) -> Result<(), Error> {
        if self.dataset.trim().is_empty() || self.dataset.chars().any(char::is_control) {
            return Err(Error::Dataset);
        }
        Ok(())
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Entities that were written; what an earlier run wrote may be there besides.
    pub entities: usize,
    /// Relations that were written.
    pub relations: usize,
    /// Entities that were taken out; `None` where nobody counts them or nothing was to be pruned.
    pub pruned_entities: Option<usize>,
    /// Relations that were taken out.
    pub pruned_relations: Option<usize>,
}

/// A database that takes one step after the other.
trait Server {
    /// Runs a step to its end.
    fn write(&mut self, step: &Step) -> Result<(), Failure>;

    /// Runs a question whose columns are texts; rows with something else are left out.
    fn read(&mut self, step: &Step, columns: &[&str]) -> Result<Vec<Vec<String>>, Failure>;
}

/// Writes the network into a database and says after every step how many of how many are done.
///
/// # Errors
/// When the database cannot be reached, refuses the login or a statement, or goes away and does not
/// come back within seconds. What was written until then stays; running it again completes it.
pub fn feed(
    graph: &KnowledgeGraph,
    target: &Target,
    config: &Config,
    mut progress: impl FnMut(usize, usize),
) -> Result<Summary, Error> {
    config.check()?;
    let mut server: Box<dyn Server> = match target.kind() {
        Kind::Bolt => Box::new(bolt::Bolt::new(target)?),
        Kind::Falkor => Box::new(falkor::Falkor::new(target)),
        Kind::Sparql => Box::new(sparql::Sparql::new(target)),
    };
    let of = count(graph, target, config);
    let mut done = 0;
    for step in plan(graph, target, config) {
        // Nobody waits for a server that was never there.
        let written =
            if done == 0 { server.write(&step) } else { patiently(|| server.write(&step)) };
        written.map_err(|failure| failure.at(target, done, of))?;
        done += 1;
        progress(done, of);
    }
    let mut summary = Summary {
        entities: graph.nodes().len(),
        relations: graph.edges().len(),
        ..Summary::default()
    };
    if config.prune && target.kind() != Kind::Sparql {
        let pruned = prune::prune(graph, config, &mut *server);
        let (entities, relations) = pruned.map_err(|failure| failure.at(target, done, of))?;
        summary.pruned_entities = Some(entities);
        summary.pruned_relations = Some(relations);
    }
    Ok(summary)
}
