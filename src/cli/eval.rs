//! `unravel eval GOLD_DIR`

use super::Outcome;
use std::{fs::File, io::BufWriter, path::PathBuf};
use unravel::{Pipeline, Schema, relate::Patterns, eval, export};

/// Read gold documents and score what is found in them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of `*.gold.json` files.
    folder: PathBuf,
    /// Take the names from the gold documents: scores resolving and relating alone.
    #[arg(long)]
    gold_names: bool,
    /// Take the entities from the gold documents too: scores relating alone.
    #[arg(long)]
    gold_entities: bool,
    /// Take the relation patterns from this TOML file.
    #[arg(long)]
    patterns: Option<PathBuf>,
    /// Also write the graph that was scored.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let pipeline = Pipeline {
        schema: Schema::built_in(),
        patterns: args.patterns.as_deref().map_or_else(|| Ok(Patterns::built_in()), Patterns::read)?,
        ingest: Default::default(),
    };
    let documents = eval::gold::read(&args.folder)?
        .iter()
        .map(|gold| {
            let doc = gold.document();
            if args.gold_entities {
                pipeline.link(&doc, gold.resolution(&doc))
            } else if args.gold_names {
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
