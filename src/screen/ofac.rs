//! OFAC's lists in their csv form: `sdn.csv`, or `cons_prim.csv`, without a header, `-0-` for
//! nothing, with `alt.csv` (aliases) and `add.csv` (addresses) beside it
//! (<https://ofac.treasury.gov/sanctions-list-service>, "DAT/CSV file format"). Enters: lines.
//! Leaves: entries.

use super::{
    birth,
    lines::{Lines, fields},
    read::Watchlist,
};
use crate::{
    error::Error,
    gazetteer::GAZETTEER,
    watchlist::{Entry, EntryName, EntryType, NameStanding},
};
use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
};

/// Which of OFAC's files it is.
pub(super) enum Kind {
    /// Entries: number, name, type, programme, …, remarks.
    Entries,
    /// Aliases or addresses of entries.
    Companion,
}

/// Fields of a row of entries.
const FIELDS: usize = 12;

/// Tells OFAC's files by their first row, which begins with a number.
pub(super) fn recognize(first: &str) -> Option<Kind> {
    let row = fields(first, b',')?;
    let number = |at: usize| row.get(at).is_some_and(|field| field.parse::<u64>().is_ok());
    match row.len() {
        FIELDS.. if number(0) => Some(Kind::Entries),
        5..=6 if number(0) && number(1) => Some(Kind::Companion),
        _ => None,
    }
}

/// Reads the entries and what lies beside them.
pub(super) fn read(lines: &mut Lines, path: &Path) -> Result<Watchlist, Error> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let consolidated = file.starts_with("cons");
    let mut list = Watchlist::default();
    let mut place: HashMap<String, usize> = HashMap::new();
    while let Some((line, row)) = lines.row(b',') {
        let entry = row.and_then(|row| {
            entry(&row, if consolidated { "CONS" } else { "SDN" })
                .map_err(|cause| lines.skip(line, cause))
        });
        match entry {
            Ok(entry) if place.contains_key(&entry.id) => {
                let cause = format!("number {} stands twice", entry.id);
                list.skipped.push(lines.skip(line, cause));
            }
            Ok(entry) => {
                place.insert(entry.id.clone(), list.entries.len());
                list.entries.push(entry);
            }
            Err(skipped) => list.skipped.push(skipped),
        }
    }
    let prefix = if consolidated { "cons_" } else { "" };
    for (name, column) in [("alt.csv", 3), ("add.csv", 4)] {
        let Some(beside) = beside(path, &format!("{prefix}{name}")) else { continue };
        let mut lines = Lines::open(&beside)?;
        while let Some((line, row)) = lines.row(b',') {
            let row = match row {
                Ok(row) => row,
                Err(skipped) => {
                    list.skipped.push(skipped);
                    continue;
                }
            };
            let Some(at) = row.first().and_then(|id| place.get(id)) else {
                list.skipped.push(lines.skip(line, "no entry has this number"));
                continue;
            };
            let Some(field) = row.get(column) else {
                list.skipped.push(lines.skip(line, format!("{} fields", row.len())));
                continue;
            };
            let entry = &mut list.entries[*at];
            match (value(field), column) {
                (Some(alias), 3) => add_name(entry, alias, NameStanding::Alias),
                (Some(country), _) => {
                    entry.countries.extend(GAZETTEER.code(country).map(str::to_owned));
                }
                (None, _) => {}
            }
        }
    }
    Ok(list)
}

/// A file beside the list, under its usual spellings, plain or gzip.
fn beside(path: &Path, name: &str) -> Option<PathBuf> {
    let names = [name.to_owned(), name.to_uppercase(), format!("{name}.gz")];
    names.iter().map(|name| path.with_file_name(name)).find(|path| path.is_file())
}

/// A field, unless it says that there is nothing.
fn value(field: &str) -> Option<&str> {
    Some(field.trim()).filter(|field| !field.is_empty() && *field != "-0-")
}

fn add_name(entry: &mut Entry, text: &str, standing: NameStanding) {
    if entry.names.iter().all(|name| name.text != text) {
        entry.names.push(EntryName { text: text.to_owned(), standing });
    }
}

fn entry(row: &[String], list: &str) -> Result<Entry, String> {
    if row.len() < FIELDS {
        return Err(format!("{} fields instead of {FIELDS}", row.len()));
    }
    let id = value(&row[0]).filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
    let id = id.ok_or_else(|| format!("{:?} is no number of an entry", row[0]))?;
    let name = value(&row[1]).ok_or("no name")?;
    let entry_type = match value(&row[2]) {
        None => EntryType::Organization,
        Some("individual") => EntryType::Person,
        Some("vessel") => EntryType::Vessel,
        Some("aircraft") => EntryType::Aircraft,
        Some(_) => EntryType::Unknown,
    };
    let mut entry = Entry {
        list: list.to_owned(),
        id: id.to_owned(),
        entry_type,
        names: vec![EntryName { text: name.to_owned(), standing: NameStanding::Primary }],
        countries: BTreeSet::new(),
        birth_dates: BTreeSet::new(),
        programs: value(&row[3])
            .map(|programs| programs.split("] [").map(|p| p.trim_matches(['[', ']', ' '])))
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect(),
    };
    for remark in value(&row[11]).unwrap_or_default().split(';') {
        read_remark(&mut entry, remark.trim());
    }
    Ok(entry)
}

/// "DOB 25 Dec 1966", "alt. nationality Iran", "a.k.a. 'PACHO'": an alias in the remarks is one
/// that OFAC calls weak.
fn read_remark(entry: &mut Entry, remark: &str) {
    let remark = remark.strip_prefix("alt. ").unwrap_or(remark);
    let remark = remark.strip_suffix('.').unwrap_or(remark);
    if let Some(date) = remark.strip_prefix("DOB ") {
        entry.birth_dates.extend(birth::dates(date));
    } else if let Some(country) =
        remark.strip_prefix("nationality ").or_else(|| remark.strip_prefix("citizen "))
    {
        entry.countries.extend(GAZETTEER.code(country).map(str::to_owned));
    } else if let Some(alias) = remark.strip_prefix("a.k.a. ") {
        let alias = alias.trim().trim_matches('\'').trim();
        if !alias.is_empty() {
            add_name(entry, alias, NameStanding::Weak);
        }
    }
}
