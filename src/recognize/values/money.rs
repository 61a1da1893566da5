//! Amounts of money. Enters: a text. Leaves: their places and values like `USD 1500000`: a
//! currency code and a decimal number without separators. Converts nothing. Of a range whose
//! first number borrows its magnitude ("$5 to $10 million") the first has no value.

use super::{Found, any_of, data, is_inside_word, pattern};
use crate::{schema::EntityType, span::Span};
use regex::{Captures, Regex};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

#[derive(Deserialize)]
struct Words {
    vague: Vec<String>,
    shared: Vec<String>,
    magnitudes: BTreeMap<String, usize>,
    numbers: BTreeMap<String, String>,
    currencies: BTreeMap<String, Currency>,
}

#[derive(Deserialize)]
struct Currency {
    signs: Vec<String>,
    names: Vec<String>,
}

struct Patterns {
    words: Words,
    /// Signs and names to codes.
    codes: HashMap<String, String>,
    /// Sign, number, magnitude: "$1.5 million".
    signed: Regex,
    /// Number, magnitude, name: "5 million euros".
    named: Regex,
    borrows: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let words: Words = data(include_str!("../../../data/money.toml"));
    let all = || words.currencies.iter();
    let signs = any_of(all().flat_map(|(_, c)| c.signs.iter().map(String::as_str)));
    let names = any_of(all().flat_map(|(_, c)| c.names.iter().map(String::as_str)));
    let magnitudes = any_of(words.magnitudes.keys().map(String::as_str));
    let numbers = any_of(words.numbers.keys().map(String::as_str));
    let number = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)";
    let magnitude = format!(r"(?:[\s-]?(?P<magnitude>(?i:{magnitudes}))\b)?");
    let codes = all().flat_map(|(code, c)| {
        c.signs.iter().chain(&c.names).map(move |name| (name.clone(), code.clone()))
    });
    Patterns {
        codes: codes.collect(),
        signed: pattern(&format!(r"(?P<currency>{signs})\s?{number}{magnitude}")),
        named: pattern(&format!(
            r"(?:{number}{magnitude}|\b(?P<word>(?i:{numbers}))\s(?P<wordly>(?i:{magnitudes})))\s?(?P<currency>{names})\b"
        )),
        borrows: pattern(&format!(
            r"^\s?(?:to|and|or|-|–|—)\s?(?:{signs})?\s?[\d.,]+[\s-]?(?i:{magnitudes})\b"
        )),
        words,
    }
});

/// Amounts of money of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let patterns = &*PATTERNS;
    let mut found: Vec<Found> = Vec::new();
    for form in [&patterns.signed, &patterns.named] {
        for captures in form.captures_iter(text) {
            let Some(amount) = read(text, &captures) else { continue };
            if found.iter().all(|f| !f.span.overlaps(amount.span)) {
                found.push(amount);
            }
        }
    }
    found.sort_by_key(|f| f.span);
    found
}

fn read(text: &str, captures: &Captures) -> Option<Found> {
    let patterns = &*PATTERNS;
    let whole = captures.get(0)?;
    let span = Span::new(whole.start(), whole.end());
    let currency = captures.name("currency")?.as_str();
    let magnitude = captures.name("magnitude").or_else(|| captures.name("wordly"));
    let is_sign = captures.name("currency")?.start() == span.start;
    let goes_on = text[span.end..]
        .strip_prefix(['.', ','])
        .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    let starts_inside = text[..span.start].ends_with(|c: char| {
        c.is_ascii_digit()
            || matches!(c, '.' | ',' | '-') && !is_sign
            || c.is_alphanumeric() && currency.starts_with(char::is_alphanumeric)
    });
    if goes_on && is_sign
        || starts_inside
        || is_inside_word(text, Span::new(span.end, span.end))
            && text[span.end..].starts_with(char::is_alphanumeric)
    {
        return None;
    }
    if !is_sign && magnitude.is_none() && patterns.words.vague.iter().any(|v| v == currency) {
        return None;
    }
    let number = match captures.name("word") {
        Some(word) => patterns.words.numbers.get(&word.as_str().to_lowercase())?.clone(),
        None => captures.name("number")?.as_str().replace(',', ""),
    };
    let zeros = match magnitude {
        Some(name) => *patterns.words.magnitudes.get(&name.as_str().to_lowercase())?,
        None => 0,
    };
    let borrows = zeros == 0 && number.len() < 4 && patterns.borrows.is_match(&text[span.end..]);
    let code = patterns.codes.get(currency)?;
    let is_certain = !borrows && !patterns.words.shared.iter().any(|s| s == currency);
    let value = is_certain.then(|| format!("{code} {}", shifted(&number, zeros)));
    Some(Found { span, entity_type: EntityType::Money, value })
}

/// A decimal number times a power of ten, exactly.
fn shifted(number: &str, zeros: usize) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let moved = fraction.len().min(zeros);
    let mut digits = format!("{whole}{}", &fraction[..moved]);
    digits.extend(std::iter::repeat_n('0', zeros - moved));
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    match fraction[moved..].trim_end_matches('0') {
        "" => digits.to_owned(),
        rest => format!("{digits}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, find, shifted};

    #[test]
    fn amounts_are_normalised() {
        check(find, "He paid $1.5 million.", &[("$1.5 million", "USD 1500000")]);
        check(find, "US$ 3,000 and U.S. $5", &[("US$ 3,000", "USD 3000"), ("U.S. $5", "USD 5")]);
        check(
            find,
            "EUR 20 million; 5 million euros",
            &[("EUR 20 million", "EUR 20000000"), ("5 million euros", "EUR 5000000")],
        );
        check(
            find,
            "£2.50, €5bn, HK$7",
            &[("£2.50", "GBP 2.5"), ("€5bn", "EUR 5000000000"), ("HK$7", "HKD 7")],
        );
        check(
            find,
            "$24.7-million, $500K",
            &[("$24.7-million", "USD 24700000"), ("$500K", "USD 500000")],
        );
        check(find, "one million U.S. dollars", &[("one million U.S. dollars", "USD 1000000")]);
        check(find, "12.5 BTC, 300 rubles", &[("12.5 BTC", "BTC 12.5"), ("300 rubles", "RUB 300")]);
        check(
            find,
            "3 million francs, 7 Swiss francs",
            &[("3 million francs", "-"), ("7 Swiss francs", "CHF 7")],
        );
        check(find, "2 billion won", &[("2 billion won", "KRW 2000000000")]);
        check(find, "$5 to $10 million", &[("$5", "-"), ("$10 million", "USD 10000000")]);
        check(
            find,
            "$500,000 to $1 million",
            &[("$500,000", "USD 500000"), ("$1 million", "USD 1000000")],
        );
    }

    #[test]
    fn other_numbers_are_none() {
        check(find, "5 pounds of cocaine; team 2 won; 3 million people; USD; $", &[]);
        check(find, "FARM 5, 10 Eurostars, RM5x", &[]);
    }

    #[test]
    fn numbers_are_shifted_exactly() {
        assert_eq!(shifted("0.1", 3), "100");
        assert_eq!(shifted("1.2345", 3), "1234.5");
        assert_eq!(shifted("0.00", 0), "0");
        assert_eq!(shifted("007.50", 0), "7.5");
    }
}
