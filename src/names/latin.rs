//! Names of any script in Latin letters, and what is left of a word when every system of
//! transliteration is allowed for. Enters: text. Leaves: Latin text; keys.

use unicode_normalization::UnicodeNormalization;

/// Text in Latin letters. Chinese and Korean characters become words of their own: the first is
/// the surname, the others the given name.
pub(super) fn romanize(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.nfc() {
        if is_syllabic(c) {
            run += 1;
            if run <= 2 {
                latin.push(' ');
            }
            latin.push_str(&any_ascii::any_ascii_char(c).to_lowercase());
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

fn is_syllabic(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff)
}

/// Whether the letter is Latin once its marks are off, which `fold` sees to: ł and ø are not.
fn is_latin(c: char) -> bool {
    c.nfkd().next().is_some_and(|base| base.is_ascii())
}

/// Whether a text is in a script that leaves vowels out.
pub(super) fn is_abjad(text: &str) -> bool {
    text.chars().any(
        |c| matches!(c as u32, 0x590..=0x6ff | 0x750..=0x77f | 0xfb50..=0xfdff | 0xfe70..=0xfeff),
    )
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
        if let Some((from, to)) = SOUNDS.iter().find(|(from, _)| rest.starts_with(from)) {
            to.chars().for_each(|c| push(&mut key, c));
            rest = &rest[from.len()..];
            continue;
        }
        let is_silent = c == 'h' && key.ends_with(['a', 'i', 'o']) && !(rest.len() > 1 && soft(1));
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

/// The consonants that an abjad writes: no vowels and glides; b stands for p, which Arabic lacks.
pub(super) fn consonants(sound: &str) -> String {
    let mut key = String::with_capacity(sound.len());
    for c in sound.chars() {
        match c {
            'a' | 'i' | 'o' | 'v' => {}
            'Z' => push(&mut key, 'g'),
            'p' => push(&mut key, 'b'),
            other => push(&mut key, other),
        }
    }
    key
}

/// Consonants of the romanizations of Korean and Chinese that stand for one another.
const EASTERN: &[(&str, &str)] = &[
    ("hs", "s"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("ng", "N"),
    ("kk", "k"),
    ("tt", "t"),
    ("pp", "p"),
    ("jj", "c"),
    ("ss", "s"),
    ("x", "s"),
    ("q", "c"),
    ("j", "c"),
    ("z", "c"),
    ("c", "c"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("l", "r"),
    ("v", "w"),
    ("eo", "o"),
    ("eu", "u"),
    ("ui", "i"),
    ("oo", "u"),
    ("ee", "i"),
    ("ou", "o"),
    ("ae", "e"),
    ("ai", "e"),
    ("woo", "u"),
    ("yi", "i"),
    ("ie", "e"),
    ("ye", "e"),
];

/// What is left of Korean and Chinese syllables when McCune–Reischauer, Revised Romanization, the
/// North Korean way, pinyin and Wade–Giles are allowed for; `None` for a word that is not made of
/// such syllables.
pub(super) fn eastern(word: &str) -> Option<String> {
    let mut key = String::with_capacity(word.len());
    let mut rest = word;
    let (mut vowels, mut consonants) = (0, 0);
    while let Some(c) = rest.chars().next() {
        let found = EASTERN.iter().find(|(from, _)| rest.starts_with(from));
        let (from, to) =
            found.map_or((&rest[..c.len_utf8()], &rest[..c.len_utf8()]), |f| (f.0, f.1));
        if to.starts_with(['a', 'e', 'i', 'o', 'u']) {
            (vowels, consonants) = (vowels + 1, 0);
        } else {
            consonants += 1;
        }
        if consonants > 2 || !c.is_ascii_lowercase() {
            return None;
        }
        key.push_str(to);
        rest = &rest[from.len()..];
    }
    (vowels > 0).then(|| key.replace("oN", "uN"))
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
    fn systems_of_romanization_meet() {
        for (a, b) in [("chongun", "jeongeun"), ("zedong", "tsetung"), ("xi", "hsi")] {
            assert_eq!(eastern(a), eastern(b), "{a} {b}");
        }
        assert_eq!(eastern("schwartz"), None);
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
