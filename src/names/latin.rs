//! Names of any script in Latin letters, and what is left of a word when every system of
//! transliteration is allowed for. Enters: text. Leaves: Latin text; keys.

use super::abjad;
use unicode_normalization::UnicodeNormalization;

/// Text in Latin letters. Chinese and Korean characters become words of their own: the first is
/// the surname, the others the given name.
pub(super) fn romanize(text: &str) -> String {
    let text = &*abjad::in_latin(text);
    let mut latin = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.nfc() {
        if is_syllabic(c) {
            run += 1;
            if run <= 2 {
                latin.push(' ');
            }
            latin.push_str(&match (run, c) {
                (1, '이') => "yi".to_owned(), // as surnames, never one letter
                (1, '오') => "oh".to_owned(),
                (1, '우') => "woo".to_owned(),
                _ => any_ascii::any_ascii_char(c).to_lowercase(),
            });
            continue;
        }
        if run > 0 {
            latin.push(' ');
            run = 0;
        }
        // The breves of McCune–Reischauer mark vowels that other systems write eo and eu.
        match c {
            'ŏ' | 'Ŏ' => latin.push_str("eo"),
            'ŭ' | 'Ŭ' => latin.push_str("eu"),
            '\u{200b}'..='\u{200f}' => latin.push(' '),
            _ if c.is_ascii() || is_latin(c) || !c.is_alphanumeric() => latin.push(c),
            _ => latin.push_str(any_ascii::any_ascii_char(c)),
        }
    }
    latin
}

/// Whether all letters are Chinese or Korean characters.
pub(super) fn is_syllabic_text(text: &str) -> bool {
    let mut letters = text.nfc().filter(|c| c.is_alphanumeric()).peekable();
    letters.peek().is_some() && letters.all(is_syllabic)
}

/// How many Chinese or Korean characters a text is made of; `None` when it has other letters.
pub(crate) fn characters(text: &str) -> Option<usize> {
    is_syllabic_text(text).then(|| text.nfc().filter(|c| is_syllabic(*c)).count())
}

fn is_syllabic(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff)
}

/// Whether the letter is Latin once its marks are off, which `fold` sees to: ł and ø are not.
fn is_latin(c: char) -> bool {
    c.nfkd().next().is_some_and(|base| base.is_ascii())
}

/// Letters and groups that different systems write for one sound, longest first.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "S"),
    ("tsch", "C"),
    ("tch", "C"),
    ("sch", "S"),
    ("zh", "Z"),
    ("sh", "S"),
    ("sz", "S"),
    ("cz", "C"),
    ("ch", "C"),
    ("tj", "C"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "Z"),
    ("dzh", "Z"),
    ("dz", "z"),
    ("ck", "k"),
    ("cq", "k"),
    ("qu", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("ts", "z"),
    ("tz", "z"),
    ("ou", "o"),
    ("oo", "o"),
    ("ee", "i"),
    ("ea", "i"),
    ("eu", "o"),
    ("u", "o"),
    ("e", "i"),
    ("y", "i"),
    ("j", "Z"),
];

/// What a word sounds like, whoever wrote it down: one letter a sound, three vowels (a, i, o),
/// doubled letters once, no silent h, "iu", "ju" and "yu" alike.
pub(super) fn sound(word: &str) -> String {
    spoken(word, true)
}

/// The sound of a word, with or without the h that nobody hears: an abjad writes it.
fn spoken(word: &str, hush: bool) -> String {
    let word = word.strip_suffix("off").map_or_else(|| word.to_owned(), |stem| format!("{stem}ov"));
    let mut key = String::with_capacity(word.len());
    let mut rest = word.as_str();
    while let Some(c) = rest.chars().next() {
        let soft = |at: usize| rest[at..].starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
        let glide = matches!(c, 'i' | 'j' | 'y') && (rest.len() > 1 && soft(1));
        if glide
            && (c != 'j' || rest[1..].starts_with(['u', 'i', 'e']))
            && (c != 'j' || key.is_empty() && rest[1..].starts_with('u'))
        {
            push(&mut key, 'i');
            rest = &rest[1..];
            continue;
        }
        if c == 'j' && !soft(1.min(rest.len())) && key.ends_with(['a', 'i', 'o']) {
            push(&mut key, 'i'); // Andrej, Krajčí
            rest = &rest[1..];
            continue;
        }
        if c == 'c' && (rest[1..].starts_with(['e', 'i', 'y'])) {
            push(&mut key, 's');
            rest = &rest[1..];
            continue;
        }
        if let Some((from, to)) =
            SOUNDS.iter().find(|(from, _)| from.starts_with(c) && rest.starts_with(from))
        {
            to.chars().for_each(|c| push(&mut key, c));
            rest = &rest[from.len()..];
            continue;
        }
        let is_silent =
            hush && c == 'h' && key.ends_with(['a', 'i', 'o']) && !(rest.len() > 1 && soft(1));
        if !is_silent {
            push(&mut key, c);
        }
        rest = &rest[c.len_utf8()..];
    }
    key
}

fn push(key: &mut String, c: char) {
    if !key.ends_with(c) {
        key.push(c);
    }
}

/// The consonants of a sound key, its first letter whatever it is.
pub(super) fn skeleton(sound: &str) -> String {
    let mut key = String::with_capacity(sound.len());
    for (at, c) in sound.chars().enumerate() {
        if at == 0 && matches!(c, 'a' | 'i' | 'o') {
            key.push('a');
        } else if !matches!(c, 'a' | 'i' | 'o' | 'h') || at == 0 {
            push(&mut key, c);
        }
    }
    key
}

/// A word without the h at its end that belongs to a vowel.
fn without_last_h(word: &str) -> &str {
    let is_vowel =
        |rest: &&str| !rest.is_empty() && !rest.ends_with(['s', 'k', 'g', 't', 'c', 'd', 'p', 'z']);
    word.strip_suffix('h').filter(is_vowel).unwrap_or(word)
}

/// The consonants of a word that an abjad writes, one letter a sound; h at its end is a vowel's.
pub(super) fn written(word: &str) -> String {
    spoken(without_last_h(word), false).replace(['a', 'i', 'o'], "")
}

/// Whether a word ends in a vowel: there an abjad writes it.
pub(super) fn ends_in_vowel(word: &str) -> bool {
    let rest = without_last_h(word);
    rest.len() < word.len() || rest.ends_with(['a', 'e', 'i', 'o', 'u', 'w', 'y'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for (a, b) in [
            ("yuri", "iurii"),
            ("yuri", "jurij"),
            ("sergey", "sergei"),
            ("aleksandr", "alexandr"),
            ("smirnov", "smirnoff"),
            ("mohammed", "mohamed"),
        ] {
            assert_eq!(sound(a), sound(b), "{a} {b}");
        }
        assert_ne!(sound("mario"), sound("maria"));
    }

    #[test]
    fn scripts_become_latin() {
        for (text, expected) in
            [("김정은", " gim jeongeun"), ("Чехов", "Chekhov"), ("Łódź", "Lódź")]
        {
            assert_eq!(romanize(text), expected);
        }
    }
}
