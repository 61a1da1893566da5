//! A table with a header, such as an investigator keeps, or OpenSanctions' `targets.simple.csv`.
//! Enters: lines. Leaves: entries. Columns, in any order and case: `name`; optional `id`, `aliases`,
//! `weak_aliases`, `type`, `country`, `birth_date`, `list`, `programs`, and their usual other names.
//! Several values of one field stand apart by semicolons.

use super::{
    aliases::Aliases,
    ftm,
    lines::{Lines, fields},
    read::{Watchlist, wrong},
    values::Values,
};
use crate::{
    error::Error,
    watchlist::{Entry, EntryType, NameStanding},
};
use std::{collections::HashSet, path::Path};

/// Where each field stands.
struct Columns {
    name: usize,
    id: Option<usize>,
    aliases: Option<usize>,
    weak: Option<usize>,
    entry_type: Option<usize>,
    country: Option<usize>,
    birth_date: Option<usize>,
    list: Option<usize>,
    programs: Option<usize>,
    all: usize,
}

impl Columns {
    fn read(header: &[String]) -> Option<Self> {
        let header: Vec<String> =
            header.iter().map(|name| name.trim().to_lowercase().replace([' ', '-'], "_")).collect();
        let find = |names: &[&str]| {
            names.iter().find_map(|name| header.iter().position(|column| column == name))
        };
        Some(Self {
            name: find(&["name", "full_name", "caption"])?,
            id: find(&["id", "key", "number"]),
            aliases: find(&["aliases", "alias", "aka", "other_names"]),
            weak: find(&["weak_aliases", "weak_alias"]),
            entry_type: find(&["type", "schema"]),
            country: find(&["country", "countries", "nationality"]),
            birth_date: find(&["birth_date", "birthdate", "date_of_birth", "dob"]),
            list: find(&["list", "dataset"]),
            programs: find(&["programs", "program", "topics", "sanctions"]),
            all: header.len(),
        })
    }
}

/// Reads the rows; `stem` names the list where the table does not.
pub(super) fn read(lines: &mut Lines, path: &Path, stem: &str) -> Result<Watchlist, Error> {
    let first = match lines.peek() {
        Some(Ok(first)) => first,
        _ => return Err(wrong(path, 1, "the file is empty")),
    };
    let delimiter = [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&delimiter| fields(&first, delimiter).map_or(0, |fields| fields.len()));
    let delimiter = delimiter.unwrap_or(b',');
    let header = lines.row(delimiter);
    let header = header.and_then(|(_, row)| row.ok()).unwrap_or_default();
    let Some(columns) = Columns::read(&header) else {
        let cause = "no format known: neither OFAC's csv nor FollowTheMoney JSON lines, and no column \"name\" in the first line";
        return Err(wrong(path, 1, cause));
    };
    let mut list = Watchlist::default();
    let mut seen = HashSet::new();
    let mut values = lines.values();
    while let Some((line, row)) = lines.row(delimiter) {
        values.at(line);
        let entry = row.and_then(|row| {
            let entry = entry(&row, &columns, (stem, line), &mut values);
            entry.map_err(|cause| lines.skip(line, cause))
        });
        match entry {
            Ok(entry) if !seen.insert((entry.list.clone(), entry.id.clone())) => {
                let cause = format!("id {:?} stands twice", entry.id);
                list.skipped.push(lines.skip(line, cause));
            }
            Ok(entry) => list.entries.push(entry),
            Err(skipped) => list.skipped.push(skipped),
        }
    }
    list.unread.extend(values.into_unread());
    Ok(list)
}

fn entry(
    row: &[String],
    columns: &Columns,
    (stem, line): (&str, usize),
    values: &mut Values,
) -> Result<Entry, String> {
    // Fields beyond the header: a comma that should have been quoted moved them all.
    if row.len() > columns.all {
        return Err(format!("{} fields, {} in the header", row.len(), columns.all));
    }
    let field = |at: Option<usize>| {
        at.and_then(|at| row.get(at)).map(String::as_str).filter(|field| !field.is_empty())
    };
    let many = |at: Option<usize>| {
        let parts = field(at).into_iter().flat_map(|field| field.split(';'));
        parts.map(str::trim).filter(|part| !part.is_empty())
    };
    let name = field(Some(columns.name)).ok_or("no name")?;
    let entry_type = match field(columns.entry_type) {
        None => EntryType::Unknown,
        Some(said) => entry_type(said).ok_or_else(|| format!("{said:?} is no type of an entry"))?,
    };
    let mut names = Aliases::default();
    names.add(name, NameStanding::Primary);
    many(columns.aliases).for_each(|alias| names.add(alias, NameStanding::Alias));
    many(columns.weak).for_each(|alias| names.add(alias, NameStanding::Weak));
    Ok(Entry {
        list: field(columns.list).unwrap_or(stem).to_owned(),
        id: field(columns.id).map_or_else(|| format!("line {line}"), str::to_owned),
        entry_type,
        names: names.into_names(),
        countries: values.countries(many(columns.country)),
        birth_dates: values.birth_dates(many(columns.birth_date)),
        programs: many(columns.programs).map(str::to_owned).collect(),
    })
}

fn entry_type(said: &str) -> Option<EntryType> {
    ftm::entry_type(said).or_else(|| match said.to_lowercase().as_str() {
        "person" | "individual" | "people" => Some(EntryType::Person),
        "organization" | "organisation" | "company" | "entity" | "group" | "bank" => {
            Some(EntryType::Organization)
        }
        "vessel" | "ship" => Some(EntryType::Vessel),
        "aircraft" | "airplane" => Some(EntryType::Aircraft),
        "unknown" | "legalentity" | "legal entity" => Some(EntryType::Unknown),
        _ => None,
    })
}
