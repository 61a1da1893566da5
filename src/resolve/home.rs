//! Which country a document is about. Enters: the graph of a document. Leaves: the country it names
//! most, itself and through its well-known bodies, beside those whose authorities report; `None` unless
//! that one clearly stands out.

use super::{facts::FACTS, fold::fold, key, read_names::ReadNames};
use crate::{graph::Node, schema::EntityType};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest mentions of a country that a document is about.
const FEWEST: u64 = 3;

/// Whose authorities most documents quote; never what a document is taken to be about.
const REPORTING: &str = "US";

/// ISO code of the country whose well-known body a node is.
pub(crate) fn of_body(node: &Node, names: &ReadNames<'_>) -> Option<&'static str> {
    let body = (node.entity_type == EntityType::Organization).then(|| key::known_body(node, names));
    FACTS.body(&fold(body??))?.1
}

/// ISO code of the country; `nodes` are those of the document, how often each is mentioned, and whose body it is.
pub(crate) fn of<'n>(
    nodes: impl Iterator<Item = (&'n Node, u32, Option<&'static str>)>,
) -> Option<String> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut of_bodies: BTreeSet<&str> = BTreeSet::new();
    for (node, mentions, of_body) in nodes {
        let code = match node.entity_type {
            EntityType::Location | EntityType::Norp => {
                node.attributes.get("country").and_then(|value| value.as_str())
            }
            EntityType::Organization => {
                of_bodies.extend(of_body);
                of_body.filter(|code| *code != REPORTING)
            }
            _ => None,
        };
        if let Some(code) = code {
            *counts.entry(code).or_default() += u64::from(mentions);
        }
    }
    let reporting = counts.remove(REPORTING).unwrap_or_default();
    let (code, most) = counts.iter().max_by_key(|(_, count)| **count)?;
    // Another country whose bodies are named reports too: it does not compete.
    let rivals = counts.iter().filter(|(other, _)| *other == code || !of_bodies.contains(*other));
    let all: u64 = rivals.map(|(_, count)| count).sum();
    let stands_out = *most >= FEWEST && *most * 2 > all && *most >= reporting;
    stands_out.then(|| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::{DocumentGraph, small},
        resolve::{resolve, tests::marked},
    };

    #[test]
    fn a_document_is_about_the_country_that_stands_out() {
        for (text, expected) in [
            ("[LOC Iran] met [LOC Iran] and [LOC Iran] in [LOC Oman].", Some("IR")),
            ("[LOC Iran], [LOC Iran] and [LOC Iran]; [LOC Oman], [LOC Oman], [LOC Qatar].", None),
            ("[LOC Iran] and [LOC Iran].", None),
            (
                "[LOC Iran], [NORP Iranian], [NORP Iranians]; the [ORG FBI] and the [ORG FBI].",
                Some("IR"),
            ),
            (
                "[LOC Iran] [LOC Iran] [LOC Iran]; [LOC U.S.] [NORP American] [LOC U.S.] [LOC U.S.].",
                None,
            ),
            ("[LOC U.S.] [LOC U.S.] [LOC U.S.] [LOC Iran]", None),
        ] {
            let (doc, mentions) = marked(text);
            let graph = DocumentGraph::ground(&doc, &resolve(&doc, mentions), &[]);
            let nodes = graph.nodes.iter().map(|node| {
                let mentions = small(node.mentions.len());
                (node, mentions, of_body(node, &ReadNames::default()))
            });
            assert_eq!(of(nodes).as_deref(), expected, "{text}");
        }
    }
}
