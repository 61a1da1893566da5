//! The word lists of reading, from `data/ingest.toml`. Knows no file formats itself.

use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// The lists, parsed once.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(parse);

#[derive(Debug, Deserialize)]
pub(super) struct Lists {
    pub(super) page: PageLists,
    /// Endings of documents that are not read: ending -> what it is called.
    pub(super) not_read: BTreeMap<String, String>,
    pub(super) archives: Archives,
}

/// What of a page is no article.
#[derive(Debug, Deserialize)]
pub(super) struct PageLists {
    pub(super) elements: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    pub(super) words: BTreeSet<String>,
    pub(super) openings: Vec<String>,
    pub(super) dates: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Archives {
    pub(super) endings: BTreeSet<String>,
}

#[expect(clippy::expect_used, reason = "the built-in file is parsed by a test")]
fn parse() -> Lists {
    toml::from_str(include_str!("../../data/ingest.toml")).expect("data/ingest.toml is valid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_lists_are_valid() {
        assert!(LISTS.page.words.contains("newsletter"));
        assert_eq!(LISTS.not_read["docx"], "Word");
        let lower = |text: &String| text.to_lowercase() == *text;
        assert!(LISTS.page.openings.iter().chain(&LISTS.page.words).all(lower));
        assert!(LISTS.page.dates.iter().all(lower));
    }
}
