//! Telephone numbers. Enters: a text. Leaves: international numbers (`+`,
//! [E.164](https://en.wikipedia.org/wiki/E.164)) and North American ones in their usual form, with
//! values like `+12025550147`. Other national numbers are left out: they look like any number.

use super::{Found, pattern};
use crate::{schema::EntityType, span::Span};
use regex::Regex;
use std::sync::LazyLock;

static INTERNATIONAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\+[1-9](?:[ \u{a0}./-]?(?:\(0\)|\(\d{1,4}\)|\d)){6,16}"));
static AMERICAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\b1[ .-])?(?:\([2-9]\d\d\)[ \u{a0}]?|\b[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}\b")
});

/// Telephone numbers of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (form, code) in [(&*INTERNATIONAL, "+"), (&*AMERICAN, "+1")] {
        for m in form.find_iter(text) {
            let span = Span::new(m.start(), m.end());
            let stands_alone = !text[..span.start]
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '$'))
                && !text[span.end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
            let digits: String =
                m.as_str().replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
            let national = if code == "+1" { digits.trim_start_matches('1') } else { &digits };
            let fits = (8..=15).contains(&digits.len());
            if stands_alone && fits && found.iter().all(|f| !f.span.overlaps(span)) {
                found.push(Found {
                    span,
                    entity_type: EntityType::Phone,
                    value: Some(format!("{code}{national}")),
                });
            }
        }
    }
    found.sort_by_key(|f| f.span);
    found
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, find};

    #[test]
    fn numbers_are_joined() {
        check(find, "call +850 2 381-3031.", &[("+850 2 381-3031", "+85023813031")]);
        check(
            find,
            "+44 (0)20 7946 0123, +49-30-901820",
            &[("+44 (0)20 7946 0123", "+442079460123"), ("+49-30-901820", "+4930901820")],
        );
        check(
            find,
            "Office: 202-555-0147 or (202) 555-0148",
            &[("202-555-0147", "+12025550147"), ("(202) 555-0148", "+12025550148")],
        );
        check(find, "1-800-225-5324", &[("1-800-225-5324", "+18002255324")]);
    }

    #[test]
    fn other_numbers_are_none() {
        check(
            find,
            "+5 points, 2024-555-0147, 123-555-0147, case 202-555-0147-1, +1234567890123456",
            &[],
        );
    }
}
