//! Dates that need the day of publication. Enters: a sentence, that day. Leaves: where they stand and
//! the days, months and years they mean. Without the day of publication it finds nothing.

use super::when::Moment;
use crate::{
    pattern::{is_inside_word, pattern},
    span::Span,
};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use regex::{Captures, Regex};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Words {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    numbers: Vec<Vec<String>>,
}

struct Patterns {
    words: Words,
    forms: Vec<(Form, Regex)>,
}

#[derive(Clone, Copy)]
enum Form {
    Weekday,
    Unit,
    Ago,
    Day,
    DayOfMonth,
    Month,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the built-in file is read by a test")]
    let words: Words =
        toml::from_str(include_str!("../../data/dates.toml")).expect("data/dates.toml is valid");
    let any = |lists: &[Vec<String>]| {
        let all: Vec<String> = lists.iter().flatten().map(|w| regex::escape(w)).collect();
        all.join("|")
    };
    let (months, days, numbers) = (any(&words.months), any(&words.weekdays), any(&words.numbers));
    // Names of months and days have a capital; "may" and "sat" do not mean them.
    let forms = [
        (Form::DayOfMonth, format!(r"\b(?P<month>{months})\.?\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b")),
        (Form::DayOfMonth, format!(r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{months})\b")),
        (
            Form::Month,
            format!(r"\b(?:(?i:in|since|during|from|early|late|mid|last|this|between)[\s-])(?P<month>{months})\b\.?(?P<then>\s(?:last|this)\syear)?"),
        ),
        (Form::Weekday, format!(r"\b(?:(?i:on|last|this|past|late|early)\s)?(?P<weekday>{days})\b")),
        (Form::Day, r"(?i:\b(?P<word>yesterday|last night|today|tonight|this morning|this afternoon|this evening)\b)".into()),
        (Form::Unit, r"(?i:\b(?P<which>last|this|earlier this)\s(?P<unit>week|month|year)\b)".into()),
        (Form::Ago, format!(r"(?i:\b(?P<count>{numbers}|\d{{1,3}})\s(?P<unit>day|week|month|year)s?\sago\b)")),
    ];
    let compiled = forms.into_iter().map(|(form, text)| (form, pattern(&text)));
    Patterns { forms: compiled.collect(), words }
});

/// Words of time that point from the day of publication, in no order, as spans of `text`.
pub(super) fn find(text: &str, published: Option<Date>) -> Vec<Moment> {
    let Some(published) = published else { return Vec::new() };
    let mut found: Vec<Moment> = Vec::new();
    for (form, regex) in &PATTERNS.forms {
        for captures in regex.captures_iter(text) {
            let Some(all) = captures.get(0) else { continue };
            let span = Span::new(all.start(), all.end());
            if is_inside_word(text, span)
                || found.iter().any(|m| m.span.overlaps(span))
                || is_dated(&text[span.end..])
                || is_next(&text[..span.start])
            {
                continue;
            }
            if let Some(value) = value(*form, &captures, published) {
                found.push(Moment { span, value, counted: true });
            }
        }
    }
    found
}

/// Whether a year follows: then the date needs nobody.
fn is_dated(rest: &str) -> bool {
    let digits: String =
        rest.trim_start_matches([' ', ',', '.', '-', '–', '/']).chars().take(4).collect();
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// "Next Tuesday", "until Friday": plans have no date yet.
fn is_next(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    ["next", "coming", "until", "by", "every", "each"].contains(&word.as_str())
}

fn value(form: Form, captures: &Captures<'_>, published: Date) -> Option<String> {
    let words = &PATTERNS.words;
    let word = |name: &str| captures.name(name).map(|m| m.as_str());
    let place = |lists: &[Vec<String>], word: &str| {
        lists.iter().position(|list| list.iter().any(|w| w.eq_ignore_ascii_case(word)))
    };
    let month_of = |word: &str| place(&words.months, word).and_then(|at| i8::try_from(at + 1).ok());
    match form {
        Form::Weekday => {
            let at = place(&words.weekdays, word("weekday")?)?;
            let weekday = Weekday::from_monday_one_offset(i8::try_from(at + 1).ok()?).ok()?;
            // Told on a Tuesday, "Tuesday" is that day; "last Tuesday" is a week before.
            let last = captures.get(0)?.as_str().to_lowercase().starts_with("last");
            let from = if last { published } else { published.tomorrow().ok()? };
            Some(from.nth_weekday(-1, weekday).ok()?.to_string())
        }
        Form::Day => Some(match word("word")?.to_lowercase().as_str() {
            "yesterday" | "last night" => published.yesterday().ok()?.to_string(),
            _ => published.to_string(),
        }),
        Form::Unit => {
            let which = word("which")?.to_lowercase();
            let this = which.contains("this");
            match word("unit")?.to_lowercase().as_str() {
                "year" => Some(format!("{:04}", published.year() - i16::from(!this))),
                "month" => Some(month(published.checked_sub((i64::from(!this)).months()).ok()?)),
                _ => {
                    let monday =
                        published.tomorrow().ok()?.nth_weekday(-1, Weekday::Monday).ok()?;
                    if this {
                        return Some(format!("{monday}/{published}"));
                    }
                    let start = monday.checked_sub(7.days()).ok()?;
                    Some(format!("{start}/{}", start.checked_add(6.days()).ok()?))
                }
            }
        }
        Form::Ago => {
            let count = word("count")?;
            let count: i64 = match count.parse() {
                Ok(count) => count,
                Err(_) => i64::try_from(place(&words.numbers, count)? + 1).ok()?,
            };
            match word("unit")?.to_lowercase().as_str() {
                "year" => Some(format!("{:04}", published.checked_sub(count.years()).ok()?.year())),
                "month" => Some(month(published.checked_sub(count.months()).ok()?)),
                "week" => None,
                _ => Some(published.checked_sub(count.days()).ok()?.to_string()),
            }
        }
        Form::DayOfMonth => {
            let (number, day) = (month_of(word("month")?)?, word("day")?.parse().ok()?);
            let this = Date::new(published.year(), number, day).ok();
            let past = this.filter(|d| *d <= published);
            let date = past.or_else(|| Date::new(published.year() - 1, number, day).ok())?;
            Some(date.to_string())
        }
        Form::Month => {
            let number = month_of(word("month")?)?;
            let year = match word("then") {
                Some(then) if then.contains("last") => published.year() - 1,
                _ => published.year() - i16::from(number > published.month()),
            };
            Some(format!("{year:04}-{number:02}"))
        }
    }
}

fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, published: &str) -> Vec<String> {
        let mut found = find(text, published.parse().ok());
        found.sort_by_key(|m| m.span);
        found.into_iter().map(|m| m.value).collect()
    }

    #[test]
    fn days_weeks_and_years_count_from_publication() {
        // A Thursday.
        for (text, value) in [
            ("He was arrested last Tuesday.", "2019-03-12"),
            ("He was arrested on Thursday.", "2019-03-14"),
            ("He was arrested last Thursday.", "2019-03-07"),
            ("He was arrested Friday.", "2019-03-08"),
            ("He was arrested in Long Beach Friday.", "2019-03-08"),
            ("He was arrested yesterday.", "2019-03-13"),
            ("He was charged today.", "2019-03-14"),
            ("He was arrested last month.", "2019-02"),
            ("He was arrested earlier this month.", "2019-03"),
            ("He was arrested last year.", "2018"),
            ("He was arrested last week.", "2019-03-04/2019-03-10"),
            ("He was arrested earlier this week.", "2019-03-11/2019-03-14"),
            ("He was arrested two years ago.", "2017"),
            ("He was arrested three days ago.", "2019-03-11"),
            ("He was arrested in March.", "2019-03"),
            ("He was arrested in November.", "2018-11"),
            ("He was arrested in April last year.", "2018-04"),
            ("He was arrested on March 2.", "2019-03-02"),
            ("He was arrested on 5 December.", "2018-12-05"),
        ] {
            assert_eq!(read(text, "2019-03-14"), [value], "{text}");
        }
    }

    #[test]
    fn plans_and_written_years_are_left_alone() {
        for text in [
            "He is due in court next Tuesday.",
            "The trial may start by Friday.",
            "He agreed to pay by June.",
            "Two years earlier he had bought it.",
            "He was arrested on March 2, 2017.",
            "He was arrested in May 2016.",
            "It may rain. He sat down.",
        ] {
            assert!(read(text, "2019-03-14").is_empty(), "{text}: {:?}", read(text, "2019-03-14"));
        }
        assert!(find("He was arrested last Tuesday.", None).is_empty());
    }
}
