//! The words that triples are made of. Enters: our types and roles. Leaves: IRIs of classes and
//! properties. Nothing here comes from an article.

use crate::schema::{EntityType, RelationType};
use oxrdf::NamedNode;

/// FollowTheMoney, whose properties are called `Schema:property`, as its own RDF export writes them.
pub const FTM: &str = "https://schema.followthemoney.tech/#";
/// Our own words.
pub const OWN: &str = "urn:unravel:schema:";
/// [SKOS](https://www.w3.org/TR/skos-reference/).
pub const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
/// [PROV-O](https://www.w3.org/TR/prov-o/).
pub const PROV: &str = "http://www.w3.org/ns/prov#";
/// [DCMI terms](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/).
pub const DCTERMS: &str = "http://purl.org/dc/terms/";

/// A name of one of these vocabularies.
pub(super) fn word(vocabulary: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{vocabulary}{name}"))
}

/// The FollowTheMoney class of an entity. A place may be a country that acts or a town, and only
/// `Thing` is both; values and nationalities are none.
pub(super) const fn ftm_class(entity_type: EntityType) -> Option<&'static str> {
    match entity_type {
        EntityType::Person => Some("Person"),
        EntityType::Organization => Some("Organization"),
        EntityType::Group => Some("LegalEntity"),
        EntityType::Location => Some("Thing"),
        _ => None,
    }
}

/// The FollowTheMoney class of a relation and its properties for subject and object.
pub(super) fn ftm_link(relation: Option<&RelationType>) -> [String; 3] {
    match relation.and_then(|relation| relation.ftm.as_ref()) {
        Some([class, subject, object]) => {
            [class.clone(), format!("{class}:{subject}"), format!("{class}:{object}")]
        }
        None => ["UnknownLink", "UnknownLink:subject", "UnknownLink:object"].map(str::to_owned),
    }
}

/// Whether the class has a role to say what kind of link it is.
pub(super) fn has_role(ftm_class: &str) -> bool {
    matches!(ftm_class, "UnknownLink" | "Representation")
}
