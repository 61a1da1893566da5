//! Korean and Chinese names in Cyrillic letters: by Kontsevich and Palladius and as newspapers spell
//! them. Enters: text. Leaves: Latin letters, when nothing but such syllables stands behind a surname
//! of there. Leaves every name alone that can be Russian: fewer than three syllables, a given name.

use super::lexicon::{LEXICON, parse};
use crate::fold::fold;
use serde::Deserialize;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A name in Latin letters, and the language whose syllables it was made of.
#[derive(Debug, PartialEq)]
pub(super) enum Eastern {
    /// Three syllables; n also stands for ng.
    Korean(String),
    Chinese(String),
}

/// `data/cyrillic_syllables.toml`, lines of words; parts of a word stand between colons.
#[derive(Deserialize)]
struct File {
    korean: Korean,
    chinese: Chinese,
}

#[derive(Deserialize)]
struct Korean {
    families: Vec<String>,
    initials: Vec<String>,
    vowels: Vec<String>,
    finals: Vec<String>,
}

#[derive(Deserialize)]
struct Chinese {
    families: Vec<String>,
    initials: Vec<String>,
    finals: Vec<String>,
}

static TABLES: LazyLock<File> =
    LazyLock::new(|| parse(include_str!("../../data/cyrillic_syllables.toml")));

/// The words of a table, each in its parts; what a row lacks is empty.
fn rows(lines: &'static [String]) -> impl Iterator<Item = [&'static str; 3]> {
    lines.iter().flat_map(|line| line.split(' ')).map(|row| {
        let mut parts = row.split(':');
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    })
}

fn has(lines: &'static [String], word: &str) -> bool {
    rows(lines).any(|[family, ..]| family == word)
}

/// Reads a Korean name of three syllables or a Chinese one of surname and two syllables; `None` for
/// every other text.
pub(super) fn eastern(text: &str) -> Option<Eastern> {
    if !text.chars().any(|c| matches!(c, 'а'..='я' | 'А'..='Я')) {
        return None;
    }
    let lower = text.nfc().collect::<String>().to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match *words.as_slice() {
        [family, _, _] if has(&TABLES.korean.families, family) => {
            let read: Option<Vec<String>> = words.iter().map(|word| korean(word)).collect();
            read.map(|words| Eastern::Korean(words.join(" ")))
        }
        [family, given] if has(&TABLES.chinese.families, family) => {
            let is_russian = LEXICON.is_given(&fold(&any_ascii::any_ascii(given)));
            let read = chinese(given, 2).filter(|_| !is_russian)?;
            Some(Eastern::Chinese(format!("{} {read}", chinese(family, 1)?)))
        }
        _ => None,
    }
}

/// A Korean syllable in Latin letters.
fn korean(word: &str) -> Option<String> {
    rows(&TABLES.korean.initials).find_map(|[from, initial, _]| {
        let rest = word.strip_prefix(from)?;
        rows(&TABLES.korean.vowels).find_map(|[vowel, latin, _]| {
            let rest = rest.strip_prefix(vowel)?;
            let [_, last, _] = rows(&TABLES.korean.finals).find(|[last, ..]| *last == rest)?;
            // The letter е is written for three vowels.
            let latin = match (latin, initial.is_empty(), last.is_empty()) {
                ("", true, true) => "ye",
                ("", true, false) => "yo",
                ("", false, true) => "e",
                ("", false, false) => "eo",
                (latin, ..) => latin,
            };
            Some(format!("{initial}{latin}{last}"))
        })
    })
}

/// So many Chinese syllables in Latin letters.
fn chinese(word: &str, syllables: usize) -> Option<String> {
    if syllables == 0 {
        return word.is_empty().then(String::new);
    }
    let table = &TABLES.chinese;
    let begun = rows(&table.initials).filter(|[initial, ..]| word.starts_with(initial));
    let after = begun.flat_map(|initial| rows(&table.finals).map(move |end| (Some(initial), end)));
    let alone = rows(&table.finals).map(|end| (None, end));
    after.chain(alone).find_map(|(initial, [last, inside, alone])| {
        let rest = word.strip_prefix(initial.map_or("", |[from, ..]| from))?.strip_prefix(last)?;
        let read = match initial {
            Some([_, hard, soft]) => after_consonant(hard, soft, last, inside)?,
            None => Some(alone.to_owned()).filter(|read| !read.is_empty())?,
        };
        Some(read + &chinese(rest.strip_prefix('ъ').unwrap_or(rest), syllables - 1)?)
    })
}

/// A Chinese syllable; "uo" is o behind b, p, m and f.
fn after_consonant(hard: &str, soft: &str, last: &str, latin: &str) -> Option<String> {
    let initial = if last.starts_with(['и', 'я', 'е', 'ю']) { soft } else { hard };
    match latin {
        "" => None,
        "uo" if matches!(hard, "b" | "p" | "m" | "f") => Some(format!("{initial}o")),
        _ => Some(format!("{initial}{latin}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_korea_and_china_are_read_and_others_left() {
        for (text, expected) in [
            ("Ким Чен Ын", "kim jeon eun"),
            ("Чхве Рён Хэ", "choe ryon hae"),
            ("Цой Рен-хе", "choe reon he"),
        ] {
            assert_eq!(eastern(text), Some(Eastern::Korean(expected.into())), "{text}");
        }
        for (text, expected) in [
            ("Си Цзиньпин", "xi jinping"),
            ("Дэн Сяопин", "deng xiaoping"),
            ("Го Можо", "guo moruo"),
        ] {
            assert_eq!(eastern(text), Some(Eastern::Chinese(expected.into())), "{text}");
        }
        for text in
            ["Ким Чен", "Ли Сергей Петрович", "Ли Анна", "Ван Гог", "Иван Ли", "Ким Вера Ивановна"]
        {
            assert_eq!(eastern(text), None, "{text}");
        }
    }
}
