//! `unravel names INPUT...`: names alone, one a line, for other programs and for measuring.

use super::{Global, Outcome, Reading, fields::Fields, out};
use std::{
    io::{self, Write},
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};
use unravel::DocumentNames;

/// Find names in articles and list them, without building a network.
///
/// Writes JSON lines, one name a line, by document and place: {"doc": …, "start": …, "end": …,
/// "text": …, "type": person|organization|location|norp, "score": …}. Offsets are Unicode code
/// points, half-open. INPUT is what `build` reads: files, folders, globs or `-` for standard input.
/// Every document is read, also one whose text another has.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel names article.txt
  unravel names articles/ archive.jsonl.gz -o names.jsonl
  cat article.txt | unravel names - | jq -r 'select(.type == \"person\").text'

Exit code: 0 done, 1 done but inputs were skipped, 2 could not run.")]
pub(crate) struct Args {
    /// Files, folders, globs, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// Output file; without it the lines go to standard output. Where no document could be read, an
    /// earlier file stays as it was.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also list unnamed groups, such as "two co-conspirators": type group.
    #[arg(long)]
    groups: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    fields: Fields,
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    // Before the long work: a folder that cannot be made costs no waiting. The file itself is made
    // last, so that a run that fails leaves an older one as it was and reads no output of its own.
    args.output.as_deref().map(out::folder).transpose()?;
    let mut pipeline = args.reading.pipeline()?;
    pipeline.ingest = args.fields.config();
    let bar = out::progress(global);
    let words = AtomicUsize::new(0);
    let (documents, skipped) = pipeline.names(&args.inputs, args.groups, |read| {
        words.fetch_add(read, Ordering::Relaxed);
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    if documents.is_empty() {
        out::spare(args.output.as_slice(), &skipped, global)?;
    }
    match &args.output {
        Some(path) => out::write(path, |file| Ok(write(&documents, file)?))?,
        None => write(&documents, &mut io::BufWriter::new(io::stdout().lock()))?,
    }
    if !global.quiet {
        let words = words.into_inner();
        let mut lines = vec![format!(
            "{}, {words} words in {seconds:.1} s ({:.0} words/s): {} names",
            super::query::words::counted(documents.len(), "document"),
            words as f64 / seconds.max(1e-3),
            documents.iter().map(|doc| doc.names.len()).sum::<usize>(),
        )];
        lines.extend(out::skipped(&skipped));
        out::note(&lines.join("\n"));
    }
    Ok(if skipped.is_empty() { Outcome::Done } else { Outcome::Skipped })
}

/// One name a line.
fn write(documents: &[DocumentNames], out: &mut impl Write) -> io::Result<()> {
    for name in documents.iter().flat_map(|doc| &doc.names) {
        serde_json::to_writer(&mut *out, name)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
