//! Which country a document is about. Enters: the graph of a document. Leaves: the country it names
//! most, itself and through its well-known bodies, beside those whose authorities report; `None` unless
//! that one clearly stands out.

use super::{facts::FACTS, fold::fold, key, read_names::ReadNames};
use crate::{
    graph::{DocumentGraph, Node},
    schema::EntityType,
};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest mentions of a country that a document is about.
const FEWEST: usize = 3;

/// Whose authorities most documents quote; never what a document is taken to be about.
const REPORTING: &str = "US";

/// ISO code of the country whose well-known body a node is.
pub(crate) fn of_body(node: &Node, names: &ReadNames<'_>) -> Option<&'static str> {
    let body = (node.entity_type == EntityType::Organization).then(|| key::known_body(node, names));
    FACTS.body(&fold(body??))?.1
}

/// ISO code of the country; `of_body` says that of a node, by its number.
pub(crate) fn of(
    graph: &DocumentGraph,
    of_body: impl Fn(usize) -> Option<&'static str>,
) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_bodies: BTreeSet<&str> = BTreeSet::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        let code = match node.entity_type {
            EntityType::Location | EntityType::Norp => {
                node.attributes.get("country").and_then(|value| value.as_str())
            }
            EntityType::Organization => {
                let code = of_body(number);
                of_bodies.extend(code);
                code.filter(|code| *code != REPORTING)
            }
            _ => None,
        };
        if let Some(code) = code {
            *counts.entry(code).or_default() += node.mentions.len();
        }
    }
    let reporting = counts.remove(REPORTING).unwrap_or_default();
    let (code, most) = counts.iter().max_by_key(|(_, count)| **count)?;
    // Another country whose bodies are named reports too: it does not compete.
    let rivals = counts.iter().filter(|(other, _)| *other == code || !of_bodies.contains(*other));
    let all: usize = rivals.map(|(_, count)| count).sum();
    let stands_out = *most >= FEWEST && *most * 2 > all && *most >= reporting;
    stands_out.then(|| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::{resolve, tests::marked};

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
            let of_body = |number: usize| of_body(&graph.nodes[number], &ReadNames::default());
            assert_eq!(of(&graph, of_body).as_deref(), expected, "{text}");
        }
    }
}
