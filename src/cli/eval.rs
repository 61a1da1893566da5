//! `unravel eval GOLD_DIR`

use super::Outcome;
use std::{fs::File, io::BufWriter, path::PathBuf};
use unravel::{Pipeline, Schema, eval, export};

/// Read gold documents and score what is found in them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of `*.gold.json` files.
    folder: PathBuf,
    /// Take the names from the gold documents: scores resolving and relating alone.
    #[arg(long)]
    gold_names: bool,
    /// Also write the graph that was scored.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let pipeline = Pipeline { schema: Schema::built_in(), ingest: Default::default() };
    let documents = eval::gold::read(&args.folder)?
        .iter()
        .map(|gold| {
            let doc = gold.document();
            if args.gold_names {
                pipeline.extract_with(&doc, gold.names(&doc))
            } else {
                pipeline.extract(&doc)
            }
        })
        .collect();
    let graph = pipeline.merge(documents, Vec::new());
    if let Some(path) = &args.output {
        export::json::write(&graph, &mut BufWriter::new(File::create(path)?))?;
    }
    Ok(Outcome::Done)
}
