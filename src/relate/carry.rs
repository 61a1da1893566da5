//! Who sanctions, when the sentence before said it. Enters: the frames of a sentence and the one
//! authority that the sentence before shows at work. Leaves: candidates for "X was listed too".
//! Carries over one sentence only, and never where two authorities stand there.

use super::{candidate::Candidate, clause::Frame, phrase::Phrases};
use crate::schema::Status;

/// Verbs of a list of sanctions.
const LISTING: [&str; 4] = ["sanction", "designate", "blacklist", "list"];
/// Behind these prepositions stands who listed, or another list.
const ELSEWHERE: [&str; 4] = ["by", "as", "on", "among"];

/// The mention of the only one who sanctions in these candidates.
pub(super) fn authority(owner: &[usize], found: &[Candidate]) -> Option<usize> {
    let mut subjects = found
        .iter()
        .filter(|c| c.predicate == "sanctions" && c.status != Status::Denied)
        .map(|c| c.subject);
    let first = subjects.next()?;
    subjects.all(|s| owner[s] == owner[first]).then_some(first)
}

/// Adds that the authority sanctions whom this sentence calls listed.
pub(super) fn listed(
    phrases: Phrases<'_>,
    frames: &[Frame],
    authority: Option<usize>,
    found: &mut Vec<Candidate>,
) {
    let Some(authority) = authority else { return };
    for frame in frames {
        let elsewhere = frame.prepositions.iter().any(|(p, _)| ELSEWHERE.contains(&p.as_str()));
        if !frame.passive
            || frame.negated
            || frame.hypothetical
            || elsewhere
            || !LISTING.contains(&frame.lemma.as_str())
        {
            continue;
        }
        for argument in &frame.subject {
            if let Some(object) = phrases.row.elements[argument.element].actor() {
                found.push(Candidate {
                    subject: authority,
                    predicate: "sanctions".into(),
                    object,
                    sentence: phrases.row.span,
                    extractor: "pattern:listed-too".into(),
                    score: 0.6,
                    status: Status::Asserted,
                    date: None,
                });
            }
        }
    }
}
