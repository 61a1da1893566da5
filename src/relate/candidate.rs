//! What an extractor proposes. Enters: nothing. Leaves: one link between two mentions with its
//! sentence, from any source: patterns here, a neural scorer beside them.

use crate::{schema::Status, span::Span};

/// A proposed link between two mentions of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Index of the subject's mention among [`Resolution::mentions`](crate::Resolution::mentions).
    pub subject: usize,
    /// Name of the relation type.
    pub predicate: String,
    /// Index of the object's mention.
    pub object: usize,
    /// The sentence that states it, in bytes.
    pub sentence: Span,
    /// `pattern:NAME` or `neural:NAME`.
    pub extractor: String,
    /// Probability that the sentence states it, 0..=1.
    pub score: f32,
    /// How the sentence states it.
    pub status: Status,
    /// Date of the fact when the text gives one.
    pub date: Option<String>,
}
