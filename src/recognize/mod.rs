//! Document -> mentions. Enters: a segmented document. Leaves: mentions in text order that do not
//! overlap: names (neural), values (dates, money, identifiers) and unnamed groups. Links nothing.

mod decode;
mod values;

use crate::{document::Document, error::Error, mention::Mention, nn::Model};

/// Named persons, organizations, places and peoples of a document, in text order and disjoint.
///
/// # Errors
/// When the model fails or has labels that nobody knows.
pub fn names(doc: &Document, model: &Model) -> Result<Vec<Mention>, Error> {
    let config = model.config();
    let tags = decode::tags(config).map_err(|cause| Error::Model { name: model.label(), cause })?;
    let words: Vec<Vec<&str>> = doc
        .sentences()
        .iter()
        .map(|sent| sent.tokens.clone().map(|token| doc.token_text(token)).collect())
        .collect();
    let logits = model.logits(&words)?;
    let mut rows = logits.rows().map(|row| {
        let mut row = row.to_vec();
        decode::log_softmax(&mut row, config.temperature);
        row
    });
    let mut names = Vec::new();
    for sent in doc.sentences() {
        let rows: Vec<Vec<f32>> = rows.by_ref().take(sent.tokens.len()).collect();
        names.extend(decode::runs(&rows, &tags).into_iter().map(|run| {
            let first = doc.tokens()[sent.tokens.start + run.tokens.start].span;
            let last = doc.tokens()[sent.tokens.start + run.tokens.end - 1].span;
            Mention::name(first.cover(last), run.entity_type, run.score)
        }));
    }
    Ok(names)
}

/// Adds values and unnamed groups to the names of a document and sorts all by place; where two
/// overlap, a name wins over a value, a value over a group.
#[must_use]
pub fn complete(doc: &Document, names: Vec<Mention>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    add_disjoint(&mut mentions, names);
    add_disjoint(&mut mentions, values::find(doc));
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
