//! `unravel export GRAPH -o FILE...`

use super::{
    Outcome,
    measure::By,
    outputs::{FORMATS, Outputs},
    screen::score,
};
use std::path::PathBuf;
use unravel::{analyze, export::Config};

const EXAMPLES: &str = "\
Examples:
  unravel export network.json -o network.graphml      for Gephi, networkx, igraph, yEd
  unravel export network.json -o network.svg          a picture of the 60 best connected
  unravel export network.json -o go.png --rank-by betweenness --max-nodes 30
  unravel export network.json -o sure.svg --min-confidence 0.6
  unravel export network.json -o network.csv          network.nodes.csv, .edges.csv,
                                                      .mentions.csv and .evidence.csv
  unravel export network.json -o network.ftm.json     for OpenAleph
  unravel export network.json -o network.gexf -o network.parquet -o network.cyjs
  unravel export network.json -o network.cypher       for Neo4j: cypher-shell -f network.cypher
  unravel export network.json -o network.ttl --base https://example.org/case/
  unravel export network.json --format neo4j -o folder
  unravel export network.json --format ftm -o - | ftm validate";

fn after_help() -> String {
    format!("{EXAMPLES}\n\n{FORMATS}")
}

/// Write a saved network in other formats.
///
/// Pictures show the best connected entities and say what they leave out. Lines are solid for what
/// is asserted, dashed for what is alleged, dotted and grey for what is denied.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help(), mut_arg("outputs", |output| output.required(true)))]
pub(crate) struct Args {
    /// A network that `unravel build` wrote (.json), or a case
    graph: PathBuf,
    #[command(flatten)]
    outputs: Outputs,
    /// At most this many entities in .dot, .svg and .png [default: 60 in pictures, all in .dot]
    #[arg(long, value_name = "N")]
    max_nodes: Option<std::num::NonZeroUsize>,
    /// Only relations of at least this confidence, 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = score, hide_default_value = true)]
    min_confidence: f64,
    /// Which entities a limited picture keeps [default: degree]
    #[arg(long, value_name = "MEASURE")]
    rank_by: Option<By>,
    /// Also draw entities without relations, such as dates and amounts
    #[arg(long)]
    unlinked: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let [case, ..] = args.outputs.cases()[..] {
        anyhow::bail!("{}: `unravel build` makes a case, of articles", case.display());
    }
    let outputs = args.outputs.open()?;
    let graph = super::read_graph(&args.graph)?.from_confidence(args.min_confidence);
    let ranking = args.rank_by.map_or_else(Vec::new, |by| {
        analyze::rank(&graph, by.into()).into_iter().map(|(node, _)| node.id.clone()).collect()
    });
    let config = Config {
        max_nodes: args.max_nodes.map(std::num::NonZeroUsize::get),
        unlinked: args.unlinked,
        ranking,
        ..args.outputs.config()
    };
    outputs.iter().try_for_each(|output| output.save(&graph, &config))?;
    Ok(Outcome::Done)
}
