//! `unravel build INPUT... -o FILE...`: the main job, from articles to a network.

use super::{
    Global, Outcome, Reading,
    fields::Fields,
    ledger::{self, LedgerFile},
    out,
    outputs::{FORMATS, Output, Outputs},
    screen::score,
};
use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};
use unravel::{
    Added, Error, GraphInfo, Pipeline, Screening, export, screen::THRESHOLD, store::Case,
};

const EXAMPLES: &str = "\
Examples:
  unravel build articles/ -o network.json -o network.svg
  unravel build 'news/2024-*.html' notes.txt -o network.json
  unravel build articles/ -o kim.case
  unravel build archive.jsonl.gz --text-field body -o network.graphml
  unravel build articles/ --watchlist sdn.csv --watchlist suspects.csv -o network.json
  unravel build articles/ --format neo4j -o folder
  cat article.txt | unravel build - --format dot -o - | dot -Tsvg > article.svg

Exit code: 0 done, 1 done but inputs were skipped, 2 could not run.";

fn after_help() -> String {
    format!("{EXAMPLES}\n\n{FORMATS}")
}

/// Build a network from articles.
///
/// INPUT is a file, a folder (read with everything in it), a glob or `-` for standard input. Read
/// are .txt, .md, .html, .jsonl, .jsonl.gz and .csv. What cannot be read is listed at the end and
/// in the graph; the rest goes through. Articles of nearly the same text, as when papers print one
/// report, are listed too: all are quoted, but they count as one. -o NAME.case makes a case, to which
/// `unravel add` adds later. Without -o the JSON graph goes to standard output. Where no document could
/// be read, an earlier file stays as it was.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Files, folders, globs, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    outputs: Outputs,
    /// Apply the decisions of this file, which `curate` keeps [default: the output's name with the
    /// ending .ledger, where there is one]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    fields: Fields,
}

/// Known persons and organizations.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Known entities")]
struct Lists {
    /// Compare people and organizations with this list and note the entries they are like; may be
    /// given several times. Read are OFAC's sdn.csv (with alt.csv and add.csv beside it),
    /// FollowTheMoney JSON lines and tables with a column `name`; also gzip. Nothing is merged.
    #[arg(long = "watchlist", value_name = "FILE")]
    watchlists: Vec<PathBuf>,
    /// Lowest score that is noted, 0 to 1.
    #[arg(long, value_name = "SCORE", default_value_t = THRESHOLD, value_parser = score)]
    watchlist_threshold: f64,
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    // Before the long work: a wrong ending or a folder that cannot be written costs no waiting.
    let mut outputs = args.outputs.open()?;
    let cases = args.outputs.cases();
    if outputs.is_empty() && cases.is_empty() {
        outputs.push(args.outputs.stream()?);
    }
    let ledger = ledger(args, &outputs)?;
    match new_case(args, &cases)? {
        None => build(args, global, &outputs, ledger, None),
        Some(path) => {
            if outputs.is_empty() && !args.lists.watchlists.is_empty() {
                anyhow::bail!(
                    "a case holds what is read, not whom --watchlist finds: name another output too"
                );
            }
            if let Some(file) = ledger {
                let path = file.path.display();
                out::note(&format!(
                    "{path} is not applied: a case keeps its decisions itself; `unravel curate CASE import {path}`"
                ));
            }
            super::case::fill(path, |case| build(args, global, &outputs, None, Some(case)))
        }
    }
}

fn build(
    args: &Args,
    global: &Global,
    outputs: &[Output],
    ledger: Option<LedgerFile>,
    mut case: Option<&mut Case>,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let mut pipeline = match &mut case {
        Some(case) => super::case::pipeline(case, &args.reading, false)?,
        None => args.reading.pipeline()?,
    };
    pipeline.ingest = args.fields.config();
    if !args.lists.watchlists.is_empty() {
        let lists = &args.lists;
        pipeline.screening = Some(Screening::read(&lists.watchlists, lists.watchlist_threshold)?);
    }
    let bar = out::progress(global);
    let words = AtomicUsize::new(0);
    let progress = |read| {
        words.fetch_add(read, Ordering::Relaxed);
        bar.inc(1);
    };
    let graph = match case {
        Some(case) => {
            let added = pipeline.add(case, &args.inputs, Pipeline::BATCH, progress)?;
            if outputs.is_empty() {
                bar.finish_and_clear();
                return filled(case, added, words.into_inner(), started, global);
            }
            let mut graph = case.graph()?;
            // An input that names no file is told here as by any build, though the case lacks nothing.
            graph.info.skipped = added.skipped;
            pipeline.screen(graph)
        }
        None => pipeline.build(&args.inputs, progress)?,
    };
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    if graph.info.documents.is_empty() {
        let earlier: Vec<PathBuf> = outputs.iter().flat_map(Output::files).collect();
        out::spare(&earlier, &graph.info.skipped, global)?;
    }
    let mut outcome = Outcome::of(&graph.info);
    let mut decided = Vec::new();
    let graph = match ledger {
        Some(file) => {
            let curated = pipeline.curate(graph, &file.ledger)?;
            decided = ledger::summary(&file.path, &file.ledger, &curated);
            if !file.skipped.is_empty() {
                outcome = Outcome::Skipped;
                decided.extend(out::skipped(&file.skipped));
            }
            curated.graph
        }
        None => graph,
    };
    let mut failed = None;
    if global.verbose {
        out::note(&format!("read and merged in {seconds:.1} s"));
    }
    let config = export::Config { schema: pipeline.schema.clone(), ..args.outputs.config() };
    for output in outputs {
        let path = &output.path;
        match output.save(&graph, &config) {
            // The network is worth more than its picture: everything else is still written.
            Err(error @ (Error::Graphviz(_) | Error::Picture(_))) => {
                out::note(&format!("{}: not drawn: {error}", path.display()));
                outcome = Outcome::Skipped;
            }
            Err(error) => failed = failed.or(Some(error)),
            Ok(()) if global.verbose => out::note(&format!("wrote {}", path.display())),
            Ok(()) => {}
        }
    }
    if !global.quiet {
        let entities = graph.nodes().filter(|n| !n.entity_type.is_value()).count();
        let found = (entities, graph.edges().len());
        out::note(&summary(&graph.info, found, words.into_inner(), seconds));
        let unread = pipeline.screening.iter().flat_map(|lists| &lists.unread);
        unread.for_each(|unread| out::note(&unread.to_string()));
        decided.iter().for_each(|line| out::note(line));
    }
    if global.verbose {
        out::note(&format!("all done in {:.1} s", started.elapsed().as_secs_f64()));
    }
    // One output that fails loses neither the others nor the summary.
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(outcome),
    }
}

/// The end of a build into a case alone: it is counted, not loaded.
fn filled(
    case: &Case,
    added: Added,
    words: usize,
    started: Instant,
    global: &Global,
) -> anyhow::Result<Outcome> {
    let (info, size) = (GraphInfo { skipped: added.skipped, ..case.info()? }, case.size()?);
    if !global.quiet {
        let seconds = started.elapsed().as_secs_f64();
        out::note(&summary(&info, (size.entities, size.relations), words, seconds));
    }
    Ok(Outcome::of(&info))
}

/// The case that is to be made, if one is named: a new one, since an old one holds decisions.
fn new_case<'a>(args: &Args, cases: &[&'a PathBuf]) -> anyhow::Result<Option<&'a PathBuf>> {
    let path = match cases[..] {
        [] => return Ok(None),
        [path] => path,
        _ => anyhow::bail!("one case at a time: -o names {} of them", cases.len()),
    };
    if path.metadata().is_ok_and(|file| file.len() > 0) {
        let path = path.display();
        anyhow::bail!("{path} exists; `unravel add {path} INPUT...` adds to it");
    }
    if args.ledger.is_some() {
        anyhow::bail!("a case keeps its decisions itself: `unravel curate CASE import FILE`");
    }
    Ok(Some(path))
}

/// The user's decisions: of the file that was named, else of the one beside an output.
fn ledger(args: &Args, outputs: &[Output]) -> anyhow::Result<Option<LedgerFile>> {
    if let Some(path) = &args.ledger {
        let file = LedgerFile::open(path.clone())?;
        anyhow::ensure!(file.exists(), "{}: no such file", path.display());
        return Ok(Some(file));
    }
    let beside: BTreeSet<PathBuf> =
        outputs.iter().filter(|output| !output.is_stream()).map(Output::ledger).collect();
    let mut files = Vec::new();
    for path in beside {
        files.push(LedgerFile::open(path)?);
    }
    files.retain(LedgerFile::exists);
    if let [one, other, ..] = &files[..] {
        anyhow::bail!(
            "outputs have different ledgers, {} and {}: say which counts with --ledger",
            one.path.display(),
            other.path.display()
        );
    }
    Ok(files.pop())
}

/// What was read and found, and what was not: for a person, on standard error.
fn summary(
    info: &GraphInfo,
    (entities, relations): (usize, usize),
    words: usize,
    seconds: f64,
) -> String {
    let mut lines = vec![format!(
        "{}, {words} words in {seconds:.1} s ({:.0} words/s): {entities} entities, {relations} relations",
        super::query::words::counted(info.documents.len(), "document"),
        words as f64 / seconds.max(1e-3),
    )];
    for duplicate in &info.duplicates {
        lines.push(format!("same text, read once: {} = {}", duplicate.doc, duplicate.of));
    }
    for near in &info.near_duplicates {
        let (doc, of) = (&near.doc, &near.of);
        lines.push(format!(
            "near the same text, counts once: {doc} ~ {of} ({:.2})",
            near.similarity
        ));
    }
    lines.extend(out::skipped(&info.skipped));
    lines.join("\n")
}
