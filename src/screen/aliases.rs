//! The names of an entry. Enters: names. Leaves: each once, in their order.

use crate::watchlist::{EntryName, NameStanding};
use std::collections::HashSet;

/// Names, gathered in constant time each: some entries have thousands.
#[derive(Default)]
pub(super) struct Aliases {
    names: Vec<EntryName>,
    seen: HashSet<String>,
}

impl Aliases {
    /// Further names are added to these.
    pub(super) fn of(names: Vec<EntryName>) -> Self {
        Self { seen: names.iter().map(|name| name.text.clone()).collect(), names }
    }

    /// Adds a name, unless it is there already.
    pub(super) fn add(&mut self, text: &str, standing: NameStanding) {
        if self.seen.insert(text.to_owned()) {
            self.names.push(EntryName { text: text.to_owned(), standing });
        }
    }

    pub(super) fn into_names(self) -> Vec<EntryName> {
        self.names
    }
}
