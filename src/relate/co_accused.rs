//! Who is accused together. Enters: the persons and organizations that a document says to be charged. Leaves: candidates that link
//! those whom one sentence names. Who stands before the court beside another mostly acted with them, more so
//! where the text speaks of a conspiracy.

use super::{
    Parsed,
    candidate::Candidate,
    patterns::Patterns,
    phrase::Phrases,
    stance::{self, Said},
};
use crate::{entity::Resolution, schema::EntityType};
use std::collections::{BTreeMap, BTreeSet};

/// More accused than this stand in a list of cases, not in one.
const MOST: usize = 6;

const PREDICATE: &str = "associate_of";

/// Links the accused among `entities` that stand in one sentence, each pair once, in the first that names both.
pub(super) fn propose(
    resolution: &Resolution,
    patterns: &Patterns,
    parsed: &[Parsed],
    entities: &BTreeSet<usize>,
    found: &mut Vec<Candidate>,
) {
    let is_party = |e: &usize| {
        resolution
            .entities
            .get(*e)
            .is_some_and(|e| matches!(e.entity_type, EntityType::Person | EntityType::Organization))
    };
    let parties: BTreeSet<usize> = entities.iter().copied().filter(is_party).collect();
    if !(2..=MOST).contains(&parties.len()) {
        return;
    }
    let owner = resolution.entity_of();
    let conspired = parsed
        .iter()
        .flat_map(|sentence| &sentence.row.elements)
        .any(|element| element.mention.is_none() && element.lower.contains("conspir"));
    let name = if conspired { "case-conspire" } else { "case-beside" };
    let mut linked: BTreeSet<(usize, usize)> = BTreeSet::new();
    for Parsed { row, frames, .. } in parsed {
        let phrases = Phrases { row, lexicon: &patterns.lexicon };
        let said = Said { phrases, frames, cues: &patterns.cues };
        let mut here: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, element) in row.elements.iter().enumerate() {
            let party = element.mention.map(|m| owner[m]).filter(|e| parties.contains(e));
            if let Some(party) = party {
                here.entry(party).or_insert(at);
            }
        }
        for (&a, &first) in &here {
            for (&b, &second) in here.range(a + 1..) {
                let mentions = (row.elements[first].mention, row.elements[second].mention);
                let (Some(subject), Some(object)) = mentions else { continue };
                if !linked.insert((a, b)) {
                    continue;
                }
                let range = (first.min(second), first.max(second));
                found.push(Candidate {
                    subject,
                    predicate: PREDICATE.into(),
                    object,
                    sentence: row.span,
                    extractor: format!("pattern:{name}"),
                    score: 0.5,
                    status: stance::of_stretch(said, range, PREDICATE),
                    date: None,
                });
            }
        }
    }
}
