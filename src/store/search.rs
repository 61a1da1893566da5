//! Full-text search over the sentences of a case. Enters: words. Leaves: sentences that hold all of them, the
//! best first. Case and accents do not count.

use super::Case;
use crate::error::Error;

/// A sentence that was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// Id of its document.
    pub doc: String,
    /// First code point of the sentence.
    pub start: usize,
    /// Code point after the sentence.
    pub end: usize,
    /// The sentence.
    pub text: String,
}

impl Case {
    /// At most `most` sentences of documents in the network that hold all words of `query`. Words between
    /// double quotes stand side by side; a word that ends in `*` is the beginning of one. Nothing else has
    /// a meaning. Order: by how rare the words are (BM25), then by document and place.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn search(&self, query: &str, most: usize) -> Result<Vec<Found>, Error> {
        let Some(query) = terms(query) else { return Ok(Vec::new()) };
        self.within(|db| {
            let sql = "SELECT d.label, s.start, s.\"end\", s.text FROM sentence_index i
                JOIN sentence s ON s.id = i.rowid JOIN document d ON d.reading = s.reading AND d.label IS NOT NULL
                WHERE sentence_index MATCH ?1 ORDER BY bm25(sentence_index), d.label, s.start LIMIT ?2";
            let mut found = db.prepare(sql)?;
            let found = found.query_map(rusqlite::params![query, most], |row| {
                let (doc, start) = (row.get(0)?, row.get(1)?);
                Ok(Found { doc, start, end: row.get(2)?, text: row.get(3)? })
            })?;
            found.collect()
        })
    }
}

/// The words as FTS5 asks for them: each a string of its own, so that no character in them is an operator.
fn terms(query: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    for (number, part) in query.split('"').enumerate() {
        let quoted = number % 2 == 1;
        let words: Vec<&str> = if quoted { vec![part] } else { part.split_whitespace().collect() };
        for word in words {
            let (word, star) = match word.strip_suffix('*') {
                Some(word) if !quoted => (word, "*"),
                _ => (word, ""),
            };
            // A string without a letter or digit has no token and would find nothing.
            if word.chars().any(char::is_alphanumeric) {
                terms.push(format!("\"{}\"{star}", word.replace('\0', " ")));
            }
        }
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_words_quotes_and_a_star_has_a_meaning() {
        for (query, expected) in [
            ("oil tankers", Some("\"oil\" \"tankers\"")),
            ("\"Green Pine\" ship*", Some("\"Green Pine\" \"ship\"*")),
            ("a OR b) NEAR -c", Some("\"a\" \"OR\" \"b)\" \"NEAR\" \"-c\"")),
            ("\" * - ", None),
            ("", None),
        ] {
            assert_eq!(terms(query).as_deref(), expected, "{query}");
        }
    }
}
