//! Relations that names themselves state. Enters: mentions that stand side by side and names that
//! hold other names. Leaves: candidates for `part_of` and `located_in`: "Miami, Florida", "FBI Miami
//! Field Office". Reads no verbs.

use super::candidate::Candidate;
use crate::{
    document::Document,
    entity::Resolution,
    mention::MentionKind,
    schema::{EntityType, Status},
};
use std::collections::BTreeMap;

/// Adds what the names state.
pub(super) fn propose(doc: &Document, resolution: &Resolution, found: &mut Vec<Candidate>) {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for mention in 0..resolution.mentions.len() {
        let m = &resolution.mentions[mention];
        if m.kind == MentionKind::Name
            && matches!(m.entity_type, EntityType::Organization | EntityType::Location)
        {
            by_name.entry(doc.slice(m.span).to_owned()).or_insert(mention);
        }
    }
    let owner = resolution.entity_of();
    for (entity_index, entity) in resolution.entities.iter().enumerate() {
        if entity.entity_type != EntityType::Organization {
            continue;
        }
        let mut seen = std::collections::BTreeSet::new();
        for &mention in &entity.mentions {
            let m = &resolution.mentions[mention];
            if m.kind != MentionKind::Name {
                continue;
            }
            let text = doc.slice(m.span);
            for (name, &inner) in &by_name {
                let inner_type = resolution.mentions[inner].entity_type;
                if owner[inner] == entity_index
                    || name.len() >= text.len()
                    || name.len() < 2
                    || !holds(text, name)
                    || !seen.insert(owner[inner])
                {
                    continue;
                }
                let Some(sentence) = doc.sentence_at(m.span.start) else { continue };
                let predicate =
                    if inner_type == EntityType::Organization || text.starts_with(name.as_str()) {
                        "part_of"
                    } else {
                        "located_in"
                    };
                found.push(Candidate {
                    subject: mention,
                    predicate: predicate.into(),
                    object: inner,
                    sentence: doc.sentences()[sentence].span,
                    extractor: format!("pattern:name-{predicate}"),
                    score: 0.5,
                    status: Status::Asserted,
                    date: None,
                });
            }
        }
    }
}

/// Whether `name` stands in `text` as whole words.
fn holds(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
    })
}
