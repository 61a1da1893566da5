//! Countries and their adjectives. Enters: the gazetteer and a document's mentions. Leaves:
//! for "Iranian" the place of the text that is Iran, when the text names it. Resolves nobody.

use crate::{document::Document, entity::Resolution, gazetteer::GAZETTEER, schema::EntityType};
use std::{collections::HashMap, sync::LazyLock};

struct Names {
    country: HashMap<String, usize>,
    demonym: HashMap<String, usize>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { country: HashMap::new(), demonym: HashMap::new() };
    for (index, country) in GAZETTEER.countries.iter().enumerate() {
        for name in country.names() {
            names.country.insert(key(name), index);
        }
        for name in &country.demonyms {
            names.demonym.insert(key(name), index);
            names.demonym.insert(format!("{}s", key(name)), index);
        }
    }
    names
});

fn key(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| *c != '.').collect()
}

/// The countries that a document names, as mentions.
pub(super) struct Nations {
    mention: HashMap<usize, usize>,
}

impl Nations {
    /// Finds them. O(mentions).
    pub(super) fn of(doc: &Document, resolution: &Resolution) -> Self {
        let mut mention = HashMap::new();
        for (index, m) in resolution.mentions.iter().enumerate() {
            if m.entity_type == EntityType::Location
                && let Some(&country) = NAMES.country.get(&key(doc.slice(m.span)))
            {
                mention.entry(country).or_insert(index);
            }
        }
        Self { mention }
    }

    /// The mention of the country that an adjective, people or country name stands for.
    pub(super) fn find(&self, words: &str) -> Option<usize> {
        let words = key(words);
        let country = NAMES.demonym.get(&words).or_else(|| NAMES.country.get(&words))?;
        self.mention.get(country).copied()
    }

    /// The country with whose name or adjective a longer name begins.
    pub(super) fn first_of(&self, name: &str) -> Option<usize> {
        let mut end = 0;
        let mut found = None;
        for (count, word) in name.split(' ').enumerate() {
            if count == 4 {
                break;
            }
            end += word.len() + usize::from(count > 0);
            if let Some(mention) = self.find(&name[..end]) {
                found = Some(mention);
            }
        }
        found
    }
}

/// Whether these words name a country.
pub(super) fn is_country(words: &str) -> bool {
    NAMES.country.contains_key(&key(words))
}
