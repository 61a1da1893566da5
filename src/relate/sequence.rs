//! A small language of rows. Enters: a row such as `S , @heads of O`. Leaves: where it matches in a
//! sentence. Knows words, lists, slots and repetition; no meaning.
//!
//! One item a blank: `S`, `O` a mention; `[S]`, `[O]` a noun phrase or list headed by mentions;
//! `a|b` one of these words (lower case, or the lemma); `@list` a phrase of a list; `~N` up to N
//! words of a description (no actor, no mark); `be`, `det`, `num`, `verb`; `^` and `$` start and end;
//! `S:person|group` limits types, also `country`, `place` (no
//! country) and `nation` ("Iranian" for the Iran of the text); `?` makes an item optional; `'s , ( ) -` stand for themselves.

use super::{
    additions::suggest,
    bodies::is_organ,
    lexicon::Class,
    phrase::{Argument, Phrases},
    sentence::Element,
};
use crate::schema::EntityType;
use std::collections::BTreeMap;
use toml::Spanned;

/// What a slot takes: an entity type, a country by name, or an adjective of a country in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Entity(EntityType),
    Country,
    Place,
    Nation,
    /// An organization that by its name is an organ of a state.
    Organ,
    /// An organization that is none.
    Company,
}

impl Type {
    /// What the relation's end then is; "Iranian" stands for the country.
    const fn entity_type(self) -> EntityType {
        match self {
            Self::Entity(entity_type) => entity_type,
            Self::Country | Self::Place | Self::Nation => EntityType::Location,
            Self::Organ | Self::Company => EntityType::Organization,
        }
    }

    fn admits(self, element: &Element) -> bool {
        match self {
            Self::Entity(t) => element.is_actor() && element.entity_type == Some(t),
            Self::Country => element.country,
            Self::Place => element.entity_type == Some(EntityType::Location) && !element.country,
            Self::Nation => element.nation.is_some(),
            Self::Organ | Self::Company => {
                element.is_actor()
                    && element.entity_type == Some(EntityType::Organization)
                    && is_organ(&element.lower) == (self == Self::Organ)
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Kind {
    Slot { subject: bool, list: bool, types: Vec<Type> },
    Words(Vec<String>),
    Phrases(Vec<Vec<String>>),
    Describe(usize),
    Class(&'static str),
    Start,
    End,
}

#[derive(Clone, Debug)]
struct Item {
    kind: Kind,
    optional: bool,
}

/// A compiled row.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    items: Vec<Item>,
}

/// More items are no row that somebody wrote.
const MOST_ITEMS: usize = 64;

/// Most words that a description may have.
const MOST_WORDS: usize = 40;

/// What is wrong in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Fault {
    /// Where in the row, in bytes.
    pub at: usize,
    pub cause: String,
}

/// Where a place inside a TOML string stands in its file: behind the quotation mark, or at it when
/// the string is written with escapes or over several lines.
pub(super) fn inside_quotes(file: &str, string: &Spanned<String>, at: usize) -> usize {
    let span = string.span();
    let written = file.get(span.start + 1..(span.end.max(1) - 1).max(span.start + 1));
    if written == Some(string.as_ref()) { span.start + 1 + at } else { span.start }
}

/// What a row found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub subject: Vec<Argument>,
    pub object: Vec<Argument>,
    /// First and last element.
    pub range: (usize, usize),
}

impl Sequence {
    /// Compiles a row; the error says of every item that is wrong where it is and why.
    pub(super) fn compile(
        text: &str,
        lists: &BTreeMap<String, Vec<String>>,
    ) -> Result<Self, Vec<Fault>> {
        let mut items = Vec::new();
        let mut faults = Vec::new();
        let mut end = 0;
        for word in text.split_whitespace() {
            let at = text.len() - text[end..].trim_start().len();
            end = at + word.len();
            let (word, optional) = match word.strip_suffix('?') {
                Some(rest) if !rest.is_empty() => (rest, true),
                _ => (word, false),
            };
            match kind(word, lists) {
                Ok(kind) => items.push(Item { kind, optional }),
                Err(cause) => faults.push(Fault { at, cause }),
            }
        }
        let slot = |wanted: bool| {
            items.iter().any(|i| matches!(i.kind, Kind::Slot { subject, .. } if subject == wanted))
        };
        // With a wrong item it is not known what the row lacks.
        if faults.is_empty() && !(slot(true) && slot(false)) {
            faults.push(Fault { at: 0, cause: format!("row needs both S and O: {text}") });
        }
        if items.len() > MOST_ITEMS {
            faults.push(Fault { at: 0, cause: format!("row has more than {MOST_ITEMS} items") });
        }
        if faults.is_empty() { Ok(Self { items }) } else { Err(faults) }
    }

    /// The types that each slot of the subject, or of the object, is limited to.
    pub(super) fn limits(&self, of_subject: bool) -> impl Iterator<Item = Vec<EntityType>> {
        self.items.iter().filter_map(move |item| match &item.kind {
            Kind::Slot { subject, types, .. } if *subject == of_subject && !types.is_empty() => {
                Some(types.iter().map(|t| t.entity_type()).collect())
            }
            _ => None,
        })
    }

    /// Words of which one stands, as it is or as its lemma, wherever the row matches: the fewest that an item asks for.
    /// `None` where every item can do without.
    pub(super) fn anchor(&self) -> Option<Vec<&str>> {
        let needed = self.items.iter().filter(|item| !item.optional);
        let words = needed.filter_map(|item| match &item.kind {
            // Any form of "be" stands for the word.
            Kind::Words(words) if words.iter().all(|word| word != "be") => {
                Some(words.iter().map(String::as_str).collect())
            }
            Kind::Phrases(list) => list
                .iter()
                .map(|phrase| phrase.first().map(String::as_str))
                .collect::<Option<Vec<_>>>(),
            _ => None,
        });
        words.min_by_key(Vec::len)
    }

    /// Every match in a sentence, at most one a starting element.
    pub(super) fn find(&self, phrases: Phrases<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        for start in 0..phrases.row.elements.len() {
            let mut state = Found::default();
            if let Some(end) = self.matches(phrases, 0, start, &mut state) {
                state.range = (start, end.saturating_sub(1));
                found.push(state);
            }
        }
        found
    }

    fn matches(
        &self,
        phrases: Phrases<'_>,
        item: usize,
        at: usize,
        state: &mut Found,
    ) -> Option<usize> {
        let Some(current) = self.items.get(item) else { return Some(at) };
        let elements = &phrases.row.elements;
        let mut ends: Vec<usize> = Vec::new();
        // What a slot held before; nothing else of the state changes here.
        let mut before: Option<(bool, Vec<Argument>)> = None;
        match &current.kind {
            Kind::Slot { subject, list, types } => {
                let arguments = if *list {
                    phrases.right(at).map(|p| (p.arguments, p.end + 1))
                } else {
                    // "of Acme's chairman" is not of Acme.
                    let owns = item + 1 == self.items.len()
                        && elements.get(at + 1).is_some_and(|e| e.class == Class::Possessive);
                    elements
                        .get(at)
                        .filter(|_| !owns)
                        .filter(|e| e.is_actor() || types.iter().any(|t| t.admits(e)))
                        .map(|_| (vec![Argument { element: at, through_noun: false }], at + 1))
                };
                if let Some((mut arguments, end)) = arguments {
                    arguments.retain(|a| {
                        types.is_empty() || types.iter().any(|t| t.admits(&elements[a.element]))
                    });
                    if !arguments.is_empty() {
                        let slot = if *subject { &mut state.subject } else { &mut state.object };
                        before = Some((*subject, std::mem::replace(slot, arguments)));
                        ends.push(end);
                    }
                }
            }
            Kind::Words(words) => {
                if elements.get(at).is_some_and(|e| {
                    e.mention.is_none()
                        && (words.contains(&e.lower)
                            || words.contains(&e.lemma)
                            || (e.class == Class::Be && words.iter().any(|w| w == "be")))
                }) {
                    ends.push(after_be(phrases, at));
                }
            }
            // "deputy head" is no head: a phrase does not begin behind its own qualifier.
            Kind::Phrases(_) if at > 0 && QUALIFIERS.contains(&phrases.lower(at - 1)) => {}
            Kind::Phrases(list) => {
                ends.extend(list.iter().filter_map(|phrase| {
                    phrase_end(phrases, phrase.iter().map(String::as_str), at)
                }));
                ends.sort_unstable_by(|a, b| b.cmp(a));
                ends.dedup();
            }
            Kind::Describe(most) => {
                let mut end = at;
                ends.push(end);
                while end - at < *most
                    && elements.get(end).is_some_and(|e| {
                        matches!(
                            e.class,
                            Class::Word
                                | Class::Determiner
                                | Class::Number
                                | Class::Adverb
                                | Class::Possessive
                                | Class::Quote
                        ) || (e.class == Class::Mention && !e.is_actor())
                    })
                {
                    end += 1;
                    ends.push(end);
                }
            }
            Kind::Class(name) => {
                if elements.get(at).is_some_and(|e| is_class(e.class, name)) {
                    ends.push(after_be(phrases, at));
                }
            }
            Kind::Start => {
                if at == 0 {
                    ends.push(at);
                }
            }
            Kind::End => {
                if elements.get(at).is_none_or(|e| e.class == Class::Stop) {
                    ends.push(at);
                }
            }
        }
        if current.optional {
            ends.push(at);
        }
        for end in ends {
            if let Some(end) = self.matches(phrases, item + 1, end, state) {
                return Some(end);
            }
        }
        if let Some((subject, arguments)) = before {
            *(if subject { &mut state.subject } else { &mut state.object }) = arguments;
        }
        None
    }
}

const QUALIFIERS: [&str; 6] = ["deputy", "vice", "assistant", "associate", "sub", "under"];

/// Where a phrase of a word list that starts at `at` ends.
pub(super) fn phrase_end<'p>(
    phrases: Phrases<'_>,
    phrase: impl IntoIterator<Item = &'p str>,
    at: usize,
) -> Option<usize> {
    let mut end = at;
    for word in phrase {
        let element = phrases.row.elements.get(end)?;
        if element.is_actor() || !(element.lower == word || element.lemma == word) {
            return None;
        }
        end += 1;
    }
    Some(end)
}

/// Behind a word, and behind the "not" of "is not a member of": that is found, and denied.
fn after_be(phrases: Phrases<'_>, at: usize) -> usize {
    let denied = phrases.class(at) == Some(Class::Be)
        && phrases.class(at + 1) == Some(Class::Negation)
        && phrases.lower(at + 2) != "only";
    at + 1 + usize::from(denied)
}

fn is_class(class: Class, name: &str) -> bool {
    match name {
        "be" => class == Class::Be,
        "det" => class == Class::Determiner,
        "num" => class == Class::Number,
        "verb" => matches!(class, Class::Verb(_)),
        "-" => class == Class::Dash,
        "," => class == Class::Comma,
        "(" => class == Class::Open,
        ")" => class == Class::Close,
        "quote" => class == Class::Quote,
        ":" => class == Class::Stop,
        _ => class == Class::Possessive,
    }
}

fn kind(word: &str, lists: &BTreeMap<String, Vec<String>>) -> Result<Kind, String> {
    const CLASSES: [&str; 11] =
        ["be", "det", "num", "verb", "-", ",", "(", ")", "quote", ":", "'s"];
    if let Some(name) = CLASSES.iter().find(|c| **c == word) {
        return Ok(Kind::Class(name));
    }
    if word == "^" {
        return Ok(Kind::Start);
    }
    if word == "$" {
        return Ok(Kind::End);
    }
    if let Some(count) = word.strip_prefix('~') {
        let count = count.parse().ok().filter(|n| *n <= MOST_WORDS);
        return count
            .map(Kind::Describe)
            .ok_or_else(|| format!("~ needs a number up to {MOST_WORDS}, such as ~3: {word}"));
    }
    if let Some(name) = word.strip_prefix('@') {
        let mut phrases = Vec::new();
        for name in name.split('|') {
            let list = lists.get(name).ok_or_else(|| {
                let near = suggest(name, lists.keys().map(String::as_str));
                format!("no list named {name}{near}")
            })?;
            phrases.extend(list.iter().map(|p| p.split(' ').map(str::to_owned).collect()));
        }
        return Ok(Kind::Phrases(phrases));
    }
    if let Some(mark) = word.chars().find(|c| matches!(c, ',' | '(' | ')')) {
        return Err(format!("`{mark}` is an item of its own, with blanks around it: {word}"));
    }
    let (slot, types) = word.split_once(':').unwrap_or((word, ""));
    let (bare, list) = match slot.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
        Some(bare) => (bare, true),
        None => (slot, false),
    };
    if bare == "S" || bare == "O" {
        let types = types
            .split('|')
            .filter(|t| !t.is_empty())
            .map(|t| match t {
                "person" => Ok(Type::Entity(EntityType::Person)),
                "organization" => Ok(Type::Entity(EntityType::Organization)),
                "location" => Ok(Type::Entity(EntityType::Location)),
                "group" => Ok(Type::Entity(EntityType::Group)),
                "country" => Ok(Type::Country),
                "place" => Ok(Type::Place),
                "nation" => Ok(Type::Nation),
                "organ" => Ok(Type::Organ),
                "company" => Ok(Type::Company),
                _ => Err(format!("unknown entity type {t} in {word}{}", suggest(t, SLOT_TYPES))),
            })
            .collect::<Result<_, _>>()?;
        return Ok(Kind::Slot { subject: bare == "S", list, types });
    }
    if word.chars().any(char::is_uppercase) {
        return Err(format!("words are lower case, slots are S and O: {word}"));
    }
    let words: Vec<String> = word.split('|').map(str::to_owned).collect();
    let is_word = |word: &String| {
        word.chars().any(char::is_alphanumeric)
            && word.chars().all(|c| c.is_alphanumeric() || "-.'’&".contains(c))
    };
    if !words.iter().all(is_word) {
        return Err(format!("no word, mark or slot of the row language: {word}"));
    }
    Ok(Kind::Words(words))
}

/// What a slot may be limited to.
const SLOT_TYPES: [&str; 9] = [
    "person",
    "organization",
    "location",
    "group",
    "country",
    "place",
    "nation",
    "organ",
    "company",
];
