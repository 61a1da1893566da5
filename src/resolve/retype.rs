//! Types that the whole document corrects. Enters: its names as they were recognized. Leaves: the
//! same names; what everybody knows as a place or body, and what is a part of a longer name here,
//! gets the type of that. Adds and drops no name, moves no edge.

use super::{
    acronym,
    facts::FACTS,
    fold::{fold, is_latin, without_possessive},
    is_name,
    organization::{OrganizationName, is_country},
    person::PersonName,
};
use crate::names::lexicon::LEXICON as WORDS;
use crate::{document::Document, mention::Mention, schema::EntityType};
use EntityType::{Location, Norp, Organization, Person};
use std::collections::{BTreeMap, HashSet};

/// What the longer names of a document say of their words.
struct Names {
    /// Words of full names of persons.
    persons: HashSet<String>,
    /// Surnames of those.
    surnames: HashSet<String>,
    /// Persons named by a single word.
    alone: HashSet<String>,
    /// Names of organizations of several words.
    organizations: Vec<OrganizationName>,
    /// Words of places of several words.
    places: HashSet<String>,
}

impl Names {
    fn read(doc: &Document, mentions: &[Mention]) -> Self {
        let mut names = Self {
            persons: HashSet::new(),
            surnames: HashSet::new(),
            alone: HashSet::new(),
            organizations: Vec::new(),
            places: HashSet::new(),
        };
        let mut seen = HashSet::new();
        for mention in mentions.iter().filter(|m| is_name(m)) {
            let text = without_possessive(doc.slice(mention.span));
            if !is_latin(text) || !seen.insert((mention.entity_type, text)) {
                continue;
            }
            match mention.entity_type {
                Person => {
                    let name = PersonName::read(text);
                    if name.is_full() {
                        names.surnames.insert(name.words[name.surname].clone());
                        names.persons.extend(name.words);
                    } else {
                        names.alone.extend(name.words);
                    }
                }
                Organization => {
                    let name = OrganizationName::read(text);
                    if name.words.len() > 1 {
                        names.organizations.push(name);
                    }
                }
                Location if text.contains(' ') => {
                    names.places.extend(super::fold::words(text));
                }
                _ => {}
            }
        }
        names
    }

    fn is_person(&self, words: &[String]) -> bool {
        words
            .iter()
            .any(|w| self.persons.contains(w) || FACTS.male.contains(w) || FACTS.female.contains(w))
    }

    /// The type of a name, seen from the rest of the document. `free`: no mention of it stands like
    /// a person or a place.
    fn type_of(&self, text: &str, kind: EntityType, free: Free) -> EntityType {
        let folded = fold(text);
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        if kind != Location && self.is_known_place(&folded, &words, kind) {
            return Location;
        }
        let known = FACTS.country(&folded).or_else(|| FACTS.capital(&folded)).is_some()
            || FACTS.demonym(&folded).is_some()
            || kind == Location && FACTS.region(&folded).is_some();
        if kind == Person && free.of_person && !self.is_person(&words) && !known {
            let is_body = FACTS.body(&folded).is_some();
            if is_body || self.organizations.iter().any(|long| is_named(long, &words)) {
                return Organization;
            }
        }
        if kind == Location && !known && free.of_place && !self.is_person(&words) {
            let state_owned = |long: &OrganizationName| {
                long.place_of(&words).is_some_and(|at| at > 0 && is_country(&long.core[..at]))
            };
            if self.organizations.iter().any(state_owned) {
                return Organization;
            }
        }
        if words.len() == 1 && !known && self.is_surname(text, &folded, kind, free) {
            return Person;
        }
        kind
    }

    /// A country or capital under a name that means nothing else.
    fn is_known_place(&self, folded: &str, words: &[String], kind: EntityType) -> bool {
        let known = FACTS.country(folded).or_else(|| FACTS.capital(folded)).is_some();
        let other = match kind {
            Norp => FACTS.demonym(folded).is_some(),
            Organization => FACTS.body(folded).is_some(),
            Person => FACTS.like_places.contains(folded) || self.is_person(words),
            _ => true,
        };
        known && folded.chars().count() > 3 && !other
    }

    fn is_surname(&self, text: &str, folded: &str, kind: EntityType, free: Free) -> bool {
        let elsewhere = self.organizations.iter().any(|o| o.words.iter().any(|w| w == folded))
            || self.places.contains(folded);
        let mistaken = match kind {
            Location => free.of_place,
            Organization => WORDS.family_first.contains(folded),
            _ => false,
        };
        mistaken
            && (self.surnames.contains(folded)
                || self.persons.contains(folded) && self.alone.contains(folded))
            && !elsewhere
            && acronym::letters(text).is_none()
    }
}

/// Whether the words are what a company is called by: they begin its name or follow its country.
fn is_named(long: &OrganizationName, words: &[String]) -> bool {
    let said = |w: &String| FACTS.descriptive.contains(w) || FACTS.legal.contains(w);
    long.place_of(words).is_some_and(|at| {
        let next = long.words.get(at + words.len());
        if at == 0 { next.is_some_and(said) || long.words.len() > words.len() + 1 } else { true }
    })
}

/// How the mentions of a name stand.
#[derive(Clone, Copy)]
struct Free {
    /// None follows a title or speaks.
    of_person: bool,
    /// None follows "in" or stands before a comma.
    of_place: bool,
}

/// Gives each name the type that the document as a whole shows.
pub(crate) fn agree(doc: &Document, mentions: &mut [Mention]) {
    let names = Names::read(doc, mentions);
    let mut standing: BTreeMap<(EntityType, String), Free> = BTreeMap::new();
    let key = |mention: &Mention| {
        (mention.entity_type, without_possessive(doc.slice(mention.span)).to_owned())
    };
    let typed = |m: &&mut Mention| {
        is_name(m) && matches!(m.entity_type, Person | Organization | Location | Norp)
    };
    for mention in mentions.iter_mut().filter(typed) {
        let free = standing.entry(key(mention)).or_insert(Free { of_person: true, of_place: true });
        let before = doc.text().get(..mention.span.start).unwrap_or_default().trim_end();
        let after = doc.text().get(mention.span.end..).unwrap_or_default();
        let word = fold(before.rsplit(char::is_whitespace).next().unwrap_or_default());
        free.of_person &= !WORDS.titles.contains(&word)
            && !["said", "says", "told", "who", "was born"]
                .iter()
                .any(|w| after.trim_start().starts_with(w));
        // "In X's name" is no place, "in X" is.
        let within = PLACE_BEFORE.contains(&word.as_str()) && !after.starts_with(['\'', '’']);
        free.of_place &= !within && !after.starts_with(',');
    }
    for mention in mentions.iter_mut().filter(typed) {
        let key = key(mention);
        let text = key.1.as_str();
        if let Some(free) = standing.get(&key).filter(|_| is_latin(text) && !text.is_empty()) {
            mention.entity_type = names.type_of(text, key.0, *free);
        }
    }
}

const PLACE_BEFORE: [&str; 9] =
    ["in", "at", "near", "from", "to", "of", "outside", "around", "off"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::marked;

    #[test]
    fn the_document_corrects_a_type() {
        for (text, expected) in [
            ("[PER Brussels] said no; [ORG Tehran] too.", vec![Location, Location]),
            ("[PER Jordan] left. [PER Georgia] paid.", vec![Person, Person]),
            ("[PER Tehran] and [PER Ali Tehran].", vec![Person, Person]),
            ("[PER Lazarus] struck.", vec![Organization]),
            ("[PER Ann Lazarus]: [PER Lazarus] left.", vec![Person, Person]),
            ("[ORG Eritech Computer Assembly]: [PER Eritech] paid.", vec![Organization; 2]),
            ("[ORG Korea Kumryong Trading]: [LOC Kumryong] paid.", vec![Organization; 2]),
            ("[ORG Korea Kumryong Trading], in [LOC Kumryong].", vec![Organization, Location]),
            ("[ORG Tianjin Haitai Trading]: [LOC Tianjin] paid.", vec![Organization, Location]),
            ("[ORG Corman Construction]: Mr. [PER Corman] paid.", vec![Organization, Person]),
            ("[PER Djang Tcheul Hy], [PER Djang]; [LOC Djang] paid.", vec![Person; 3]),
            ("[PER Djang Tcheul Hy], [PER Djang]; in [LOC Djang]'s name.", vec![Person; 3]),
            ("[PER Ri Hong Sop]; [ORG Ri] paid.", vec![Person; 2]),
            ("[NORP Thai]", vec![Norp]),
        ] {
            let (doc, mut mentions) = marked(text);
            agree(&doc, &mut mentions);
            let found: Vec<EntityType> = mentions.iter().map(|m| m.entity_type).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
