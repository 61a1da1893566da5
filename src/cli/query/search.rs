//! `unravel query CASE search WORDS`

use super::words::{self, Words};
use crate::cli::terminal::safe;
use unravel::store::Case;

pub(super) fn search(case: &Case, text: &str, most: usize, words: Words) -> anyhow::Result<String> {
    if !text.chars().any(char::is_alphanumeric) {
        anyhow::bail!("name at least one word to search for");
    }
    let found = case.search(text, most)?;
    if words.json {
        return words::json(&found);
    }
    if found.is_empty() {
        return Ok(format!("no sentence holds {}\n", safe(text)));
    }
    let lines = found.iter().map(|sentence| {
        let place = words.paint.faint(format!("({})", safe(&sentence.doc)));
        format!("“{}” {place}\n", safe(&sentence.text))
    });
    Ok(lines.collect())
}
