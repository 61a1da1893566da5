//! `unravel curate GRAPH log`

use crate::cli::ledger::{Became, LedgerFile, Line, became, words};
use unravel::{Judgement, curate::Curated};

/// Every decision with its number, time and user, what it says and what became of it.
pub(super) fn table(file: &LedgerFile, curated: &Curated) -> String {
    let lines = lines(file, curated);
    if lines.is_empty() {
        return format!("{}: no decisions", file.path.display());
    }
    let width = lines.len().to_string().len();
    let line = |line: Line| {
        let Line { number, what, user, at, state, .. } = line;
        let state = if state.is_empty() { state } else { format!("  [{state}]") };
        let time = at.as_deref().unwrap_or("-");
        let time = time.get(..19).unwrap_or(time);
        format!("{number:>width$}  {time}  {}  {what}{state}", user.as_deref().unwrap_or("-"))
    };
    lines.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The same, line by line.
pub(super) fn lines(file: &LedgerFile, curated: &Curated) -> Vec<Line> {
    let (ledger, steps) = (&file.ledger, file.ledger.steps());
    let number_of = |row: usize| 1 + steps.iter().take_while(|step| step.end <= row).count();
    let line = |(number, step): (usize, &std::ops::Range<usize>)| {
        let rows = &ledger.rows()[step.clone()];
        let became = became(&curated.states[step.clone()]);
        let stands = matches!(became, Became::Applied | Became::Waits(_));
        let (state, what) = match became {
            Became::Applied => ("applied".to_owned(), words(rows)),
            Became::Waits(cause) => (format!("waits: {cause}"), words(rows)),
            Became::Undone(by) => (format!("undone by {}", number_of(by)), words(rows)),
            Became::Superseded(by) => (format!("replaced by {}", number_of(by)), words(rows)),
            Became::Undoes(row) => (String::new(), format!("undo {}", number_of(row))),
            Became::Nothing if rows.iter().all(|row| row.judgement == Judgement::NoJudgement) => {
                ("suggestion".to_owned(), words(rows))
            }
            Became::Nothing => ("no effect".to_owned(), words(rows)),
        };
        let (user, at) = (rows[0].user.clone(), rows[0].created_at.clone());
        Line { number, what, user, at, state, stands }
    };
    (1..).zip(&steps).map(line).collect()
}
