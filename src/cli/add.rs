//! `unravel add CASE INPUT...`: what is new goes into a case.

use super::{Global, Outcome, Reading, case, fields::Fields, out, query::words::counted};
use std::{path::PathBuf, time::Instant};
use unravel::{
    Pipeline, export,
    store::{Case, Size},
};

/// Names of replaced documents that are shown.
const SHOWN: usize = 10;

/// Add articles to a case: one file that grows with an investigation.
///
/// Only what is new or changed is read: a document is known by its name (path or record id), title, date
/// and text, so adding the same folder again costs seconds and changes nothing. One of a known name with
/// another text takes the place of the earlier one. A file that was deleted stays: see `unravel remove`.
/// Documents are stored in batches; when the run is cut off, the next one goes on where it was. The
/// network is the same, to the last byte, as if all documents had been read at once. Without INPUT the
/// network is brought up to date after a run that was cut off.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel add kim.case articles/
  unravel add kim.case 'news/2026-11-*.html' archive.jsonl.gz
  unravel add kim.case --reread
  unravel query kim.case show OFAC
  unravel export kim.case -o network.json -o network.svg

Exit code: 0 done, 1 done but inputs were skipped, 2 could not run.")]
pub(crate) struct Args {
    /// The case; it is made where there is no such file.
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Files, folders, globs, or `-` for standard input.
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// Read again, from the texts in the case, what an earlier model or version has read.
    #[arg(long)]
    reread: bool,
    /// Store so many documents at once: what is lost when the run is cut off is the batch at hand.
    #[arg(long, value_name = "N", default_value_t = Pipeline::BATCH as u64, value_parser = clap::value_parser!(u64).range(1..))]
    batch: u64,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    fields: Fields,
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    let is_new = !args.case.exists();
    let path = args.case.display();
    if args.inputs.is_empty() && is_new {
        anyhow::bail!("{path}: no such case; name articles to make one");
    }
    // "add network.json articles/" means another command.
    if is_new && let Ok(format) = export::Format::of(&args.case) {
        anyhow::bail!(
            "{path}: `add` makes a case, which is no {}: name it {}, or use `unravel build … -o {path}`",
            format.name(),
            args.case.with_extension(case::ENDING).display()
        );
    }
    case::fill(&args.case, |case| add(case, args, global))
}

fn add(case: &mut Case, args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let batch = usize::try_from(args.batch).unwrap_or(usize::MAX);
    let mut said = Vec::new();
    let mut outcome = Outcome::Done;
    if args.inputs.is_empty() && !args.reread {
        if args.reading.is_given() {
            anyhow::bail!("no INPUT to read; --reread reads again what is in the case");
        }
        let schema = case::schema(case)?;
        Pipeline::refresh(case, &schema)?;
    } else {
        let mut pipeline = case::pipeline(case, &args.reading, args.reread)?;
        pipeline.ingest = args.fields.config();
        let bar = out::progress(global);
        if args.reread {
            let (read, failed) = pipeline.reread(case, batch, |_| bar.inc(1))?;
            case::note_reread(case)?;
            said.push(format!("{} read again", counted(read, "text")));
            said.extend(out::skipped(&failed));
            if !failed.is_empty() {
                outcome = Outcome::Skipped;
            }
        }
        if !args.inputs.is_empty() {
            let before = case.duplicates()?;
            let added = pipeline.add(case, &args.inputs, batch, |_| bar.inc(1))?;
            said.push(new(&added, case.duplicates()?.saturating_sub(before)));
            said.extend(out::skipped(&added.skipped));
            if !added.skipped.is_empty() {
                outcome = Outcome::Skipped;
            }
        }
        bar.finish_and_clear();
        let others = pipeline.read_otherwise(case)?;
        // The program ends: nobody waits for the model to go.
        std::mem::forget(pipeline);
        if others > 0 {
            let others =
                if others == 1 { "1 text was".into() } else { format!("{others} texts were") };
            let path = out::typed(&case.path().display().to_string());
            said.push(format!(
                "{others} read by an earlier version, model or rules; `unravel add {path} --reread` reads them again"
            ));
        }
    }
    if !global.quiet {
        let seconds = started.elapsed().as_secs_f64();
        said.insert(said.len().min(1), format!("{} in {seconds:.1} s", holds(&case.size()?)));
        said.iter().for_each(|line| out::note(line));
    }
    case::tell_waiting(case)?;
    case::warn(case)?;
    Ok(outcome)
}

/// What was added, in words; of the new documents so many have a text that was there.
fn new(added: &unravel::Added, same: usize) -> String {
    let changed = added.replaced.len();
    let mut parts =
        vec![format!("{} added", counted(added.new.saturating_sub(added.changed), "document"))];
    if same > 0 {
        parts.push(format!("{same} of them with a text that was there already"));
    }
    if changed > 0 {
        let names: Vec<&str> = added.replaced.iter().take(SHOWN).map(String::as_str).collect();
        let more = if changed > SHOWN { ", …" } else { "" };
        parts.push(format!(
            "{changed} changed, the earlier version replaced ({}{more})",
            names.join(", ")
        ));
    }
    if added.known > 0 {
        parts.push(format!("{} known already", added.known));
    }
    if added.words > 0 {
        parts.push(format!("{} read", counted(added.words, "word")));
    }
    parts.join(", ")
}

/// What a case holds, in words.
pub(super) fn holds(size: &Size) -> String {
    let duplicates = match (size.duplicates, size.near_duplicates) {
        (0, 0) => String::new(),
        (same, 0) => format!(" ({same} more with the same text)"),
        (0, near) => format!(" ({near} with nearly the text of another)"),
        (same, near) => {
            format!(" ({same} more with the same text, {near} with nearly the text of another)")
        }
    };
    format!(
        "{}{duplicates}, {}, {}",
        counted(size.documents, "document"),
        if size.entities == 1 { "1 entity".into() } else { format!("{} entities", size.entities) },
        counted(size.relations, "relation")
    )
}
