//! What a row says. Enters: a row. Leaves: its meaning. Two plain ids are two entities, as in
//! nomenklatura. Everything else is said of one id by a second one derived from it, so that no two
//! entities ever share one and a reader that knows only nomenklatura joins nothing by it:
//!
//! | source | judgement | meaning |
//! |---|---|---|
//! | `ID#name=New+name` | positive | it is called so |
//! | `ID#type=organization` | positive | it is of this type |
//! | `ID#part:name=A&doc=B` | negative | what is called A in document B is another entity |
//! | `ID#entity` | negative | it is no entity |
//! | `EDGE#relation` | negative | it is no relation |

use super::{Decision, Judgement};
use crate::schema::EntityType;
use std::collections::BTreeSet;

/// What a decision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim<'a> {
    /// Two ids are one entity.
    Same {
        /// The id that stays.
        target: &'a str,
        /// The id that goes into it.
        source: &'a str,
    },
    /// Two ids are two entities.
    Apart {
        /// One of them.
        target: &'a str,
        /// The other.
        source: &'a str,
    },
    /// An entity is called so.
    Name {
        /// Its id.
        node: &'a str,
        /// Its name from now on.
        name: String,
    },
    /// An entity is of this type.
    Type {
        /// Its id.
        node: &'a str,
        /// Its type from now on.
        entity_type: EntityType,
    },
    /// A part of an entity is another one.
    Part {
        /// Its id.
        node: &'a str,
        /// The id of the part.
        part: &'a str,
        /// The names that the part bears in the texts; none: all.
        names: BTreeSet<String>,
        /// The documents that speak of the part; none: all.
        docs: BTreeSet<String>,
    },
    /// It is no entity.
    NoEntity {
        /// Its id.
        node: &'a str,
    },
    /// It is no relation.
    NoRelation {
        /// The id of the edge.
        edge: &'a str,
    },
    /// Nothing that changes a network.
    Nothing,
    /// Something that this version does not know.
    Unknown,
}

impl Decision {
    fn of(target: &str, source: String, judgement: Judgement) -> Self {
        let target = target.to_owned();
        Self { target, source, judgement, score: None, user: None, created_at: None }
    }

    /// Two ids are one entity.
    #[must_use]
    pub fn same(target: &str, source: &str) -> Self {
        Self::of(target, source.to_owned(), Judgement::Positive)
    }

    /// An entity is called so.
    #[must_use]
    pub fn name(node: &str, name: &str) -> Self {
        Self::of(node, format!("{node}#name={}", encode(name)), Judgement::Positive)
    }

    /// An entity is of this type.
    #[must_use]
    pub fn entity_type(node: &str, entity_type: EntityType) -> Self {
        Self::of(node, format!("{node}#type={entity_type}"), Judgement::Positive)
    }

    /// What bears these names in these documents is another entity; its id is the source.
    #[must_use]
    pub fn part(node: &str, names: &BTreeSet<String>, docs: &BTreeSet<String>) -> Self {
        let names = names.iter().map(|name| format!("name={}", encode(name)));
        let docs = docs.iter().map(|doc| format!("doc={}", encode(doc)));
        let fields: Vec<String> = names.chain(docs).collect();
        Self::of(node, format!("{node}#part:{}", fields.join("&")), Judgement::Negative)
    }

    /// It is no entity.
    #[must_use]
    pub fn no_entity(node: &str) -> Self {
        Self::of(node, format!("{node}#entity"), Judgement::Negative)
    }

    /// It is no relation.
    #[must_use]
    pub fn no_relation(edge: &str) -> Self {
        Self::of(edge, format!("{edge}#relation"), Judgement::Negative)
    }

    /// What the row says. nomenklatura puts the larger id of a pair first: which is derived from
    /// which does not depend on the order.
    #[must_use]
    pub fn claim(&self) -> Claim<'_> {
        use Judgement::{Negative, Positive};
        let (target, source) = (self.target.as_str(), self.source.as_str());
        if !matches!(self.judgement, Positive | Negative) {
            return Claim::Nothing;
        }
        let derived = |base: &'_ str, id: &'_ str| {
            id.strip_prefix(base).and_then(|rest| rest.strip_prefix('#')).is_some()
        };
        let (node, id) = match () {
            () if derived(target, source) => (target, source),
            () if derived(source, target) => (source, target),
            () => return self.pair(),
        };
        let said = &id[node.len() + 1..];
        match (self.judgement, said) {
            (Negative, "entity") => return Claim::NoEntity { node },
            (Negative, "relation") => return Claim::NoRelation { edge: node },
            (Positive, "entity" | "relation") => return Claim::Unknown,
            _ => {}
        }
        if let Some(name) = said.strip_prefix("name=") {
            let name = decode(name).map(|name| one_line(&name)).filter(|name| !name.is_empty());
            return match name {
                Some(name) if self.judgement == Positive => Claim::Name { node, name },
                _ => Claim::Unknown,
            };
        }
        if let Some(name) = said.strip_prefix("type=") {
            let entity_type = serde_json::from_value(name.into()).ok();
            return match entity_type {
                Some(entity_type) if self.judgement == Positive => {
                    Claim::Type { node, entity_type }
                }
                _ => Claim::Unknown,
            };
        }
        match said.strip_prefix("part:") {
            Some(fields) if self.judgement == Negative => {
                part(fields).map_or(Claim::Unknown, |(names, docs)| Claim::Part {
                    node,
                    part: id,
                    names,
                    docs,
                })
            }
            _ => self.pair(),
        }
    }

    fn pair(&self) -> Claim<'_> {
        let (target, source) = (self.target.as_str(), self.source.as_str());
        match self.judgement {
            Judgement::Positive => Claim::Same { target, source },
            _ => Claim::Apart { target, source },
        }
    }
}

fn part(fields: &str) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let (mut names, mut docs) = (BTreeSet::new(), BTreeSet::new());
    for field in fields.split('&') {
        match field.split_once('=')? {
            ("name", name) => names.insert(one_line(&decode(name)?)),
            ("doc", doc) => docs.insert(decode(doc)?),
            _ => return None,
        };
    }
    Some((names, docs))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As in the query of a web address, but letters of any script stay readable.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' => encoded.push('+'),
            '%' | '&' | '+' | '#' | '=' | '|' => encoded += &format!("%{:02X}", c as u32),
            c if c.is_control() || c.is_whitespace() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    encoded += &format!("%{byte:02X}");
                }
            }
            c => encoded.push(c),
        }
    }
    encoded
}

/// Undoes [`encode`]; none when it is not so encoded.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (rest.next()? as char, rest.next()? as char);
                u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}
