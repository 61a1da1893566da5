//! `unravel export GRAPH -o FILE...`

use super::{
    Global, Outcome, case,
    filter::Filter,
    measure::By,
    outputs::{FORMATS, Output, Outputs},
};
use std::{collections::BTreeMap, path::PathBuf};
use unravel::{
    Schema, analyze,
    export::{self, Config, Format},
    store::Case,
};

const EXAMPLES: &str = "\
Examples:
  unravel export network.json -o network.graphml      for Gephi, networkx, igraph, yEd
  unravel export network.json -o network.html         a page to look through, in one file
  unravel export network.json -o network.svg          a picture of the 60 best connected
  unravel export network.json -o go.png --rank-by betweenness --max-nodes 30
  unravel export network.json -o sure.svg --min-confidence 0.6
  unravel export network.json -o network.csv          network.nodes.csv, .edges.csv,
                                                      .mentions.csv and .evidence.csv
  unravel export network.json -o network.ftm.json     for OpenAleph
  unravel export network.json -o network.gexf -o network.parquet -o network.cyjs
  unravel export network.json -o network.cypher       for Neo4j: cypher-shell -f network.cypher
  unravel export network.json -o network.ttl --base https://example.org/case/
  unravel export network.json -o kim.svg --around 'Kim Jong Un' --hops 2 --top 40 --by pagerank
  unravel export network.json -o money.graphml --relation finances,owns --since 2015
  unravel export network.json --format neo4j -o folder
  unravel export network.json --format ftm -o - | ftm validate";

fn after_help() -> String {
    format!("{EXAMPLES}\n\n{FORMATS}")
}

/// Write a saved network in other formats.
///
/// Pictures show the best connected entities and say what they leave out: shapes and fills tell the
/// type, borders the role, grounds who belongs together. Lines are solid for what
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
    /// Also draw entities without relations, such as dates and amounts
    #[arg(long)]
    unlinked: bool,
    /// What draws .svg and .png: the program itself, the same everywhere, or Graphviz
    #[arg(long, value_name = "ENGINE", default_value = "own")]
    engine: Engine,
    /// The relation types that the network was built with, if it was built with --schema
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
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

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    if let [case, ..] = args.outputs.cases()[..] {
        anyhow::bail!("{}: `unravel build` makes a case, of articles", case.display());
    }
    args.filter.check()?;
    let outputs = args.outputs.open()?;
    // A part, or another format, in the place of the whole would be a loss.
    let whole = args.graph.canonicalize().ok();
    let files = outputs.iter().flat_map(super::outputs::Output::files);
    if let Some(file) = files.filter(|_| whole.is_some()).find(|f| f.canonicalize().ok() == whole) {
        anyhow::bail!("{}: that is the network itself; name another file", file.display());
    }
    if !outputs.iter().any(|output| output.format.is_drawn()) {
        args.filter.check_by()?;
        if args.max_nodes.is_some() || args.unlinked {
            anyhow::bail!(
                "--max-nodes and --unlinked are about .dot, .svg and .png, which are not written"
            );
        }
    }
    // All of one state, whoever writes meanwhile.
    let case = case::is_meant(&args.graph).then(|| case::open(&args.graph)).transpose()?;
    let (graph, schema) = match &case {
        Some(case) => (case::graph(case)?, case::schema(case)?),
        None => (super::read_graph(&args.graph)?, Schema::built_in()),
    };
    let schema = case::with_added(schema, args.schema.as_deref())?;
    let graph = args.filter.apply(graph, &schema, &[])?;
    if graph.nodes().len() == 0 && args.filter.is_any() {
        super::out::note("nothing of the network is in the part that was asked for");
    }
    let ranking = args.filter.by().map_or_else(Vec::new, |by| {
        analyze::rank(&graph, by.into()).into_iter().map(|(node, _)| node.id.clone()).collect()
    });
    let config = Config {
        ranked_by: args.filter.by().map(By::name).unwrap_or_default().to_owned(),
        engine: args.engine.into(),
        max_nodes: args.max_nodes.map(std::num::NonZeroUsize::get),
        unlinked: args.unlinked,
        texts: texts(case.as_ref(), &outputs)?,
        ranking,
        schema,
        ..args.outputs.config()
    };
    for output in outputs {
        output.save(&graph, &config)?;
        if global.verbose {
            super::out::note(&format!("wrote {}", output.path.display()));
        }
    }
    Ok(Outcome::Done)
}

/// The texts of a case, which a page shows; a JSON graph has none.
fn texts(case: Option<&Case>, outputs: &[Output]) -> anyhow::Result<BTreeMap<String, String>> {
    let Some(case) = case.filter(|_| outputs.iter().any(|output| output.format == Format::Html))
    else {
        return Ok(BTreeMap::new());
    };
    // In the order in which the page takes them: of a large archive it has room for few.
    let (mut texts, mut room) = (BTreeMap::new(), export::html::TextRoom::default());
    for text in case.texts()? {
        let (info, text) = text?;
        if room.takes(&text) {
            texts.insert(info.id, text);
        }
    }
    Ok(texts)
}
