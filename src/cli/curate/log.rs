//! `unravel curate GRAPH log`

use crate::cli::ledger::{Became, LedgerFile, became, words};
use unravel::{Judgement, curate::Curated};

/// Every decision with its number, time and user, what it says and what became of it.
pub(super) fn table(file: &LedgerFile, curated: &Curated) -> String {
    let (ledger, steps) = (&file.ledger, file.ledger.steps());
    if steps.is_empty() {
        return format!("{}: no decisions", file.path.display());
    }
    let number_of = |row: usize| 1 + steps.iter().take_while(|step| step.end <= row).count();
    let width = steps.len().to_string().len();
    let mut lines = Vec::new();
    for (number, step) in (1..).zip(&steps) {
        let rows = &ledger.rows()[step.clone()];
        let (state, said) = match became(&curated.states[step.clone()]) {
            Became::Applied => ("applied".to_owned(), words(rows)),
            Became::Waits(cause) => (format!("waits: {cause}"), words(rows)),
            Became::Undone(by) => (format!("undone by {}", number_of(by)), words(rows)),
            Became::Superseded(by) => (format!("replaced by {}", number_of(by)), words(rows)),
            Became::Undoes(row) => (String::new(), format!("undo {}", number_of(row))),
            Became::Nothing => ("no effect".to_owned(), words(rows)),
        };
        let suggestion = rows.iter().all(|row| row.judgement == Judgement::NoJudgement);
        let state = match state.as_str() {
            "no effect" if suggestion => "  [suggestion]".to_owned(),
            "" => state,
            state => format!("  [{state}]"),
        };
        let time = rows[0].created_at.as_deref().unwrap_or("-");
        let time = time.get(..19).unwrap_or(time);
        let user = rows[0].user.as_deref().unwrap_or("-");
        lines.push(format!("{number:>width$}  {time}  {user}  {said}{state}"));
    }
    lines.join("\n")
}
