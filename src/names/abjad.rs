//! Arabic and Hebrew script in Latin letters: article and compounds taken apart, vowels as far as they
//! are written. Enters: text. Leaves: text whose other scripts are as they were, and consonants.

use super::{
    latin::{ends_in_vowel, written},
    spelling::similarity,
};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Words whose vowels the script leaves out and that others look for.
const WORDS: &[(&str, &str)] = &[
    ("بن", "bin"),
    ("ابن", "ibn"),
    ("بنت", "bint"),
    ("أبو", "abu"),
    ("ابو", "abu"),
    ("أبي", "abu"),
    ("ابي", "abu"),
    ("אבו", "abu"),
    ("אל", "al"),
];

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

/// Least similarity of consonants of one word.
const NEAR: f32 = 0.8;

/// Whether a text is in a script that leaves vowels out.
pub(super) fn is_abjad(text: &str) -> bool {
    text.chars().any(is_letter)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c as u32, 0x590..=0x6ff | 0x750..=0x77f | 0xfb1d..=0xfdff | 0xfe70..=0xfefc)
}

fn is_hebrew(c: char) -> bool {
    matches!(c as u32, 0x590..=0x5ff | 0xfb1d..=0xfb4f)
}

/// Whether a text has Hebrew letters.
pub(super) fn is_hebrew_text(text: &str) -> bool {
    text.chars().any(is_hebrew)
}

/// The text with its Arabic and Hebrew words in Latin letters.
pub(super) fn in_latin(text: &str) -> Cow<'_, str> {
    if !is_abjad(text) {
        return Cow::Borrowed(text);
    }
    let (mut latin, mut run) = (String::with_capacity(text.len()), String::new());
    for c in text.nfkc() {
        if is_letter(c) {
            run.push(c);
        } else if c == NON_JOINER {
            if run.ends_with('ه') {
                run.pop(); // silent before an ending
            }
        } else if c != JOINER {
            latin.push_str(&word(&run));
            run.clear();
            latin.push(c);
        }
    }
    latin.push_str(&word(&run));
    Cow::Owned(latin)
}

fn word(text: &str) -> String {
    if let Some((_, latin)) = WORDS.iter().find(|(word, _)| *word == text) {
        return (*latin).to_owned();
    }
    if text.starts_with(is_hebrew) {
        return text.char_indices().map(|(at, c)| hebrew(c, at == 0)).collect();
    }
    if let Some(rest) = text.strip_suffix("الله") {
        return letters(rest) + "allah";
    }
    match text.strip_prefix("ال").filter(|rest| rest.chars().count() > 1) {
        Some(rest) => format!("al {}", letters(rest)),
        None => letters(text),
    }
}

fn letters(text: &str) -> String {
    text.chars().map(arabic).collect()
}

/// A letter of Arabic or Persian; ayn carries a vowel more often than it stands for none.
fn arabic(c: char) -> &'static str {
    match c {
        'ا' | 'أ' | 'آ' | 'ٱ' | 'ع' | 'ى' | 'ة' => "a",
        'إ' => "i",
        'ظ' => "z",
        'و' | 'ؤ' => "w",
        'ي' | 'ی' | 'ئ' => "y",
        'ء' | 'ـ' => "",
        other => any_ascii::any_ascii_char(other),
    }
}

/// A letter of Hebrew: b and p are v and f unless they begin the word.
fn hebrew(c: char, first: bool) -> &'static str {
    match c {
        'א' | 'ע' => "a",
        'ב' => "b",
        'פ' => "p",
        'ף' => "f",
        'ו' if first => "v",
        'ו' => "o",
        'ה' | 'ח' => "h",
        'י' => "y",
        'ש' => "sh",
        'כ' | 'ך' | 'ק' => "k",
        'צ' | 'ץ' => "ts",
        'ת' | 'ט' => "t",
        other => any_ascii::any_ascii_char(other),
    }
}

/// The consonants that an abjad writes: no glides; b stands for p, which Arabic lacks.
pub(super) fn consonants(word: &str) -> String {
    distinct(written(word).chars().filter_map(|c| match c {
        'v' => None,
        'Z' => Some('g'),
        'p' => Some('b'),
        other => Some(other),
    }))
}

/// The same for Hebrew, where one letter is b and v, one p and f, one s and sh, and y is for j.
fn hebrew_consonants(word: &str) -> String {
    distinct(written(word).chars().filter_map(|c| match c {
        'Z' => None,
        'v' | 'p' | 'f' => Some('b'),
        'S' => Some('s'),
        'C' => Some('h'),
        other => Some(other),
    }))
}

fn distinct(letters: impl Iterator<Item = char>) -> String {
    let mut key = String::new();
    for c in letters.filter(|c| c.is_alphanumeric()) {
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}

/// How alike two words are by their consonants, when one was written without vowels; `None` when
/// they are two words.
pub(super) fn alike(a: &str, b: &str, hebrew: bool) -> Option<f32> {
    if ends_in_vowel(a) != ends_in_vowel(b) {
        return None;
    }
    let near = |key: fn(&str) -> String| {
        let (a, b) = (key(a), key(b));
        if a.len().min(b.len()) < 2 { 0.0 } else { similarity(&a, &b) }
    };
    let best = near(consonants).max(if hebrew { near(hebrew_consonants) } else { 0.0 });
    (best >= NEAR - f32::EPSILON).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_compounds_are_words() {
        for (text, expected) in [
            ("بشار الأسد", "bshar al asd"),
            ("نصر الله", "nsr allah"),
            ("ظریف", "zryf"),
            ("خامنه‌ای", "khamnay"),
            ("בנימין", "bnymyn"),
            ("Ali علي", "Ali aly"),
        ] {
            assert_eq!(in_latin(text), expected);
        }
    }
}
