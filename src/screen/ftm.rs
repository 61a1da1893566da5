//! FollowTheMoney entities, one JSON object a line (<https://followthemoney.tech>), as OpenSanctions
//! and Aleph export them. Enters: lines. Leaves: entries; what is no actor, ship or aircraft
//! (addresses, ownerships, …) is passed over, but a sanction gives its programme to its entity.

use super::{aliases::Aliases, lines::Lines, read::Watchlist, values::Values};
use crate::watchlist::{Entry, EntryType, NameStanding};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    caption: Option<String>,
    #[serde(default)]
    properties: BTreeMap<String, Value>,
    #[serde(default)]
    datasets: Vec<String>,
}

impl Entity {
    /// The texts of a property; entities nested in it are passed over.
    fn texts(&self, property: &str) -> impl Iterator<Item = &str> {
        let value = self.properties.get(property);
        let many = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let one = value.filter(|value| value.is_string());
        let texts = many.iter().chain(one).filter_map(Value::as_str).map(str::trim);
        texts.filter(|text| !text.is_empty())
    }

    /// The programmes of sanctions that are nested in it.
    fn nested_programs(&self) -> impl Iterator<Item = &str> {
        let sanctions = self.properties.get("sanctions").and_then(Value::as_array);
        let programs = sanctions.into_iter().flatten().filter_map(|sanction| {
            sanction.get("properties").and_then(|p| p.get("program")).and_then(Value::as_array)
        });
        programs.flatten().filter_map(Value::as_str)
    }
}

/// What kind of thing a schema describes that a list is searched for; `None` for the rest.
pub(super) fn entry_type(schema: &str) -> Option<EntryType> {
    match schema {
        "Person" => Some(EntryType::Person),
        "Company" | "Organization" | "PublicBody" => Some(EntryType::Organization),
        "LegalEntity" => Some(EntryType::Unknown),
        "Vessel" => Some(EntryType::Vessel),
        "Airplane" => Some(EntryType::Aircraft),
        _ => None,
    }
}

/// Reads entities; `stem` names the list where an entity does not belong to exactly one.
pub(super) fn read(lines: &mut Lines, stem: &str) -> Watchlist {
    let mut list = Watchlist::default();
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut programs: Vec<(String, String)> = Vec::new();
    let mut values = lines.values();
    while let Some((line, text)) = lines.next() {
        let text = match text {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => text,
            Err(skipped) => {
                list.skipped.push(skipped);
                continue;
            }
        };
        let entity: Entity = match serde_json::from_str(&text) {
            Ok(entity) => entity,
            Err(error) => {
                let cause = format!("no FollowTheMoney entity: {error}");
                list.skipped.push(lines.skip(line, cause));
                continue;
            }
        };
        if entity.schema == "Sanction" {
            for of in entity.texts("entity") {
                let said = entity.texts("programId").chain(entity.texts("program"));
                programs.extend(said.map(|program| (of.to_owned(), program.to_owned())));
            }
        }
        let Some(entry_type) = entry_type(&entity.schema) else { continue };
        values.at(line);
        match entry(&entity, entry_type, stem, &mut values) {
            Some(_) if place.contains_key(&entity.id) => {
                let cause = format!("id {:?} stands twice", entity.id);
                list.skipped.push(lines.skip(line, cause));
            }
            Some(entry) => {
                place.insert(entity.id, list.entries.len());
                list.entries.push(entry);
            }
            None => list.skipped.push(lines.skip(line, "no name")),
        }
    }
    for (of, program) in programs {
        if let Some(&at) = place.get(&of) {
            list.entries[at].programs.insert(program);
        }
    }
    list.unread.extend(values.into_unread());
    list
}

fn entry(entity: &Entity, entry_type: EntryType, stem: &str, values: &mut Values) -> Option<Entry> {
    // The caption is the name that the publisher shows; the others of `name` are as good.
    let caption = entity.caption.as_deref().filter(|c| entity.texts("name").any(|n| n == *c));
    let primary = caption.into_iter().chain(entity.texts("name"));
    let primary = primary.map(|text| (text, NameStanding::Primary));
    let aliases = ["alias", "previousName"].into_iter().flat_map(|p| entity.texts(p));
    let weak = ["weakAlias", "abbreviation"].into_iter().flat_map(|p| entity.texts(p));
    let others = aliases.map(|text| (text, NameStanding::Alias));
    let others = others.chain(weak.map(|text| (text, NameStanding::Weak)));
    let mut names = Aliases::default();
    primary.chain(others).for_each(|(text, standing)| names.add(text, standing));
    let names = names.into_names();
    if names.is_empty() {
        return None;
    }
    let places = ["nationality", "citizenship", "country", "jurisdiction", "flag", "mainCountry"];
    let countries = places.into_iter().flat_map(|property| entity.texts(property));
    let programs = ["topics", "programId", "program"].into_iter().flat_map(|p| entity.texts(p));
    Some(Entry {
        list: match &entity.datasets[..] {
            [one] => one.clone(),
            _ => stem.to_owned(),
        },
        id: entity.id.clone(),
        entry_type,
        names,
        countries: values.countries(countries),
        birth_dates: values.birth_dates(entity.texts("birthDate")),
        programs: programs.chain(entity.nested_programs()).map(str::to_owned).collect(),
    })
}
