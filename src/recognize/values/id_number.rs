//! Labelled passport, identity, tax and registration numbers. Enters: a text. Leaves: the number
//! after its label, value without separators. A number without a label is none.

use super::{Found, any_of, data, is_inside_word, pattern};
use crate::{schema::EntityType, span::Span};
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Labels {
    id_labels: Vec<String>,
    id_labels_alone: Vec<String>,
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let labels: Labels = data(include_str!("../../../data/identifiers.toml"));
    let label = any_of(labels.id_labels.iter().map(String::as_str));
    let alone = any_of(labels.id_labels_alone.iter().map(String::as_str));
    let number = r"(?:(?:card|document)\s)?(?:numbers?|nos?\b\.?|num\b\.?|№|#)";
    let link = r"(?:\s?[:#]|\sis|\swas)?\s?";
    pattern(&format!(
        r"\b(?i:(?:{label})\s{number}|(?:{alone})){link}(?P<id>[A-Z]{{0,4}}[- ]?\d[A-Z0-9./-]{{3,24}})"
    ))
});

/// Labelled numbers of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let found = NUMBER.captures_iter(text).filter_map(|captures| {
        let (all, id) = (captures.get(0)?, captures.name("id")?);
        let written = id.as_str().trim_end_matches(['.', '/', '-']);
        let value: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let end = id.start() + written.len();
        let inside = is_inside_word(text, Span::new(all.start(), end));
        (digits >= 4 && !inside).then(|| Found {
            span: Span::new(id.start(), end),
            entity_type: EntityType::IdNumber,
            value: Some(value),
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, find};

    #[test]
    fn a_label_makes_a_number_an_identity() {
        check(find, "passport number: X1234567.", &[("X1234567", "X1234567")]);
        check(find, "Passport 563410170 (North Korea)", &[("563410170", "563410170")]);
        check(
            find,
            "National ID No. 12-345-678; tax identification number 7701234567",
            &[("12-345-678", "12345678"), ("7701234567", "7701234567")],
        );
        check(
            find,
            "IMO 9387421, Registration number: HE 123456",
            &[("9387421", "9387421"), ("HE 123456", "HE123456")],
        );
    }

    #[test]
    fn a_number_without_a_label_is_none() {
        check(find, "number 1234567, passport holders 2019, registration of 1234567", &[]);
        check(find, "passport number unknown; tax 12345", &[]);
    }
}
