//! What is known of words in names. Enters: `data/*.toml`, compiled in, and the gazetteer. Leaves: look-ups by folded
//! word.

use crate::{fold::fold, gazetteer::GAZETTEER};
use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

#[derive(Deserialize)]
struct PersonFile {
    titles: HashSet<String>,
    generations: HashSet<String>,
    honours: HashSet<String>,
    particles: HashSet<String>,
    family_first: HashSet<String>,
    male: HashSet<String>,
    female: HashSet<String>,
    nicknames: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct OrganizationFile {
    stop: HashSet<String>,
    descriptive: HashSet<String>,
    unit: HashSet<String>,
    heads: HashSet<String>,
    common: HashSet<String>,
}

#[derive(Deserialize)]
struct VariantFile {
    variants: Vec<String>,
    families: Vec<String>,
}

#[derive(Deserialize)]
struct FormFile {
    glued: Vec<String>,
    #[serde(flatten)]
    families: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct WordFile {
    class: HashSet<String>,
    places: Vec<String>,
    synonyms: BTreeMap<String, Vec<String>>,
    ordinals: BTreeMap<String, u32>,
}

/// Words of names and what they mean.
pub(crate) struct Lexicon {
    pub titles: HashSet<String>,
    pub generations: HashSet<String>,
    pub honours: HashSet<String>,
    pub particles: HashSet<String>,
    pub family_first: HashSet<String>,
    pub stop: HashSet<String>,
    /// Words that say what kind of body it is.
    pub class: HashSet<String>,
    /// Endings of companies written in one word with the name.
    pub glued: Vec<String>,
    given: HashSet<String>,
    nicknames: HashMap<String, Vec<String>>,
    variants: HashMap<String, Vec<usize>>,
    families: HashMap<String, Vec<usize>>,
    forms: HashMap<String, String>,
    longest_form: usize,
    synonyms: HashMap<String, String>,
    numbers: HashMap<String, u32>,
    places: HashMap<String, String>,
}

/// The words that ship with the program.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

#[expect(clippy::expect_used, reason = "the built-in files are parsed by a test")]
pub(super) fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).expect("built-in data is valid")
}

/// Word -> numbers of the groups it stands in.
fn groups(lines: &[String]) -> HashMap<String, Vec<usize>> {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::default();
    for (number, line) in lines.iter().enumerate() {
        for word in line.split(' ') {
            groups.entry(word.to_owned()).or_default().push(number);
        }
    }
    groups
}

fn share(groups: &HashMap<String, Vec<usize>>, a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (groups.get(a), groups.get(b)) else { return false };
    a.iter().any(|group| b.contains(group))
}

impl Lexicon {
    fn read() -> Self {
        let persons: PersonFile = parse(include_str!("../../data/person_names.toml"));
        let bodies: OrganizationFile = parse(include_str!("../../data/organizations.toml"));
        let variants: VariantFile = parse(include_str!("../../data/name_variants.toml"));
        let forms: FormFile = parse(include_str!("../../data/legal_forms.toml"));
        let words: WordFile = parse(include_str!("../../data/name_words.toml"));
        let mut lexicon = Self {
            titles: persons.titles,
            generations: persons.generations,
            honours: persons.honours,
            particles: persons.particles,
            family_first: persons.family_first,
            stop: bodies.stop,
            class: words.class,
            glued: forms.glued,
            given: persons.male.into_iter().chain(persons.female).collect(),
            nicknames: HashMap::default(),
            variants: groups(&variants.variants),
            families: groups(&variants.families),
            forms: HashMap::default(),
            longest_form: 1,
            synonyms: HashMap::default(),
            numbers: words.ordinals.into_iter().collect(),
            places: HashMap::default(),
        };
        for list in [bodies.descriptive, bodies.unit, bodies.heads, bodies.common] {
            lexicon.class.extend(list);
        }
        for (name, short) in persons.nicknames {
            for word in short {
                lexicon.nicknames.entry(word).or_default().push(name.clone());
            }
        }
        for (family, phrases) in forms.families {
            for phrase in phrases {
                lexicon.longest_form = lexicon.longest_form.max(phrase.split(' ').count());
                lexicon.forms.insert(phrase, family.clone());
            }
        }
        for (usual, others) in words.synonyms {
            lexicon.synonyms.extend(others.into_iter().map(|other| (other, usual.clone())));
        }
        for country in &GAZETTEER.countries {
            for name in country.names().chain(&country.demonyms) {
                lexicon.places.insert(fold(name), country.code.clone());
            }
            if let Some(capital) = &country.capital {
                lexicon.places.entry(fold(capital)).or_insert_with(|| fold(capital));
            }
        }
        for place in words.places {
            lexicon.places.entry(place.clone()).or_insert(place);
        }
        lexicon
    }

    /// Whether a word is a given name that many people bear.
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word) || self.variants.contains_key(word)
    }

    /// The full name if one word is the short form of the other.
    pub fn is_nickname(&self, a: &str, b: &str) -> bool {
        let short_of = |short: &str, long: &str| {
            self.nicknames
                .get(short)
                .is_some_and(|full| full.iter().any(|f| f == long || self.is_variant(f, long)))
        };
        short_of(a, b) || short_of(b, a)
    }

    /// Whether two words are one name in different languages or transliterations.
    pub fn is_variant(&self, a: &str, b: &str) -> bool {
        share(&self.variants, a, b)
    }

    /// Whether two words are one East Asian surname.
    pub fn is_family(&self, a: &str, b: &str) -> bool {
        share(&self.families, a, b)
    }

    /// Legal forms of one word.
    pub fn form_words(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(String::as_str).filter(|form| form.len() > 1 && !form.contains(' '))
    }

    /// The legal form that these words begin with, and how many words it takes.
    pub fn form(&self, words: &[&str]) -> Option<(&str, usize)> {
        (1..=self.longest_form.min(words.len())).rev().find_map(|len| {
            self.forms.get(&words[..len].join(" ")).map(|family| (family.as_str(), len))
        })
    }

    /// The usual word for one that is spelled or shortened otherwise.
    pub fn usual<'a>(&'a self, word: &'a str) -> &'a str {
        self.synonyms.get(word).map_or(word, String::as_str)
    }

    /// The number a word stands for.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The country or city that these words begin with, and how many words it takes.
    pub fn place(&self, words: &[&str]) -> Option<(&str, usize)> {
        (1..=4.min(words.len())).rev().find_map(|len| {
            self.places.get(&words[..len].join(" ")).map(|place| (place.as_str(), len))
        })
    }
}
