//! `unravel remove CASE DOC...`: documents go out of a case.

use super::{Global, Outcome, add, case, out, query::words::counted};
use std::path::PathBuf;
use unravel::{Pipeline, store::Case};

/// Most names that are listed when a document is not there.
const SHOWN: usize = 10;

/// Take documents out of a case.
///
/// The network is afterwards what it would be had they never been added; the user's decisions stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel remove kim.case articles/retracted.html
  unravel status kim.case --documents | grep 2019
  unravel remove kim.case bbc-2019-03-01 bbc-2019-03-02

DOC is a document's id as `unravel status CASE --documents` and the network have it, the name under
which it was added, or a file of records or a folder with all that came from it. All are taken out or,
when one is not there, none.")]
pub(crate) struct Args {
    /// The case.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// The documents.
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<String>,
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    // A file that is not there is not made for this.
    drop(Case::open(&args.case)?);
    let mut case = Case::edit(&args.case)?;
    let removed = Pipeline::remove(&mut case, &args.documents)?;
    if let Err(missing) = &removed {
        let mut text = format!("{}: nothing was taken out; not in it:", args.case.display());
        let documents = case.info()?.documents;
        for name in missing.iter().take(SHOWN) {
            let ends = |id: &&str| !name.is_empty() && id.ends_with(&format!("/{name}"));
            let meant = documents.iter().map(|document| document.id.as_str()).find(ends);
            let meant = meant.map_or_else(String::new, |id| format!("; did you mean {id}?"));
            text += &format!("\n  {name:?}{meant}");
        }
        if missing.len() > SHOWN {
            text += &format!("\n  … and {} more", missing.len() - SHOWN);
        }
        anyhow::bail!("{text}\n`unravel status CASE --documents` lists what is");
    }
    let schema = case::schema(&case)?;
    Pipeline::refresh(&mut case, &schema)?;
    if !global.quiet {
        let removed = removed.unwrap_or_default();
        let mut gone = counted(removed.documents, "document");
        if removed.skipped > 0 {
            gone += &format!(" and {} that could not be read", counted(removed.skipped, "input"));
        }
        out::note(&format!("{gone} taken out; {} stay", add::holds(&case.size()?)));
    }
    case::tell_waiting(&case)?;
    case::warn(&case)?;
    Ok(Outcome::Done)
}
