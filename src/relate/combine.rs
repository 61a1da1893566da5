//! Candidates -> relations. Enters: proposals of every extractor. Leaves: at most one relation for
//! each subject, type and object, its evidence in text order. Invents nothing; what the schema
//! forbids, links to itself or only repeats a more specific link is dropped.

use super::{candidate::Candidate, names::CONTINENTS};
use crate::{
    document::Document,
    entity::{Entity, Resolution},
    mention::MentionKind,
    relation::{Evidence, Relation},
    schema::{EntityType, Schema, Status},
    span::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// A general type, and the specific types that make it needless between the same two entities.
const SPECIFIC: [(&str, &[&str]); 7] = [
    ("works_for", &["leads", "founded", "acts_for"]),
    ("supplies", &["finances"]),
    ("member_of", &["leads", "founded"]),
    ("located_in", &["part_of"]),
    ("accuses", &["charges"]),
    ("associate_of", &["family_of", "works_for", "leads", "member_of"]),
    ("lives_in", &["leads", "works_for"]),
];

/// How likely the specific one must be for that, as a share of the general one, unless a pattern states it: a guess of the
/// network that somebody leads a group takes nothing from the sentence that says that they are a member.
const NEEDLESS: f32 = 0.8;

/// Types of which a subject mostly has one object, and an object one subject.
const ONE_OBJECT: [&str; 6] =
    ["leads", "works_for", "citizen_of", "lives_in", "part_of", "located_in"];
const ONE_SUBJECT: [&str; 3] = ["leads", "founded", "owns"];

/// Types that only describe their subject.
const DESCRIPTIVE: [&str; 7] =
    ["part_of", "located_in", "works_for", "lives_in", "citizen_of", "member_of", "leads"];

/// Combines candidates into relations, sorted by their first evidence. O(n log n). Of rivals for one end, as two
/// presidents of one country, those are dropped whose score is below the share `rival` of the best.
#[must_use]
pub fn combine(
    doc: &Document,
    resolution: &Resolution,
    schema: &Schema,
    candidates: Vec<Candidate>,
    rival: f32,
) -> Vec<Relation> {
    let owner = resolution.entity_of();
    let mut by_key: BTreeMap<(usize, String, usize), Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let (Some(&s), Some(&o)) = (owner.get(candidate.subject), owner.get(candidate.object))
        else {
            continue;
        };
        let (Some(subject), Some(object)) =
            (resolution.entities.get(s), resolution.entities.get(o))
        else {
            continue;
        };
        let symmetric = schema.is_symmetric(&candidate.predicate);
        // A grand jury charges; it convicts nobody.
        if candidate.predicate == "convicts" && subject.name.to_lowercase().contains("grand jury") {
            continue;
        }
        // "the government in Pyongyang" puts no country into a city.
        let in_part = candidate.predicate == "located_in" && is_country(subject);
        if in_part && !CONTINENTS.contains(&object.name.to_lowercase().as_str()) {
            continue;
        }
        if s == o || !(schema.allows(subject.entity_type, &candidate.predicate, object.entity_type))
        {
            continue;
        }
        let (mut candidate, mut key) = (candidate, (s, o));
        if symmetric && s > o {
            std::mem::swap(&mut candidate.subject, &mut candidate.object);
            key = (o, s);
        }
        by_key.entry((key.0, candidate.predicate.clone(), key.1)).or_default().push(candidate);
    }
    // What an unnamed group is or where it is matters only when the group does or suffers something.
    let group = |e: usize| resolution.entities[e].entity_type == EntityType::Group;
    let active: BTreeSet<usize> = by_key
        .keys()
        .filter(|(_, predicate, _)| !DESCRIPTIVE.contains(&predicate.as_str()))
        .flat_map(|(s, _, o)| [*s, *o])
        .filter(|e| group(*e))
        .collect();
    by_key.retain(|(s, predicate, o), _| {
        !DESCRIPTIVE.contains(&predicate.as_str())
            || [*s, *o].iter().all(|e| !group(*e) || active.contains(e))
    });
    // "does not lead Acme but works for it": what is denied makes nothing needless.
    let weight = |found: &[Candidate]| match told(found) {
        score
            if score > 0.0 && found.iter().any(|c| is_stated(c) && c.status != Status::Denied) =>
        {
            1.0
        }
        score => score,
    };
    let known: BTreeMap<Key, f32> =
        by_key.iter().map(|(key, found)| (key.clone(), weight(found))).collect();
    let weight = |s: usize, predicate: &str, o: usize| {
        known.get(&(s, predicate.to_owned(), o)).copied().unwrap_or(0.0)
    };
    by_key.retain(|(s, predicate, o), found| {
        let turned = schema.is_symmetric(predicate);
        let enough = NEEDLESS * told(found);
        let by = |p: &str| {
            let best = weight(*s, p, *o).max(if turned { weight(*o, p, *s) } else { 0.0 });
            best > 0.0 && best >= enough
        };
        SPECIFIC
            .iter()
            .all(|(general, specific)| general != predicate || !specific.iter().any(|p| by(p)))
    });
    let weak = rivals(&by_key, rival);
    by_key.retain(|key, _| !weak.contains(key));
    let mut relations: Vec<Relation> = by_key
        .into_iter()
        .map(|((subject, predicate, object), found)| Relation {
            subject,
            predicate,
            object,
            evidence: evidence(doc, resolution, found),
        })
        .collect();
    relations.sort_by(|a, b| {
        let place = |r: &Relation| (r.evidence[0].sentence, r.evidence[0].subject);
        place(a).cmp(&place(b)).then_with(|| {
            (a.subject, &a.predicate, a.object).cmp(&(b.subject, &b.predicate, b.object))
        })
    });
    relations
}

fn is_country(entity: &Entity) -> bool {
    entity.entity_type == EntityType::Location && entity.attributes.contains_key("country")
}

/// Subject, type and object.
type Key = (usize, String, usize);

/// Whether a pattern says so, and not the network alone.
fn is_stated(candidate: &Candidate) -> bool {
    candidate.extractor.starts_with("pattern:")
}

/// The best score of what is told and not denied.
fn told(found: &[Candidate]) -> f32 {
    let scores = found.iter().filter(|c| c.status != Status::Denied).map(|c| c.score);
    scores.fold(0.0, f32::max)
}

/// Ties of which an end has mostly one: what is much less likely than another of the same end. A list
/// of officers and offices else gives each to each. What is less likely than this share of its rival goes.
fn rivals(by_key: &BTreeMap<Key, Vec<Candidate>>, share: f32) -> BTreeSet<Key> {
    let mut best: BTreeMap<(bool, usize, &str), f32> = BTreeMap::new();
    for ((s, predicate, o), found) in by_key {
        for (of_subject, end) in [(true, *s), (false, *o)] {
            let most = best.entry((of_subject, end, predicate)).or_insert(0.0);
            *most = most.max(told(found));
        }
    }
    let weaker = |((s, predicate, o), found): &(&Key, &Vec<Candidate>)| {
        let score = told(found);
        let below = |of_subject: bool, end: usize| {
            best.get(&(of_subject, end, predicate.as_str())).is_some_and(|b| score < share * b)
        };
        score > 0.0
            && (ONE_OBJECT.contains(&predicate.as_str()) && below(true, *s)
                || ONE_SUBJECT.contains(&predicate.as_str()) && below(false, *o))
    };
    by_key.iter().filter(weaker).map(|(key, _)| key.clone()).collect()
}

/// What is quoted: the sentence, and with it the one beside it where an end stands.
fn quoted(doc: &Document, sentence: Span, ends: [Span; 2]) -> Span {
    let place = |span: Span| doc.sentence_at(span.start);
    let beside = |end: &Span| {
        place(*end).zip(place(sentence)).is_some_and(|(end, here)| end.abs_diff(here) == 1)
    };
    let other = |end: Span| place(end).map_or(sentence, |at| doc.sentences()[at].span);
    ends.into_iter().filter(beside).fold(sentence, |quoted, end| quoted.cover(other(end)))
}

/// One piece of evidence a sentence: the best score, and of equal ones the mentions by name.
fn evidence(doc: &Document, resolution: &Resolution, found: Vec<Candidate>) -> Vec<Evidence> {
    let mut best: BTreeMap<Span, Candidate> = BTreeMap::new();
    let rank = |c: &Candidate| {
        let named = |m: usize| usize::from(resolution.mentions[m].kind == MentionKind::Name);
        (c.score, named(c.subject) + named(c.object), c.status == Status::Asserted)
    };
    for candidate in found {
        match best.get(&candidate.sentence) {
            Some(known) if rank(known) >= rank(&candidate) => {}
            _ => {
                best.insert(candidate.sentence, candidate);
            }
        }
    }
    // A guess of the network does not stand against a sentence that says no.
    let denied = best.values().any(|c| c.status == Status::Denied && c.score >= 0.5);
    if denied {
        best.retain(|_, c| c.status == Status::Denied || c.score >= 0.5 || is_stated(c));
    }
    debug_assert!(best.keys().all(|s| !doc.slice(*s).is_empty()));
    best.into_values()
        .map(|c| (resolution.mentions[c.subject].span, resolution.mentions[c.object].span, c))
        .map(|(subject, object, c)| Evidence {
            sentence: quoted(doc, c.sentence, [subject, object]),
            subject,
            object,
            extractor: c.extractor,
            score: c.score,
            status: c.status,
            date: c.date,
        })
        .collect()
}
