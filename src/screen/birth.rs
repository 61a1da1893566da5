//! Dates of birth as lists write them. Enters: words. Leaves: "1962", "1962-12", "1962-12-25", one
//! for each year that may be meant; and whether two say the same. Nothing where nothing is sure.

use std::collections::BTreeSet;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Years that a range may span; a longer one says too little.
const MOST_YEARS: i32 = 12;

/// The dates that words may mean: "25 Dec 1966", "circa 1961" (a year more or less), "1963 to 1967",
/// "1962-12-25", "Dec 1966"; `None` when they mean none, no date at all when they mean too many.
pub(super) fn dates(text: &str) -> Option<BTreeSet<String>> {
    let circa = text.trim().strip_prefix("circa ");
    let text = circa.unwrap_or(text).trim();
    let span = text.split_once(" to ").map(|(from, to)| (year(from), year(to)));
    match (span, circa.and(year(text))) {
        (Some((Some(from), Some(to))), _) if from <= to => Some(years(from, to)),
        (Some(_), _) => None,
        (None, Some(year)) => Some(years(year - 1, year + 1)),
        (None, None) => date(text).map(|date| BTreeSet::from([date])),
    }
}

/// Every year of a range, unless there are too many.
fn years(from: i32, to: i32) -> BTreeSet<String> {
    let years = (from..=to).map(|year| year.to_string());
    years.filter(|_| to - from < MOST_YEARS).collect()
}

/// The last year of four digits in the words.
fn year(text: &str) -> Option<i32> {
    let words = text.split(|c: char| !c.is_ascii_digit());
    let mut years = words.filter(|word| word.len() == 4).filter_map(|word| word.parse().ok());
    years.rfind(|year| (1000..=2100).contains(year))
}

fn date(text: &str) -> Option<String> {
    let parts: Vec<&str> =
        text.split(['-', ' ', '.', '/']).filter(|part| !part.is_empty()).collect();
    let number = |text: &str, most: u32| {
        text.parse::<u32>().ok().filter(|number| (1..=most).contains(number))
    };
    let month = |text: &str| {
        let name = text.get(..3)?.to_lowercase();
        MONTHS.iter().position(|month| *month == name).map(|at| at as u32 + 1)
    };
    let year = |text: &str| year(text).filter(|_| text.len() == 4);
    match parts[..] {
        [y] => Some(format!("{:04}", year(y)?)),
        [y, m] if year(y).is_some() => Some(format!("{:04}-{:02}", year(y)?, number(m, 12)?)),
        [m, y] => Some(format!("{:04}-{:02}", year(y)?, month(m)?)),
        [y, m, d] if year(y).is_some() => day(year(y)?, number(m, 12)?, number(d, 31)?),
        [d, m, y] => day(year(y)?, month(m)?, number(d, 31)?),
        _ => None,
    }
}

/// A day that the calendar has.
fn day(year: i32, month: u32, day: u32) -> Option<String> {
    let day = jiff::civil::Date::new(year as i16, month as i8, day as i8);
    day.ok().map(|day| day.to_string())
}

/// Whether a date may be the same as one of these: the shorter begins the longer.
pub(super) fn agrees(date: &str, others: &BTreeSet<String>) -> bool {
    others.iter().any(|other| other.starts_with(date) || date.starts_with(other.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_birth_are_read_as_far_as_they_go() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = dates(text).into_iter().flatten().collect();
            assert_eq!(found, expected, "{text}");
        };
        check("25 Dec 1966", &["1966-12-25"]);
        check("1966-12-25", &["1966-12-25"]);
        check("1966-12", &["1966-12"]);
        check("Dec 1966", &["1966-12"]);
        check("1966", &["1966"]);
        check("circa 1961", &["1960", "1961", "1962"]);
        check("circa 17 Jul 1961", &["1960", "1961", "1962"]);
        check("1963 to 1965", &["1963", "1964", "1965"]);
        check("01 Jan 1963 to 31 Dec 1964", &["1963", "1964"]);
        check("1900 to 1999", &[]);
        check("31 Foo 1966", &[]);
        check("1966-13-01", &[]);
        check("", &[]);
        check("12é345", &[]);
        check("1966/12/25", &["1966-12-25"]);
        check("25/12/1966", &[]);
        check("29 Feb 1964", &["1964-02-29"]);
        check("1966-02-29", &[]);
        // Understood, but it says too little; not understood.
        assert_eq!(dates("1900 to 1999"), Some(BTreeSet::new()));
        assert!(
            ["soon", "1999 to 1900", "1900 to now", ""].iter().all(|text| dates(text).is_none())
        );
    }

    #[test]
    fn a_year_agrees_with_its_days() {
        let others = BTreeSet::from(["1966-12-25".to_owned(), "1970".to_owned()]);
        assert!(agrees("1966", &others) && agrees("1970-01-01", &others));
        assert!(!agrees("1967", &others) && !agrees("1966-11", &others));
    }
}
