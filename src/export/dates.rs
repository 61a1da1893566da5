//! Dates of facts for formats that want a day. Enters: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or two of them
//! with a stroke between. Leaves: the ends, or the first and last day of what is meant; nothing for a
//! text that is no date, so that nothing but a date ever stands where a format expects one.

use jiff::civil::Date;

/// First and last part of a date or span of time, as they are written; `None` when it is none.
pub(super) fn ends(text: &str) -> Option<(&str, &str)> {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    (days(from).is_some() && days(to).is_some()).then_some((from, to))
}

/// The first day that the text can mean, `YYYY-MM-DD`.
pub(super) fn first_day(text: &str) -> Option<String> {
    ends(text).and_then(|(from, _)| days(from)).map(|(first, _)| first.to_string())
}

/// The last day that the text can mean, `YYYY-MM-DD`.
pub(super) fn last_day(text: &str) -> Option<String> {
    ends(text).and_then(|(_, to)| days(to)).map(|(_, last)| last.to_string())
}

/// First and last day of a year, a month or a day.
fn days(text: &str) -> Option<(Date, Date)> {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| digits(year, 4))?.parse().ok()?;
    let mut part =
        || parts.next().map(|part| if digits(part, 2) { part.parse().ok() } else { None });
    // An outer `None`: there is no such part; an inner one: it is no number.
    let (month, day): (Option<Option<i8>>, Option<Option<i8>>) = (part(), part());
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, month?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => Date::new(year, month?, day?).ok().map(|date| (date, date)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_days() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = first_day(text).zip(last_day(text));
            assert_eq!(found.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), expected, "{text}");
        };
        check("2024", Some(("2024-01-01", "2024-12-31")));
        check("2024-02", Some(("2024-02-01", "2024-02-29")));
        check("2024-02-03", Some(("2024-02-03", "2024-02-03")));
        check("2023/2024-02", Some(("2023-01-01", "2024-02-29")));
        for none in [
            "",
            "24",
            "2024-13",
            "2024-2",
            "2024-02-30",
            "+024",
            "2024-01-01-01",
            "2024/x",
            "x/2024",
            "2024-01-01\n",
        ] {
            check(none, None);
        }
    }
}
