//! Whether what a file says can find anything. Enters: a file as read, the schema with its relation
//! types, the patterns before it. Leaves: mistakes and warnings. Changes nothing.

use super::{
    super::{
        lexicon::{Form, singular},
        patterns::{Patterns, UNMEASURED},
        sequence::{Sequence, inside_quotes},
    },
    fields::{Notes, Text, shown},
    read::{File, Pattern, Relation, States, Verb},
    suggest::{nearest, suggest},
};
use crate::schema::{EntityType, Schema};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// What a file is judged by.
pub(super) struct Known<'a> {
    /// The schema, the file's relation types in it.
    pub schema: &'a Schema,
    /// The patterns, without the file's.
    pub patterns: &'a Patterns,
    /// The lists, the file's phrases in them.
    pub lists: BTreeMap<String, Vec<String>>,
}

/// Notes every mistake of meaning.
pub(super) fn check(file: &File, known: &Known<'_>, notes: &mut Notes<'_>) {
    for relation in &file.relations {
        self::relation(relation, notes);
    }
    lists(file, known, notes);
    irregular(&file.irregular, notes);
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for pattern in &file.patterns {
        self::pattern(pattern, file, known, notes);
        let (name, at) = (pattern.name.get_ref(), pattern.name.span().start);
        if name.is_empty() {
            continue;
        }
        if let Some(line) = names.insert(name, notes.place(at, String::new()).line) {
            let cause = format!(
                "a second pattern named {}, the first is in line {line}; choose another name",
                shown(name)
            );
            notes.mistake(at, cause);
        }
    }
    unstated(file, known, notes);
    let empty = file.relations.is_empty() && file.patterns.is_empty() && file.lists.is_empty();
    if empty && notes.mistakes.is_empty() {
        notes.warning(
            0,
            "the file adds nothing; write a [relation.NAME], a [[verb]] or a [[sequence]]",
        );
    }
}

/// Names stand in ids and in the graph, so they are plain.
fn name(name: &Text, notes: &mut Notes<'_>) {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if name.get_ref().is_empty() || !name.get_ref().chars().all(plain) {
        let shown = shown(name.get_ref());
        notes.mistake(
            name.span().start,
            format!("{shown} is no name: write letters, digits, `_` and `-`"),
        );
    }
}

fn relation(relation: &Relation, notes: &mut Notes<'_>) {
    name(&relation.name, notes);
    let ends = |types: &[EntityType]| types.iter().copied().collect::<BTreeSet<_>>();
    if relation.symmetric && relation.sound && ends(&relation.subject) != ends(&relation.object) {
        let cause = format!(
            "[relation.{}] is symmetric, so `subject` and `object` need the same types",
            relation.name.get_ref()
        );
        notes.mistake(relation.name.span().start, cause);
    }
}

fn lists(file: &File, known: &Known<'_>, notes: &mut Notes<'_>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for pattern in &file.patterns {
        let States::Rows(rows) = &pattern.states else { continue };
        let items = rows.iter().flat_map(|row| row.get_ref().split_whitespace());
        let lists = items.filter_map(|item| item.strip_prefix('@'));
        used.extend(lists.flat_map(|names| names.trim_end_matches('?').split('|')));
    }
    for (list, phrases) in &file.lists {
        let (at, list) = (list.span().start, list.get_ref());
        if list.is_empty() || list.contains(|c: char| c.is_whitespace() || c == '|' || c == '?') {
            notes.mistake(
                at,
                format!("{} is no name of a list: no blanks, `|` or `?`", shown(list)),
            );
        } else if phrases.is_empty() {
            notes.mistake(at, format!("the list {list} is empty; name phrases or leave it out"));
        } else if !used.contains(list.as_str()) && !known.patterns.lists.contains_key(list) {
            notes.warning(at, format!("no row uses the list {list}: write @{list} in one"));
        }
        for phrase in phrases {
            lower(phrase, notes);
            if phrase.get_ref().split(' ').any(str::is_empty) {
                let cause =
                    format!("{}: words with one blank between them", shown(phrase.get_ref()));
                notes.mistake(phrase.span().start, cause);
            }
        }
    }
}

/// Texts are compared in lower case, so a capital is never found.
fn lower(word: &Text, notes: &mut Notes<'_>) {
    if word.get_ref().chars().any(char::is_uppercase) {
        let lower = shown(&word.get_ref().to_lowercase());
        notes.mistake(word.span().start, format!("words are lower case: write {lower}"));
    }
}

/// Whether it is one word in lower case, as verbs, nouns and prepositions are; notes when not.
fn is_word(word: &Text, what: &str, notes: &mut Notes<'_>) -> bool {
    let text = word.get_ref();
    let plain = |c: char| (c.is_alphabetic() && !c.is_uppercase()) || "-'’.".contains(c);
    let is_word = text.starts_with(char::is_alphabetic) && text.chars().all(plain);
    if !is_word {
        let cause = format!("{} is no {what}: one plain word in lower case", shown(text));
        notes.mistake(word.span().start, cause);
    }
    is_word
}

fn irregular(lines: &[Text], notes: &mut Notes<'_>) {
    for line in lines {
        let words: Vec<&str> = line.get_ref().split(' ').collect();
        let plain = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_lowercase() || c == '-');
        if words.len() != 3 || !words.iter().all(plain) {
            notes.mistake(
                line.span().start,
                format!("{} is no irregular verb: base, past and participle, such as \"overrun overran overrun\"", shown(line.get_ref())),
            );
        }
    }
}

fn pattern(pattern: &Pattern, file: &File, known: &Known<'_>, notes: &mut Notes<'_>) {
    let own = pattern.name.get_ref();
    if !pattern.name.span().is_empty() {
        name(&pattern.name, notes);
    }
    let is_rule = known.patterns.is_measured(own)
        && !known.patterns.verbs.iter().any(|p| p.name == *own)
        && !known.patterns.sequences.iter().any(|p| p.name == *own);
    if is_rule {
        let cause = format!("{own} is a rule of the program; choose another name");
        notes.mistake(pattern.name.span().start, cause);
    }
    score(pattern, known, notes);
    let predicate = predicate(pattern, file, known, notes);
    if let Some(predicate) = predicate {
        for (types, subject) in [(&pattern.subject_types, true), (&pattern.object_types, false)] {
            for t in types {
                if !known.schema.admits(predicate, subject, *t.get_ref()) {
                    let cause = not_allowed(predicate, subject, &[*t.get_ref()], known);
                    notes.mistake(t.span().start, cause);
                }
            }
        }
    }
    match &pattern.states {
        States::Verb(verb) => self::verb(verb, predicate, known, notes),
        States::Rows(rows) => rows.iter().for_each(|row| self::row(row, predicate, known, notes)),
    }
}

/// The pattern's relation type, when it is known and its ends were understood.
fn predicate<'a>(
    pattern: &'a Pattern,
    file: &File,
    known: &Known<'_>,
    notes: &mut Notes<'_>,
) -> Option<&'a str> {
    let predicate = pattern.predicate.as_ref()?;
    let name = predicate.get_ref();
    if let Some(own) = file.relations.iter().find(|r| r.name.get_ref() == name) {
        return own.sound.then_some(name);
    }
    if known.schema.relation.contains_key(name) {
        return Some(name);
    }
    let near = suggest(name, known.schema.relation.keys().map(String::as_str));
    let near = if near.is_empty() { format!("; declare it as [relation.{name}]") } else { near };
    let cause = format!("no relation type is named {}{near}", shown(name));
    notes.mistake(predicate.span().start, cause);
    None
}

fn not_allowed(predicate: &str, subject: bool, types: &[EntityType], known: &Known<'_>) -> String {
    let names =
        |types: &[EntityType]| types.iter().map(|t| t.name()).collect::<Vec<_>>().join(", ");
    let end = if subject { "subject" } else { "object" };
    let allowed = known
        .schema
        .relation
        .get(predicate)
        .map(|r| names(if subject { &r.subject } else { &r.object }));
    format!(
        "{predicate} allows no {} as its {end}; allowed are {}",
        names(types),
        allowed.unwrap_or_default()
    )
}

fn score(pattern: &Pattern, known: &Known<'_>, notes: &mut Notes<'_>) {
    let Some(score) = &pattern.score else { return };
    let (at, score) = (score.span().start, *score.get_ref());
    if !(0.0..=1.0).contains(&score) {
        let cause =
            "`score` is a probability from 0 to 1: the share of right links among those found";
        notes.mistake(at, cause);
    } else if score < known.patterns.floor {
        let floor = known.patterns.floor;
        let cause = format!(
            "nothing it finds is kept: scores below {floor} are dropped; without `score` it is {UNMEASURED}"
        );
        notes.warning(at, cause);
    }
}

fn verb(verb: &Verb, predicate: Option<&str>, known: &Known<'_>, notes: &mut Notes<'_>) {
    for word in &verb.verbs {
        if is_word(word, "verb", notes) {
            inflected(word, known, notes);
        }
    }
    for word in verb.subject.iter().chain(&verb.object) {
        slot(word, known, notes);
    }
    for noun in verb.nouns.iter().chain(&verb.without) {
        if is_word(noun, "noun", notes) {
            head(noun, noun.get_ref(), notes);
        }
    }
    for [preposition, nouns] in &verb.with {
        for text in [preposition, nouns] {
            lower(text, notes);
            if text.get_ref().split('|').any(|w| w.is_empty() || w.contains(char::is_whitespace)) {
                let cause =
                    format!("{}: words parted by `|`, without blanks", shown(text.get_ref()));
                notes.mistake(text.span().start, cause);
            }
        }
        for noun in nouns.get_ref().split('|') {
            head(nouns, noun, notes);
        }
    }
    for word in &verb.words {
        is_word(word, "word behind the verb", notes);
    }
    let alone = |slots: &[Text], default: &str| match slots {
        [] => Some(default.to_owned()),
        [slot] => Some(slot.get_ref().clone()),
        _ => None,
    };
    // "Ann and Bo met" links two subjects, which says something of a symmetric type only.
    let symmetric = predicate.is_some_and(|p| known.schema.is_symmetric(p));
    let (subject, object) = (alone(&verb.subject, "subject"), alone(&verb.object, "object"));
    if !symmetric
        && subject.is_some()
        && subject == object
        && let Some(place) = verb.object.first().or(verb.subject.first())
    {
        let slot = shown(place.get_ref());
        let cause = format!(
            "subject and object both stand in the slot {slot}: only members of one list are linked"
        );
        notes.warning(place.span().start, cause);
    }
}

/// Verbs are given in their base form: "sold" is a form of "sell".
fn inflected(word: &Text, known: &Known<'_>, notes: &mut Notes<'_>) {
    if let Some((lemma, form)) = known.patterns.lexicon.verb(word.get_ref())
        && lemma != word.get_ref()
        && form != Form::Base
    {
        let word = (word.span().start, shown(word.get_ref()));
        notes.warning(
            word.0,
            format!("{} is read as a form of {lemma}: write the base form", word.1),
        );
    }
}

/// Heads are compared in the singular.
fn head(place: &Text, noun: &str, notes: &mut Notes<'_>) {
    let one = singular(noun);
    if one != noun {
        let cause = format!(
            "{} is never found: nouns are compared in the singular, write {}",
            shown(noun),
            shown(&one)
        );
        notes.warning(place.span().start, cause);
    }
}

const SLOTS: [&str; 4] = ["subject", "object", "surface", "owner"];

fn slot(word: &Text, known: &Known<'_>, notes: &mut Notes<'_>) {
    let name = word.get_ref().as_str();
    if SLOTS.contains(&name) || !is_word(word, "slot", notes) {
        return;
    }
    let prepositions: BTreeSet<&str> = known.patterns.lexicon.prepositions().collect();
    if !prepositions.contains(name) {
        let near = nearest(name, SLOTS).or_else(|| nearest(name, prepositions.iter().copied()));
        let near = near.map(|near| format!("; did you mean {near}?"));
        let near =
            near.unwrap_or_else(|| format!("; slots are {} and prepositions", SLOTS.join(", ")));
        notes.mistake(word.span().start, format!("{} is no slot{near}", shown(name)));
    }
}

fn row(row: &Text, predicate: Option<&str>, known: &Known<'_>, notes: &mut Notes<'_>) {
    let sequence = match Sequence::compile(row.get_ref(), &known.lists) {
        Ok(sequence) => sequence,
        Err(faults) => {
            for fault in faults {
                notes.mistake(inside_quotes(notes.text, row, fault.at), fault.cause);
            }
            return;
        }
    };
    for slot in ["S", "O"] {
        let items = row.get_ref().split_whitespace().map(|item| item.trim_end_matches('?'));
        let slots = items.map(|item| item.split(':').next().unwrap_or_default());
        if slots.filter(|item| item.trim_matches(['[', ']']) == slot).count() > 1 {
            let cause = format!("{slot} stands twice in the row, and only the last counts");
            notes.warning(row.span().start, cause);
        }
    }
    let Some(predicate) = predicate else { return };
    for subject in [true, false] {
        for types in sequence.limits(subject) {
            if !types.iter().any(|t| known.schema.admits(predicate, subject, *t)) {
                let cause = not_allowed(predicate, subject, &types, known);
                notes.mistake(row.span().start, cause);
            }
        }
    }
}

/// Relation types that neither the file's patterns nor those before it state.
fn unstated(file: &File, known: &Known<'_>, notes: &mut Notes<'_>) {
    let replaced: BTreeSet<&str> =
        file.patterns.iter().map(|p| p.name.get_ref().as_str()).collect();
    let verbs = known.patterns.verbs.iter().map(|p| (p.name.as_str(), p.predicate.as_str()));
    let rows = known.patterns.sequences.iter().map(|p| (p.name.as_str(), p.predicate.as_str()));
    let before = verbs.chain(rows).filter(|(name, _)| !replaced.contains(name)).map(|(_, p)| p);
    let added = file.patterns.iter().filter_map(|p| p.predicate.as_ref());
    let stated: BTreeSet<&str> =
        before.chain(added.map(Spanned::get_ref).map(String::as_str)).collect();
    for relation in &file.relations {
        let name = relation.name.get_ref();
        if !stated.contains(name.as_str()) {
            let cause = format!(
                "nothing will find {name}: no pattern states it, and only a model trained on it could; add a [[verb]] or [[sequence]] with type = {}",
                shown(name)
            );
            notes.warning(relation.name.span().start, cause);
        }
    }
}
