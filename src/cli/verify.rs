//! `unravel verify GRAPH [INPUT...]`: reads the sources again and proves every quotation.

use super::{Global, Outcome, case, fields::Fields, out};
use std::{collections::BTreeSet, fmt::Write as _, path::PathBuf};
use unravel::{
    Document, Error, KnowledgeGraph, Skipped, export, ingest,
    store::{Case, Flaw},
    verify::{self, Report},
};

/// Read the sources again and prove that every mention and every quotation stands where the graph
/// says.
///
/// Without INPUT the files are read from which the graph was made; a case is proven by the texts that it
/// holds, and its own parts by each other. A source that has moved is
/// recognised by its text when it is given as INPUT.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel verify network.json
  unravel verify network.json moved/articles/
  unravel verify kim.case
  cat article.txt | unravel verify network.json -

Exit code: 0 everything is proven, 1 documents could not be read again, 2 something does not stand
where the graph says, or the graph cannot be read.")]
pub(crate) struct Args {
    /// A JSON graph or a case.
    #[arg(value_name = "GRAPH")]
    graph: PathBuf,
    /// Files, folders, globs, or `-` for standard input; default: what the graph was made from.
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// Print at most N problems; 0 prints all.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    fields: Fields,
}

/// What the graph calls a document that came from standard input.
const STDIN: &str = "-";

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    if case::is_meant(&args.graph) {
        return verify_case(args, global);
    }
    let graph = export::json::read(&args.graph)?;
    let report = against_sources(&graph, args, global)?;
    finish(&report, args)
}

/// A case holds its texts: it is proven by them, or by the sources that are named.
fn verify_case(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    let case = Case::open(&args.graph)?;
    let flaws = case.check()?;
    let limit = if args.limit == 0 { usize::MAX } else { args.limit };
    for Flaw(cause) in flaws.iter().take(limit) {
        out::say(&format!("DAMAGED {cause}"))?;
    }
    if flaws.len() > limit {
        out::say(&format!("DAMAGED … and {} more (--limit 0 prints all)", flaws.len() - limit))?;
    }
    if !flaws.is_empty() {
        anyhow::bail!("{}: the case is damaged", args.graph.display());
    }
    case::tell(&case)?;
    if case.is_outdated()? {
        out::note(
            "what relations say was not compared with their sentences: another version of the program made them",
        );
    }
    // As it was read: decisions change no text, and one that cannot be applied hides none.
    let graph = case.graph()?;
    let report = if args.inputs.is_empty() {
        let mut failed = None;
        let texts = case.texts()?.map_while(|text| text.map_err(|e| failed = Some(e)).ok());
        let documents = texts.map(|(info, text)| Document::new(info, text, &[], &[]));
        let report = verify::verify(&graph, documents);
        if let Some(error) = failed {
            return Err(error.into());
        }
        if !global.quiet || !report.problems.is_empty() {
            out::say(&text(&report, &graph, args.limit))?;
        }
        report
    } else {
        against_sources(&graph, args, global)?
    };
    finish(&report, args)
}

/// Reads sources and says what does not stand there.
fn against_sources(graph: &KnowledgeGraph, args: &Args, global: &Global) -> anyhow::Result<Report> {
    // A case is open here, and may lie among its sources.
    let config = ingest::Config { case: Some(args.graph.clone()), ..args.fields.config() };
    let (inputs, own) =
        if args.inputs.is_empty() { (sources(graph), true) } else { (args.inputs.clone(), false) };
    let units = match ingest::units(&inputs, &config) {
        Ok(units) => Some(units),
        // Sources of the graph that are gone are listed one by one.
        Err(Error::NoInput(_)) if own => None,
        Err(error) => return Err(error.into()),
    };
    let mut skipped: Vec<Skipped> = Vec::new();
    let documents = units.into_iter().flatten().filter_map(|unit| {
        unit.and_then(|unit| unit.read(&config)).map_err(|skip| skipped.push(skip)).ok()
    });
    let report = verify::verify(graph, documents);
    if !global.quiet || !report.problems.is_empty() {
        out::say(&text(&report, graph, args.limit))?;
    }
    if !report.not_found.is_empty() && !global.quiet {
        for skip in &skipped {
            out::note(&format!("SKIPPED {skip}"));
        }
    }
    Ok(report)
}

fn finish(report: &Report, args: &Args) -> anyhow::Result<Outcome> {
    if !report.problems.is_empty() {
        anyhow::bail!("{}: the sources do not say what the graph quotes", args.graph.display());
    }
    Ok(if report.is_proven() { Outcome::Done } else { Outcome::Skipped })
}

/// The files that the graph was made from, each once.
fn sources(graph: &KnowledgeGraph) -> Vec<String> {
    let source = graph.info.documents.iter().map(|d| d.source.as_ref().unwrap_or(&d.id));
    let source: BTreeSet<&String> = source.filter(|s| *s != STDIN).collect();
    source.into_iter().cloned().collect()
}

fn text(report: &Report, graph: &KnowledgeGraph, limit: usize) -> String {
    let limit = if limit == 0 { usize::MAX } else { limit };
    let mut text = String::new();
    for problem in report.problems.iter().take(limit) {
        let _ = writeln!(text, "MISMATCH {problem}");
    }
    if let Some(more) = report.problems.len().checked_sub(limit).filter(|more| *more > 0) {
        let _ = writeln!(text, "MISMATCH … and {more} more (--limit 0 prints all)");
    }
    let stdin: BTreeSet<&str> = graph
        .info
        .documents
        .iter()
        .filter(|d| d.source.as_deref() == Some(STDIN))
        .map(|d| d.id.as_str())
        .collect();
    for id in report.not_found.iter().take(limit) {
        let cause = if stdin.contains(id.as_str()) {
            "came from standard input; give it as INPUT to prove it"
        } else {
            "no input holds this document"
        };
        let _ = writeln!(text, "NOT FOUND {id}: {cause}");
    }
    if let Some(more) = report.not_found.len().checked_sub(limit).filter(|more| *more > 0) {
        let _ = writeln!(text, "NOT FOUND … and {more} more (--limit 0 prints all)");
    }
    let _ = writeln!(
        text,
        "{} of {} documents unchanged; {} mentions and {} quotations proven, {} mismatches, {} documents not found",
        report.documents,
        graph.info.documents.len(),
        report.mentions,
        report.quotations,
        report.problems.len(),
        report.not_found.len(),
    );
    text
}
