//! Words -> word pieces. Enters: a vocabulary and words. Leaves: piece numbers. Never splits text
//! into words (that is `ingest`) and never fails: what cannot be spelled is `[UNK]`.

use super::config::Config;
use regex::Regex;
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::UnicodeNormalization;

/// Words of more characters are not spelled.
const MAX_CHARACTERS: usize = 100;

static NONSPACING: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constant pattern, compiled by the tests")]
    Regex::new(r"\p{Mn}+").expect("constant pattern")
});

/// A vocabulary of word pieces with greedy longest-match spelling
/// ([Wu et al. 2016, section 4.1](https://arxiv.org/abs/1609.08144)).
#[derive(Debug)]
pub struct WordPieces {
    /// Pieces that begin a word.
    first: HashMap<Box<str>, i32>,
    /// Pieces inside a word, without their `##`.
    inner: HashMap<Box<str>, i32>,
    /// The longest piece in bytes: no longer one is looked up.
    longest: usize,
    unknown: i32,
    lowercase: bool,
    strip_accents: bool,
}

impl WordPieces {
    /// The vocabulary of a `vocab.txt`: one piece a line, its number is its line from 0.
    #[must_use]
    pub fn new(vocabulary: &str, config: &Config) -> Self {
        let (mut first, mut inner) = (HashMap::new(), HashMap::new());
        let mut longest = 0;
        for (line, id) in vocabulary.lines().zip(0..) {
            longest = longest.max(line.len());
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => inner.insert(rest.into(), id),
                _ => first.insert(line.into(), id),
            };
        }
        Self {
            first,
            inner,
            longest,
            unknown: config.special.unk,
            lowercase: config.lowercase,
            strip_accents: config.strip_accents,
        }
    }

    /// Adds the pieces of a word to `ids`: one at least. O(n·m) look-ups for a word of n bytes
    /// and pieces of at most m.
    pub fn spell(&self, word: &str, ids: &mut Vec<i32>) {
        let word = self.normalise(word);
        let before = ids.len();
        let mut rest = word.as_str();
        if rest.is_empty() || rest.chars().count() > MAX_CHARACTERS {
            ids.push(self.unknown);
            return;
        }
        while !rest.is_empty() {
            let pieces = if ids.len() == before { &self.first } else { &self.inner };
            let found = (1..=rest.len().min(self.longest))
                .rev()
                .filter_map(|end| rest.get(..end))
                .find_map(|piece| Some((piece.len(), *pieces.get(piece)?)));
            let Some((length, id)) = found else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            rest = &rest[length..];
        }
    }

    /// Lower case, canonical decomposition, non-spacing marks dropped.
    fn normalise(&self, word: &str) -> String {
        if word.is_ascii() {
            return if self.lowercase { word.to_ascii_lowercase() } else { word.to_owned() };
        }
        let word = if self.lowercase { word.to_lowercase() } else { word.to_owned() };
        if self.strip_accents {
            let decomposed: String = word.nfd().collect();
            NONSPACING.replace_all(&decomposed, "").into_owned()
        } else {
            word
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::nn::config::tests::example;

    #[test]
    fn words_are_spelled_by_the_longest_pieces() {
        let config = Config::parse(example().to_string().as_bytes()).unwrap();
        let pieces =
            WordPieces::new("[PAD]\n[UNK]\nun\n##ravel\n##rav\nuns\neric\n##s\n平\n##", &config);
        let check = |word: &str, expected: &[i32]| {
            let mut ids = vec![9];
            pieces.spell(word, &mut ids);
            assert_eq!(ids[1..], *expected, "{word}");
        };
        check("Unravels", &[2, 3, 7]);
        check("uns", &[5]);
        check("unsravel", &[5, 3]);
        check("unsun", &[1]);
        check("Éric", &[6]);
        check("平", &[8]);
        check("unz", &[1]);
        check("\u{301}", &[1]);
        check(&"un".repeat(51), &[1]);
    }
}
