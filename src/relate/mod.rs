//! Document + mentions + entities -> relations. Enters: a resolved document. Leaves: typed,
//! directed relations with evidence, status and extractor. Never links what the schema forbids.
//! Every extractor proposes [`Candidate`]s; [`combine`](combine()) alone decides what becomes a relation.

mod additions;
mod anchors;
mod bodies;
mod candidate;
mod carry;
mod case;
mod charge_list;
mod clause;
mod co_accused;
mod combine;
mod lexicon;
mod lookback;
mod marked;
mod names;
mod nation;
mod neural;
mod patterns;
mod phrase;
mod reading;
mod relative;
mod roles;
mod scope;
mod sentence;
mod sequence;
mod slots;
mod stance;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_case;
#[cfg(test)]
mod tests_dates;
#[cfg(test)]
mod tests_sanctions;
#[cfg(test)]
mod tests_suites;
mod verbs;
mod when;

pub use additions::{Additions, Example, suggest};
pub use candidate::Candidate;
pub use combine::combine;
pub use patterns::Patterns;
pub use roles::assign_roles;

use crate::{
    document::Document,
    entity::{Entity, Resolution},
    mention::MentionKind,
    nn,
    relation::Relation,
    schema::{EntityType, Schema, Status},
};
use clause::Frame;
use lexicon::Class;
use patterns::Common;
use phrase::{Argument, Phrases};
use sentence::Row;
use stance::Said;
use when::Moment;

/// Relations that the document states between its entities.
#[must_use]
pub fn relate(
    doc: &Document,
    resolution: &Resolution,
    schema: &Schema,
    patterns: &Patterns,
    pairs: Option<&nn::Pairs>,
) -> Vec<Relation> {
    let found = candidates(doc, resolution, schema, patterns, pairs);
    combine(doc, resolution, schema, found, patterns.rival)
}

/// A sentence with its frames and words of time.
struct Parsed {
    row: Row,
    frames: Vec<Frame>,
    moments: Vec<Moment>,
}

/// What patterns and, when there is a network's reading, the network propose. O(sentences · patterns).
#[must_use]
pub fn candidates(
    doc: &Document,
    resolution: &Resolution,
    schema: &Schema,
    patterns: &Patterns,
    pairs: Option<&nn::Pairs>,
) -> Vec<Candidate> {
    let nations = nation::Nations::of(doc, resolution);
    let parsed = parse(doc, resolution, patterns, &nations);
    let owner = resolution.entity_of();
    let mut found = Vec::new();
    let mut authority = None;
    for sentence in &parsed {
        let first = found.len();
        let phrases = Phrases { row: &sentence.row, lexicon: &patterns.lexicon };
        let out = Out { resolution, schema, owner: &owner, phrases };
        let frames = &sentence.frames;
        for filled in verbs::fill(phrases, frames, &patterns.verbs) {
            let pattern = filled.pattern;
            let said = Said { phrases, frames, cues: &patterns.cues };
            let ends = filled.subjects.iter().chain(&filled.objects).map(|a| a.element);
            let end = ends.max().unwrap_or(frames[filled.frame].at);
            let status = pattern
                .common
                .status
                .unwrap_or_else(|| stance::of_frame(said, filled.frame, end, &pattern.predicate));
            let date = when::of_frame(
                phrases,
                frames,
                filled.frame,
                &pattern.predicate,
                &sentence.moments,
            );
            let named = Named { name: &pattern.name, predicate: &pattern.predicate, status, date };
            out.push(&named, &pattern.common, &filled.subjects, &filled.objects, &mut found);
            out.together(&named, &filled, &mut found);
        }
        for (name, predicate, list, kind) in case::together(phrases, patterns, frames) {
            let pair = Named { name, predicate, status: Status::Asserted, date: None };
            out.pairs(&pair, &list, &[kind], &mut found);
        }
        for (pattern, row) in patterns.anchors.rows(&sentence.row) {
            let pattern = &patterns.sequences[pattern];
            for hit in pattern.sequences[row].find(phrases) {
                let said = Said { phrases, frames, cues: &patterns.cues };
                let status = pattern
                    .common
                    .status
                    .unwrap_or_else(|| stance::of_stretch(said, hit.range, &pattern.predicate));
                let date = when::of_stretch(
                    phrases,
                    frames,
                    hit.range,
                    &pattern.predicate,
                    &sentence.moments,
                );
                let named =
                    Named { name: &pattern.name, predicate: &pattern.predicate, status, date };
                out.push(&named, &pattern.common, &hit.subject, &hit.object, &mut found);
            }
        }
        carry::listed(phrases, frames, authority, &mut found);
        authority = carry::authority(&owner, &found[first..]);
    }
    names::propose(doc, resolution, &nations, &mut found);
    names::places(&parsed, &mut found);
    case::propose(resolution, patterns, &parsed, &mut found);
    let group = |m: usize| {
        resolution.entities.get(owner[m]).is_some_and(|e| e.entity_type == EntityType::Group)
    };
    for candidate in &mut found {
        let name = candidate.extractor.trim_start_matches("pattern:");
        let with_group = group(candidate.subject) || group(candidate.object);
        candidate.score = patterns.score(name, with_group, candidate.score);
    }
    found.retain(|c| c.score >= patterns.floor);
    if let Some(pairs) = pairs {
        let read = (&parsed[..], &nations);
        neural::propose(doc, resolution, schema, patterns, read, pairs, &mut found);
    }
    found
}

/// Rows and frames of every sentence. A sentence without a subject, as in a list of designations,
/// gets the entity that the last heading named: "Director of the bank." speaks of it.
fn parse(
    doc: &Document,
    resolution: &Resolution,
    patterns: &Patterns,
    nations: &nation::Nations,
) -> Vec<Parsed> {
    let mut topic: Option<sentence::Element> = None;
    let mut parsed = Vec::new();
    for sentence in doc.sentences() {
        let mut row = sentence::row(doc, resolution, sentence, &patterns.lexicon, nations);
        if let Some(topic) = &topic
            && lacks_subject(&row, patterns)
        {
            let mut comma = topic.clone();
            (comma.class, comma.mention, comma.entity_type) = (Class::Comma, None, None);
            comma.lower = ",".into();
            comma.lemma = ",".into();
            row.elements.splice(0..0, [topic.clone(), comma]);
        }
        if let Some(first) = row.elements.iter().find(|e| e.class != Class::Quote)
            && first.is_actor()
        {
            topic = Some(first.clone());
        }
        let phrases = Phrases { row: &row, lexicon: &patterns.lexicon };
        let frames = clause::frames(phrases);
        let moments = when::moments(doc, resolution, sentence.span);
        parsed.push(Parsed { row, frames, moments });
    }
    parsed
}

fn lacks_subject(row: &Row, patterns: &Patterns) -> bool {
    let Some(first) = row.elements.first() else { return false };
    let ends = row.elements.last().is_some_and(|e| e.class == Class::Stop);
    let phrases = Phrases { row, lexicon: &patterns.lexicon };
    let role = ["heads", "officers"]
        .iter()
        .filter_map(|l| patterns.lists.get(*l))
        .flatten()
        .any(|phrase| sequence::phrase_end(phrases, phrase.split(' '), 0).is_some());
    ends && (role
        || matches!(first.class, Class::Verb(form) if form != lexicon::Form::Base)
        || ["subsidiary", "member", "front", "affiliate", "branch", "former"]
            .contains(&first.lower.as_str()))
}

struct Named<'a> {
    name: &'a str,
    predicate: &'a str,
    status: Status,
    date: Option<String>,
}

/// Where candidates of one sentence are made.
struct Out<'a> {
    resolution: &'a Resolution,
    schema: &'a Schema,
    owner: &'a [usize],
    phrases: Phrases<'a>,
}

impl Out<'_> {
    /// Whether the mention's entity has a name, or is a described group: a lone "it" is nobody.
    fn is_somebody(&self, mention: usize) -> bool {
        self.resolution
            .entities
            .get(self.owner[mention])
            .is_some_and(|e| is_somebody(self.resolution, e))
    }

    fn push(
        &self,
        named: &Named<'_>,
        common: &Common,
        subjects: &[Argument],
        objects: &[Argument],
        found: &mut Vec<Candidate>,
    ) {
        let allowed = |types: &[EntityType], t: EntityType| types.is_empty() || types.contains(&t);
        for subject in subjects {
            for object in objects {
                let elements = &self.phrases.row.elements;
                let (Some(s), Some(o)) =
                    (elements[subject.element].actor(), elements[object.element].actor())
                else {
                    continue;
                };
                if self.stands_aside(subject.element) || self.stands_aside(object.element) {
                    continue;
                }
                // A pronoun has no type of its own: its entity has.
                let kind = |m: usize| {
                    self.resolution
                        .entities
                        .get(self.owner[m])
                        .map_or(self.resolution.mentions[m].entity_type, |e| e.entity_type)
                };
                // "FBI agents" act for the FBI, but who owns its missiles does not own it.
                if (subject.through_noun || object.through_noun)
                    && ["owns", "part_of", "founded", "member_of", "leads", "family_of"]
                        .contains(&named.predicate)
                {
                    continue;
                }
                if !self.is_somebody(s) || !self.is_somebody(o) {
                    continue;
                }
                let (st, ot) = (kind(s), kind(o));
                if !allowed(&common.subject_types, st)
                    || !allowed(&common.object_types, ot)
                    || !self.schema.allows(st, named.predicate, ot)
                {
                    continue;
                }
                found.push(Candidate {
                    subject: s,
                    predicate: named.predicate.to_owned(),
                    object: o,
                    sentence: self.phrases.row.span,
                    extractor: format!("pattern:{}", named.name),
                    score: common.score,
                    status: named.status,
                    date: named.date.clone(),
                });
            }
        }
    }
}

/// Most members of a list that are linked pairwise.
const PAIRWISE: usize = 6;

impl Out<'_> {
    /// Who stands in one list acted or was pursued together: the accused are associates, the
    /// pursuers cooperate.
    fn together(&self, stated: &Named<'_>, filled: &verbs::Filled<'_>, found: &mut Vec<Candidate>) {
        let rules: &[(&str, &str, &[Argument], &[EntityType])] = &[
            ("co-accused", "associate_of", &filled.objects, &[EntityType::Person]),
            ("co-actors", "associate_of", &filled.subjects, &[EntityType::Person]),
            ("co-pursuers", "cooperates_with", &filled.subjects, &[EntityType::Organization]),
        ];
        for (name, predicate, list, types) in rules {
            let kinds: &[&str] = match *name {
                "co-accused" => &["charges", "convicts", "arrests"],
                "co-actors" => &["targets", "finances"],
                _ => &["charges", "investigates", "arrests", "convicts"],
            };
            if kinds.contains(&stated.predicate) && stated.status != Status::Denied {
                let pair =
                    Named { name, predicate, status: stated.status, date: stated.date.clone() };
                self.pairs(&pair, list, types, found);
            }
        }
    }

    /// Whether a mention only says where the words come from: "according to the panel", or the
    /// place of a dateline.
    fn stands_aside(&self, at: usize) -> bool {
        let before = (at.saturating_sub(4)..at).rev();
        let source = before
            .map(|i| self.phrases.lower(i))
            .take_while(|word| !matches!(*word, "," | ";" | "said" | "says"))
            .any(|word| word == "according");
        let dateline = at < 4
            && (at..at + 4).any(|i| matches!(self.phrases.lower(i), "—" | "–"))
            && self.phrases.row.elements[at].entity_type == Some(EntityType::Location);
        source || dateline
    }

    fn pairs(
        &self,
        named: &Named<'_>,
        list: &[Argument],
        types: &[EntityType],
        found: &mut Vec<Candidate>,
    ) {
        if list.len() < 2 || list.len() > PAIRWISE {
            return;
        }
        let common = Common {
            subject_types: types.to_vec(),
            object_types: types.to_vec(),
            status: None,
            score: 0.6,
        };
        for (index, first) in list.iter().enumerate() {
            self.push(named, &common, &[*first], &list[index + 1..], found);
        }
    }
}

/// Whether an entity has a name, or is a described group.
fn is_somebody(resolution: &Resolution, entity: &Entity) -> bool {
    entity.mentions.iter().any(|&m| match resolution.mentions[m].kind {
        MentionKind::Name => true,
        MentionKind::Nominal => entity.entity_type == EntityType::Group,
        MentionKind::Pronoun => false,
    })
}
