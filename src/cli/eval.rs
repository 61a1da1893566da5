//! `unravel eval GOLD_DIR...`: reads gold documents, scores what is found in them.

use super::{Outcome, Reading, print_json};
use crate::cli::out;
use rayon::prelude::*;
use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};
use unravel::{
    Error, KnowledgeGraph, Pipeline,
    eval::{self, Counts, Scores, gold::Gold, table::percent},
    export, ingest,
};

/// Score what is found in gold documents (`*.gold.json`): names by exact span and type, clusters
/// by B-cubed within documents, relations by both ends, type and direction.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel eval tests/gold
  unravel eval tests/gold --per-type --errors 40
  unravel eval tests/gold --gold-names          resolving and relating alone
  unravel eval tests/gold --graph network.json  a graph made before
  unravel eval tests/gold --table docs/SCORES.md
  unravel eval --meantime meantime/output_data/en   who is who across documents")]
pub(crate) struct Args {
    /// Folders of `*.gold.json` files.
    #[arg(required_unless_present = "meantime", value_name = "GOLD_DIR")]
    folders: Vec<PathBuf>,
    /// Score this graph instead of reading the texts again; its documents are matched by file stem.
    #[arg(long, value_name = "FILE", conflicts_with = "gold_names")]
    graph: Option<PathBuf>,
    /// Take the names from the gold documents: scores resolving and relating alone.
    #[arg(long)]
    gold_names: bool,
    /// Take the entities from the gold documents too: scores relating alone.
    #[arg(long, conflicts_with_all = ["gold_names", "graph"])]
    gold_entities: bool,
    /// Also print names and relations by type.
    #[arg(long)]
    per_type: bool,
    /// Also print the first N errors.
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print JSON.
    #[arg(long, conflicts_with_all = ["per_type", "errors"])]
    json: bool,
    /// Put the scores into the table of this Markdown file; a folder that is absent keeps its row.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Also write the graph that was scored (JSON).
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Score who is who across the articles of the MEANTIME corpus: MUC, B-cubed and CEAF-e, beside
    /// grouping equal strings.
    #[arg(long, value_name = "DIR")]
    meantime: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let pipeline = args.reading.pipeline()?;
    let mut rows = Vec::new();
    let mut outcome = match &args.meantime {
        Some(folder) => super::chains::run(&pipeline, folder)?,
        None => Outcome::Done,
    };
    for folder in &args.folders {
        if args.table.is_some() && !folder.is_dir() {
            out::note(&format!(
                "SKIPPED {}: no such folder; its row stays as it was",
                folder.display()
            ));
            outcome = Outcome::Skipped;
            continue;
        }
        let gold = eval::gold::read(folder)?;
        let graph = match &args.graph {
            Some(path) => export::json::read(path)?,
            None => read(&pipeline, &gold, args)?,
        };
        if let Some(path) = &args.output {
            out::write(path, |file| export::json::write(&graph, file))?;
        }
        let scores = eval::score(&gold, &graph, |p| pipeline.schema.is_symmetric(p));
        if args.json {
            print_json(&as_json(&scores))?;
        } else {
            print(folder, &scores, args)?;
        }
        rows.push((name(folder), scores));
    }
    if let Some(path) = &args.table {
        update_table(path, &rows)?;
    }
    Ok(outcome)
}

/// Puts the scores into the table of a file. One that cannot be read is not taken for an empty one.
fn update_table(path: &Path, rows: &[(String, Scores)]) -> Result<(), Error> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        read => read.map_err(|source| Error::Read { path: path.into(), source })?,
    };
    let table = eval::table::update(&text, rows);
    out::write(path, |file| Ok(file.write_all(table.as_bytes())?))
}

fn read(pipeline: &Pipeline, gold: &[Gold], args: &Args) -> Result<KnowledgeGraph, Error> {
    let documents: Result<_, Error> = gold
        .par_iter()
        .map(|gold| {
            let doc = ingest::document(gold.doc.clone(), gold.text.clone());
            if args.gold_entities {
                Ok(pipeline.link(&doc, gold.resolution(&doc)))
            } else if args.gold_names {
                Ok(pipeline.extract_with(&doc, gold.names(&doc)))
            } else {
                pipeline.extract(&doc)
            }
        })
        .collect();
    Ok(pipeline.merge(documents?, Vec::new()))
}

/// The last two parts of the path: `gold/dev`, `tests/gold`.
fn name(folder: &Path) -> String {
    let parts: Vec<_> = folder.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

fn line(name: &str, [p, r, f1]: [Option<f64>; 3]) -> String {
    format!("{name:<22} P {:>5}  R {:>5}  F1 {:>5}", percent(p), percent(r), percent(f1))
}

fn counted(name: &str, c: Counts) -> String {
    let ratios = line(name, [c.precision(), c.recall(), c.f1()]);
    format!("{ratios}   (tp {} fp {} fn {})", c.tp, c.fp, c.missed)
}

fn print(folder: &Path, scores: &Scores, args: &Args) -> anyhow::Result<()> {
    let c = scores.clusters;
    let mut lines = vec![
        format!("{}: {} documents", folder.display(), scores.documents),
        counted("names", scores.ner),
        counted("name spans", scores.spans),
        line("clusters B3", [c.precision(), c.recall(), c.f1()]),
        counted("roles", scores.roles),
        counted("relations", scores.relations),
        counted("relation pairs", scores.pairs),
        format!(
            "status agreement {}%  evidence overlap {}%  turned round {}%  calibration error of names {}%, of relations {}%",
            percent(scores.status_agreement()),
            percent(scores.evidence_overlap()),
            percent(scores.direction_error()),
            percent(scores.calibration.error()),
            percent(scores.confidence.error())
        ),
    ];
    if args.per_type {
        lines.extend(scores.ner_by_type.iter().map(|(t, &c)| counted(&format!("  {t}"), c)));
        lines.extend(scores.relations_by_type.iter().map(|(t, &c)| counted(&format!("  {t}"), c)));
    }
    lines.extend(scores.errors.iter().take(args.errors).map(|e| format!("  {e}")));
    out::say(&lines.join("\n"))
}

fn as_json(scores: &Scores) -> serde_json::Value {
    let counts = |c: Counts| serde_json::json!({"p": c.precision(), "r": c.recall(), "f1": c.f1(), "tp": c.tp, "fp": c.fp, "fn": c.missed});
    let c = scores.clusters;
    serde_json::json!({
        "documents": scores.documents,
        "ner": counts(scores.ner),
        "ner spans": counts(scores.spans),
        "clusters B3": {"p": c.precision(), "r": c.recall(), "f1": c.f1(), "mentions": c.mentions},
        "roles": counts(scores.roles),
        "relations": counts(scores.relations),
        "relation pairs": counts(scores.pairs),
        "status agreement": scores.status_agreement(),
        "evidence overlap": scores.evidence_overlap(),
        "direction error": scores.direction_error(),
        "calibration error": scores.calibration.error(),
        "calibration error of relations": scores.confidence.error(),
        "ner by type": scores.ner_by_type.iter().map(|(t, &c)| ((*t).to_owned(), counts(c))).collect::<serde_json::Map<_, _>>(),
        "relations by type": scores.relations_by_type.iter().map(|(t, &c)| (t.clone(), counts(c))).collect::<serde_json::Map<_, _>>(),
    })
}
