//! Whether two entities of different documents are one. Enters: their names and what they share.
//! Leaves: a judgement that says everything it rests on, so that a person can follow it. The same
//! likeness, context and contradictions decide when a network is built.

use super::{
    compared::UNLIKE,
    organization::{self, OrganizationName},
    person::{self, PersonName},
    read_names::ReadNames,
};
use crate::names::lexicon::LEXICON as WORDS;
use crate::{
    names::{MATCH, Name, NameKind, compare},
    schema::EntityType,
};
use std::{borrow::Cow, sync::OnceLock};

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

/// As what kind of name others may be compared with it: the full name of a person, a name of an
/// organization that says which one it is. `None` for all else.
fn comparable(entity_type: EntityType, text: &str, names: &ReadNames<'_>) -> Option<NameKind> {
    match entity_type {
        EntityType::Person => {
            let name = names.person(text);
            let full = name.is_full() && !super::key::is_placeholder(&name);
            full.then_some(NameKind::Person)
        }
        EntityType::Organization => {
            let name = names.organization(text);
            let telling = name.core.iter().any(|w| w.chars().count() > 3)
                && !name.is_common()
                && !name.is_generic()
                && super::acronym::letters(text).is_none();
            telling.then_some(NameKind::Organization)
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

/// A name of an entity, read once.
pub(crate) struct KnownName<'n> {
    text: &'n str,
    words: Words<'n>,
    /// Set when it can be compared with names that are written otherwise.
    kind: Option<NameKind>,
    /// Read when it is first compared: most names never are.
    name: OnceLock<Name>,
}

/// A name as the rules of naming see it.
enum Words<'n> {
    Person(Cow<'n, PersonName>),
    Organization(Cow<'n, OrganizationName>),
}

impl<'n> KnownName<'n> {
    /// The full name of a person or the name of an organization; `None` for all else.
    pub fn read(entity_type: EntityType, text: &'n str, names: &'n ReadNames<'_>) -> Option<Self> {
        let words = match entity_type {
            EntityType::Person => {
                let name = names.person(text);
                name.is_full().then_some(Words::Person(name))
            }
            EntityType::Organization => Some(Words::Organization(names.organization(text))),
            _ => None,
        };
        let kind = comparable(entity_type, text, names);
        Some(Self { text, words: words?, kind, name: OnceLock::new() })
    }

    /// What kind of name it is, and its text, if it can be compared with names that are written otherwise.
    pub fn comparable(&self) -> Option<(NameKind, &str)> {
        Some((self.kind?, self.text))
    }

    /// The name, if it can be compared with names that are written otherwise.
    pub fn name(&self) -> Option<&Name> {
        let kind = self.kind?;
        Some(self.name.get_or_init(|| Name::read(self.text, kind)))
    }

    /// Whether the rules of one document tell the names apart.
    pub fn contradicts(&self, other: &Self) -> bool {
        match (&self.words, &other.words) {
            (Words::Person(a), Words::Person(b)) => person::contradict(a, b),
            (Words::Organization(a), Words::Organization(b)) => organization::contradict(a, b),
            _ => false,
        }
    }
}

/// How alike two names are; not at all where they contradict each other or never stand in one entity.
pub(crate) fn likeness(a: &Name, b: &Name) -> f32 {
    let found = compare(a, b);
    if found.contradiction.is_none() && found.score >= LEAST { found.score } else { UNLIKE }
}

/// Why two names never stand in one entity, whose letters are alike and do not contradict each other.
pub(crate) fn apart_by_rule(a: &KnownName<'_>, b: &KnownName<'_>) -> Option<String> {
    match (&a.words, &b.words) {
        (Words::Person(a), Words::Person(b)) => families(a, b),
        (Words::Organization(x), Words::Organization(y)) => {
            let contradiction = a.contradicts(b).then_some("they are two bodies by their names");
            contradiction.or_else(|| organization::apart(x, y)).map(str::to_owned)
        }
        _ => None,
    }
}

/// Why two names never stand in one entity, however alike its others are.
pub(crate) fn apart(a: &KnownName<'_>, b: &KnownName<'_>) -> Option<String> {
    apart_by_rule(a, b).or_else(|| {
        let (a, b) = (a.name()?, b.name()?);
        let compared = compare(a, b);
        let unlike = || (compared.score < LEAST).then(|| "two names that are not alike".to_owned());
        compared.contradiction.clone().or_else(unlike)
    })
}

/// Compares all names of one with all of the other: the pair most alike decides, unless any two
/// contradict each other. `None` when one of them has no name that can be compared.
pub(crate) fn judge(a: &[KnownName<'_>], b: &[KnownName<'_>], shared: usize) -> Option<Judgement> {
    let mut best: Option<Judgement> = None;
    for (x, y) in pairs(a, b).filter_map(|(x, y)| x.name().zip(y.name())) {
        let compared = compare(x, y);
        if best.as_ref().is_none_or(|best| compared.score > best.likeness) {
            best = Some(Judgement {
                names: (x.text().to_owned(), y.text().to_owned()),
                likeness: compared.score,
                reasons: compared.reasons,
                shared,
                score: score(compared.score, shared),
                contradiction: None,
            });
        }
    }
    let contradiction = pairs(a, b).find_map(|(x, y)| {
        let cause = apart(x, y)?;
        Some(format!("{} / {}: {cause}", x.text, y.text))
    });
    Some(Judgement { contradiction, ..best? })
}

fn pairs<'k>(
    a: &'k [KnownName<'k>],
    b: &'k [KnownName<'k>],
) -> impl Iterator<Item = (&'k KnownName<'k>, &'k KnownName<'k>)> {
    a.iter().flat_map(move |x| b.iter().map(move |y| (x, y)))
}
