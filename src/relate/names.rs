//! Relations that names themselves state. Enters: names that hold other names or begin with a
//! country, and places side by side. Leaves: candidates for `part_of` and `located_in`: "FBI Miami
//! Field Office", "Iranian Ministry of Defence", "Miami, Florida". Reads no verbs.

use super::{
    Parsed, bodies::is_organ, candidate::Candidate, lexicon::Class, nation::Nations,
    sentence::Element,
};
use crate::{
    document::Document,
    entity::{Entity, Resolution},
    mention::MentionKind,
    schema::{EntityType, Status},
};
use std::collections::{BTreeMap, BTreeSet};

/// Adds what the names state.
pub(super) fn propose(
    doc: &Document,
    resolution: &Resolution,
    nations: &Nations,
    found: &mut Vec<Candidate>,
) {
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for (index, m) in resolution.mentions.iter().enumerate() {
        if m.kind == MentionKind::Name
            && matches!(m.entity_type, EntityType::Organization | EntityType::Location)
        {
            by_name.entry(doc.slice(m.span).to_owned()).or_insert(index);
        }
    }
    let owner = resolution.entity_of();
    for (index, entity) in resolution.entities.iter().enumerate() {
        if entity.entity_type != EntityType::Organization {
            continue;
        }
        let mut seen = BTreeSet::new();
        for &mention in &entity.mentions {
            let m = &resolution.mentions[mention];
            let Some(sentence) = doc.sentence_at(m.span.start) else { continue };
            if m.kind != MentionKind::Name {
                continue;
            }
            let text = doc.slice(m.span);
            let mut add = |object: usize, predicate: &str, name: &str| {
                if owner[object] != index && seen.insert(owner[object]) {
                    // A sentence that names both is the one to quote.
                    let whole = &resolution.entities[owner[object]];
                    let both = side_by_side(doc, resolution, (entity, text), whole);
                    let (subject, object, sentence) = both.unwrap_or((mention, object, sentence));
                    found.push(Candidate {
                        subject,
                        predicate: predicate.into(),
                        object,
                        sentence: doc.sentences()[sentence].span,
                        extractor: format!("pattern:{name}"),
                        score: 0.6,
                        status: Status::Asserted,
                        date: None,
                    });
                }
            };
            let lower = text.to_lowercase();
            let organ = is_organ(&lower);
            if let Some(country) = nations.first_of(text)
                && organ
            {
                add(country, "part_of", "name-of-country");
            }
            for (name, &inner) in &by_name {
                if name.len() >= text.len() || name.len() < 2 || !holds(text, name) {
                    continue;
                }
                let inside = resolution.mentions[inner].entity_type;
                let (starts, ends) =
                    (text.starts_with(name.as_str()), text.ends_with(name.as_str()));
                // "Security Council" holds no "Council" that stands for another body.
                let short = !name.contains(' ') && name.chars().any(char::is_lowercase);
                let stands_for_longer =
                    doc_name(resolution, &owner, inner).is_some_and(|full| full != name);
                if ends && short && stands_for_longer {
                    continue;
                }
                if inside == EntityType::Organization && (starts || ends) {
                    add(inner, "part_of", if starts { "name-starts" } else { "name-ends" });
                }
            }
        }
    }
}

/// The first sentence where one entity is called `text` and another by any name, with both mentions.
fn side_by_side(
    doc: &Document,
    resolution: &Resolution,
    (entity, text): (&Entity, &str),
    other: &Entity,
) -> Option<(usize, usize, usize)> {
    let named = |entity: &Entity| -> BTreeMap<usize, usize> {
        let names = entity.mentions.iter().rev().filter_map(|&m| {
            let mention = &resolution.mentions[m];
            let name = mention.kind == MentionKind::Name;
            Some((doc.sentence_at(mention.span.start)?, m)).filter(|_| name)
        });
        names.collect()
    };
    let called = |m: &usize| doc.slice(resolution.mentions[*m].span) == text;
    let others = named(other);
    let mut mentions = entity.mentions.iter().copied().filter(called);
    mentions.find_map(|m| {
        let sentence = doc.sentence_at(resolution.mentions[m].span.start)?;
        others.get(&sentence).map(|&other| (m, other, sentence))
    })
}

fn doc_name<'a>(resolution: &'a Resolution, owner: &[usize], mention: usize) -> Option<&'a str> {
    resolution.entities.get(*owner.get(mention)?).map(|e| e.name.as_str())
}

/// Parts of the world: a row of them is a list.
pub(super) const CONTINENTS: [&str; 9] = [
    "africa",
    "asia",
    "europe",
    "north america",
    "south america",
    "latin america",
    "america",
    "oceania",
    "middle east",
];

/// Adds places inside places from rows such as "Miami, Florida": not where a list of places runs.
pub(super) fn places(parsed: &[Parsed], found: &mut Vec<Candidate>) {
    for sentence in parsed {
        let elements = &sentence.row.elements;
        let mut at = 0;
        while at < elements.len() {
            let mut chain = vec![at];
            if !is_place(&elements[at]) {
                at += 1;
                continue;
            }
            let mut last = at;
            while last + 2 < elements.len()
                && elements[last + 1].lower == ","
                && is_place(&elements[last + 2])
            {
                last += 2;
                chain.push(last);
            }
            at = last + 1;
            let next = |i: usize| elements.get(last + i);
            let comma = usize::from(next(1).is_some_and(|e| e.class == Class::Comma));
            let article =
                usize::from(next(2 + comma).is_some_and(|e| e.class == Class::Determiner));
            let list = next(1 + comma).is_some_and(|e| e.class == Class::Conjunction)
                && (next(2 + comma + article).is_some_and(is_place)
                    && (chain.len() > 2 || elements[chain[0]].country == elements[last].country));
            if list || chain.len() > 3 {
                continue;
            }
            for pair in chain.windows(2) {
                let (inner, outer) = (&elements[pair[0]], &elements[pair[1]]);
                if inner.country || CONTINENTS.contains(&inner.lower.as_str()) {
                    continue;
                }
                if let (Some(subject), Some(object)) = (inner.mention, outer.mention) {
                    found.push(Candidate {
                        subject,
                        predicate: "located_in".into(),
                        object,
                        sentence: sentence.row.span,
                        extractor: "pattern:place-comma-place".into(),
                        score: 0.8,
                        status: Status::Asserted,
                        date: None,
                    });
                }
            }
        }
    }
}

fn is_place(element: &Element) -> bool {
    element.class == Class::Mention && element.entity_type == Some(EntityType::Location)
}

/// Whether `name` stands in `text` as whole words.
fn holds(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
    })
}
