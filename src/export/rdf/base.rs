//! IRIs of our own. Enters: a base and an id. Leaves: an IRI in which the id stands percent-encoded,
//! so that no id, however written, ends the IRI or leaves the base.

use oxrdf::NamedNode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::{fmt, str::FromStr};

/// All but the [unreserved characters](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the IRIs of entities, relations, sentences, documents and data sets begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Default for Base {
    /// `urn:unravel:`: names nobody else's things and promises no web page.
    fn default() -> Self {
        Self("urn:unravel:".to_owned())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Base {
    type Err = String;

    /// Accepts an absolute IRI that ends in `/`, `#` or `:`.
    fn from_str(text: &str) -> Result<Self, String> {
        if !text.ends_with(['/', '#', ':']) {
            return Err("a base ends in /, # or :, as in https://example.org/case/".into());
        }
        match NamedNode::new(format!("{text}entity/x")) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(error) => Err(format!("not an absolute IRI: {error}")),
        }
    }
}

impl Base {
    /// The IRI of an entity.
    #[must_use]
    pub fn entity(&self, id: &str) -> NamedNode {
        self.mint("entity", id)
    }

    /// The IRI of a relation.
    #[must_use]
    pub fn relation(&self, id: &str) -> NamedNode {
        self.mint("relation", id)
    }

    /// The IRI of the sentence of a relation that stands at this place of its evidence, from 0.
    #[must_use]
    pub fn evidence(&self, relation: &str, at: usize) -> NamedNode {
        let relation = utf8_percent_encode(relation, RESERVED);
        self.checked(format!("{self}evidence/{relation}/{at}"))
    }

    /// The IRI of a document.
    #[must_use]
    pub fn document(&self, id: &str) -> NamedNode {
        self.mint("document", id)
    }

    /// The IRI of the named graph that holds a data set in a store.
    #[must_use]
    pub fn dataset(&self, name: &str) -> NamedNode {
        self.mint("dataset", name)
    }

    fn mint(&self, kind: &str, id: &str) -> NamedNode {
        self.checked(format!("{self}{kind}/{}", utf8_percent_encode(id, RESERVED)))
    }

    /// The base was parsed with something behind it, and what follows are letters, digits, `-._~%/`.
    fn checked(&self, iri: String) -> NamedNode {
        NamedNode::new_unchecked(iri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_cannot_leave_the_base() {
        let base: Base = "https://example.org/case/".parse().expect("an IRI");
        let check = |id: &str, expected: &str| {
            assert_eq!(
                base.entity(id).as_str(),
                format!("https://example.org/case/entity/{expected}")
            );
            assert!(NamedNode::new(base.evidence(id, 3).as_str()).is_ok());
        };
        check("organization:acme", "organization%3Aacme");
        check("> . <x", "%3E%20.%20%3Cx");
        check("../\\\"{|}^`", "..%2F%5C%22%7B%7C%7D%5E%60");
        check("李\0\u{202e}", "%E6%9D%8E%00%E2%80%AE");
    }

    #[test]
    fn bases_are_checked() {
        assert!("urn:case:".parse::<Base>().is_ok());
        for wrong in ["", "/", "case/", "https://example.org", "http://a b/", "http://a/>/"] {
            assert!(wrong.parse::<Base>().is_err(), "{wrong}");
        }
    }
}
