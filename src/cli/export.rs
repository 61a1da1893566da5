//! `unravel export GRAPH -o FILE...`

use super::{Outcome, filter::Filter, measure::By};
use std::path::PathBuf;
use unravel::{
    analyze,
    export::{self, Config, Format},
};

const EXAMPLES: &str = "\
Examples:
  unravel export network.json -o network.graphml      for Gephi, networkx, igraph, yEd
  unravel export network.json -o network.svg          a picture of the 60 best connected
  unravel export network.json -o go.png --rank-by betweenness --max-nodes 30
  unravel export network.json -o sure.svg --min-confidence 0.6
  unravel export network.json -o network.csv          network.nodes.csv, .edges.csv,
                                                      .mentions.csv and .evidence.csv
  unravel export network.json -o network.dot -o network.svg

  unravel export network.json -o kim.svg --around 'Kim Jong Un' --hops 2 --top 40 --by pagerank
  unravel export network.json -o money.graphml --relation finances,owns --since 2015

Formats: .json .dot .svg .png .graphml .csv.";

/// Write a saved network in other formats.
///
/// Pictures show the best connected entities and say what they leave out: shapes and fills tell the
/// type, borders the role, grounds who belongs together. Lines are solid for what
/// is asserted, dashed for what is alleged, dotted and grey for what is denied.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A network that `unravel build` wrote (.json), or a case
    graph: PathBuf,
    /// Output file; the format comes from its ending. May be given several times
    #[arg(short, long = "output", value_name = "FILE", required = true)]
    outputs: Vec<PathBuf>,
    /// At most this many entities in .dot, .svg and .png [default: 60 in pictures, all in .dot]
    #[arg(long, value_name = "N")]
    max_nodes: Option<std::num::NonZeroUsize>,
    /// Also draw entities without relations, such as dates and amounts
    #[arg(long)]
    unlinked: bool,
    /// What draws .svg and .png: the program itself, the same everywhere, or Graphviz
    #[arg(long, value_name = "ENGINE", default_value = "own")]
    engine: Engine,
    /// In .csv, put ' before text that a spreadsheet would take for a formula
    #[arg(long)]
    guard_formulas: bool,
    #[command(flatten)]
    filter: Filter,
}

/// What draws.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Engine {
    /// The program itself
    Own,
    /// Graphviz, where it is installed
    Graphviz,
}

impl From<Engine> for export::Engine {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::Own => Self::Own,
            Engine::Graphviz => Self::Graphviz,
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    // Before any work: a wrong ending should not cost the wait.
    let formats =
        args.outputs.iter().map(|path| Format::of(path)).collect::<Result<Vec<_>, _>>()?;
    let graph = args.filter.apply(super::read_graph(&args.graph)?, &args.graph, &[])?;
    let ranking = args.filter.by().map_or_else(Vec::new, |by| {
        analyze::rank(&graph, by.into()).into_iter().map(|(node, _)| node.id.clone()).collect()
    });
    let config = Config {
        ranked_by: args.filter.by().map(By::name).unwrap_or_default().to_owned(),
        engine: args.engine.into(),
        max_nodes: args.max_nodes.map(std::num::NonZeroUsize::get),
        unlinked: args.unlinked,
        guard_formulas: args.guard_formulas,
        ranking,
    };
    for (path, format) in args.outputs.iter().zip(formats) {
        export::save(&graph, format, path, &config)?;
    }
    Ok(Outcome::Done)
}
