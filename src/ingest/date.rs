//! A date of publication as people and programs write it -> `YYYY-MM-DD`. The day is the one
//! written, in whatever time zone it was written. Never guesses which of `03/04` is the month.

use jiff::{Timestamp, civil, fmt::rfc2822, tz::TimeZone};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that `text` names, or nothing when it names none, or more than one reading is possible.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    // Longer texts are no dates but texts that hold dates.
    if text.len() > 80 {
        return None;
    }
    numeric(text)
        .or_else(|| rfc2822::parse(text).ok().and_then(|zoned| checked(zoned.date())))
        .or_else(|| in_words(text))
        .map(|date| date.to_string())
}

/// The day in UTC of a count of seconds, milliseconds or microseconds since 1970.
pub(super) fn day_of_count(count: i64) -> Option<String> {
    let timestamp = match count {
        100_000_000..100_000_000_000 => Timestamp::from_second(count),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(count),
        100_000_000_000_000.. => Timestamp::from_microsecond(count),
        _ => return None,
    };
    checked(TimeZone::UTC.to_datetime(timestamp.ok()?).date()).map(|date| date.to_string())
}

fn date(year: u32, month: u32, day: u32) -> Option<civil::Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    checked(civil::Date::new(i16::try_from(year).ok()?, month, day).ok()?)
}

/// Years outside are place holders.
fn checked(date: civil::Date) -> Option<civil::Date> {
    (1600..2200).contains(&date.year()).then_some(date)
}

/// `2024-01-05`, `2024/1/5`, `20240105`, each with or without a time, and `13/01/2024` when only
/// one reading is possible.
fn numeric(text: &str) -> Option<civil::Date> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.')))
        .unwrap_or(text.len());
    if text[end..].starts_with(|c: char| !matches!(c, 'T' | 't' | ' ' | ',' | '_')) {
        return None;
    }
    let head = text[..end].trim_end_matches('.');
    if head.len() == 8 && head.bytes().all(|b| b.is_ascii_digit()) {
        return date(head[..4].parse().ok()?, head[4..6].parse().ok()?, head[6..].parse().ok()?);
    }
    let parts: Vec<&str> = head.split(['-', '/', '.']).collect();
    let &[a, b, c] = parts.as_slice() else { return None };
    let [x, y, z] = [a.parse().ok()?, b.parse().ok()?, c.parse().ok()?];
    match (a.len(), c.len()) {
        (4, 1..=2) => date(x, y, z),
        (1..=2, 4) if x > 12 || x == y || head.contains('.') => date(z, y, x),
        (1..=2, 4) if y > 12 => date(z, x, y),
        _ => None,
    }
}

/// `January 5, 2024`, `5th of Jan. 2024`, `Friday, 5 January 2024, 10:00 a.m.`
fn in_words(text: &str) -> Option<civil::Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| {
        let name = word.to_ascii_lowercase();
        let is_month = |m: &&str| name.starts_with(*m) && (name.len() <= 4 || is_full_month(&name));
        let month = MONTHS.iter().position(is_month)?;
        Some((at, u32::try_from(month).ok()? + 1))
    })?;
    let number = |word: &str| -> Option<u32> {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        matches!(ending, "" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok())?
    };
    let is_day = |n: &u32| (1..=31).contains(n);
    let before = words[..at].iter().rev().find(|w| !w.eq_ignore_ascii_case("of"));
    let before = before.and_then(|w| number(w)).filter(is_day);
    let mut after = words[at + 1..].iter();
    let day = match before {
        Some(day) => day,
        None => after.next().and_then(|w| number(w)).filter(is_day)?,
    };
    let year = after.next().filter(|w| w.len() == 4)?.parse().ok()?;
    date(year, month, day)
}

fn is_full_month(name: &str) -> bool {
    let full = ["january", "february", "march", "april", "june", "july", "august"];
    full.contains(&name) || ["september", "october", "november", "december"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(day(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn days_are_read_as_written() {
        for text in [
            "2024-01-05",
            " 2024-01-05T23:30:00-08:00 ",
            "2024-01-05 10:00:00",
            "2024-01-05T06:15:00Z",
            "20240105",
            "20240105T101500",
            "2024/1/5",
            "05.01.2024",
            "January 5, 2024",
            "JANUARY 5, 2024",
            "Jan. 5, 2024",
            "Jan 5th 2024",
            "5 January 2024",
            "the 5th of January, 2024",
            "Friday, January 5, 2024 10:00 a.m. EST",
            "Fri, 05 Jan 2024 23:30:00 -0800",
            "Fri, 05 Jan 2024 10:00:00 GMT",
        ] {
            check(text, Some("2024-01-05"));
        }
        check("13/01/2024", Some("2024-01-13"));
        check("01/13/2024", Some("2024-01-13"));
        check("Sept. 5, 2007", Some("2007-09-05"));
        check("May 9, 1999", Some("1999-05-09"));
    }

    #[test]
    fn what_names_no_single_day_gives_none() {
        for text in [
            "",
            "2024",
            "2024-01",
            "01/02/2024",
            "yesterday",
            "2024-13-01",
            "2024-02-30",
            "February 30, 2024",
            "January 2024",
            "0001-01-01",
            "9999-12-31",
            "12-34",
            "2024-01-05x",
            "Maybe 5, 2024",
            "١٢٣٤",
            "May",
            "5 May",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn counts_are_seconds_or_finer() {
        for count in [1_704_412_800, 1_704_412_800_000, 1_704_412_800_000_000] {
            assert_eq!(day_of_count(count).as_deref(), Some("2024-01-05"), "{count}");
        }
        assert_eq!(day_of_count(2024), None);
        assert_eq!(day_of_count(-5), None);
        assert_eq!(day_of_count(i64::MAX), None);
    }
}
