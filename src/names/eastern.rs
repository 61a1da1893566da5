//! Korean and Chinese names: their syllables under any romanization, which must be complete and in
//! order. Enters: words in Latin letters, names. Leaves: keys, contradictions.

use super::{
    align::Alignment,
    lexicon::LEXICON,
    name::{Name, NameKind, Word},
};

/// Consonants of the romanizations of Korean and Chinese that stand for one another.
const EASTERN: &[(&str, &str)] = &[
    ("hs", "s"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("ng", "N"),
    ("th", "t"),
    ("ph", "p"),
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
pub(super) fn key(word: &str) -> Option<String> {
    let mut key = String::with_capacity(word.len());
    let mut rest = word;
    let (mut vowels, mut consonants) = (0, 0);
    while let Some(c) = rest.chars().next() {
        let found = EASTERN.iter().find(|(from, _)| from.starts_with(c) && rest.starts_with(from));
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

/// The key of a syllable for a script that does not tell n from ng, nor the vowels before them.
pub(super) fn open(key: &str) -> String {
    key.replace('N', "n").replace("on", "un")
}

/// Beginnings and ends of syllables in any romanization.
const ONSETS: &[&str] = &[
    "", "b", "p", "pp", "ph", "m", "f", "d", "t", "tt", "th", "n", "l", "r", "g", "k", "kk", "kh",
    "h", "j", "jj", "q", "x", "zh", "ch", "sh", "s", "ss", "z", "c", "ts", "tz", "hs",
];
const CODAS: &[&str] = &["", "n", "ng", "k", "g", "l", "m", "p", "b", "t", "h"];
const LONGEST_VOWEL: usize = 4;

/// Ends of the syllables with which a text may begin.
fn ends(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for onset in ONSETS.iter().filter(|onset| text.starts_with(**onset)) {
        let rest = &text[onset.len()..];
        let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'w' | 'y');
        let vowels = rest.chars().take(LONGEST_VOWEL).take_while(is_vowel).count();
        for len in (1..=vowels).filter(|&len| rest[..len].contains(['a', 'e', 'i', 'o', 'u'])) {
            let codas = CODAS.iter().filter(|coda| rest[len..].starts_with(**coda));
            found.extend(codas.map(|coda| onset.len() + len + coda.len()));
        }
    }
    found
}

/// The fewest Korean or Chinese syllables that make up a word; `None` when none do.
fn syllables(word: &str) -> Option<usize> {
    let mut fewest = vec![None; word.len() + 1];
    fewest[0] = Some(0);
    for from in 0..word.len() {
        let Some(count) = fewest[from] else { continue };
        for len in ends(&word[from..]) {
            let best = &mut fewest[from + len];
            *best = Some(best.map_or(count + 1, |other: usize| other.min(count + 1)));
        }
    }
    fewest[word.len()]
}

/// Whether a word is a Korean or Chinese surname.
fn is_family(word: &Word) -> bool {
    LEXICON.family_first.contains(&word.text) || LEXICON.is_family(&word.text, &word.text)
}

/// Whether one of its words is a Korean or Chinese surname.
pub(super) fn has_family(name: &Name) -> bool {
    name.words.iter().any(is_family)
}

/// Whether it can be a Korean or Chinese name: two to four short words made of their syllables.
pub(super) fn can_be(name: &Name) -> bool {
    name.kind() == NameKind::Person
        && (2..=4).contains(&name.words.len())
        && name.words.iter().all(|w| w.eastern.is_some() && w.text.len() <= 10)
}

/// Whether it must be one, as far as letters tell: a surname, and nothing but whole syllables.
fn is_surely(name: &Name) -> bool {
    let is_made = |word: &Word| is_family(word) || syllables(&word.text).is_some_and(|n| n <= 3);
    can_be(name) && (name.syllabic || has_family(name)) && name.words.iter().all(is_made)
}

/// What shows that two names with the same syllables are two people's: the given name in another
/// order, or a syllable of it on one side only.
pub(super) fn contradiction(a: &Name, b: &Name, alignment: &Alignment) -> Option<String> {
    if !is_surely(a) || !is_surely(b) {
        return None;
    }
    let order: Vec<usize> = alignment.pairs.iter().map(|pair| pair.b.start).collect();
    if !is_rotation(&order) || a.ordered && b.ordered && !order.is_sorted() {
        return Some("the syllables stand in another order".into());
    }
    let sides = [(a, &alignment.left[0]), (b, &alignment.left[1])];
    let (name, left) = sides.into_iter().find(|(_, left)| !left.is_empty())?;
    let is_short = |name: &Name| name.words.len() < 2 || name.words.iter().any(is_many);
    // "Dan Min Lee" and "Dan Lee": in the west a middle name is often left out.
    let western = |word: &Word| LEXICON.is_given(&word.text);
    if is_short(a) || is_short(b) || name.words.iter().any(|w| is_vietnamese(w) || western(w)) {
        return None;
    }
    Some(format!("“{}” is missing from one", super::compare::shown(&name.words[left[0]])))
}

fn is_many(word: &Word) -> bool {
    syllables(&word.text) != Some(1)
}

/// Surnames of Vietnam, where the middle name is often left out.
fn is_vietnamese(word: &Word) -> bool {
    matches!(word.text.as_str(), "pham" | "phan" | "vu" | "vo" | "dang" | "bui" | "le" | "do")
}

/// Whether numbers ascend once round: the surname goes from one end to the other, no more.
fn is_rotation(order: &[usize]) -> bool {
    let next = order.iter().cycle().skip(1);
    order.iter().zip(next).filter(|(one, next)| one > next).count() <= 1
}

/// Keys of the given name, whichever end the surname stands at: however its syllables are joined
/// or spelled, they are alike.
pub(super) fn given_keys(name: &Name) -> Vec<String> {
    if !is_surely(name) {
        return Vec::new();
    }
    let texts: Vec<&str> = name.words.iter().map(|word| word.text.as_str()).collect();
    let given = [&texts[1..], &texts[..texts.len() - 1]];
    given.iter().filter_map(|words| key(&words.concat())).map(|key| open(&key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_of_romanization_meet() {
        for (a, b) in [("chongun", "jeongeun"), ("zedong", "tsetung"), ("xi", "hsi")] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_eq!(key("schwartz"), None);
    }

    #[test]
    fn words_are_made_of_syllables_or_not() {
        for (word, expected) in [
            ("jong", Some(1)),
            ("jeongeun", Some(2)),
            ("xiaoping", Some(2)),
            ("hsueh", Some(1)),
            ("robert", None),
            ("omar", None),
            ("nguyen", None),
            ("", Some(0)),
            ("ю", None),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn only_the_surname_may_move() {
        assert!(is_rotation(&[]) && is_rotation(&[1, 0]) && is_rotation(&[2, 0, 1]));
        assert!(!is_rotation(&[2, 1, 0]) && !is_rotation(&[0, 2, 1]));
    }
}
