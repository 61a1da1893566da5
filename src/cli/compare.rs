//! `unravel compare`

use super::{
    Outcome, out, print_json,
    query::words::counted,
    screen::{check_name, score},
};
use anyhow::{Context, ensure};
use clap::ValueEnum;
use csv::StringRecord;
use rayon::prelude::*;
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
    path::{Path, PathBuf},
};
use unravel::names::{Comparison, Index, MATCH, Name, NameKind, compare};

const EXAMPLES: &str = "\
Examples:
  unravel compare \"Kim Jong Un\" \"KIM, Chŏng-ŭn\"
  unravel compare \"OOO Romashka\" \"Romashka Limited\" --type organization
  unravel compare --pairs pairs.csv               columns schema, name1, name2; with is_match it is scored
  unravel compare --rank list.csv --queries wanted.csv --limit 5

Columns of --pairs: schema (Person, Company, Organization, LegalEntity, Vessel, …), name1, name2 and, to
measure, is_match (true or false) and quality (STRONG, MEDIUM, WEAK).
Columns of --rank: id, name and, if you like, schema. Columns of --queries: name and, if you like, schema.";

/// Say whether two names can be one person's or body's, with the score and the reasons.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Two names, in any script and order
    #[arg(value_name = "NAME", num_args = 2, required_unless_present_any = ["pairs", "rank"], conflicts_with_all = ["pairs", "rank"])]
    names: Vec<String>,
    /// What the names are names of
    #[arg(long = "type", value_enum, value_name = "TYPE", default_value_t = Kind::Person)]
    kind: Kind,
    /// Compare the pairs of names in a CSV file
    #[arg(long, value_name = "FILE", conflicts_with = "rank")]
    pairs: Option<PathBuf>,
    /// Search the names of a CSV file
    #[arg(long, value_name = "FILE", requires = "queries")]
    rank: Option<PathBuf>,
    /// Names to search for, a CSV file
    #[arg(long, value_name = "FILE", requires = "rank")]
    queries: Option<PathBuf>,
    /// With --rank: how many names to list for each one sought
    #[arg(long, value_name = "N", default_value_t = 1)]
    limit: usize,
    /// Score from which two names count as one, 0 to 1
    #[arg(long, value_name = "SCORE", default_value_t = MATCH, value_parser = threshold)]
    threshold: f32,
    /// Print JSON (one line a pair with --pairs)
    #[arg(long, conflicts_with = "rank")]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// A person
    Person,
    /// A company, public body or group
    Organization,
    /// A vessel, place or anything else
    Other,
}

impl Kind {
    fn of_names(self) -> NameKind {
        match self {
            Self::Person => NameKind::Person,
            Self::Organization => NameKind::Organization,
            Self::Other => NameKind::Other,
        }
    }
}

fn threshold(text: &str) -> Result<f32, String> {
    score(text).map(|score| score as f32)
}

/// The kind of names of a FollowTheMoney schema.
fn kind_of(schema: &str) -> NameKind {
    match schema {
        "Person" | "person" | "individual" => NameKind::Person,
        "Vessel" | "Airplane" | "Vehicle" | "vessel" | "aircraft" | "other" => NameKind::Other,
        _ => NameKind::Organization,
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Outcome> {
    if let Some(path) = &args.pairs {
        return pairs(path, args);
    }
    if let (Some(list), Some(queries)) = (&args.rank, &args.queries) {
        return rank(list, queries, args);
    }
    let [one, other] = args.names.as_slice() else { anyhow::bail!("give two names") };
    [one, other].into_iter().try_for_each(|name| check_name(name).map_err(anyhow::Error::msg))?;
    let kind = args.kind.of_names();
    let found = compare(&Name::read(one, kind), &Name::read(other, kind));
    if args.json {
        print_json(&as_json(one, other, &found, args.threshold))?;
    } else {
        out::say(&as_text(&found, args.threshold))?;
    }
    Ok(Outcome::Done)
}

/// Names that contradict each other are no match, however low the threshold is set.
fn is_match(found: &Comparison, threshold: f32) -> bool {
    found.score >= threshold && found.contradiction.is_none()
}

/// A score with so many digits, or as many as tell on which side of the threshold it lies.
fn shown(score: f32, threshold: f32, digits: usize) -> String {
    let side = |s: f32| s >= threshold;
    let agrees = |text: &String| text.parse().is_ok_and(|s| side(s) == side(score));
    let texts = (digits..8).map(|digits| format!("{score:.digits$}"));
    texts.clone().find(agrees).or_else(|| texts.clone().next_back()).unwrap_or_default()
}

fn as_text(found: &Comparison, threshold: f32) -> String {
    let verdict = if is_match(found, threshold) { "match" } else { "no match" };
    let mut text = format!("{verdict}  {}\n", shown(found.score, threshold, 2));
    if let Some(why) = &found.contradiction {
        let _ = writeln!(text, "against  {why}");
    }
    for reason in &found.reasons {
        let _ = writeln!(text, "because  {reason}");
    }
    text
}

fn as_json(one: &str, other: &str, found: &Comparison, threshold: f32) -> serde_json::Value {
    json!({
        "name1": one,
        "name2": other,
        "match": is_match(found, threshold),
        "score": shown(found.score, threshold, 4).parse::<f64>().unwrap_or_default(),
        "reasons": found.reasons,
        "contradiction": found.contradiction,
    })
}

/// A CSV file with named columns.
struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<StringRecord>,
}

impl Table {
    fn read(path: &Path, needed: &[&str]) -> anyhow::Result<Self> {
        let told = || format!("cannot read {}", path.display());
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).from_path(path).with_context(told)?;
        let header = reader.headers().with_context(told)?;
        let columns: HashMap<String, usize> =
            header.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), at)).collect();
        for column in needed {
            ensure!(columns.contains_key(*column), "{} has no column “{column}”", path.display());
        }
        let rows = reader.records().collect::<Result<_, _>>().with_context(told)?;
        Ok(Self { columns, rows })
    }

    fn get<'a>(&self, row: &'a StringRecord, column: &str) -> &'a str {
        self.columns.get(column).and_then(|at| row.get(*at)).unwrap_or_default()
    }

    /// Says how many rows have no name in one of these columns: nothing is like nothing.
    fn note_nameless(&self, path: &Path, columns: &[&str]) {
        let is_nameless = |row: &&StringRecord| {
            columns.iter().any(|column| check_name(self.get(row, column)).is_err())
        };
        let mut nameless = self.rows.iter().filter(is_nameless);
        let Some(first) = nameless.next() else { return };
        let line = first.position().map_or(0, csv::Position::line);
        let (rows, columns) = (counted(1 + nameless.count(), "row"), columns.join(" or "));
        let path = path.display();
        out::note(&format!("{path}: {rows} without a name in {columns}, the first in line {line}"));
    }

    fn kind(&self, row: &StringRecord, args: &Args) -> NameKind {
        let schema = self.get(row, "schema");
        if schema.is_empty() { args.kind.of_names() } else { kind_of(schema) }
    }
}

/// Right and wrong verdicts.
#[derive(Default)]
struct Tally {
    right: usize,
    false_matches: usize,
    missed: usize,
    kept_apart: usize,
}

impl Tally {
    fn add(&mut self, found: bool, expected: bool) {
        *match (found, expected) {
            (true, true) => &mut self.right,
            (true, false) => &mut self.false_matches,
            (false, true) => &mut self.missed,
            (false, false) => &mut self.kept_apart,
        } += 1;
    }

    fn line(&self, name: &str) -> String {
        let share = |part: usize, rest: usize| match part + rest {
            0 => 0.0,
            all => part as f64 / all as f64,
        };
        let (p, r) = (share(self.right, self.false_matches), share(self.right, self.missed));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        let all = self.right + self.false_matches + self.missed + self.kept_apart;
        format!(
            "{name:<8} {all:>6} pairs  P {p:.3}  R {r:.3}  F1 {f1:.3}  false matches {}  missed {}\n",
            self.false_matches, self.missed
        )
    }
}

fn pairs(path: &Path, args: &Args) -> anyhow::Result<Outcome> {
    let table = Table::read(path, &["schema", "name1", "name2"])?;
    table.note_nameless(path, &["name1", "name2"]);
    let measured = table.columns.contains_key("is_match");
    let (mut all, mut by_quality) = (Tally::default(), BTreeMap::<String, Tally>::new());
    let (mut text, mut wrong) = (String::new(), String::new());
    for row in &table.rows {
        let (one, other) = (table.get(row, "name1"), table.get(row, "name2"));
        let kind = table.kind(row, args);
        let found = compare(&Name::read(one, kind), &Name::read(other, kind));
        let is_match = is_match(&found, args.threshold);
        if args.json {
            let _ = writeln!(text, "{}", as_json(one, other, &found, args.threshold));
        } else if !measured {
            let verdict = if is_match { "match" } else { "no match" };
            let score = shown(found.score, args.threshold, 2);
            let _ = writeln!(text, "{verdict:<8} {score}  {one}  |  {other}");
        }
        if measured {
            let expected = table.get(row, "is_match").eq_ignore_ascii_case("true");
            let quality = match table.get(row, "quality") {
                "" => "MEDIUM",
                quality => quality,
            };
            all.add(is_match, expected);
            by_quality.entry(quality.to_owned()).or_default().add(is_match, expected);
            if is_match != expected && quality == "STRONG" {
                let _ = writeln!(wrong, "wrong STRONG {:.2}  {one}  |  {other}", found.score);
            }
        }
    }
    if measured && !args.json {
        text.push_str(&all.line("all"));
        for (quality, tally) in &by_quality {
            text.push_str(&tally.line(quality));
        }
        text.push_str(&wrong);
    }
    if args.json {
        out::print(&text)?
    } else {
        out::say(&text)?
    }
    Ok(Outcome::Done)
}

/// Prints CSV: the name sought, rank, id, name, score.
fn rank(list: &Path, queries: &Path, args: &Args) -> anyhow::Result<Outcome> {
    let list = Table::read(list, &["id", "name"])?;
    let path = queries;
    let queries = Table::read(path, &["name"])?;
    queries.note_nameless(path, &["name"]);
    let index = Index::new(
        list.rows.iter().map(|row| (Name::read(list.get(row, "name"), list.kind(row, args)), row)),
    );
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["query", "rank", "id", "name", "score"])?;
    let ranked: Vec<_> = queries
        .rows
        .par_iter()
        .map(|row| {
            let name = Name::read(queries.get(row, "name"), queries.kind(row, args));
            (row, index.rank(&name, args.limit))
        })
        .collect();
    for (row, found) in &ranked {
        for (at, (entry, comparison)) in found.iter().enumerate() {
            let (rank, score) = ((at + 1).to_string(), format!("{:.4}", comparison.score));
            let (id, name) = (list.get(entry, "id"), list.get(entry, "name"));
            writer.write_record([queries.get(row, "name"), &rank, id, name, &score])?;
        }
    }
    out::print(&String::from_utf8(writer.into_inner()?)?)?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn verdict_and_number_agree() {
        for (score, expected) in [
            (0.8, "0.80"),
            (0.7996, "0.7996"),
            (0.79999, "0.79999"),
            (0.78, "0.78"),
            (0.876, "0.88"),
        ] {
            assert_eq!(shown(score, 0.8, 2), expected);
        }
    }
}
