//! `unravel screen LIST NAME...`: who of some names stands on a list, without any document.

use super::{
    Outcome, out,
    terminal::{Paint, safe},
};
use anyhow::bail;
use rayon::prelude::*;
use serde::Serialize;
use std::{
    io::{self, BufRead},
    path::PathBuf,
};
use unravel::{
    EntryType, WatchlistMatch,
    screen::{self, Query, Screener},
};

/// Names read from standard input at a time.
const BATCH: usize = 2048;

/// Look names up in a list of known persons and organizations.
///
/// LIST is OFAC's sdn.csv (alt.csv and add.csv beside it are read too), FollowTheMoney JSON lines
/// such as OpenSanctions' entities.ftm.json, or a table with a column `name`; also gzip. A score
/// says how alike two names are, not how likely it is that one person is meant: compare dates of
/// birth and countries before you conclude anything.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  unravel screen sdn.csv \"Sim Hyon Sop\"
  unravel screen entities.ftm.json.gz \"Rosneft Trading\" --type organization --country Russia
  unravel screen sdn.csv \"Ali Hassan\" --born 1962 --limit 10 --threshold 0.6
  cut -d, -f2 customers.csv | unravel screen sdn.csv - --json > hits.jsonl

Exit code: 0 done, 1 done but rows of the list were skipped, 2 could not run.")]
pub(crate) struct Args {
    /// The list.
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// Names, or `-` for standard input, one a line.
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// What the names are; without it all entries are looked through.
    #[arg(short, long = "type", value_name = "TYPE", value_enum)]
    kind: Option<Kind>,
    /// Country of those sought: ISO code, name or nationality.
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// Date of birth of those sought: 1962, 1962-12 or 1962-12-25.
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
    /// Most entries told for a name.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5)]
    limit: usize,
    /// Lowest score told, 0 to 1.
    #[arg(long, value_name = "SCORE", default_value_t = 0.7, value_parser = score)]
    threshold: f64,
    /// One JSON object a name and line, for other programs.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    Person,
    Organization,
    Vessel,
    Aircraft,
}

/// A score on the command line.
pub(crate) fn score(text: &str) -> Result<f64, String> {
    let score: f64 = text.parse().map_err(|_| "no number".to_owned())?;
    if (0.0..=1.0).contains(&score) { Ok(score) } else { Err("not from 0 to 1".into()) }
}

#[derive(Serialize)]
struct Answer<'a> {
    name: &'a str,
    matches: &'a [WatchlistMatch],
}

pub(crate) fn run(args: &Args, quiet: bool) -> anyhow::Result<Outcome> {
    let mut query = Query {
        entry_type: args.kind.map(|kind| match kind {
            Kind::Person => EntryType::Person,
            Kind::Organization => EntryType::Organization,
            Kind::Vessel => EntryType::Vessel,
            Kind::Aircraft => EntryType::Aircraft,
        }),
        ..Query::default()
    };
    if let Some(country) = args.country.as_deref().filter(|country| !query.set_country(country)) {
        bail!("{country:?} is no country that is known here");
    }
    if let Some(date) = args.born.as_deref().filter(|date| !query.set_birth_date(date)) {
        bail!("{date:?} is no date: give 1962, 1962-12 or 1962-12-25");
    }
    let mut list = screen::read(&args.list)?;
    let skipped = std::mem::take(&mut list.skipped);
    let screener = Screener::new([list]);
    if args.names == ["-"] {
        let mut lines = io::stdin().lock();
        loop {
            let batch = batch(&mut lines)?;
            if batch.is_empty() {
                break;
            }
            answer(&batch, &screener, &query, args)?;
        }
    } else {
        answer(&args.names, &screener, &query, args)?;
    }
    if !quiet && !skipped.is_empty() {
        out::note(&out::skipped(&skipped).join("\n"));
    }
    Ok(if skipped.is_empty() { Outcome::Done } else { Outcome::Skipped })
}

/// The next lines that are not blank; bytes that are no UTF-8 are replaced.
fn batch(lines: &mut impl BufRead) -> io::Result<Vec<String>> {
    let mut batch = Vec::new();
    let mut line = Vec::new();
    while batch.len() < BATCH {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let name = String::from_utf8_lossy(&line);
        let name = name.trim_start_matches('\u{feff}').trim();
        if !name.is_empty() {
            batch.push(name.to_owned());
        }
    }
    Ok(batch)
}

/// Looks names up and prints what was found, in their order.
fn answer(names: &[String], screener: &Screener, query: &Query, args: &Args) -> anyhow::Result<()> {
    let found: Vec<Vec<WatchlistMatch>> = names
        .par_iter()
        .map(|name| {
            let query = Query { names: vec![name.clone()], ..query.clone() };
            screener.rank(&query, args.limit, args.threshold)
        })
        .collect();
    let paint = Paint::detect();
    let mut text = String::new();
    for (name, matches) in names.iter().zip(&found) {
        if args.json {
            text += &serde_json::to_string(&Answer { name, matches })?;
            text.push('\n');
            continue;
        }
        text += &format!("{}\n", paint.strong(safe(name)));
        if matches.is_empty() {
            text += &format!("  {}\n", paint.faint("nothing on the list"));
        }
        for found in matches {
            text += &format!("  {}\n", line(found, paint));
        }
    }
    out::print(&text)
}

/// A match in a line: score, where it stands, what it is, why.
pub(crate) fn line(found: &WatchlistMatch, paint: Paint) -> String {
    let entry = found.entry.as_ref().map_or_else(String::new, |e| format!(" = {}", safe(e)));
    let programs = match &found.programs[..] {
        [] => String::new(),
        programs => format!("  [{}]", safe(&programs.join(", "))),
    };
    let reasons: Vec<String> = found.reasons.iter().map(|reason| safe(reason)).collect();
    format!(
        "{:.2}  {} {}: {}{entry}  {}{programs}  {}",
        found.score,
        safe(&found.list),
        safe(&found.id),
        safe(&found.name),
        found.entry_type.name(),
        paint.faint(reasons.join("; ")),
    )
}
