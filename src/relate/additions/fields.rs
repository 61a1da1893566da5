//! TOML values with their places. Enters: tables of a user's file. Leaves: strings, lists and
//! numbers that know where they stand; what has the wrong shape is noted, never fatal. Knows no
//! relation.

use super::suggest::suggest;
use crate::error::Mistake;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A string and where it stands, in bytes.
pub(super) type Text = Spanned<String>;

/// What is wrong with a file, collected while it is read.
pub(super) struct Notes<'a> {
    pub text: &'a str,
    pub mistakes: Vec<Mistake>,
    pub warnings: Vec<Mistake>,
}

impl<'a> Notes<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, mistakes: Vec::new(), warnings: Vec::new() }
    }

    /// Something without which the file means nothing.
    pub(super) fn mistake(&mut self, at: usize, cause: impl Into<String>) {
        let mistake = self.place(at, cause.into());
        self.mistakes.push(mistake);
    }

    /// Something that is allowed and surely not meant.
    pub(super) fn warning(&mut self, at: usize, cause: impl Into<String>) {
        let warning = self.place(at, cause.into());
        self.warnings.push(warning);
    }

    pub(super) fn place(&self, at: usize, cause: String) -> Mistake {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Mistake { line: 1 + before.matches('\n').count(), column: 1 + line.chars().count(), cause }
    }
}

/// A piece of the file as a message shows it: in quotation marks, on one line, not for ever.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// One table, with the keys that it may have.
pub(super) struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    /// Where it stands.
    pub at: usize,
    /// What it is called: "[relation.x]".
    pub what: String,
}

impl<'t, 'i> Fields<'t, 'i> {
    /// The table that a value should be; notes keys that are not among `known`.
    pub(super) fn of(
        value: &'t Spanned<DeValue<'i>>,
        what: String,
        known: &[&str],
        notes: &mut Notes<'_>,
    ) -> Option<Self> {
        let Some(table) = value.get_ref().as_table() else {
            let found = value.get_ref().type_str();
            notes.mistake(value.span().start, format!("{what} is a table, not one {found}"));
            return None;
        };
        Some(Self::new(table, value.span().start, what, known, notes))
    }

    pub(super) fn new(
        table: &'t DeTable<'i>,
        at: usize,
        what: String,
        known: &[&str],
        notes: &mut Notes<'_>,
    ) -> Self {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let near = suggest(key.get_ref(), known.iter().copied());
            let near =
                if near.is_empty() { format!("; known are {}", known.join(", ")) } else { near };
            let name = shown(key.get_ref());
            notes.mistake(key.span().start, format!("unknown key {name} in {what}{near}"));
        }
        Self { table, at, what }
    }

    pub(super) fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, value)| value)
    }

    /// A string, if the key is there.
    pub(super) fn text(&self, key: &str, notes: &mut Notes<'_>) -> Option<Text> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            let found = value.get_ref().type_str();
            let cause = format!("`{key}` is one string, not {}", article(found));
            notes.mistake(value.span().start, cause);
        }
        Some(Spanned::new(value.span(), text?))
    }

    /// A string that must be there.
    pub(super) fn needed(&self, key: &str, example: &str, notes: &mut Notes<'_>) -> Option<Text> {
        if self.value(key).is_none() {
            let cause = format!("{} has no `{key}`; write {key} = {example:?}", self.what);
            notes.mistake(self.at, cause);
        }
        self.text(key, notes)
    }

    /// A list of strings, if the key is there.
    pub(super) fn texts(&self, key: &str, notes: &mut Notes<'_>) -> Option<Vec<Text>> {
        self.value(key).map(|value| texts(value, key, notes))
    }

    /// True or false, if the key is there.
    pub(super) fn flag(&self, key: &str, notes: &mut Notes<'_>) -> Option<Spanned<bool>> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            let found = value.get_ref().type_str();
            let cause = format!("`{key}` is true or false, not {}", article(found));
            notes.mistake(value.span().start, cause);
        }
        Some(Spanned::new(value.span(), flag?))
    }

    /// A number, if the key is there.
    pub(super) fn number(&self, key: &str, notes: &mut Notes<'_>) -> Option<Spanned<f32>> {
        let value = self.value(key)?;
        let written = match value.get_ref() {
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            _ => "",
        };
        // TOML parts long numbers by underscores.
        let number = written.replace('_', "").parse().ok();
        if number.is_none() {
            notes.mistake(value.span().start, format!("`{key}` is a number, such as 0.7"));
        }
        Some(Spanned::new(value.span(), number?))
    }
}

/// The strings of a list; notes what is none.
pub(super) fn texts(value: &Spanned<DeValue<'_>>, key: &str, notes: &mut Notes<'_>) -> Vec<Text> {
    let Some(list) = value.get_ref().as_array() else {
        let found = value.get_ref().type_str();
        let cause =
            format!("`{key}` is a list of strings, {key} = [\"…\"], not {}", article(found));
        notes.mistake(value.span().start, cause);
        return Vec::new();
    };
    let mut found = Vec::new();
    for item in list.iter() {
        match item.get_ref().as_str() {
            Some(text) => found.push(Spanned::new(item.span(), text.to_owned())),
            None => {
                let kind = article(item.get_ref().type_str());
                notes.mistake(item.span().start, format!("`{key}` holds strings, not {kind}"));
            }
        }
    }
    found
}

fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
