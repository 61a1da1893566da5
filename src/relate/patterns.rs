//! Patterns as data. Enters: TOML text. Leaves: compiled patterns with the lexicon they need.
//! Matches nothing itself. Errors name file, line and cause.

use super::{
    anchors::Anchors,
    lexicon::Lexicon,
    sequence::{Sequence, inside_quotes},
};
use crate::{
    error::Error,
    schema::{EntityType, Status},
};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};
use toml::Spanned;

const BUILT_IN: &str = include_str!("../../data/patterns.toml");
const SCORES: &str = include_str!("../../data/pattern_scores.toml");
const ENGLISH: &str = include_str!("../../data/english.toml");

/// Where a verb pattern looks for an end of its relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Who acts: the subject, or in the passive what follows "by".
    Subject,
    /// Who undergoes: the direct object, or the subject of a passive.
    Object,
    /// What the surface subject is, in either voice.
    Surface,
    /// Whose the direct object is: "the assets of X", "X's assets".
    Owner,
    /// What follows a preposition.
    After(String),
}

/// A verb with the slots of subject and object.
pub(super) struct VerbPattern {
    pub name: String,
    pub predicate: String,
    pub verbs: Vec<String>,
    pub subject: Vec<Slot>,
    pub object: Vec<Slot>,
    /// Heads of the direct object that it needs; none when empty.
    pub nouns: Vec<String>,
    /// Heads of the direct object that it must not have.
    pub without: Vec<String>,
    /// Heads after the preposition before the slot that it needs; none when empty.
    pub with: Vec<(String, String)>,
    /// Words that must follow the verb; none when empty.
    pub words: Vec<String>,
    pub passive_only: bool,
    pub common: Common,
}

/// What every pattern says.
pub(super) struct Common {
    pub subject_types: Vec<EntityType>,
    pub object_types: Vec<EntityType>,
    pub status: Option<Status>,
    pub score: f32,
}

/// A row of elements that links two of them.
pub(super) struct SequencePattern {
    pub name: String,
    pub predicate: String,
    /// The rows as written, to be compiled again when a list grows.
    pub rows: Vec<String>,
    pub sequences: Vec<Sequence>,
    pub common: Common,
}

/// Words that say how sure the writer is; `data/patterns.toml` explains each list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cues {
    pub procedure: Vec<String>,
    pub background: Vec<String>,
    pub accusing: Vec<String>,
    pub pursuing: Vec<String>,
    pub telling: Vec<String>,
    pub accusers: Vec<String>,
    pub papers: Vec<String>,
    pub sources: Vec<String>,
    pub establishing: Vec<String>,
    pub planning: Vec<String>,
    /// With these "would" tells what has happened since; patterns of an earlier version have none.
    #[serde(default)]
    pub later: Vec<String>,
    pub denying: Vec<String>,
    pub clearing: Vec<String>,
    pub refusing: Vec<String>,
    pub accusations: Vec<String>,
    pub rejecting: Vec<String>,
    pub untrue: Vec<String>,
    pub proof: Vec<String>,
    pub instead: Vec<String>,
    pub conditions: Vec<String>,
    pub hedges: Vec<String>,
    pub doubt: Vec<String>,
    pub wrongly: Vec<String>,
    pub hearsay: Vec<String>,
}

/// Words of enforcement releases: who is accused, who pursued the case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub charged: Vec<String>,
    pub convicted: Vec<String>,
    pub investigate: Vec<String>,
    pub prosecute: Vec<String>,
    pub announce: Vec<String>,
    pub assist: Vec<String>,
    #[serde(default)]
    pub help: Vec<String>,
    pub returned: Vec<String>,
    pub papers: Vec<String>,
    #[serde(default)]
    pub penalties: Vec<String>,
    #[serde(default)]
    pub settled: Vec<String>,
    #[serde(default)]
    pub claims: Vec<String>,
    pub nouns: Vec<String>,
    pub investigation: Vec<String>,
    pub plea: Vec<String>,
    #[serde(default)]
    pub told_by: Vec<String>,
    #[serde(default)]
    pub told: Vec<String>,
}

/// Patterns of every family, compiled.
pub struct Patterns {
    pub(super) verbs: Vec<VerbPattern>,
    pub(super) sequences: Vec<SequencePattern>,
    pub(super) anchors: Anchors,
    pub(super) lists: BTreeMap<String, Vec<String>>,
    pub(super) cues: Cues,
    pub(super) case: Case,
    pub(super) lexicon: Lexicon,
    /// Candidates below this probability are dropped.
    pub(super) floor: f32,
    /// Of rivals for one end, those below this share of the best score are dropped.
    pub(super) rival: f32,
    scores: BTreeMap<String, [f32; 2]>,
    /// Forms of irregular verbs that a user added.
    irregular: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(default)]
    floor: f32,
    #[serde(default)]
    rival: f32,
    lists: BTreeMap<String, Vec<String>>,
    cues: Cues,
    case: Case,
    #[serde(default)]
    verb: Vec<RawVerb>,
    #[serde(default)]
    sequence: Vec<RawSequence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVerb {
    name: String,
    #[serde(rename = "type")]
    predicate: String,
    verbs: Vec<String>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    with: Vec<(String, String)>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    passive_only: bool,
    #[serde(default)]
    subject_types: Vec<EntityType>,
    #[serde(default)]
    object_types: Vec<EntityType>,
    status: Option<Status>,
    #[serde(default = "even")]
    score: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSequence {
    name: String,
    #[serde(rename = "type")]
    predicate: String,
    rows: Vec<Spanned<String>>,
    #[serde(default)]
    subject_types: Vec<EntityType>,
    #[serde(default)]
    object_types: Vec<EntityType>,
    status: Option<Status>,
    #[serde(default = "even")]
    score: f32,
}

/// The score of a pattern that was never measured and gives none.
pub(super) const UNMEASURED: f32 = 0.5;

const fn even() -> f32 {
    UNMEASURED
}

impl Patterns {
    /// The patterns that ship with the program.
    ///
    /// # Panics
    /// Never: a test compiles the built-in patterns.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the built-in file is compiled by a test")]
    pub fn built_in() -> Self {
        Self::parse(BUILT_IN, Path::new("data/patterns.toml")).expect("built-in patterns compile")
    }

    /// The patterns of a TOML file that replaces the built-in one.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong; the error names line and cause.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| Error::Read { path: path.into(), source })?;
        Self::parse(&text, path)
    }

    /// Probability that a link of the pattern is right; `otherwise` when it was never measured.
    pub(super) fn score(&self, pattern: &str, with_group: bool, otherwise: f32) -> f32 {
        self.scores.get(pattern).map_or(otherwise, |s| s[usize::from(with_group)])
    }

    /// The patterns of the text of such a file; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let wrong = |at: Option<usize>, cause: String| Error::Patterns {
            path: path.into(),
            line: at.map_or(1, |at| 1 + text[..at].matches('\n').count()),
            cause,
        };
        let raw: Raw = toml::from_str(text)
            .map_err(|e| wrong(e.span().map(|s| s.start), e.message().to_owned()))?;
        let verbs: Vec<VerbPattern> = raw.verb.into_iter().map(verb_pattern).collect();
        let lexicon = lexicon(&verbs, &raw.case, &raw.cues, &[])?;
        let mut sequences = Vec::new();
        for pattern in raw.sequence {
            let mut rows = Vec::new();
            for row in &pattern.rows {
                let sequence = Sequence::compile(row.as_ref(), &raw.lists).map_err(|faults| {
                    let first = faults.into_iter().next().unwrap_or_default();
                    wrong(Some(inside_quotes(text, row, first.at)), first.cause)
                })?;
                rows.push(sequence);
            }
            sequences.push(SequencePattern {
                name: pattern.name,
                predicate: pattern.predicate,
                rows: pattern.rows.into_iter().map(Spanned::into_inner).collect(),
                sequences: rows,
                common: Common {
                    subject_types: pattern.subject_types,
                    object_types: pattern.object_types,
                    status: pattern.status,
                    score: pattern.score,
                },
            });
        }
        let scores = toml::from_str(SCORES).map_err(|e| Error::Patterns {
            path: "data/pattern_scores.toml".into(),
            line: e.span().map_or(1, |s| 1 + SCORES[..s.start].matches('\n').count()),
            cause: e.message().to_owned(),
        })?;
        Ok(Self {
            floor: raw.floor,
            rival: raw.rival,
            scores,
            verbs,
            anchors: Anchors::of(&sequences),
            sequences,
            lists: raw.lists,
            cues: raw.cues,
            case: raw.case,
            lexicon,
            irregular: Vec::new(),
        })
    }

    /// Adds what a user wrote. A list of a known name grows, and every row that uses it knows its
    /// new phrases; a pattern of a known name is replaced, and its measured score with it.
    ///
    /// # Errors
    /// When the lexicon that ships with the program is wrong, which a test rules out.
    pub(super) fn add(&mut self, more: More) -> Result<(), Error> {
        let new = |name: &String| {
            more.verbs.iter().any(|p| p.name == *name)
                || more.sequences.iter().any(|p| p.name == *name)
        };
        self.verbs.retain(|p| !new(&p.name));
        self.sequences.retain(|p| !new(&p.name));
        self.scores.retain(|name, _| !new(name));
        self.verbs.extend(more.verbs);
        self.sequences.extend(more.sequences);
        for (name, phrases) in more.lists {
            let list = self.lists.entry(name).or_default();
            list.extend(phrases);
        }
        for pattern in &mut self.sequences {
            let compiled: Result<Vec<Sequence>, _> =
                pattern.rows.iter().map(|row| Sequence::compile(row, &self.lists)).collect();
            // A row that was compiled once compiles with longer lists too.
            pattern.sequences = compiled.unwrap_or_default();
        }
        self.anchors = Anchors::of(&self.sequences);
        self.irregular.extend(more.irregular);
        self.lexicon = lexicon(&self.verbs, &self.case, &self.cues, &self.irregular)?;
        Ok(())
    }

    /// Names that a measured score may belong to: those of patterns and of rules in code.
    pub(super) fn is_measured(&self, name: &str) -> bool {
        self.scores.contains_key(name)
    }
}

/// What a user's file adds.
#[derive(Default)]
pub(super) struct More {
    pub verbs: Vec<VerbPattern>,
    /// Compiled when they are added.
    pub sequences: Vec<SequencePattern>,
    pub lists: BTreeMap<String, Vec<String>>,
    /// Forms of irregular verbs: "base past participle".
    pub irregular: Vec<String>,
}

/// The lexicon with every verb that a pattern names.
fn lexicon(
    verbs: &[VerbPattern],
    case: &Case,
    cues: &Cues,
    irregular: &[String],
) -> Result<Lexicon, Error> {
    let mut known: Vec<String> = verbs.iter().flat_map(|v| v.verbs.iter().cloned()).collect();
    for list in [&case.charged, &case.convicted, &case.investigate, &case.prosecute, &case.assist] {
        known.extend(list.iter().cloned());
    }
    for list in [
        &cues.accusing,
        &cues.pursuing,
        &cues.establishing,
        &cues.planning,
        &cues.telling,
        &cues.denying,
        &cues.clearing,
        &cues.refusing,
        &cues.rejecting,
    ] {
        known.extend(list.iter().cloned());
    }
    Lexicon::new(ENGLISH, &known, irregular).map_err(|e| Error::Patterns {
        path: "data/english.toml".into(),
        line: e.span().map_or(1, |s| 1 + ENGLISH[..s.start].matches('\n').count()),
        cause: e.message().to_owned(),
    })
}

/// Slots by their names; `default` when there are none.
pub(super) fn slots(names: Vec<String>, default: Slot) -> Vec<Slot> {
    if names.is_empty() {
        return vec![default];
    }
    names
        .into_iter()
        .map(|name| match name.as_str() {
            "subject" => Slot::Subject,
            "object" => Slot::Object,
            "surface" => Slot::Surface,
            "owner" => Slot::Owner,
            _ => Slot::After(name),
        })
        .collect()
}

fn verb_pattern(raw: RawVerb) -> VerbPattern {
    VerbPattern {
        name: raw.name,
        predicate: raw.predicate,
        verbs: raw.verbs,
        subject: slots(raw.subject, Slot::Subject),
        object: slots(raw.object, Slot::Object),
        nouns: raw.nouns,
        without: raw.without,
        with: raw.with,
        words: raw.words,
        passive_only: raw.passive_only,
        common: Common {
            subject_types: raw.subject_types,
            object_types: raw.object_types,
            status: raw.status,
            score: raw.score,
        },
    }
}
