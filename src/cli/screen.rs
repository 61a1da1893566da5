//! `unravel screen LIST NAME...`: who of some names stands on a list, without any document.

use super::{
    Outcome, out,
    terminal::{Paint, safe},
};
use anyhow::{bail, ensure};
use rayon::prelude::*;
use serde::Serialize;
use std::{
    io::{self, BufRead},
    path::PathBuf,
};
use unravel::{
    EntryType, Skipped, WatchlistMatch,
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

Exit code: 0 done, 1 done but rows of the list or lines of standard input were skipped, 2 could not run.")]
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
    let score: f64 = text.parse().map_err(|_| "no number; give one from 0 to 1, such as 0.8")?;
    if (0.0..=1.0).contains(&score) { Ok(score) } else { Err("not from 0 to 1".into()) }
}

/// Says why a text names nobody: it has neither letters nor digits.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    match name.trim() {
        "" => Err("a name is empty".into()),
        name if !name.contains(char::is_alphanumeric) => {
            Err(format!("{name:?} is no name: there are no letters in it"))
        }
        _ => Ok(()),
    }
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
        bail!(
            "{country:?} is no country that is known here: give its ISO code (BY or BLR), its name \
             (Belarus) or its nationality (Belarusian)"
        );
    }
    if let Some(date) = args.born.as_deref().filter(|date| !query.set_birth_date(date)) {
        bail!("{date:?} is no date: give 1962, 1962-12 or 1962-12-25");
    }
    let from_stdin = args.names == ["-"];
    if !from_stdin {
        args.names.iter().try_for_each(|name| check_argument(name))?;
    }
    let mut list = screen::read(&args.list)?;
    let mut skipped = std::mem::take(&mut list.skipped);
    let unread = std::mem::take(&mut list.unread);
    let screener = Screener::new([list]);
    if from_stdin {
        let mut lines = NameLines { input: io::stdin().lock(), number: 0, skipped: Vec::new() };
        loop {
            let batch = lines.batch()?;
            if batch.is_empty() {
                break;
            }
            answer(&batch, &screener, &query, args)?;
        }
        skipped.append(&mut lines.skipped);
    } else {
        answer(&args.names, &screener, &query, args)?;
    }
    if !quiet {
        unread.iter().for_each(|unread| out::note(&unread.to_string()));
        out::skipped(&skipped).iter().for_each(|line| out::note(line));
    }
    Ok(if skipped.is_empty() { Outcome::Done } else { Outcome::Skipped })
}

/// A name on the command line.
fn check_argument(name: &str) -> anyhow::Result<()> {
    ensure!(name != "-", "- stands for the names on standard input: give it alone, without names");
    check_name(name).map_err(anyhow::Error::msg)
}

/// Names on standard input, one a line.
struct NameLines<R> {
    input: R,
    number: usize,
    /// Lines that name nobody.
    skipped: Vec<Skipped>,
}

impl<R: BufRead> NameLines<R> {
    /// The next names; blank lines are passed over, bytes that are no UTF-8 replaced.
    fn batch(&mut self) -> io::Result<Vec<String>> {
        let mut batch = Vec::new();
        let mut line = Vec::new();
        while batch.len() < BATCH {
            line.clear();
            if self.input.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            self.number += 1;
            let name = String::from_utf8_lossy(&line);
            let name = name.trim_start_matches('\u{feff}').trim();
            match check_name(name) {
                Ok(()) => batch.push(name.to_owned()),
                Err(_) if name.is_empty() => {}
                Err(cause) => self.skipped.push(Skipped {
                    source: "standard input".into(),
                    line: Some(self.number),
                    cause,
                }),
            }
        }
        Ok(batch)
    }
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
