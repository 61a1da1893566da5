//! Names of bodies and things read: legal forms aside, numbers as numbers, places as places, each
//! word with its weight. Enters: text. Leaves: words.

use super::{
    latin::romanize,
    lexicon::LEXICON,
    name::{Name, NameKind, Role, Word},
};
use crate::fold::words;
use std::collections::BTreeSet;

/// How much a word says about which body is meant.
const PROPER: f32 = 1.0;
const NUMBER: f32 = 0.7;
const PLACE: f32 = 0.6;
const CLASS: f32 = 0.5;
const PARTICLE: f32 = 0.1;

pub(super) fn read(name: &mut Name) {
    let mut found = words(&romanize(name.text()));
    if name.kind() == NameKind::Organization {
        split_glued(&mut found);
    } else if found.len() > 1 && matches!(found[0].as_str(), "mv" | "mt" | "ms" | "ss" | "vessel") {
        found.remove(0);
    }
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let said = found.iter().filter(|word| !LEXICON.stop.contains(**word));
    name.letters = said.filter_map(|word| word.chars().next()).collect();
    let mut read = Vec::with_capacity(found.len());
    let mut at = 0;
    while at < found.len() {
        let rest = &found[at..];
        if name.kind() == NameKind::Organization
            && let Some((family, len)) = LEXICON.form(rest)
            && is_form_place(at, len, found.len(), !read.is_empty())
        {
            name.forms.insert(family.to_owned());
            at += len;
        } else if let Some((number, len)) = number(rest, at) {
            read.push(Word::new(&number.to_string(), Role::Number(number), NUMBER));
            at += len;
        } else if let Some((place, len)) =
            LEXICON.place(rest).filter(|_| name.kind() == NameKind::Organization)
        {
            read.push(Word::new(&rest[..len].join(" "), Role::Place(place.to_owned()), PLACE));
            at += len;
        } else {
            read.push(read_word(rest[0]));
            at += 1;
        }
    }
    if read.is_empty() {
        read = found.iter().map(|word| Word::new(word, Role::Proper, PROPER)).collect();
        name.forms.clear();
    }
    // A body called by nothing but its class is known by it.
    if read.iter().all(|w| w.role != Role::Proper)
        && !read.iter().any(|w| matches!(w.role, Role::Place(_)))
    {
        for word in read.iter_mut().filter(|w| w.role == Role::Class) {
            word.weight = PROPER;
        }
    }
    name.words = read;
    let parts: Vec<&str> = name.text().split('/').collect();
    if parts.len() == 2
        && parts.iter().all(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 4)
    {
        name.alternatives = parts.into_iter().map(|part| Name::read(part, name.kind())).collect();
    }
}

fn read_word(word: &str) -> Word {
    let usual = LEXICON.usual(word);
    if LEXICON.stop.contains(usual)
        || matches!(usual, "al" | "el" | "an" | "les" | "das" | "der" | "die" | "i" | "di" | "e")
    {
        Word::new(usual, Role::Particle, PARTICLE)
    } else if LEXICON.class.contains(usual) {
        Word::new(usual, Role::Class, CLASS)
    } else {
        Word::new(usual, Role::Proper, PROPER)
    }
}

/// Legal forms of one word stand at the ends of a name; phrases may stand anywhere.
fn is_form_place(at: usize, len: usize, all: usize, named: bool) -> bool {
    len > 1 || at == 0 && all > 1 || named
}

/// A number in digits or words ("forty four"), and how many words it takes. The first word of a
/// name may be an ordinal, never a roman numeral.
fn number(words: &[&str], at: usize) -> Option<(u32, usize)> {
    let first = words.first()?;
    if let Ok(number) = first.parse::<u32>() {
        return Some((number, 1));
    }
    let is_roman = first.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let number = LEXICON.number(first).filter(|_| !is_roman || at > 0)?;
    let unit = words.get(1).and_then(|w| w.parse().ok().or_else(|| LEXICON.number(w)));
    match unit {
        Some(unit) if (20..100).contains(&number) && (1..10).contains(&unit) => {
            Some((number + unit, 2))
        }
        _ => Some((number, 1)),
    }
}

/// "siemensag" as "siemens ag".
fn split_glued(words: &mut Vec<String>) {
    let Some(last) = words.last().cloned() else { return };
    let stem = LEXICON.glued.iter().find_map(|form| {
        last.strip_suffix(form.as_str()).filter(|stem| stem.len() >= 5).map(|stem| (stem, form))
    });
    if let Some((stem, form)) = stem.filter(|_| words.len() == 1) {
        *words = vec![stem.to_owned(), form.clone()];
    }
}

/// The place that tells a branch from its parent: at the end of a name or in brackets.
pub(super) fn branch<'a>(name: &'a Name, left: &[usize]) -> Option<&'a Word> {
    let is_place = |at: usize| matches!(name.words[at].role, Role::Place(_));
    let bracket = name.text().contains('(');
    let at =
        left.iter().copied().find(|&at| is_place(at) && (bracket || at + 1 == name.words.len()));
    at.filter(|&at| at > 0).map(|at| &name.words[at])
}

/// The letters of a name that is an acronym, alone or with a place or class word.
pub(super) fn acronym(name: &Name) -> Option<&str> {
    let mut proper = name.words.iter().filter(|w| w.role == Role::Proper);
    let word = proper.next().filter(|_| proper.next().is_none())?;
    let len = word.text.len();
    let is_upper = name.text().split(|c: char| !c.is_alphanumeric() && c != '.').any(|token| {
        token.chars().filter(|c| c.is_uppercase()).count() >= 2
            && token.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
                == word.text
    });
    ((2..=8).contains(&len) && is_upper).then_some(word.text.as_str())
}

/// What the name may be abbreviated to: with and without small words and legal form.
pub(super) fn initials(name: &Name) -> BTreeSet<String> {
    let first = |word: &Word| word.text.chars().next();
    let all: String = name.words.iter().filter_map(first).collect();
    let said: String =
        name.words.iter().filter(|w| w.role != Role::Particle).filter_map(first).collect();
    let mut found = BTreeSet::from([all, said, name.letters.clone()]);
    found.retain(|letters| letters.chars().count() >= 3);
    found
}
