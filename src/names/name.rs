//! A name, analysed once. Enters: text and kind. Leaves: words in Latin letters and the keys that
//! find it among many.

use super::fold::fold;
use std::collections::BTreeSet;

/// What a name names: its words are read accordingly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, public body, group.
    Organization,
    /// A vessel, place and anything else.
    Other,
}

/// A name read once, to be compared often.
#[derive(Clone, Debug)]
pub struct Name {
    text: String,
    kind: NameKind,
    pub(super) words: Vec<String>,
}

impl Name {
    /// Reads a name in any script; never fails.
    pub fn read(text: &str, kind: NameKind) -> Name {
        let latin = fold(&any_ascii::any_ascii(&fold(text)));
        let words = latin.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        Self { text: text.to_owned(), kind, words }
    }

    /// Keys of which two names that may be one share at least one: sorted, distinct, few.
    pub fn keys(&self) -> Vec<String> {
        let keys: BTreeSet<String> = self.words.iter().map(|w| skeleton(w)).collect();
        keys.into_iter().filter(|k| !k.is_empty()).collect()
    }

    /// The name as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it names.
    pub fn kind(&self) -> NameKind {
        self.kind
    }
}

/// First letter and consonants, doubled ones once.
fn skeleton(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for (at, c) in word.chars().enumerate() {
        if (at == 0 || !"aeiouyhw".contains(c)) && !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}
