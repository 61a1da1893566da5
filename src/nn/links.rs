//! Who means whom, in numbers. Enters: for each word of a document what it asks for (query) and
//! what it answers to (key). Leaves: scores of an anaphor (a pronoun, the head of a description)
//! with a name, and with "nobody who is named". Knows words by number only.

use super::{config::LinkSettings, model::Logits};
use std::ops::Range;

/// Distances in words at which a bias ends: names after the anaphor, then names before it.
const AFTER: [usize; 2] = [8, usize::MAX];
const BEFORE: [usize; 7] = [4, 8, 16, 32, 64, 128, usize::MAX];
/// Biases of one kind of anaphor.
pub(super) const BUCKETS: usize = AFTER.len() + BEFORE.len();

/// A word that stands for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anaphor {
    /// Its number in the document; of a description, its head word's.
    pub word: usize,
    /// Whether it is a description ("the company") and no pronoun.
    pub described: bool,
}

/// Queries and keys of a document's words, `size` numbers each.
#[derive(Clone, Debug)]
pub struct Links {
    pub(super) size: usize,
    pub(super) query: Vec<f32>,
    pub(super) key: Vec<f32>,
    pub(super) settings: LinkSettings,
}

impl Links {
    fn row<'a>(&self, rows: &'a [f32], word: usize) -> &'a [f32] {
        &rows[word * self.size..][..self.size]
    }

    fn product(&self, query: usize, key: usize) -> f32 {
        let (query, key) = (self.row(&self.query, query), self.row(&self.key, key));
        let sum: f32 = query.iter().zip(key).map(|(q, k)| q * k).sum();
        sum / (self.size as f32).sqrt()
    }

    /// The score of an anaphor with a name at these words; scores of one anaphor are logits.
    #[must_use]
    pub fn name(&self, anaphor: Anaphor, name: &Range<usize>) -> f32 {
        let first = self.product(anaphor.word, name.start);
        let last = self.product(anaphor.word, name.end.saturating_sub(1).max(name.start));
        let bias = self.settings.distance[usize::from(anaphor.described)]
            [bucket(anaphor.word, name.start)];
        (first + last) / 2.0 + bias
    }

    /// The score of an anaphor that means nobody who is named.
    #[must_use]
    pub fn nobody(&self, anaphor: Anaphor) -> f32 {
        self.product(anaphor.word, anaphor.word)
            + self.settings.nobody[usize::from(anaphor.described)]
    }
}

/// Which parts the words of a document play, in numbers.
#[derive(Clone, Debug)]
pub struct Roles {
    pub(super) logits: Logits,
    pub(super) settings: LinkSettings,
}

impl Roles {
    /// For each role its name, how far the entity that is named at these words lies above the
    /// threshold (a logit), and the word that says it most. Every word speaks, weighted by how much
    /// it has to say. Empty without words.
    pub fn of(&self, words: &[usize]) -> Vec<(&str, f32, usize)> {
        let rows: Vec<&[f32]> = words.iter().map(|&word| self.logits.row(word)).collect();
        let last = self.settings.roles.len();
        let top = rows.iter().fold(f32::NEG_INFINITY, |top, row| top.max(row[last]));
        let weights: Vec<f32> = rows.iter().map(|row| (row[last] - top).exp()).collect();
        let all: f32 = weights.iter().sum();
        let names = self.settings.roles.iter().zip(&self.settings.thresholds).enumerate();
        names
            .filter_map(|(role, (name, threshold))| {
                let parts = rows.iter().zip(&weights).map(|(row, weight)| weight * row[role] / all);
                let parts: Vec<f32> = parts.collect();
                let best =
                    (0..parts.len()).reduce(|a, b| if parts[b] > parts[a] { b } else { a })?;
                Some((name.as_str(), parts.iter().sum::<f32>() - threshold, words[best]))
            })
            .collect()
    }
}

/// The number of the bias for a name that begins at `name`.
fn bucket(anaphor: usize, name: usize) -> usize {
    let within = |ends: &[usize], away| ends.iter().position(|&end| away <= end).unwrap_or(0);
    match anaphor.checked_sub(name) {
        Some(away) => AFTER.len() + within(&BEFORE, away),
        None => within(&AFTER, name - anaphor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_before_and_after_have_their_own_biases() {
        for (anaphor, name, expected) in
            [(0, 3, 0), (0, 9, 1), (5, 5, 2), (9, 5, 2), (9, 4, 3), (200, 71, 8), (200, 72, 7)]
        {
            assert_eq!(bucket(anaphor, name), expected, "{anaphor} {name}");
        }
    }

    #[test]
    fn a_score_is_product_and_bias() {
        let distance = [vec![0.0; BUCKETS], vec![1.0; BUCKETS]];
        let settings = LinkSettings {
            from: String::new(),
            distance,
            nobody: [0.5, 0.0],
            roles: Vec::new(),
            thresholds: Vec::new(),
        };
        let links =
            Links { size: 1, query: vec![2.0, 3.0, 4.0], key: vec![5.0, 7.0, 1.0], settings };
        let pronoun = Anaphor { word: 2, described: false };
        assert_eq!(links.name(pronoun, &(0..2)), 24.0);
        assert_eq!(links.nobody(pronoun), 4.5);
        assert_eq!(links.name(Anaphor { described: true, ..pronoun }, &(0..1)), 21.0);
    }
}
