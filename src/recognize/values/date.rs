//! Calendar dates. Enters: a text. Leaves: days, months and years, normalised `YYYY[-MM[-DD]]`
//! ([ISO 8601](https://en.wikipedia.org/wiki/ISO_8601)). A day without a year has no value, and of
//! a day that may be read in two ways only the year is kept. Anchors nothing ("last Friday").

use super::{Found, any_of, data, is_inside_word, pattern};
use crate::{schema::EntityType, span::Span};
use jiff::civil::Date;
use regex::{Captures, Regex};
use serde::Deserialize;
use std::{collections::HashMap, sync::LazyLock};

#[derive(Deserialize)]
struct Words {
    months: Vec<Vec<String>>,
    before_year: Vec<String>,
    weak: Vec<String>,
}

struct Patterns {
    /// Month names in lower case to 1..=12.
    months: HashMap<String, i8>,
    weak: Vec<String>,
    /// Every written form but a year alone; group names say which parts are there.
    dates: Vec<Regex>,
    year: Regex,
    year_beside: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let words: Words = data(include_str!("../../../data/dates.toml"));
    let names = any_of(words.months.iter().flatten().map(String::as_str));
    let month = format!(r"(?P<month>(?i:{names})\b\.?)");
    let day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?";
    let year = r"(?P<year>1[5-9]\d\d|20\d\d)";
    let to_day = r"(?:\s?[-–—]\s?|\s(?:to|and|through)\s)[0-3]?\d(?:st|nd|rd|th)?";
    let before = any_of(words.before_year.iter().map(String::as_str));
    let months =
        words.months.iter().zip(1..).flat_map(|(names, number)| {
            names.iter().map(move |name| (name.to_lowercase(), number))
        });
    Patterns {
        months: months.collect(),
        weak: words.weak,
        dates: [
            format!(r"{year}-(?P<mm>\d\d)-(?P<day>\d\d)"),
            format!(r"{month}\s{day}(?P<range>{to_day})?(?:,\s?|\s){year}"),
            format!(r"{day}(?P<range>{to_day})?\s(?:of\s)?{month},?\s{year}"),
            format!(r"{month},?\s(?:of\s)?{year}"),
            format!(r"(?P<a>[0-3]?\d)(?P<mark>[./-])(?P<b>[0-3]?\d)[./-]{year}"),
            format!(r"{month}\s{day}"),
            format!(r"{day}\s(?:of\s)?{month}"),
        ]
        .iter()
        .map(|form| pattern(form))
        .collect(),
        year: pattern(&format!(r"\b(?P<cue>(?i:{before}))[\s-]\(?{year}")),
        year_beside: pattern(r"^\s?(?:[-–—]|to|and|through|until|or)\s?(?:1[5-9]|20)\d\d\b"),
    }
});

/// Dates of a text.
pub(super) fn find(text: &str) -> Vec<Found> {
    let patterns = &*PATTERNS;
    let mut found: Vec<Found> = Vec::new();
    for form in &patterns.dates {
        for captures in form.captures_iter(text) {
            let Some(date) = read(text, &captures) else { continue };
            add(&mut found, date);
        }
    }
    years(text, &mut found);
    found.sort_by_key(|f| f.span);
    found
}

fn add(found: &mut Vec<Found>, date: Found) {
    if found.iter().all(|f| !f.span.overlaps(date.span)) {
        found.push(date);
    }
}

/// A date of a written form; `None` when no calendar has it.
fn read(text: &str, captures: &Captures) -> Option<Found> {
    let span = captures.get(0)?;
    let span = trimmed(text, Span::new(span.start(), span.end()));
    let number = |name: &str| captures.name(name)?.as_str().parse::<i16>().ok();
    if is_inside_word(text, span) || continues(text, span) {
        return None;
    }
    let month = match captures.name("month") {
        Some(name) => {
            let name = name.as_str();
            // "may 5" is a verb and a number, "mar" a verb: names of months have a capital.
            if !name.starts_with(char::is_uppercase) {
                return None;
            }
            PATTERNS.months.get(&name.trim_end_matches('.').to_lowercase()).copied()
        }
        None => number("mm").and_then(|m| i8::try_from(m).ok()),
    };
    let day = number("day").and_then(|d| i8::try_from(d).ok());
    let value = match (number("year"), month, day) {
        (Some(year), Some(month), Some(day)) => {
            let date = Date::new(year, month, day).ok()?;
            let is_range = captures.name("range").is_some();
            Some(if is_range { format!("{year}-{month:02}") } else { date.to_string() })
        }
        (Some(year), Some(month), None) => Some(format!("{year}-{month:02}")),
        // Any leap year: the day may be the last of February.
        (None, Some(month), Some(day)) => Date::new(2000, month, day).ok().map(|_| None)?,
        (Some(year), None, None) => Some(day_and_month(
            year,
            i8::try_from(number("a")?).ok()?,
            i8::try_from(number("b")?).ok()?,
            captures.name("mark")?.as_str() == ".",
        )?),
        _ => return None,
    };
    Some(Found { span, entity_type: EntityType::Date, value })
}

/// `a/b/year`: with full stops the day comes first; otherwise only one number may be a month.
fn day_and_month(year: i16, a: i8, b: i8, day_first: bool) -> Option<String> {
    let dates = [Date::new(year, b, a).ok(), Date::new(year, a, b).ok()];
    match (day_first, dates) {
        (true, [date, _]) | (false, [date @ Some(_), None] | [None, date]) => {
            date.map(|d| d.to_string())
        }
        (false, [Some(one), Some(other)]) => {
            Some(if one == other { one.to_string() } else { format!("{year}") })
        }
    }
}

/// Without the full stop of a month's abbreviation at the end of a sentence.
fn trimmed(text: &str, span: Span) -> Span {
    let kept = text[span.start..span.end].trim_end_matches(['.', ' ']);
    Span::new(span.start, span.start + kept.len())
}

/// Whether digits go on before or after: "555-1-2-2020", "March 3,000", "May 5.5".
fn continues(text: &str, span: Span) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut after = text[span.end..].chars();
    let mut before = text[..span.start].chars().rev();
    matches!(after.next(), Some('.' | ',' | '-' | '/' | '%')) && digit(after.next())
        || matches!(before.next(), Some('.' | ',' | '-' | '/' | '$')) && digit(before.next())
}

/// Numbers that are years because of the word before them.
fn years(text: &str, found: &mut Vec<Found>) {
    for captures in PATTERNS.year.captures_iter(text) {
        let (Some(cue), Some(year)) = (captures.name("cue"), captures.name("year")) else {
            continue;
        };
        let span = Span::new(year.start(), year.end());
        let beside = PATTERNS.year_beside.find(&text[span.end..]);
        let weak = PATTERNS.weak.iter().any(|w| w.eq_ignore_ascii_case(cue.as_str()));
        if is_inside_word(text, Span::new(cue.start(), span.end))
            || continues(text, span) && beside.is_none()
            || weak && beside.is_none() && !ends_clause(text, span.end)
        {
            continue;
        }
        add(found, year_at(text, span));
        if let Some(beside) = beside {
            let end = span.end + beside.end();
            add(found, year_at(text, Span::new(end - 4, end)));
        }
    }
}

/// Whether nothing that could be counted follows: "by 2019," but not "by 2019 people".
fn ends_clause(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | ')' | '\n'))
}

fn year_at(text: &str, span: Span) -> Found {
    let value = Some(text[span.start..span.end].to_owned());
    Found { span, entity_type: EntityType::Date, value }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::check, find};

    #[test]
    fn written_dates_are_normalised() {
        check(
            find,
            "On 2024-01-05 and January 5, 2024.",
            &[("2024-01-05", "2024-01-05"), ("January 5, 2024", "2024-01-05")],
        );
        check(
            find,
            "5 January 2024, the 5th of Jan. 2024",
            &[("5 January 2024", "2024-01-05"), ("5th of Jan. 2024", "2024-01-05")],
        );
        check(find, "JANUARY 23, 2025", &[("JANUARY 23, 2025", "2025-01-23")]);
        check(
            find,
            "in Sept. 2019 or May, 2020",
            &[("Sept. 2019", "2019-09"), ("May, 2020", "2020-05")],
        );
        check(find, "May 3-5, 2021", &[("May 3-5, 2021", "2021-05")]);
        check(find, "on March 3 and 4 April.", &[("March 3", "-"), ("4 April", "-")]);
        check(
            find,
            "born 24.12.1970 or 12/24/1970",
            &[("24.12.1970", "1970-12-24"), ("12/24/1970", "1970-12-24")],
        );
        check(find, "born 03/04/1970", &[("03/04/1970", "1970")]);
    }

    #[test]
    fn years_need_a_reason() {
        check(find, "in 2019, since 1998", &[("2019", "2019"), ("1998", "1998")]);
        check(find, "between 2016 and 2019", &[("2016", "2016"), ("2019", "2019")]);
        check(find, "from 2016-2019", &[("2016", "2016"), ("2019", "2019")]);
        check(find, "to 2000 people, by 2000 men, of 1500 tons", &[]);
        check(find, "ended by 2019.", &[("2019", "2019")]);
        check(find, "in 2,019 cases; room 2019", &[]);
    }

    #[test]
    fn what_no_calendar_has_is_no_date() {
        check(find, "2023-02-29, February 30, 2024, 31.02.2020", &[]);
        check(find, "he may 5 times; March 3,000; June 5.5", &[]);
        check(find, "Maybe 3 Marches", &[]);
    }
}
