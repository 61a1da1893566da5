//! OFAC's lists in their csv form: `sdn.csv`, or `cons_prim.csv`, without a header, `-0-` for
//! nothing, with `alt.csv` (aliases) and `add.csv` (addresses) beside it
//! (<https://ofac.treasury.gov/sanctions-list-service>, "DAT/CSV file format"). Enters: lines.
//! Leaves: entries.

use super::{
    aliases::Aliases,
    lines::{Lines, fields},
    read::Watchlist,
    values::Values,
};
use crate::{
    error::Error,
    watchlist::{Entry, EntryType, NameStanding},
};
use std::{
    collections::{BTreeSet, HashMap},
    mem,
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
    let mut values = lines.values();
    let mut place: HashMap<String, usize> = HashMap::new();
    while let Some((line, row)) = lines.row(b',') {
        values.at(line);
        let entry = row.and_then(|row| {
            entry(&row, if consolidated { "CONS" } else { "SDN" }, &mut values)
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
    list.unread.extend(values.into_unread());
    let prefix = if consolidated { "cons_" } else { "" };
    for (name, column) in [("alt.csv", 3), ("add.csv", 4)] {
        let Some(beside) = beside(path, &format!("{prefix}{name}")) else { continue };
        let mut lines = Lines::open(&beside)?;
        let mut values = lines.values();
        let mut aliases: HashMap<usize, Aliases> = HashMap::new();
        while let Some((line, row)) = lines.row(b',') {
            let row = match row {
                Ok(row) => row,
                Err(skipped) => {
                    list.skipped.push(skipped);
                    continue;
                }
            };
            let Some(&at) = row.first().and_then(|id| place.get(id)) else {
                list.skipped.push(lines.skip(line, "no entry has this number"));
                continue;
            };
            let Some(field) = row.get(column) else {
                list.skipped.push(lines.skip(line, format!("{} fields", row.len())));
                continue;
            };
            let entry = &mut list.entries[at];
            match (value(field), column) {
                (Some(alias), 3) => {
                    let known = || Aliases::of(mem::take(&mut entry.names));
                    aliases.entry(at).or_insert_with(known).add(alias, NameStanding::Alias);
                }
                (Some(country), _) => {
                    values.at(line);
                    entry.countries.extend(values.countries([country]));
                }
                (None, _) => {}
            }
        }
        for (at, aliases) in aliases {
            list.entries[at].names = aliases.into_names();
        }
        list.unread.extend(values.into_unread());
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

fn entry(row: &[String], list: &str, values: &mut Values) -> Result<Entry, String> {
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
    let mut names = Aliases::default();
    names.add(name, NameStanding::Primary);
    let mut entry = Entry {
        list: list.to_owned(),
        id: id.to_owned(),
        entry_type,
        names: Vec::new(),
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
        read_remark(&mut entry, &mut names, values, remark.trim());
    }
    entry.names = names.into_names();
    Ok(entry)
}

/// "DOB 25 Dec 1966", "alt. nationality Iran", "a.k.a. 'PACHO'": an alias in the remarks is one
/// that OFAC calls weak.
fn read_remark(entry: &mut Entry, names: &mut Aliases, values: &mut Values, remark: &str) {
    let remark = remark.strip_prefix("alt. ").unwrap_or(remark);
    let remark = remark.strip_suffix('.').unwrap_or(remark);
    if let Some(date) = remark.strip_prefix("DOB ") {
        entry.birth_dates.extend(values.birth_dates([date]));
    } else if let Some(country) =
        remark.strip_prefix("nationality ").or_else(|| remark.strip_prefix("citizen "))
    {
        entry.countries.extend(values.countries([country]));
    } else if let Some(alias) = remark.strip_prefix("a.k.a. ") {
        let alias = alias.trim().trim_matches('\'').trim();
        if !alias.is_empty() {
            names.add(alias, NameStanding::Weak);
        }
    }
}
