//! What every reader knows: countries, capitals, demonyms, other names of places and bodies, the
//! words that names are made of. Enters: the gazetteer and `data/*.toml`, compiled in. Leaves: look-ups by folded name.

use super::fold::fold;
use crate::{
    gazetteer::{Country, GAZETTEER, Place},
    names::lexicon::LEXICON as FORMS,
};
use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

#[derive(Deserialize)]
struct OrganizationFile {
    legal: HashSet<String>,
    stop: HashSet<String>,
    descriptive: HashSet<String>,
    unit: HashSet<String>,
    heads: HashSet<String>,
    common: HashSet<String>,
    of_state: HashSet<String>,
    of_many: HashSet<String>,
}

#[derive(Deserialize)]
struct PersonFile {
    male: HashSet<String>,
    female: HashSet<String>,
    rulers: HashSet<String>,
    like_places: HashSet<String>,
    nicknames: BTreeMap<String, Vec<String>>,
}

/// Look-ups by folded name.
pub(crate) struct Facts {
    /// Every name of a country -> its ISO code.
    country: HashMap<String, String>,
    /// ISO code -> usual name.
    country_name: HashMap<String, String>,
    /// Demonym, singular or plural -> ISO code.
    demonym: HashMap<String, String>,
    /// Capital -> ISO code; capitals named like their country are left out.
    capital: HashMap<String, String>,
    /// Another name of a place -> its usual name, folded.
    place: HashMap<String, String>,
    /// Every name of a part of a country -> its ISO 3166-2 code.
    region: HashMap<String, String>,
    /// Every name of a body -> (its usual name, ISO code of its country).
    body: HashMap<String, (String, Option<String>)>,
    /// Legal forms of companies.
    pub legal: HashSet<String>,
    /// Words that do not count.
    pub stop: HashSet<String>,
    /// Words that a short form leaves out.
    pub descriptive: HashSet<String>,
    /// Words that make another body.
    pub unit: HashSet<String>,
    /// Words that can stand for a whole name.
    pub heads: HashSet<String>,
    /// Words that bodies of many states share.
    pub common: HashSet<String>,
    /// Words of bodies that a state has one of.
    pub of_state: HashSet<String>,
    /// Words of bodies that a state has many of.
    pub of_many: HashSet<String>,
    /// Given names mostly of men.
    pub male: HashSet<String>,
    /// Given names mostly of women.
    pub female: HashSet<String>,
    rulers: HashSet<String>,
    /// Countries and capitals that are names of persons too.
    pub like_places: HashSet<String>,
    nicknames: HashSet<(String, String)>,
}

/// The facts that ship with the program.
pub(crate) static FACTS: LazyLock<Facts> = LazyLock::new(Facts::read);

#[expect(clippy::expect_used, reason = "the built-in files are parsed by a test")]
fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).expect("built-in data is valid")
}

impl Facts {
    fn read() -> Self {
        let organizations: OrganizationFile = parse(include_str!("../../data/organizations.toml"));
        let persons: PersonFile = parse(include_str!("../../data/person_names.toml"));
        let mut facts = Self {
            country: HashMap::default(),
            country_name: HashMap::default(),
            demonym: HashMap::default(),
            capital: HashMap::default(),
            place: HashMap::default(),
            region: HashMap::default(),
            body: HashMap::default(),
            legal: FORMS.form_words().map(str::to_owned).chain(organizations.legal).collect(),
            stop: organizations.stop,
            descriptive: organizations.descriptive,
            unit: organizations.unit,
            heads: organizations.heads,
            common: organizations.common,
            of_state: organizations.of_state,
            of_many: organizations.of_many,
            male: persons.male,
            female: persons.female,
            rulers: persons.rulers,
            like_places: persons.like_places,
            nicknames: HashSet::default(),
        };
        for (name, short) in persons.nicknames {
            facts.nicknames.extend(short.into_iter().map(|s| (name.clone(), s)));
        }
        for country in &GAZETTEER.countries {
            facts.add_country(country);
        }
        for place in &GAZETTEER.places {
            facts.add_place(place);
        }
        for body in &GAZETTEER.bodies {
            for name in body.aliases.iter().chain([&body.name]) {
                facts.body.insert(fold(name), (body.name.clone(), body.country.clone()));
            }
        }
        facts
    }

    fn add_country(&mut self, country: &Country) {
        let name = fold(&country.name);
        for alias in country.names() {
            self.country.insert(fold(alias), country.code.clone());
        }
        for demonym in &country.demonyms {
            let demonym = fold(demonym);
            if demonym.ends_with(['n', 'i', 't', 'o', 'r', 'e', 'k', 'c', 'b', 'd', 'h', 'a']) {
                self.demonym.insert(format!("{demonym}s"), country.code.clone());
            }
            self.demonym.insert(demonym, country.code.clone());
        }
        let capitals = country.capitals().map(|capital| fold(capital));
        let told_apart = capitals.filter(|capital| *capital != name);
        self.capital.extend(told_apart.map(|capital| (capital, country.code.clone())));
        self.country_name.insert(country.code.clone(), country.name.clone());
    }

    fn add_place(&mut self, place: &Place) {
        let name = fold(&place.name);
        for alias in &place.aliases {
            self.place.insert(fold(alias), name.clone());
        }
        if let Some(code) = &place.code {
            let names = place.aliases.iter().chain([&place.name]);
            self.region.extend(names.map(|name| (fold(name), code.clone())));
        }
    }

    /// ISO 3166-2 code of the part of a country with this folded name.
    pub fn region(&self, folded: &str) -> Option<&str> {
        self.region.get(folded).map(String::as_str)
    }

    /// ISO code of the country with this folded name.
    pub fn country(&self, folded: &str) -> Option<&str> {
        self.country.get(folded).map(String::as_str)
    }

    /// Usual name of a country.
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.country_name.get(code).map(String::as_str)
    }

    /// ISO code of the country whose people or adjective this is.
    pub fn demonym(&self, folded: &str) -> Option<&str> {
        self.demonym.get(folded).map(String::as_str)
    }

    /// ISO code of the country whose capital this is.
    pub fn capital(&self, folded: &str) -> Option<&str> {
        let usual = self.place.get(folded).map_or(folded, String::as_str);
        self.capital.get(usual).map(String::as_str)
    }

    /// The folded usual name of a place, country or not.
    pub fn place<'a>(&'a self, folded: &'a str) -> &'a str {
        self.place.get(folded).map_or(folded, String::as_str)
    }

    /// The usual name of a well-known body and the country it belongs to.
    pub fn body(&self, folded: &str) -> Option<(&str, Option<&str>)> {
        self.body.get(folded).map(|(name, country)| (name.as_str(), country.as_deref()))
    }

    /// Whether these folded words name a ruler after whom a regime is called.
    pub fn is_ruler(&self, words: &[String]) -> bool {
        self.rulers.contains(&words.join(" "))
    }

    /// Whether one given name is a short form of the other.
    pub fn is_nickname(&self, a: &str, b: &str) -> bool {
        let pair = |x: &str, y: &str| self.nicknames.contains(&(x.to_owned(), y.to_owned()));
        pair(a, b) || pair(b, a)
    }

    /// Splits folded words into the countries they name and the rest: "us department of justice"
    /// is US and "department of justice".
    pub fn countries_in(&self, words: &[String]) -> (BTreeSet<&str>, Vec<String>) {
        let mut countries = BTreeSet::new();
        let mut rest = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let found = (1..=4.min(words.len() - at)).rev().find_map(|len| {
                let phrase = words[at..at + len].join(" ");
                self.country(&phrase).or_else(|| self.demonym(&phrase)).map(|code| (code, len))
            });
            if let Some((code, len)) = found {
                countries.insert(code);
                at += len;
            } else {
                rest.push(words[at].clone());
                at += 1;
            }
        }
        (countries, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_facts_answer() {
        assert_eq!(FACTS.country("dprk"), Some("KP"));
        assert_eq!(FACTS.country("us"), Some("US"));
        assert_eq!(FACTS.demonym("north koreans"), Some("KP"));
        assert_eq!(FACTS.capital("kiev"), Some("UA"), "an old spelling of a capital");
        assert_eq!(FACTS.place("calif"), "california");
        assert_eq!(FACTS.body("doj").map(|b| b.0), Some("U.S. Department of Justice"));
        assert!(FACTS.is_nickname("bill", "william"));
    }

    #[test]
    fn countries_are_read_off_names() {
        let words = super::super::fold::words("U.S. Department of Justice");
        let (countries, rest) = FACTS.countries_in(&words);
        assert_eq!(countries.into_iter().collect::<Vec<_>>(), ["US"]);
        assert_eq!(rest, ["department", "of", "justice"]);
    }
}
