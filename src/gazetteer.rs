//! What every reader knows of the world: countries, other places, well-known bodies. Enters:
//! `data/countries.toml`, `data/places.toml`, `data/known_bodies.toml`, compiled in. Leaves: the
//! facts, parsed once, and the ISO code that a country's name or code means. Reads no document and
//! decides nothing about who is meant.

use crate::fold::fold;
use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

/// A country or territory.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// ISO 3166-1 alpha-3.
    pub alpha3: String,
    /// Usual English name.
    pub name: String,
    /// Its capital.
    pub capital: Option<String>,
    /// Other cities in which its government sits.
    #[serde(default)]
    pub seats: Vec<String>,
    /// Its people and its adjective, singular.
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// Its other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

impl Country {
    /// Every name it has.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.aliases.iter().chain([&self.name])
    }

    /// The cities that can stand for its government.
    pub fn capitals(&self) -> impl Iterator<Item = &String> {
        self.capital.iter().chain(&self.seats)
    }
}

/// A place that is no country.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    /// ISO 3166-2, for parts of a country.
    pub code: Option<String>,
    /// Usual name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// A well-known body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    /// Usual name.
    pub name: String,
    /// ISO code of the state it belongs to.
    pub country: Option<String>,
    /// Other names and acronyms.
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Countries {
    country: Vec<Country>,
}

#[derive(Deserialize)]
struct Places {
    place: Vec<Place>,
}

#[derive(Deserialize)]
struct Bodies {
    body: Vec<Body>,
}

/// The facts, in the order of their files.
pub(crate) struct Gazetteer {
    /// Countries and territories.
    pub countries: Vec<Country>,
    /// Other places.
    pub places: Vec<Place>,
    /// Well-known bodies.
    pub bodies: Vec<Body>,
    by_name: HashMap<String, usize>,
}

/// The facts that ship with the program.
pub(crate) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);

#[expect(clippy::expect_used, reason = "the built-in files are parsed by a test")]
fn parse<T: for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).expect("built-in data is valid")
}

impl Gazetteer {
    fn read() -> Self {
        let countries = parse::<Countries>(include_str!("../data/countries.toml")).country;
        let mut by_name = HashMap::new();
        for (at, country) in countries.iter().enumerate() {
            let codes = [&country.code, &country.alpha3];
            let names = country.names().chain(&country.demonyms).chain(codes);
            by_name.extend(names.map(|name| (fold(name), at)));
        }
        Self {
            countries,
            places: parse::<Places>(include_str!("../data/places.toml")).place,
            bodies: parse::<Bodies>(include_str!("../data/known_bodies.toml")).body,
            by_name,
        }
    }

    /// The ISO code of a country given by code, name or demonym, as forms and lists write it: "kp",
    /// "PRK", "Korea, North", "North Korean".
    pub fn code(&self, text: &str) -> Option<&str> {
        let find = |text: &str| self.by_name.get(&fold(text));
        let turned = || {
            let (name, first) = text.split_once(',')?;
            find(&format!("{first} {name}"))
        };
        let found = find(text).or_else(turned)?;
        self.countries.get(*found).map(|country| country.code.as_str())
    }
}

#[cfg(test)]
mod tests;
