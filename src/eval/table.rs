//! The scoreboard: a Markdown table between two marker lines of a file. Enters: the file's text
//! and fresh scores. Leaves: the text with the rows of those data sets replaced; rows of data sets
//! that were not scored stay as they are.

use super::Scores;
use std::collections::BTreeMap;

const BEGIN: &str = "<!-- scores:begin -->";
const END: &str = "<!-- scores:end -->";
const HEAD: &str = "| documents | names P / R / F1 | calibration error | clusters B³ F1 | roles F1 | relations P / R / F1 | pairs F1 | status | evidence | turned round | confidence error |";

/// A percentage with one decimal, or `n/a` where the ratio is undefined.
#[must_use]
pub fn percent(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "n/a".into(), |r| format!("{:.1}", 100.0 * r))
}

/// One row of the table.
#[must_use]
pub fn row(name: &str, scores: &Scores) -> String {
    let prf = |c: super::Counts| {
        format!("{} / {} / {}", percent(c.precision()), percent(c.recall()), percent(c.f1()))
    };
    format!(
        "| {name} ({}) | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        scores.documents,
        prf(scores.ner),
        percent(scores.calibration.error()),
        percent(scores.clusters.f1()),
        percent(scores.roles.f1()),
        prf(scores.relations),
        percent(scores.pairs.f1()),
        percent(scores.status_agreement()),
        percent(scores.evidence_overlap()),
        percent(scores.direction_error()),
        percent(scores.confidence.error()),
    )
}

/// Replaces the rows of `fresh` data sets in the table of `text`; a text without the markers gets
/// the table at its end. Rows are sorted by name. Rows that stay keep their figures by the name of
/// the column, when the table has got other columns since.
#[must_use]
pub fn update(text: &str, fresh: &[(String, Scores)]) -> String {
    let (before, old, after) = split(text);
    let mut lines = old.lines().filter(|line| line.starts_with("| "));
    let columns = lines.next().map(cells).unwrap_or_default();
    let mut rows: BTreeMap<String, String> = lines
        .filter_map(|line| Some((line.trim_start_matches("| ").split(" (").next()?.into(), line)))
        .map(|(name, line)| (name, moved(&columns, &cells(line))))
        .collect();
    rows.extend(fresh.iter().map(|(name, scores)| (name.clone(), row(name, scores))));
    let rows: String = rows.into_values().map(|row| row + "\n").collect();
    let rule = "|---".repeat(cells(HEAD).len());
    format!("{before}{BEGIN}\n{HEAD}\n{rule}|\n{rows}{END}{after}")
}

/// The cells of a row.
fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

/// A row of a table with these columns, in today's columns.
fn moved(columns: &[&str], row: &[&str]) -> String {
    let cell = |name: &str| {
        let at = columns.iter().position(|column| *column == name);
        at.and_then(|at| row.get(at)).copied().unwrap_or("n/a")
    };
    let cells: Vec<&str> = cells(HEAD).into_iter().map(cell).collect();
    format!("| {} |", cells.join(" | "))
}

fn split(text: &str) -> (String, &str, &str) {
    let found = text.find(BEGIN).zip(text.find(END)).filter(|(begin, end)| begin < end);
    match found {
        Some((begin, end)) => {
            (text[..begin].into(), &text[begin + BEGIN.len()..end], &text[end + END.len()..])
        }
        None => (format!("{text}\n"), "", "\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_other_data_sets_stay() {
        let first = update("# Scores\n", &[("b".into(), Scores::default())]);
        let both = update(&first, &[("a".into(), Scores { documents: 3, ..Scores::default() })]);
        let rows: Vec<&str> = both.lines().filter(|l| l.contains(" (")).collect();
        assert_eq!(rows.len(), 2);
        assert!(rows[0].starts_with("| a (3) | n/a"));
        assert!(rows[1].starts_with("| b (0) |"));
        assert_eq!(update(&both, &[]), both, "updating nothing changes nothing");
    }

    #[test]
    fn figures_stay_in_their_columns() {
        let old =
            format!("{BEGIN}\n| documents | roles F1 |\n|---|---|\n| b (2) | 45.7 |\n{END}\n");
        let new = update(&old, &[]);
        assert!(new.contains("| b (2) | n/a | n/a | n/a | 45.7 | n/a |"), "{new}");
        assert!(!new.contains("| documents | roles"), "{new}");
    }
}
