//! The shape class of a word: what an uncased encoder would not see. Enters: a word. Leaves: its
//! class. The models were trained on the same rule, so a change here needs new weights.

use super::config::SHAPES;
use regex::Regex;
use std::sync::LazyLock;

static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constant pattern, compiled by the tests")]
    Regex::new(r"\p{L}").expect("constant pattern")
});

/// The shape class of a word, an index into the classes special, lower, title, upper, capital,
/// mixed, digit, other. Never `special` (0): that is for `[CLS]`, `[SEP]` and padding.
///
/// ```
/// use unravel::nn::shape;
/// assert_eq!([shape("bank"), shape("Bank"), shape("FBI"), shape("U")], [1, 2, 3, 4]);
/// assert_eq!([shape("McKee"), shape("3M"), shape("-")], [5, 6, 7]);
/// ```
#[must_use]
pub fn shape(word: &str) -> i32 {
    if word.chars().any(char::is_numeric) {
        return class("digit");
    }
    if word.is_ascii() {
        by_case(word.chars().filter(char::is_ascii_alphabetic))
    } else {
        by_case(LETTER.find_iter(word).flat_map(|m| m.as_str().chars()))
    }
}

/// The class of a word without digits, from its letters alone.
fn by_case(letters: impl Iterator<Item = char>) -> i32 {
    let (mut count, mut upper, mut first_upper) = (0, 0, false);
    for letter in letters {
        let is_upper = letter.is_uppercase();
        first_upper |= count == 0 && is_upper;
        upper += usize::from(is_upper);
        count += 1;
    }
    class(match (count, upper) {
        (0, _) => "other",
        (_, 0) => "lower",
        (1, _) => "capital",
        _ if upper == count => "upper",
        (_, 1) if first_upper => "title",
        _ => "mixed",
    })
}

/// The number of a class.
fn class(name: &str) -> i32 {
    SHAPES.iter().zip(0..).find_map(|(&s, at)| (s == name).then_some(at)).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_class_it_was_trained_with() {
        let check = |word: &str, expected: &str| {
            assert_eq!(SHAPES[usize::try_from(shape(word)).unwrap()], expected, "{word}");
        };
        check("fugitive", "lower");
        check("Tehran", "title");
        check("Île", "title");
        check("FBI", "upper");
        check("U", "capital");
        check("iPhone", "mixed");
        check("McDonald", "mixed");
        check("APT38", "digit");
        check("Ⅳ", "digit");
        check("’", "other");
        check("平壤", "lower");
        check("ÉU", "upper");
        check("E\u{301}", "capital");
    }
}
