//! Who does what to whom. Enters: pairs of entities and the sentences that link them. Leaves:
//! typed, directed relations, each with its evidence. Extracts nothing itself (that is `relate`).

use crate::{schema::Status, span::Span};

/// One sentence that states a relation, and how it states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The sentence, in bytes, with the one beside it where an end stands there.
    pub sentence: Span,
    /// The mention of the subject, in bytes; of a case that a release tells it may stand further away.
    pub subject: Span,
    /// The mention of the object, in bytes; it too.
    pub object: Span,
    /// Who found it: `pattern:NAME` or `neural:NAME`.
    pub extractor: String,
    /// Probability that the sentence states the relation, 0..=1.
    pub score: f32,
    /// Whether the text states it as fact, as accusation, or denies it.
    pub status: Status,
    /// Date of the fact (`YYYY`, `YYYY-MM` or `YYYY-MM-DD`), or two with a stroke between, `FROM/TO`, when
    /// the text gives one.
    pub date: Option<String>,
}

/// A typed, directed link between two entities of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Index of the subject among [`Resolution::entities`](crate::Resolution::entities).
    pub subject: usize,
    /// Name of the relation type in the schema.
    pub predicate: String,
    /// Index of the object.
    pub object: usize,
    /// The sentences that state it; never empty.
    pub evidence: Vec<Evidence>,
}
