//! `unravel feed GRAPH --to URL`

use super::{Global, Outcome, case, filter::Filter, out, terminal::safe};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use unravel::{
    KnowledgeGraph,
    export::rdf,
    feed::{self, Config, Kind, Summary, Target},
};

const EXAMPLES: &str = "\
Examples:
  unravel feed network.json --to bolt://localhost:7687            Neo4j
  unravel feed network.json --to bolt+s://db.example.org/news     with TLS, database news
  unravel feed news.case --to falkor://localhost:6379/news        FalkorDB, graph news
  unravel feed network.json --to sparql+http://localhost:7878/update
                                                                  Oxigraph and other triple stores
  unravel feed network.json --to bolt://localhost --dry-run       what would be sent
  unravel feed network.json --to bolt://localhost --dataset leak --prune

The user and password are taken from UNRAVEL_FEED_USER and UNRAVEL_FEED_PASSWORD, or from the URL
(bolt://USER:PASSWORD@HOST); they are never printed. Run again, nothing is doubled; a run that was
cut off is completed by running it again. docs/DATABASES.md shows what the database then holds.";

/// Write a saved network into a graph database, as often as you like.
///
/// Entities are merged by their id, relations by their id and data set, each with its sentences,
/// status and dates. What has changed is updated; what others have added to the database stays.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A network that `unravel build` wrote (.json), or a case
    graph: PathBuf,
    /// The database: bolt://, bolt+s://, neo4j://, neo4j+s://, falkor://, sparql+http://, sparql+https://
    #[arg(long, value_name = "URL")]
    to: String,
    /// Name under which the network stands in the database [default: the file's name without ending]
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// Remove what an earlier run wrote for this data set and the network no longer holds
    #[arg(long, requires = "dataset")]
    prune: bool,
    /// Print the statements and their parameters, and connect to nothing
    #[arg(long)]
    dry_run: bool,
    /// Entities or relations a statement; ids alone, for labels, ten times as many
    #[arg(long, value_name = "N", default_value_t = Config::BATCH, value_parser = rows)]
    batch: usize,
    /// What IRIs begin with in a store of triples [default: urn:unravel:]
    #[arg(long, value_name = "IRI")]
    base: Option<rdf::Base>,
    /// The relation types that the network was built with, if it was built with --schema
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    #[command(flatten)]
    filter: Filter,
}

fn rows(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(rows @ 1..=100_000) => Ok(rows),
        _ => Err("a number from 1 to 100000".into()),
    }
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    // Before the graph is read: a mistake should not cost the wait.
    args.filter.check()?;
    args.filter.check_by()?;
    if args.prune && args.filter.is_any() {
        anyhow::bail!(
            "--prune would take what is not in the part out of the data set: feed the whole network, or the part \
             without --prune as a data set of its own"
        );
    }
    let login = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let target = Target::parse(&args.to)?
        .or_login(login("UNRAVEL_FEED_USER"), login("UNRAVEL_FEED_PASSWORD"));
    let stem = args.graph.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let config = Config {
        dataset: args.dataset.clone().or(stem).context("the file has no name")?,
        prune: args.prune,
        batch: args.batch,
        base: args.base.clone().unwrap_or_default(),
        schema: case::relation_types(&args.graph, args.schema.as_deref())?,
    };
    config.check()?;
    if args.base.is_some() && target.kind() != Kind::Sparql {
        anyhow::bail!("--base is about stores of triples, and {target} is none");
    }
    let graph = args.filter.apply(super::read_graph(&args.graph)?, &config.schema, &[])?;
    if args.dry_run {
        return dry_run(&graph, &target, &config);
    }
    let bar = progress(global);
    let fed = feed::feed(&graph, &target, &config, |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let summary = fed?;
    if !global.quiet {
        out::note(&said(&summary, &target, &config, graph.info.selection.as_deref()));
    }
    Ok(Outcome::Done)
}

fn dry_run(graph: &KnowledgeGraph, target: &Target, config: &Config) -> anyhow::Result<Outcome> {
    for step in feed::plan(graph, target, config) {
        out::say(&step.to_string())?;
    }
    if config.prune && target.kind() != Kind::Sparql {
        out::say(
            "// then the database is asked what it holds for the data set, and what the network lacks goes",
        )?;
    }
    Ok(Outcome::Done)
}

fn said(summary: &Summary, target: &Target, config: &Config, part: Option<&str>) -> String {
    // Of a part, what was written; the data set may hold more.
    let holds = part.map_or("holds", |_| "was given");
    let mut text = format!(
        "{target}: data set {} {holds} {} and {}",
        config.dataset,
        many(summary.entities, "entity", "entities"),
        many(summary.relations, "relation", "relations"),
    );
    if let (Some(entities), Some(relations)) = (summary.pruned_entities, summary.pruned_relations) {
        let entities = many(entities, "entity", "entities");
        text +=
            &format!("; taken out: {entities} and {}", many(relations, "relation", "relations"));
    }
    if let Some(part) = part {
        text += &format!(", a part of the network: {}", safe(part));
    }
    text
}

fn many(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// On a terminal alone, and not for who wants quiet.
fn progress(global: &Global) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if global.quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("feeding {bar:30} {pos}/{len} steps {eta}") {
        bar.set_style(style);
    }
    bar
}
