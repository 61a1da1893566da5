//! Whether two entities of different documents are one. Enters: their names and what they share.
//! Leaves: a judgement that says everything it rests on, so that a person can follow it. When a network
//! is built, the same likeness, context and rules decide, and every name of both must agree besides.

use super::{
    organization::{self, OrganizationName},
    person::PersonName,
};
use crate::names::lexicon::LEXICON as WORDS;
use crate::{
    names::{MATCH, Name, NameKind, compare},
    schema::EntityType,
};

/// Names of one entity that are compared, at most.
pub(crate) const MOST_NAMES: usize = 6;

/// Names this unlike each other never stand in one entity, however it is joined.
pub(crate) const LEAST: f32 = 0.45;

/// What is added to the likeness of the names for 0, 1, 2, 3 and more shared neighbours: names alone
/// must be nearly the same; neighbours can lift a middling likeness.
const CONTEXT: [f32; 4] = [-0.1, 0.0, 0.06, 0.12];

/// How two entities compare.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Judgement {
    /// The names that are most alike, one of each entity.
    pub names: (String, String),
    /// How alike they are, 0..=1.
    pub likeness: f32,
    /// What speaks for and against, in words.
    pub reasons: Vec<String>,
    /// How many neighbours both have.
    pub shared: usize,
    /// Likeness and context together, 0..=1.
    pub score: f32,
    /// What shows that two are meant, if anything does.
    pub contradiction: Option<String>,
}

impl Judgement {
    /// From this score on two entities are one, unless something contradicts.
    pub const THRESHOLD: f32 = MATCH;

    /// Whether both are one.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.contradiction.is_none() && self.score >= Self::THRESHOLD
    }
}

/// The score of names this alike with so many shared neighbours.
pub(crate) fn score(likeness: f32, shared: usize) -> f32 {
    (likeness + CONTEXT[shared.min(CONTEXT.len() - 1)]).clamp(0.0, 1.0)
}

/// The least likeness that any context can lift over the threshold.
pub(crate) const fn worth() -> f32 {
    MATCH - CONTEXT[CONTEXT.len() - 1]
}

/// A name of an entity that others may be compared with: the full name of a person, a name of an
/// organization that says which one it is. `None` for all else.
pub(crate) fn comparable(entity_type: EntityType, text: &str) -> Option<Name> {
    match entity_type {
        EntityType::Person => {
            let name = PersonName::read(text);
            let full = name.is_full() && !super::key::is_placeholder(&name);
            full.then(|| Name::read(text, NameKind::Person))
        }
        EntityType::Organization => {
            let name = OrganizationName::read(text);
            let telling = name.core.iter().any(|w| w.chars().count() > 3)
                && !name.is_common()
                && !name.is_generic()
                && super::acronym::letters(text).is_none();
            telling.then(|| Name::read(text, NameKind::Organization))
        }
        _ => None,
    }
}

/// Family names that show two persons: "Kang" and "Choe" before given names that sound alike. Given
/// names of one syllable are so near each other that the family name decides.
pub(crate) fn families(a: &PersonName, b: &PersonName) -> Option<String> {
    let family = |name: &PersonName| {
        let word = name.words.get(name.surname)?;
        WORDS.family_first.contains(word).then(|| word.clone())
    };
    let (x, y) = (family(a)?, family(b)?);
    let read = |word: &str| Name::read(word, NameKind::Person);
    let same = x == y || compare(&read(&x), &read(&y)).score >= MATCH;
    (!same).then(|| format!("family names “{x}” and “{y}”"))
}

/// What the rules of naming hold against two names, beside how they are written.
fn rules(a: &Name, b: &Name) -> Option<String> {
    if a.kind() != b.kind() {
        return None;
    }
    if a.kind() == NameKind::Person {
        return families(&PersonName::read(a.text()), &PersonName::read(b.text()));
    }
    let read = |name: &Name| OrganizationName::read(name.text());
    organization::apart(&read(a), &read(b)).map(str::to_owned)
}

/// Compares all names of one with all of the other, the canonical ones first; the pair most alike
/// decides, unless it or the canonical names contradict each other.
pub(crate) fn judge(a: &[&Name], b: &[&Name], shared: usize) -> Option<Judgement> {
    let mut best: Option<Judgement> = None;
    let mut canonical: Option<String> = None;
    for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
        let compared = compare(x, y);
        let against = |cause: String| format!("{} / {}: {cause}", x.text(), y.text());
        let contradiction = compared.contradiction.or_else(|| rules(x, y)).map(against);
        if best.is_none() {
            canonical.clone_from(&contradiction);
        }
        if best.as_ref().is_none_or(|best| compared.score > best.likeness) {
            best = Some(Judgement {
                names: (x.text().to_owned(), y.text().to_owned()),
                likeness: compared.score,
                reasons: compared.reasons,
                shared,
                score: score(compared.score, shared),
                contradiction,
            });
        }
    }
    let mut best = best?;
    best.contradiction = best.contradiction.or(canonical);
    Some(best)
}
