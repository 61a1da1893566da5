//! Relation types and patterns of a user's own. Enters: one TOML file. Leaves: the schema and the
//! patterns with what it adds, or every mistake in it with line and column. Nothing is added of a
//! file with a mistake.
//!
//! `fields` reads values with their places, `read` the shape, `check` the meaning, `example` tries
//! the patterns. docs/SCHEMA.md teaches the file.

mod check;
mod example;
mod fields;
mod read;
mod suggest;
#[cfg(test)]
mod tests;

pub use example::Example;
pub use suggest::suggest;

use super::patterns::{
    Common, More, Patterns, SequencePattern, Slot, UNMEASURED, VerbPattern, slots,
};
use crate::{
    document::Document,
    error::{Error, Mistake},
    schema::{EntityType, RelationType, Schema},
};
use fields::{Notes, Text};
use read::{File, Pattern, States, Verb};
use std::{collections::BTreeSet, path::Path};
use toml::Spanned;

/// What a user's file added.
#[derive(Clone, Debug)]
pub struct Additions {
    /// Number of relation types.
    pub relation_types: usize,
    /// Number of patterns.
    pub patterns: usize,
    /// What is allowed and surely not meant, by place.
    pub warnings: Vec<Mistake>,
    /// The sentences to try the patterns on.
    pub examples: Vec<Example>,
    /// Types that the file is about: examples name every relation of these.
    own: BTreeSet<String>,
}

impl Additions {
    /// Adds the relation types, lists and patterns of a file. A relation type or a pattern of a name
    /// that exists is replaced; a list grows.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong: all its mistakes at once. Nothing is added then.
    pub fn read(path: &Path, schema: &mut Schema, patterns: &mut Patterns) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| Error::Read { path: path.into(), source })?;
        Self::parse(&text, path, schema, patterns)
    }

    /// Adds what the text of a file says; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn parse(
        text: &str,
        path: &Path,
        schema: &mut Schema,
        patterns: &mut Patterns,
    ) -> Result<Self, Error> {
        let judged = judge(text, path, schema, patterns)?;
        let file = &judged.file;
        let stated = file.patterns.iter().filter_map(|p| p.predicate.as_ref());
        let new = file.relations.iter().map(|r| r.name.get_ref());
        let added = Self {
            relation_types: file.relations.len(),
            patterns: file.patterns.len(),
            warnings: judged.warnings,
            examples: judged.examples,
            own: new
                .filter(|name| !schema.relation.contains_key(*name))
                .chain(stated.map(Spanned::get_ref))
                .cloned()
                .collect(),
        };
        patterns.add(more(judged.file))?;
        *schema = judged.schema;
        Ok(added)
    }

    /// Tries the examples with the schema and the patterns that were added to, and says where they
    /// fail; `document` makes a document of a text.
    #[must_use]
    pub fn failures(
        &self,
        schema: &Schema,
        patterns: &Patterns,
        document: impl Fn(String) -> Document,
    ) -> Vec<Mistake> {
        let examples = self.examples.iter();
        examples.flat_map(|e| e.failures(schema, patterns, &self.own, &document)).collect()
    }
}

/// A file without mistakes.
struct Judged {
    file: File,
    /// The schema with its relation types.
    schema: Schema,
    warnings: Vec<Mistake>,
    examples: Vec<Example>,
}

/// Reads a file and says everything that is wrong with it; adds nothing.
fn judge(text: &str, path: &Path, schema: &Schema, patterns: &Patterns) -> Result<Judged, Error> {
    let mut notes = Notes::new(text);
    let file = read::file(&mut notes);
    let mut schema = schema.clone();
    let mut examples = Vec::new();
    if let Some(file) = &file {
        schema.relation.extend(file.relations.iter().map(relation_type));
        let mut lists = patterns.lists.clone();
        for (name, phrases) in &file.lists {
            let more = phrases.iter().map(|phrase| phrase.get_ref().clone());
            lists.entry(name.get_ref().clone()).or_default().extend(more);
        }
        let known = check::Known { schema: &schema, patterns, lists };
        check::check(file, &known, &mut notes);
        examples = example::read_all(&file.examples, &schema, &mut notes);
    }
    let Notes { mut mistakes, mut warnings, .. } = notes;
    mistakes.sort();
    mistakes.dedup();
    warnings.sort();
    match file {
        Some(file) if mistakes.is_empty() => Ok(Judged { file, schema, warnings, examples }),
        _ => Err(Error::Schema { path: path.into(), mistakes }),
    }
}

fn relation_type(relation: &read::Relation) -> (String, RelationType) {
    let relation_type = RelationType {
        about: relation.about.clone(),
        pack: relation.pack.clone(),
        symmetric: relation.symmetric,
        subject: relation.subject.clone(),
        object: relation.object.clone(),
        ftm: relation.ftm.clone(),
    };
    (relation.name.get_ref().clone(), relation_type)
}

/// The patterns of a file without mistakes.
fn more(file: File) -> More {
    let mut more = More { irregular: words(file.irregular), ..More::default() };
    more.lists =
        file.lists.into_iter().map(|(n, phrases)| (n.into_inner(), words(phrases))).collect();
    for pattern in file.patterns {
        let Pattern { name, predicate, subject_types, object_types, status, score, states } =
            pattern;
        let (name, predicate) = (name.into_inner(), predicate.map(Spanned::into_inner));
        let predicate = predicate.unwrap_or_default();
        let common = Common {
            subject_types: types(subject_types),
            object_types: types(object_types),
            status,
            score: score.map_or(UNMEASURED, Spanned::into_inner),
        };
        match states {
            States::Verb(verb) => more.verbs.push(verb_pattern(name, predicate, *verb, common)),
            States::Rows(rows) => more.sequences.push(SequencePattern {
                name,
                predicate,
                rows: words(rows),
                sequences: Vec::new(),
                common,
            }),
        }
    }
    more
}

fn verb_pattern(name: String, predicate: String, verb: Verb, common: Common) -> VerbPattern {
    VerbPattern {
        name,
        predicate,
        verbs: words(verb.verbs),
        subject: slots(words(verb.subject), Slot::Subject),
        object: slots(words(verb.object), Slot::Object),
        nouns: words(verb.nouns),
        without: words(verb.without),
        with: verb.with.into_iter().map(|[p, n]| (p.into_inner(), n.into_inner())).collect(),
        words: words(verb.words),
        passive_only: verb.passive_only,
        common,
    }
}

fn words(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(Spanned::into_inner).collect()
}

fn types(types: Vec<Spanned<EntityType>>) -> Vec<EntityType> {
    types.into_iter().map(Spanned::into_inner).collect()
}
