//! Lists of known persons and organizations: sanctions lists, an investigator's own. Enters:
//! nothing. Leaves: the entries as types, and what a match of one with a node says. Reads no file
//! and compares nothing (that is `screen`).

use crate::schema::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryType {
    /// A person.
    Person,
    /// A company, public body, group.
    Organization,
    /// A ship.
    Vessel,
    /// An aeroplane, helicopter.
    Aircraft,
    /// A person or an organization: the list does not say.
    Unknown,
}

impl EntryType {
    /// The name used in attributes and by `--type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
            Self::Unknown => "unknown",
        }
    }
}

/// How well the list vouches for a name. The order is the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameStanding {
    /// The name under which the entry stands.
    Primary,
    /// Another name of it.
    Alias,
    /// A name that the list itself calls weak: a nickname, a name that many bear.
    Weak,
}

/// One name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryName {
    /// As the list writes it.
    pub text: String,
    /// How well the list vouches for it.
    pub standing: NameStanding,
}

/// One person, organization, ship or aircraft of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name of the list: "SDN".
    pub list: String,
    /// The list's own number or key.
    pub id: String,
    /// What it is.
    pub entry_type: EntryType,
    /// Its names, the primary one first; never empty.
    pub names: Vec<EntryName>,
    /// ISO codes of its nationalities, seats and addresses.
    pub countries: BTreeSet<String>,
    /// Dates of birth as far as they are known: "1962", "1962-12", "1962-12-25"; several when the
    /// list is unsure.
    pub birth_dates: BTreeSet<String>,
    /// Why it is listed: sanctions programmes, topics.
    pub programs: BTreeSet<String>,
}

impl Entry {
    /// The name under which it stands.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| &name.text)
    }
}

/// A node or name that a list knows: attribute `watchlist` is a list of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WatchlistMatch {
    /// Name of the list.
    pub list: String,
    /// The entry's number or key there.
    pub id: String,
    /// How alike, 0..=1; no probability that the two are one.
    pub score: f64,
    /// The name of the entry that matched, as the list writes it.
    pub name: String,
    /// The name under which the entry stands, when another matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What the entry is.
    #[serde(rename = "type")]
    pub entry_type: EntryType,
    /// Why the entry is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<String>,
    /// What speaks for and against, in words.
    pub reasons: Vec<String>,
    /// Roles of the node, given by texts, for which being listed speaks too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supports: Vec<Role>,
}
