//! Fields of a list that have a form: dates of birth and countries. Enters: words. Leaves: what they
//! mean, and for each file how many mean nothing that is known here. An entry counts without them.

use super::birth;
use crate::gazetteer::GAZETTEER;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// How lists say that there is nothing: not worth a word.
const NOTHING: [&str; 16] = [
    "",
    "-",
    "--",
    "–",
    "—",
    "?",
    "-0-",
    "n/a",
    "na",
    "n.a.",
    "nil",
    "none",
    "null",
    "unknown",
    "not known",
    "undetermined",
];
/// Letters of a value that are quoted at most.
const MOST_QUOTED: usize = 60;

/// What a field should say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    BirthDate,
    Country,
}

impl Kind {
    const fn words(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::BirthDate, 1) => "date of birth",
            (Self::BirthDate, _) => "dates of birth",
            (Self::Country, 1) => "country",
            (Self::Country, _) => "countries",
        }
    }
}

/// Values of one kind in one file that nobody could read; in words by [`fmt::Display`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    source: String,
    kind: Kind,
    count: usize,
    line: usize,
    first: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, kind, count, line, first } = self;
        let place = if *count == 1 { "in" } else { "the first in" };
        let what = kind.words(*count);
        write!(f, "{source}: {count} {what} cannot be read, {place} line {line}: {first:?}")
    }
}

/// Reads the values of a file and counts those that it cannot read.
pub(super) struct Values {
    source: String,
    line: usize,
    unread: BTreeMap<Kind, Unread>,
}

impl Values {
    pub(super) fn of(source: &str) -> Self {
        Self { source: source.to_owned(), line: 0, unread: BTreeMap::new() }
    }

    /// From now on the values are those of this line.
    pub(super) const fn at(&mut self, line: usize) {
        self.line = line;
    }

    /// The ISO codes of countries.
    pub(super) fn countries<'a>(
        &mut self,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> BTreeSet<String> {
        self.read(Kind::Country, texts, |text| Some([GAZETTEER.code(text)?.to_owned()]))
    }

    /// The dates that are meant, ISO.
    pub(super) fn birth_dates<'a>(
        &mut self,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> BTreeSet<String> {
        self.read(Kind::BirthDate, texts, birth::dates)
    }

    fn read<'a, R: IntoIterator<Item = String>>(
        &mut self,
        kind: Kind,
        texts: impl IntoIterator<Item = &'a str>,
        means: impl Fn(&str) -> Option<R>,
    ) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for text in texts {
            match means(text) {
                Some(values) => found.extend(values),
                None if NOTHING.contains(&text.trim().to_lowercase().as_str()) => {}
                None => self.note(kind, text),
            }
        }
        found
    }

    fn note(&mut self, kind: Kind, text: &str) {
        let unread = self.unread.entry(kind).or_insert_with(|| Unread {
            source: self.source.clone(),
            kind,
            count: 0,
            line: self.line,
            first: text.trim().chars().take(MOST_QUOTED).collect(),
        });
        unread.count += 1;
    }

    /// What could not be read.
    pub(super) fn into_unread(self) -> impl Iterator<Item = Unread> {
        self.unread.into_values()
    }
}
