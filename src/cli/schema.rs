//! `unravel schema`: what the network can say; `unravel schema check`: whether a file of one's own
//! is right.

use super::{Outcome, out};
use std::path::{Path, PathBuf};
use unravel::{
    Error, Mistake, Schema, ingest,
    relate::{Additions, Patterns},
};

const EXAMPLES: &str = "\
Examples:
  unravel schema
  unravel schema --schema mine.toml     with your own relation types added
  unravel schema > all.toml             a file to start from
  unravel schema check mine.toml        every mistake in it, with its line
  unravel build articles/ --schema mine.toml -o network.json

A relation type of your own, and patterns that state it (docs/SCHEMA.md teaches all of it):
  [relation.smuggles_for]
  about = \"smuggles goods for\"
  subject = [\"person\", \"organization\", \"group\"]
  object = [\"person\", \"organization\", \"location\"]

  [lists]
  smugglers = [\"smuggler\", \"courier\"]

  [[verb]]
  name = \"smuggle-for\"
  type = \"smuggles_for\"
  verbs = [\"smuggle\"]
  object = [\"for\"]

  [[sequence]]
  name = \"smuggler-of\"
  type = \"smuggles_for\"
  rows = [\"S , ~1 @smugglers for|of O\"]

  [[example]]
  text = \"[PER Ann Lee] smuggled chips for [ORG Acme].\"
  says = [\"Ann Lee smuggles_for Acme\"]";

/// Print the relation types in force, as TOML; `check` tests a file of your own.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    /// A file with relation types of your own; a type of the same name is replaced
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Say every mistake in a file of relation types and patterns, and try its examples.
    ///
    /// Each mistake has its line and column, its cause and what to write instead. Exit code: 0 the
    /// file is fine, perhaps with warnings; 2 it is wrong.
    #[command(after_help = "Example:
  unravel schema check mine.toml")]
    Check {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Add it to the patterns of this TOML file instead of the built-in ones.
        #[arg(long, value_name = "FILE")]
        patterns: Option<PathBuf>,
    },
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(Action::Check { file, patterns }) = &args.action {
        return check(file, patterns.as_deref());
    }
    let mut schema = Schema::built_in();
    if let Some(path) = &args.schema {
        Additions::read(path, &mut schema, &mut Patterns::built_in())?;
    }
    out::print(&toml::to_string(&schema)?)?;
    Ok(Outcome::Done)
}

fn check(file: &Path, patterns: Option<&Path>) -> anyhow::Result<Outcome> {
    let mut schema = Schema::built_in();
    let mut patterns = patterns.map_or_else(|| Ok(Patterns::built_in()), Patterns::read)?;
    let added = match Additions::read(file, &mut schema, &mut patterns) {
        Ok(added) => added,
        Err(Error::Schema { path, mistakes }) => return Err(wrong(&path, &mistakes)),
        Err(error) => return Err(error.into()),
    };
    for warning in &added.warnings {
        let Mistake { line, column, cause } = warning;
        out::note(&format!("{}:{line}:{column}: warning: {cause}", file.display()));
    }
    let failures = added.failures(&schema, &patterns, |text| ingest::document("example", text));
    if !failures.is_empty() {
        return Err(wrong(file, &failures));
    }
    let mut summary =
        vec![count(added.relation_types, "relation type"), count(added.patterns, "pattern")];
    if !added.examples.is_empty() {
        summary.push(count(added.examples.len(), "example"));
    }
    let fine = match added.warnings.len() {
        0 => "fine".to_owned(),
        warnings => count(warnings, "warning"),
    };
    out::say(&format!("{}: {}, {fine}", file.display(), summary.join(", ")))?;
    Ok(Outcome::Done)
}

/// Says each mistake on a line that editors know how to open; the error says how many there are.
fn wrong(path: &Path, mistakes: &[Mistake]) -> anyhow::Error {
    for mistake in mistakes {
        out::note(&format!("{}:{mistake}", path.display()));
    }
    anyhow::anyhow!("{}: {}", path.display(), count(mistakes.len(), "mistake"))
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
