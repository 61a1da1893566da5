//! Names as they are compared: no case, no diacritics, no punctuation. Enters: a surface string.
//! Leaves: folded words. Knows no entity type.

use unicode_normalization::{
    UnicodeNormalization,
    char::{decompose_compatible, is_combining_mark},
};

/// Spellings of one word that differ by the side of the Atlantic.
const SPELLINGS: [(&str, &str); 7] = [
    ("defence", "defense"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("centre", "center"),
    ("labour", "labor"),
    ("programme", "program"),
    ("licence", "license"),
];

/// Lower case, diacritics, full stops and apostrophes dropped, every other mark a space:
/// "U.S." and "US", "Worker’s" and "Workers'" become equal.
pub(crate) fn fold(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut take = |c: char| {
        if c.is_ascii_alphanumeric() {
            marked.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            marked.extend(c.to_lowercase());
        } else if c == '&' {
            marked.push_str(" and ");
        } else if !matches!(c, '.' | '\'' | '’' | '‘' | '`' | 'ʼ' | '´') {
            marked.push(' ');
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            take(c);
        } else {
            // One by one: only diacritics could change places, and they are dropped.
            decompose_compatible(c, |c| {
                if !is_combining_mark(c) {
                    take(c);
                }
            });
        }
    }
    let mut folded = String::with_capacity(marked.len());
    for word in marked.split_ascii_whitespace() {
        // "Co-operation" is one word in two.
        let is_second_half = word == "operation" && (folded == "co" || folded.ends_with(" co"));
        if !folded.is_empty() && !is_second_half {
            folded.push(' ');
        }
        let spelled = SPELLINGS.iter().find(|(from, _)| *from == word);
        folded.push_str(spelled.map_or(word, |(_, to)| to));
    }
    folded
}

/// The folded words of a name.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// A name without the possessive ending: "Kim’s" becomes "Kim".
pub(crate) fn without_possessive(text: &str) -> &str {
    text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text)
}

/// Whether a text is written in capitals throughout, as headings and datelines are.
pub(crate) fn is_capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > 1 && !text.chars().any(char::is_lowercase)
}

/// "NEW YORK" as "New York": small letters but for the first of each word.
pub(crate) fn title_case(text: &str) -> String {
    let mut inside = false;
    let mut cased = String::with_capacity(text.len());
    for c in text.chars() {
        if inside {
            cased.extend(c.to_lowercase());
        } else {
            cased.push(c);
        }
        inside = c.is_alphabetic() || matches!(c, '\'' | '’');
    }
    cased
}

/// One line, single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether all letters are Latin, so that a name can be compared with the others word by word.
pub(crate) fn is_latin(text: &str) -> bool {
    text.nfkd().filter(|c| c.is_alphabetic()).all(|c| (c as u32) < 0x250 || is_combining_mark(c))
}

/// Whether two spellings are one name written down twice: doubled letters aside they are equal or
/// differ by one vowel inside the word ("Issam", "Essam"), never by the last letter ("Mario",
/// "Maria").
pub(crate) fn is_spelling_of(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let squeeze = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        letters
    };
    let (a, b) = (squeeze(a), squeeze(b));
    if a == b {
        return true;
    }
    if a.len() < 4 || b.len() < 4 || a.last() != b.last() {
        return false;
    }
    let is_vowel = |c: &char| "aeiouy".contains(*c);
    if a.len() == b.len() {
        let mut differ = a.iter().zip(&b).filter(|(x, y)| x != y);
        return differ.next().is_some_and(|(x, y)| is_vowel(x) && is_vowel(y))
            && differ.next().is_none();
    }
    let (long, short) = if a.len() > b.len() { (&a, &b) } else { (&b, &a) };
    long.len() == short.len() + 1
        && (0..long.len()).any(|at| {
            is_vowel(&long[at]) && long[..at] == short[..at] && long[at + 1..] == short[at..]
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_count() {
        for (text, expected) in [
            ("U.S.", "us"),
            ("Worker’s Party", "workers party"),
            ("Workers ' Party", "workers party"),
            ("Jon Chang-hyok", "jon chang hyok"),
            ("AT&T Inc.", "at and t inc"),
            ("Jörg  Dornau", "jorg dornau"),
            ("Ministry of Defence", "ministry of defense"),
            ("Gulf Co-operation Council", "gulf cooperation council"),
            ("e\u{301}A\u{328}\u{301}", "ea"),
            ("ﬁve ½ Å №9…", "five 1 2 a no9"),
            (
                "김정은 ГАЗ",
                "\u{1100}\u{1175}\u{11b7}\u{110c}\u{1165}\u{11bc}\u{110b}\u{1173}\u{11ab} газ",
            ),
        ] {
            assert_eq!(fold(text), expected);
        }
    }

    #[test]
    fn capitals_become_a_title() {
        for (text, capitals, expected) in [
            ("NEW YORK", true, "New York"),
            ("London", false, "London"),
            ("O", false, "O"),
            ("KING'S LYNN", true, "King's Lynn"),
        ] {
            assert_eq!((is_capitals(text), title_case(text).as_str()), (capitals, expected));
        }
    }

    #[test]
    fn spellings_meet_and_namesakes_do_not() {
        for (a, b, expected) in [
            ("issam", "essam", true),
            ("hasan", "hassan", true),
            ("dmitry", "dmitriy", true),
            ("mario", "maria", false),
            ("un", "il", false),
            ("mohamed", "mahmoud", false),
        ] {
            assert_eq!(is_spelling_of(a, b), expected, "{a} {b}");
        }
    }
}
