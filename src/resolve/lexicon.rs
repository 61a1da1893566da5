//! Words of definite descriptions. Enters: `data/nominals.toml`, compiled in. Leaves: look-ups.

use serde::Deserialize;
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// The lists of `data/nominals.toml`, explained there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lexicon {
    pub by_name: HashMap<String, Vec<String>>,
    pub company: HashSet<String>,
    pub trade: HashSet<String>,
    pub group: HashSet<String>,
    pub group_names: HashSet<String>,
    pub country: HashSet<String>,
    pub state: HashSet<String>,
    pub title: HashSet<String>,
    pub accused: HashSet<String>,
    pub accusation: HashSet<String>,
    pub follow: HashSet<String>,
    pub being: HashSet<String>,
    pub expletive: HashSet<String>,
    pub preposition: HashSet<String>,
    pub kin: HashSet<String>,
}

/// The lexicon that ships with the program.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(read);

#[expect(clippy::expect_used, reason = "the built-in file is parsed by a test")]
fn read() -> Lexicon {
    toml::from_str(include_str!("../../data/nominals.toml")).expect("built-in data is valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lexicon_parses() {
        assert!(LEXICON.company.contains("company"));
    }
}
