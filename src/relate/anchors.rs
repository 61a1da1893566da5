//! Which rows can match a sentence at all. Enters: compiled rows. Leaves: for a sentence, those of whose most telling
//! item it has a word; the others need not be tried.

use super::{patterns::SequencePattern, sentence::Row};
use foldhash::HashMap;

/// A row: number of its pattern, number in the pattern.
pub(super) type Place = (usize, usize);

/// Rows by a word that they cannot do without.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    by_word: HashMap<String, Vec<Place>>,
    /// Rows that have no such word.
    always: Vec<Place>,
}

impl Anchors {
    pub(super) fn of(patterns: &[SequencePattern]) -> Self {
        let mut anchors = Self::default();
        for (pattern, rows) in patterns.iter().enumerate() {
            for (number, row) in rows.sequences.iter().enumerate() {
                match row.anchor() {
                    None => anchors.always.push((pattern, number)),
                    Some(words) => words.into_iter().for_each(|word| {
                        anchors.by_word.entry(word.to_owned()).or_default().push((pattern, number));
                    }),
                }
            }
        }
        anchors
    }

    /// Rows that may match, in the order of the patterns. O(words of the sentence + rows found).
    pub(super) fn rows(&self, sentence: &Row) -> Vec<Place> {
        let mut rows = self.always.clone();
        for element in &sentence.elements {
            for word in [&element.lower, &element.lemma] {
                rows.extend(self.by_word.get(word).into_iter().flatten());
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}
