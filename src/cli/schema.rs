//! `unravel schema`

use super::{Outcome, out};
use std::path::PathBuf;
use unravel::Schema;

const EXAMPLES: &str = "\
Examples:
  unravel schema
  unravel schema --schema mine.toml     with your own relation types added
  unravel schema > all.toml             a file to start from

A relation type of your own:
  [relation.smuggles_for]
  about = \"smuggles goods for\"
  subject = [\"person\", \"organization\", \"group\"]
  object = [\"person\", \"organization\", \"location\"]";

/// Print the relation types in force, as TOML.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A file with relation types of your own; a type of the same name is replaced
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut schema = Schema::built_in();
    if let Some(path) = &args.schema {
        schema.extend_from(path)?;
    }
    out::print(&toml::to_string(&schema)?)?;
    Ok(Outcome::Done)
}
