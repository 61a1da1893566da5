//! Further facts of an entity. Enters: its mentions. Leaves: `country` (ISO 3166-1) of countries,
//! nationalities, of well-known bodies and of those that the text ascribes to a state, `region` (ISO 3166-2) of parts of
//! a country, `value` of dates, money and identifiers.

use super::{facts::FACTS, scene::Scene};
use crate::{schema::EntityType, span::Span};
use std::collections::{BTreeMap, BTreeSet};

/// The attributes of the entity with these mentions.
pub(crate) fn of(
    scene: &Scene<'_>,
    entity_type: EntityType,
    mentions: &[usize],
) -> BTreeMap<String, String> {
    let forms = || mentions.iter().map(|&m| scene.form(m).folded.as_str());
    let mut attributes = BTreeMap::new();
    let mut set = |name: &str, value: Option<&str>| {
        attributes.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    };
    match entity_type {
        EntityType::Location => {
            let region = forms().find_map(|f| FACTS.region(f));
            let state = region.is_some_and(|code| is_state_here(scene, code));
            set("country", forms().find_map(|f| FACTS.country(f)).filter(|_| !state));
            set("region", region.filter(|code| *code != "US-GA" || state));
        }
        // A reader of names may take "Hong Kong" for a people where it stands before a noun.
        EntityType::Norp => {
            set("country", forms().find_map(|f| FACTS.demonym(f).or_else(|| FACTS.country(f))));
        }
        EntityType::Organization => {
            let known = || forms().find_map(|f| FACTS.body(f)).and_then(|(_, country)| country);
            set("country", owner(scene, mentions).or_else(known));
        }
        _ => {}
    }
    if entity_type.is_value() {
        set("value", scene.mentions[mentions[0]].value.as_deref());
    }
    attributes
}

/// Whether "Georgia" is the state and not the country: the text names other states of the union
/// and nobody Georgian. Every other state has a name of its own.
fn is_state_here(scene: &Scene<'_>, code: &str) -> bool {
    let forms = || scene.forms.iter();
    let other = |f: &&super::scene::Form| {
        f.entity_type == EntityType::Location
            && FACTS.region(&f.folded).is_some_and(|r| r != code && r != "US-DC")
    };
    let georgian = forms().any(|f| f.folded == "georgian" || f.folded == "tbilisi");
    code != "US-GA" || forms().any(|f| other(&f)) && !georgian
}

/// The one state to which the words before its mentions ascribe a body of a common name: "the
/// Iraqi [Foreign Ministry]", "Iran's [Foreign Ministry]".
fn owner<'a>(scene: &'a Scene<'_>, mentions: &[usize]) -> Option<&'a str> {
    let common =
        |m: &usize| scene.form(*m).organization.as_ref().is_some_and(|name| name.is_common());
    if !mentions.iter().all(common) {
        return None;
    }
    let owners: BTreeSet<&str> = mentions
        .iter()
        .filter_map(|&mention| {
            let before = mention.checked_sub(1)?;
            let span =
                Span::new(scene.mentions[before].span.end, scene.mentions[mention].span.start);
            let gap = scene.doc.slice(span);
            let adjacent = matches!(gap, " " | "'s " | "’s " | "' " | " ' ");
            let folded = &scene.form(before).folded;
            let place = scene.mentions[before].entity_type;
            match place {
                EntityType::Norp if adjacent => FACTS.demonym(folded),
                EntityType::Location if adjacent => FACTS.country(folded),
                _ => None,
            }
        })
        .collect();
    let first = owners.first().copied();
    first.filter(|_| owners.len() == 1)
}
