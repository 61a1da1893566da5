//! What the graph can say. Enters: `data/schema.toml`, compiled in.
//! Leaves: the closed sets (entity types, roles, statuses) and the relation types with their
//! constraints. Holds no text and no patterns; `relate` reads what users add to both.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// The schema that ships with the program.
const BUILT_IN: &str = include_str!("../data/schema.toml");

/// What a mention names. The first five can take part in relations (a `Norp` never does); the rest
/// are values found by patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntityType {
    /// A named person.
    Person,
    /// A named organization: agency, company, court, armed or hacker group.
    Organization,
    /// A named place, also where it stands for its government.
    Location,
    /// A nationality, religious, political or ethnic name: "North Korean".
    Norp,
    /// An unnamed collective or actor: "front companies".
    Group,
    /// A calendar date, month or year.
    Date,
    /// An amount of money.
    Money,
    /// An e-mail address.
    Email,
    /// A web address or domain.
    Url,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// A telephone number.
    Phone,
    /// An international bank account number.
    Iban,
    /// A crypto-currency address.
    CryptoAddress,
    /// A labelled passport or identity number.
    IdNumber,
}

impl EntityType {
    /// Every type.
    pub const ALL: [Self; 14] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Norp,
        Self::Group,
        Self::Date,
        Self::Money,
        Self::Email,
        Self::Url,
        Self::IpAddress,
        Self::Phone,
        Self::Iban,
        Self::CryptoAddress,
        Self::IdNumber,
    ];

    /// The types that can take part in relations.
    pub const ENDS: [Self; 4] = [Self::Person, Self::Organization, Self::Location, Self::Group];

    /// The name used in the JSON graph.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Norp => "norp",
            Self::Group => "group",
            Self::Date => "date",
            Self::Money => "money",
            Self::Email => "email",
            Self::Url => "url",
            Self::IpAddress => "ip_address",
            Self::Phone => "phone",
            Self::Iban => "iban",
            Self::CryptoAddress => "crypto_address",
            Self::IdNumber => "id_number",
        }
    }

    /// Whether it is a value found by a pattern (date, money, identifier) and not an actor or place.
    #[must_use]
    pub const fn is_value(self) -> bool {
        !matches!(
            self,
            Self::Person | Self::Organization | Self::Location | Self::Norp | Self::Group
        )
    }
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The part an entity plays in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A state, its leader or organ that is the adversary.
    Regime,
    /// Acts for the regime or the criminal principal.
    Proxy,
    /// Shell, front or cover company.
    FrontCompany,
    /// Police, prosecutor, regulator, court, sanctions body.
    Enforcement,
    /// Target of an attack, fraud or theft.
    Victim,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] =
        [Self::Regime, Self::Proxy, Self::FrontCompany, Self::Enforcement, Self::Victim];

    /// The name used in the JSON graph.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regime => "regime",
            Self::Proxy => "proxy",
            Self::FrontCompany => "front_company",
            Self::Enforcement => "enforcement",
            Self::Victim => "victim",
        }
    }
}

/// How the text states a relation.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Reported as fact.
    #[default]
    Asserted,
    /// Claimed by an accuser.
    Alleged,
    /// Reported as untrue.
    Denied,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Asserted, Self::Alleged, Self::Denied];

    /// The name used in the JSON graph.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Alleged => "alleged",
            Self::Denied => "denied",
        }
    }
}

impl Status {
    /// What several sentences say together: asserted when any asserts it, otherwise what most say;
    /// alleged in a tie.
    pub fn combine(said: impl IntoIterator<Item = Self>) -> Self {
        let (mut alleged, mut denied) = (0_usize, 0_usize);
        for status in said {
            match status {
                Self::Asserted => return Self::Asserted,
                Self::Alleged => alleged += 1,
                Self::Denied => denied += 1,
            }
        }
        if denied > alleged { Self::Denied } else { Self::Alleged }
    }
}

/// One relation type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationType {
    /// What it means, in a line.
    #[serde(default)]
    pub about: String,
    /// `core`, `enforcement` or the user's own pack.
    #[serde(default)]
    pub pack: String,
    /// Whether A-B and B-A are the same relation.
    #[serde(default)]
    pub symmetric: bool,
    /// Entity types that may be the subject.
    pub subject: Vec<EntityType>,
    /// Entity types that may be the object.
    pub object: Vec<EntityType>,
    /// FollowTheMoney schema, subject property and object property.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ftm: Option<[String; 3]>,
}

/// The links of FollowTheMoney that a relation type can be, each with its properties for subject and
/// object: what `ftm` of a [`RelationType`] names.
pub const FTM_LINKS: [[&str; 3]; 8] = [
    ["Ownership", "owner", "asset"],
    ["Directorship", "director", "organization"],
    ["Membership", "member", "organization"],
    ["Employment", "employee", "employer"],
    ["Representation", "agent", "client"],
    ["Payment", "payer", "beneficiary"],
    ["Associate", "person", "associate"],
    ["Family", "person", "relative"],
];

/// Every relation type in force, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Types whose entities stand in the graph.
    #[serde(default)]
    pub entity_types: Vec<EntityType>,
    /// Roles in use.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Statuses in use.
    #[serde(default)]
    pub statuses: Vec<Status>,
    /// Relation types by name.
    pub relation: BTreeMap<String, RelationType>,
}

impl Default for Schema {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Schema {
    /// The schema that ships with the program.
    ///
    /// # Panics
    /// Never: a test parses the built-in schema.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the built-in file is parsed by a test")]
    pub fn built_in() -> Self {
        toml::from_str(BUILT_IN).expect("data/schema.toml is valid")
    }

    /// Whether `predicate` may link these types; false for an unknown predicate. An unnamed group
    /// may stand wherever a person or an organization may.
    #[must_use]
    pub fn allows(&self, subject: EntityType, predicate: &str, object: EntityType) -> bool {
        self.admits(predicate, true, subject) && self.admits(predicate, false, object)
    }

    /// Whether the type may stand at this end, the subject or the object; false for an unknown
    /// predicate.
    #[must_use]
    pub fn admits(&self, predicate: &str, subject: bool, entity_type: EntityType) -> bool {
        let ends =
            self.relation.get(predicate).map(|r| if subject { &r.subject } else { &r.object });
        ends.is_some_and(|allowed| admits(allowed, entity_type))
    }

    /// Whether the predicate is symmetric.
    #[must_use]
    pub fn is_symmetric(&self, predicate: &str) -> bool {
        self.relation.get(predicate).is_some_and(|r| r.symmetric)
    }
}

fn admits(allowed: &[EntityType], entity_type: EntityType) -> bool {
    allowed.contains(&entity_type)
        || (entity_type == EntityType::Group
            && (allowed.contains(&EntityType::Person)
                || allowed.contains(&EntityType::Organization)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_add_up_to_one_status() {
        use Status::{Alleged, Asserted, Denied};
        assert_eq!(Status::combine([Denied, Asserted, Alleged]), Asserted);
        assert_eq!(Status::combine([Denied, Alleged]), Alleged);
        assert_eq!(Status::combine([Denied, Alleged, Denied]), Denied);
    }

    #[test]
    fn the_built_in_schema_parses_and_limits_ends() {
        let schema = Schema::built_in();
        assert_eq!(schema.relation.len(), 24);
        assert!(schema.allows(EntityType::Person, "leads", EntityType::Organization));
        assert!(!schema.allows(EntityType::Norp, "leads", EntityType::Organization));
        assert!(schema.is_symmetric("family_of"));
    }
}
