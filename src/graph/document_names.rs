//! The names of one document, with their words. Enters: a document and its names. Leaves: rows that
//! no longer need the text. Says nothing of who is who.

use super::round;
use crate::{
    document::{Document, DocumentInfo},
    mention::Mention,
    schema::EntityType,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A name where it stands: a row of `unravel names`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameMention {
    /// Document id.
    pub doc: Arc<str>,
    /// First code point, inclusive.
    pub start: usize,
    /// Last code point, exclusive.
    pub end: usize,
    /// What stands there; white space, line breaks too, as one blank.
    pub text: String,
    /// What it names.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Probability 0..=1.
    pub score: f64,
}

/// The names of one document, in text order.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentNames {
    /// The document.
    pub info: DocumentInfo,
    /// Number of words read, separated by white space.
    pub words: usize,
    /// Names.
    pub names: Vec<NameMention>,
}

impl DocumentNames {
    /// Copies every name out of the document and turns byte offsets into code points.
    #[must_use]
    pub fn ground(doc: &Document, names: &[Mention]) -> Self {
        let id: Arc<str> = doc.info.id.as_str().into();
        let names = names
            .iter()
            .map(|mention| NameMention {
                doc: Arc::clone(&id),
                start: doc.code_point(mention.span.start),
                end: doc.code_point(mention.span.end),
                text: doc.slice(mention.span).split_whitespace().collect::<Vec<_>>().join(" "),
                entity_type: mention.entity_type,
                score: round(mention.score),
            })
            .collect();
        let words = doc.text().split_whitespace().count();
        Self { info: doc.info.clone(), words, names }
    }

    /// Gives the document another id.
    pub(crate) fn rename(&mut self, id: &str) {
        self.info.id = id.to_owned();
        let id: Arc<str> = id.into();
        for name in &mut self.names {
            name.doc = Arc::clone(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ingest, span::Span};

    #[test]
    fn a_name_over_two_lines_is_one_line() {
        let doc = ingest::document("d", "Ms Kim\n  Il".to_owned());
        let names = [Mention::name(Span::new(3, 11), EntityType::Person, 0.9)];
        let name = &DocumentNames::ground(&doc, &names).names[0];
        assert_eq!((name.text.as_str(), name.start, name.end), ("Kim Il", 3, 11));
    }
}
