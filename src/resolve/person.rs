//! Names of persons: which full names are one, whose a surname is. Enters: forms of persons.
//! Leaves: joins. A surname never unites two full names, and namesakes stay two.

use super::{
    facts::FACTS,
    fold::{fold, is_spelling_of, words},
    lexicon::LEXICON,
    scene::{Clusters, Reason, Scene},
};
use crate::names::lexicon::LEXICON as WORDS;
use crate::names::person::{split_asides, strip_titles};
use crate::{document::Document, schema::EntityType};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const ORDER: Reason = Reason::new("same name in another order", 0.95);
const GENERATION: Reason = Reason::new("same name, with or without “Jr.” or the like", 0.85);
const VARIANT: Reason = Reason::new("shorter or differently spelled form of the name", 0.93);
const SURNAME: Reason = Reason::new("surname of", 0.95);
const PART: Reason = Reason::new("part of the name of", 0.85);
const SAME: Reason = Reason::new("same name", 0.99);

/// A person's name, word by word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PersonName {
    /// Folded words, given names first unless the surname stands first in the text.
    pub words: Vec<String>,
    /// Index of the surname in `words`.
    pub surname: usize,
    /// Jr., Sr., III.
    generation: Option<String>,
    /// Nicknames in quotes or brackets inside the name.
    nicknames: Vec<String>,
}

impl PersonName {
    /// Reads a surface form: titles, honours and nicknames in quotes or brackets are left out;
    /// "KIM Sung Su" and "ERMAKOV, Aleksandr" show where the surname stands.
    pub fn read(text: &str) -> Self {
        let (plain, aside) = split_asides(text);
        let nicknames = words(&aside);
        let mut parts = plain.split(',').map(str::trim).filter(|p| !p.is_empty());
        let head = parts.next().unwrap_or_default().to_owned();
        let rest: Vec<&str> = parts.collect();
        let is_suffix = |part: &&str| {
            WORDS.generations.contains(&fold(part)) || WORDS.honours.contains(&fold(part))
        };
        let (given, suffix): (Vec<&str>, Vec<&str>) = rest.iter().partition(|p| !is_suffix(p));
        let inverted = !given.is_empty();
        let order = format!("{} {} {}", given.join(" "), head, suffix.join(" "));
        let capital = capital_surname(&order);
        let mut words = words(&order);
        let generation = words.iter().find(|w| WORDS.generations.contains(*w)).cloned();
        if words.len() > 1 {
            words.retain(|w| !WORDS.generations.contains(w) && !WORDS.honours.contains(w));
        }
        strip_titles(&mut words);
        let last = words.len().saturating_sub(1);
        let by_case = capital.and_then(|name| words.iter().position(|w| *w == name));
        let first = words.len() > 1
            && words.len() <= 4
            && words.iter().all(|w| w.chars().count() > 1)
            && WORDS.family_first.contains(&words[0])
            && !WORDS.family_first.contains(&words[last]);
        let three =
            words.len() >= 3 && words.first().is_some_and(|w| WORDS.family_first.contains(w));
        let surname = match by_case {
            Some(at) => at,
            None if (first || three) && !inverted => 0,
            None => last,
        };
        Self { words, surname, generation, nicknames }
    }

    /// Whether it is more than a surname or a given name.
    pub fn is_full(&self) -> bool {
        self.words.iter().filter(|w| !WORDS.particles.contains(*w)).count() > 1
    }

    /// The word that carries a short name.
    fn short(&self) -> Option<&str> {
        self.words.last().map(String::as_str)
    }

    /// How well a single word names this person: 3 the surname, 2 another late word, 1 the given
    /// name, 0 not at all.
    fn rank(&self, word: &str) -> u8 {
        match self.words.iter().rposition(|w| w == word) {
            Some(at) if at == self.surname => 3,
            Some(0) => 1,
            Some(_) => 2,
            None if self.nicknames.iter().any(|n| n == word) => 2,
            None => 0,
        }
    }
}

/// The folded word in capitals of a name whose other words are not: a surname.
fn capital_surname(text: &str) -> Option<String> {
    let is_capital = |w: &&str| {
        w.chars().filter(|c| c.is_alphabetic()).count() > 1 && !w.chars().any(char::is_lowercase)
    };
    let parts: Vec<&str> = text.split_whitespace().filter(|w| w.chars().count() > 2).collect();
    let (capital, other): (Vec<&str>, Vec<&str>) = parts.iter().partition(|w| is_capital(w));
    let last = capital.last()?;
    (!other.is_empty()).then(|| fold(last).split(' ').next_back().map(str::to_owned))?
}

fn is_word_of(a: &str, b: &str) -> bool {
    let initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    a == b || initial(a, b) || initial(b, a) || is_spelling_of(a, b) || FACTS.is_nickname(a, b)
}

/// Whether every word of `short` stands in `long` in the same order, its last word in full.
fn is_within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    let Some((last, given)) = short.split_last() else { return false };
    given.iter().all(|word| rest.any(|other| is_word_of(word, other)))
        && rest.any(|other| last == other || is_spelling_of(last, other))
        && short.iter().any(|w| w.chars().count() > 1 && long.contains(w))
}

/// Whether both begin alike, or the shorter is a surname of two words: "Khaled Chouman" is not "Nabil Khaled Chouman", but may be "N. Khaled
/// Chouman".
fn begin_alike(short: &PersonName, long: &PersonName) -> bool {
    let (first, other) = (&short.words[0], &long.words[0]);
    long.words.ends_with(&short.words)
        || is_word_of(first, other)
        || other.chars().count() == 1
        || long.surname == 0
}

/// Whether two names of at least two words can be one person's.
pub(crate) fn agree(a: &PersonName, b: &PersonName) -> bool {
    if a.generation.is_some() && b.generation.is_some() && a.generation != b.generation {
        return false;
    }
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    if short.words.is_empty() || same_words(&a.words, &b.words) {
        return true;
    }
    let nickname = |name: &PersonName, other: &PersonName| {
        name.words.len() > 1
            && other.nicknames.contains(&name.words[0])
            && is_within(&name.words[1..], &other.words)
    };
    is_within(&short.words, &long.words) && begin_alike(short, long)
        || nickname(a, b)
        || nickname(b, a)
}

fn same_words(a: &[String], b: &[String]) -> bool {
    let set = |words: &[String]| words.iter().cloned().collect::<BTreeSet<_>>();
    a.len() == b.len() && set(a) == set(b)
}

/// Whether two names show two persons.
pub(crate) fn contradict(a: &PersonName, b: &PersonName) -> bool {
    a.is_full() && b.is_full() && !agree(a, b)
}

/// Joins full names, then gives every surname and given name to the person it belongs to.
pub(crate) fn join(scene: &Scene<'_>, clusters: &mut Clusters) {
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut full = Vec::new();
    let mut short = Vec::new();
    for (index, form) in scene.forms_of(EntityType::Person) {
        let Some(name) = &form.person else { continue };
        if name.is_full() {
            full.push((index, name));
            for word in name.words.iter().chain(&name.nicknames) {
                by_word.entry(word).or_default().push(index);
            }
        } else {
            short.push((index, name));
        }
    }
    for &(index, name) in &full {
        join_full(scene, clusters, index, name, &by_word);
    }
    for (index, name) in short {
        join_short(scene, clusters, index, name, &by_word, &full);
    }
}

fn join_full(
    scene: &Scene<'_>,
    clusters: &mut Clusters,
    index: usize,
    name: &PersonName,
    by_word: &HashMap<&str, Vec<usize>>,
) {
    let near: BTreeSet<usize> = name
        .words
        .iter()
        .flat_map(|w| &by_word[w.as_str()])
        .copied()
        .filter(|&o| o < index)
        .collect();
    for other in near {
        let Some(earlier) = &scene.forms[other].person else { continue };
        if agree(earlier, name)
            && !(earlier.generation != name.generation && is_of_kin(scene, [other, index]))
        {
            let reason = match same_words(&earlier.words, &name.words) {
                true if earlier.generation != name.generation => GENERATION,
                true => ORDER,
                false => VARIANT,
            };
            let (long, less) = if name.words.len() > earlier.words.len() {
                (index, other)
            } else {
                (other, index)
            };
            clusters.join(scene, scene.forms[long].first(), scene.forms[less].first(), reason);
        }
    }
}

/// Whether the text speaks of father and son, or the like, where one of the forms stands: then the name
/// with "Jr." and the one without are two people's.
fn is_of_kin(scene: &Scene<'_>, forms: [usize; 2]) -> bool {
    let doc = scene.doc;
    let mentions = forms.iter().flat_map(|&form| &scene.forms[form].mentions);
    let sentences = mentions.filter_map(|&m| doc.sentence_at(scene.mentions[m].span.start));
    let sentences: BTreeSet<usize> = sentences.collect();
    let mut words = sentences.into_iter().flat_map(|s| doc.sentences()[s].tokens.clone());
    words.any(|token| {
        let word = fold(doc.token_text(token));
        LEXICON.kin.contains(&word) || matches!(word.as_str(), "elder" | "younger" | "namesake")
    })
}

/// The gender that a title before a mention shows: `Some(true)` for "Ms.".
fn is_titled_woman(scene: &Scene<'_>, mention: usize) -> Option<bool> {
    let start = scene.mentions[mention].span.start;
    let before = scene.doc.text().get(..start)?.trim_end();
    let title = before.rsplit([' ', '\n', '“', '"', '(']).next()?;
    match title {
        "Mr." | "Mr" => Some(false),
        "Ms." | "Mrs." | "Miss" | "Ms" | "Mrs" => Some(true),
        _ => None,
    }
}

/// Whether a given name is that of the other gender.
fn is_other_gender(name: &PersonName, woman: bool) -> bool {
    let given = name.words.first().filter(|_| name.surname > 0);
    let other = if woman { &FACTS.male } else { &FACTS.female };
    given.is_some_and(|given| other.contains(given))
}

/// Gives each mention of a short name to the most recent person who bears it.
fn join_short(
    scene: &Scene<'_>,
    clusters: &mut Clusters,
    index: usize,
    name: &PersonName,
    by_word: &HashMap<&str, Vec<usize>>,
    full: &[(usize, &PersonName)],
) {
    let form = &scene.forms[index];
    let Some(word) = name.short() else { return };
    let mut bearers: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    for &other in by_word.get(word).into_iter().flatten() {
        if let Some(full) = &scene.forms[other].person {
            bearers.entry(full.rank(word)).or_default().push(other);
        }
    }
    if bearers.is_empty() && word.chars().count() > 3 {
        let misspelt = full.iter().filter(|(_, f)| is_spelling_of(&f.words[f.surname], word));
        bearers.insert(3, misspelt.map(|&(index, _)| index).collect());
        bearers.retain(|_, forms| !forms.is_empty());
    }
    let Some((rank, bearers)) = bearers.pop_last() else {
        for &mention in &form.mentions[1..] {
            clusters.join(scene, form.first(), mention, SAME);
        }
        return;
    };
    let reason = if rank == 3 { SURNAME } else { PART };
    let mut places: Vec<usize> =
        bearers.iter().flat_map(|&f| scene.forms[f].mentions.iter().copied()).collect();
    places.sort_unstable();
    let mut regime: Option<usize> = None;
    for &mention in &form.mentions {
        if bearers.len() > 1 || !leads(scene, bearers[0]) {
            // "The al-Assad regime" is named after its head, whoever else bears the name here.
            if is_regime(scene.doc, scene.mentions[mention].span.end) {
                let head =
                    bearers.iter().find(|&&f| leads(scene, f)).map(|&f| scene.forms[f].first());
                let head = head.or(regime).unwrap_or(mention);
                regime = Some(head);
                clusters.join(scene, head, mention, reason);
                continue;
            }
        }
        let woman = is_titled_woman(scene, mention);
        let fits = |&&place: &&usize| {
            let name = scene.form(place).person.as_ref();
            woman.is_none_or(|woman| name.is_none_or(|name| !is_other_gender(name, woman)))
        };
        let next = places.partition_point(|&p| p < mention);
        // "X Lopez and his wife, Y Lopez": afterwards "Lopez" is still X.
        let told = |place: &&usize| fits(place) && !is_relative(scene, **place);
        let before = &places[..next];
        let bearer = before
            .iter()
            .rev()
            .find(told)
            .or_else(|| before.iter().rev().find(fits))
            .or_else(|| places[next..].iter().find(fits));
        // "Ms. Lopez" of whom only men of that name are told is somebody else.
        let bearer = bearer.copied().or_else(|| {
            let titled = |&&m: &&usize| m < mention && is_titled_woman(scene, m) == woman;
            form.mentions.iter().find(titled).copied()
        });
        if let Some(bearer) = bearer {
            clusters.join(scene, bearer, mention, reason);
        }
    }
}

/// Whether a mention is told as somebody's relative: "his wife, X".
fn is_relative(scene: &Scene<'_>, mention: usize) -> bool {
    let start = scene.mentions[mention].span.start;
    let before = scene.doc.text().get(..start).unwrap_or_default();
    let word = before.trim_end_matches([' ', ',']).rsplit([' ', '\n']).next();
    word.is_some_and(|word| LEXICON.kin.contains(&fold(word)))
}

/// Whether "regime" or the like follows a name that ends at byte `end`.
pub(crate) fn is_regime(doc: &Document, end: usize) -> bool {
    let rest = doc.text().get(end..).unwrap_or_default();
    let rest =
        rest.trim_start_matches("'s").trim_start_matches("’s").trim_start_matches([' ', '-']);
    ["regime", "government", "administration", "family"].iter().any(|word| rest.starts_with(word))
}

/// Whether a form is the name of a ruler or stands after the title of one at any of its mentions.
fn leads(scene: &Scene<'_>, form: usize) -> bool {
    scene.forms[form].person.as_ref().is_some_and(|p| FACTS.is_ruler(&p.words))
        || scene.forms[form].mentions.iter().any(|&mention| {
            let start = scene.mentions[mention].span.start;
            let before = scene.doc.text().get(..start).unwrap_or_default().trim_end();
            ["President", "president", "dictator", "leader", "ruler", "Leader"]
                .iter()
                .any(|t| before.ends_with(t))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        for (text, words, surname) in [
            ("Kim Jong Un", "kim jong un", "kim"),
            ("Sim Hyon Sop", "sim hyon sop", "sim"),
            ("Jong Un KIM", "jong un kim", "kim"),
            ("ERMAKOV, Aleksandr, Gennadyevich", "aleksandr gennadyevich ermakov", "ermakov"),
            ("Joseph M. Demarest, Jr.", "joseph m demarest", "demarest"),
            ("Jimmy \"Jimbo\" Sullivan", "jimmy sullivan", "sullivan"),
            ("President Barack Obama", "barack obama", "obama"),
            ("Yuri Alexandrovich FOMIN", "yuri alexandrovich fomin", "fomin"),
        ] {
            let name = PersonName::read(text);
            assert_eq!(name.words.join(" "), words, "{text}");
            assert_eq!(name.words[name.surname], surname, "{text}");
        }
    }

    #[test]
    fn full_names_agree_or_contradict() {
        for (a, b, one) in [
            ("John A. Smith", "John Smith", true),
            ("John A. Smith", "John B. Smith", false),
            ("John Smith", "Jane Smith", false),
            ("Bill Clinton", "William Clinton", true),
            ("Kim Jong Un", "Kim Jong Il", false),
            ("KIM Sung Su", "Sung Su Kim", true),
            ("Manuel Bonilla Carrasquillo", "Manuel Bonilla", true),
            ("Muhammad Issam Shammout", "Mohammed Essam Shammout", true),
            ("Roy Belfast Jr.", "Roy Belfast Sr.", false),
        ] {
            assert_eq!(agree(&PersonName::read(a), &PersonName::read(b)), one, "{a} / {b}");
        }
    }
}
