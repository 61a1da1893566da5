//! `unravel build INPUT... -o FILE...`

use super::Outcome;
use std::{fs::File, io::BufWriter, path::PathBuf};
use unravel::{Pipeline, Schema, relate::Patterns, export};

/// Build a network from articles.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files, folders, globs, or `-` for standard input.
    #[arg(required = true)]
    inputs: Vec<String>,
    /// Output file; the format comes from its extension. May be given several times.
    #[arg(short, long = "output")]
    outputs: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let pipeline = Pipeline {
        schema: Schema::built_in(),
        patterns: Patterns::built_in(),
        ingest: Default::default(),
    };
    let graph = pipeline.build(&args.inputs, |_| {})?;
    for path in &args.outputs {
        export::json::write(&graph, &mut BufWriter::new(File::create(path)?))?;
    }
    Ok(if graph.info.skipped.is_empty() { Outcome::Done } else { Outcome::Skipped })
}
