//! Document -> mentions. Enters: a segmented document. Leaves: mentions in text order that do not
//! overlap: names (neural), values (dates, money, identifiers) and unnamed groups. Links nothing.

mod agree;
mod decode;
mod edges;
mod extent;
mod groups;
mod join;
mod lists;
mod repeat;
mod values;

use crate::{
    document::Document,
    error::Error,
    mention::Mention,
    nn::{Begun, Logits, Model},
    schema::EntityType,
    span::Span,
};
use std::ops::Range;

/// A name as tokens of its document.
#[derive(Clone, Debug, PartialEq)]
struct Name {
    /// Its tokens; never empty.
    tokens: Range<usize>,
    /// Its type.
    entity_type: EntityType,
    /// Probability that tokens and type are right, 0..=1.
    score: f32,
}

impl Name {
    fn span(&self, doc: &Document) -> Span {
        let tokens = &doc.tokens()[self.tokens.clone()];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }
}

/// Named persons, organizations, places and peoples of a document, in text order and disjoint.
/// The result depends on the document alone.
///
/// # Errors
/// When the model fails or has labels that nobody knows.
pub fn names(doc: &Document, model: &Model) -> Result<Vec<Mention>, Error> {
    names_in(doc, model, &model.logits(&words(doc))?)
}

/// The names of a document as [`names`] finds them, and what it takes to read on.
///
/// # Errors
/// When the model fails or has labels that nobody knows.
pub fn begin<'m>(doc: &Document, model: &'m Model) -> Result<(Vec<Mention>, Begun<'m>), Error> {
    let begun = model.begin(&words(doc))?;
    Ok((names_in(doc, model, &begun.names)?, begun))
}

/// The tokens of each sentence.
fn words(doc: &Document) -> Vec<Vec<&str>> {
    let text = |token| doc.token_text(token);
    doc.sentences().iter().map(|sent| sent.tokens.clone().map(text).collect()).collect()
}

fn names_in(doc: &Document, model: &Model, logits: &Logits) -> Result<Vec<Mention>, Error> {
    let config = model.config();
    let labels =
        decode::tags(config).map_err(|cause| Error::Model { name: model.label(), cause })?;
    let mut rows = logits.rows();
    let mut names = Vec::new();
    for sent in doc.sentences() {
        let rows: Vec<Vec<f32>> = rows
            .by_ref()
            .take(sent.tokens.len())
            .map(|row| decode::log_softmax(row, config.temperature))
            .collect();
        let tagged = decode::names(&rows, &labels, sent.tokens.start);
        let whole = edges::clean(doc, &sent.tokens, join::parts(doc, tagged));
        names.extend(join::surnames(doc, whole));
    }
    let mut names = extent::settle(doc, names);
    agree::surnames(doc, &mut names);
    agree::types(doc, &mut names);
    repeat::complete(doc, &mut names);
    agree::leave_out_families(doc, &mut names);
    let mention = |name: &Name| Mention::name(name.span(doc), name.entity_type, name.score);
    Ok(names.iter().map(mention).collect())
}

/// Adds values and unnamed groups to the names of a document and sorts all by place; where two
/// overlap, a name wins over a value, a value over a group.
#[must_use]
pub fn complete(doc: &Document, names: Vec<Mention>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    add_disjoint(&mut mentions, names);
    add_disjoint(&mut mentions, values::find(doc));
    let groups = groups::find(doc, &mentions);
    add_disjoint(&mut mentions, groups);
    mentions
}

/// Adds the mentions that overlap none of those there; keeps all in text order.
fn add_disjoint(mentions: &mut Vec<Mention>, fresh: Vec<Mention>) {
    for mention in fresh {
        let at = mentions.partition_point(|m| m.span < mention.span);
        let before = at.checked_sub(1).is_some_and(|b| mentions[b].span.overlaps(mention.span));
        let after = mentions.get(at).is_some_and(|m| m.span.overlaps(mention.span));
        if !before && !after {
            mentions.insert(at, mention);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Names as a model would tag them, found in text order.
    pub(super) fn tagged(doc: &Document, names: &[(&str, EntityType)]) -> Vec<Name> {
        let mut from = 0;
        let name = |&(name, entity_type): &(&str, EntityType)| {
            let start = from + doc.text()[from..].find(name).unwrap();
            from = start + name.len();
            Name { tokens: doc.tokens_in((start..from).into()), entity_type, score: 1.0 }
        };
        names.iter().map(name).collect()
    }
}
