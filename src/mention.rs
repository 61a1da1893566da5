//! A place where a text speaks of something. Enters: spans and what stands there. Leaves: typed
//! mentions. Knows nothing of who is who: that is [`Entity`](crate::Entity).

use crate::{schema::EntityType, span::Span};
use serde::{Deserialize, Serialize};

/// How a mention calls its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// By name, number or identifier: "Lazarus Group", "bc1q…".
    Name,
    /// By a description: "the company", "two co-conspirators".
    Nominal,
    /// By a pronoun: "he", "its".
    Pronoun,
}

impl MentionKind {
    /// The name used in the JSON graph.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

/// A typed span of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands, in bytes.
    pub span: Span,
    /// What it names.
    pub entity_type: EntityType,
    /// How it names it.
    pub kind: MentionKind,
    /// Probability that span and type are right, 0..=1.
    pub score: f32,
    /// Normalised value of dates (`2024-05-01`), money (`USD 1500000`) and identifiers.
    pub value: Option<String>,
}

impl Mention {
    /// A mention by name without a normalised value.
    #[must_use]
    pub const fn name(span: Span, entity_type: EntityType, score: f32) -> Self {
        Self { span, entity_type, kind: MentionKind::Name, score, value: None }
    }

    /// A mention by description, such as "the company".
    #[must_use]
    pub const fn nominal(span: Span, entity_type: EntityType, score: f32) -> Self {
        Self { span, entity_type, kind: MentionKind::Nominal, score, value: None }
    }
}
