//! [RDF 1.1](https://www.w3.org/TR/rdf11-concepts/) as Turtle, N-Triples and JSON-LD. Enters: the
//! graph and a base. Leaves: triples, written by oxttl and oxjsonld, entity by entity.
//!
//! Classes and properties are those of
//! [FollowTheMoney](https://schema.followthemoney.tech/#), `skos:prefLabel` and `skos:altLabel` for
//! names, PROV-O from a relation to its sentences and from a sentence to its document, and words of
//! our own (`urn:unravel:schema:`) for what nobody else has.
//!
//! **What is alleged or denied never looks like a fact.** Every relation is a node of class
//! `unravel:Statement` with `unravel:subject`, `unravel:object`, `unravel:relationType` and
//! `unravel:status`. Only what is asserted is also a FollowTheMoney entity, so who follows
//! `ftm:Ownership:owner` meets asserted owners alone, and who asks for the alleged ones has to name
//! the status.

mod base;
mod blocks;
mod vocabulary;

pub use base::Base;
pub use blocks::{Block, blocks};
pub use vocabulary::{FTM, OWN, PROV, SKOS};

use crate::{error::Error, graph::KnowledgeGraph};
use oxjsonld::JsonLdSerializer;
use oxrdf::{GraphNameRef, TripleRef};
use oxttl::{NTriplesSerializer, TurtleSerializer};
use std::io::{self, Write};

/// Names that stand for the beginning of an IRI.
const PREFIXES: [(&str, &str); 6] = [
    ("unravel", OWN),
    ("ftm", FTM),
    ("skos", SKOS),
    ("prov", PROV),
    ("dcterms", vocabulary::DCTERMS),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Writes the graph as [Turtle](https://www.w3.org/TR/turtle/).
///
/// # Errors
/// When `out` cannot be written.
pub fn turtle(graph: &KnowledgeGraph, base: &Base, out: &mut impl Write) -> Result<(), Error> {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    for triple in blocks(graph, base).flat_map(|block| block.triples) {
        writer.serialize_triple(&triple)?;
    }
    writer.finish()?;
    Ok(())
}

/// Writes the graph as [N-Triples](https://www.w3.org/TR/n-triples/).
///
/// # Errors
/// When `out` cannot be written.
pub fn ntriples(graph: &KnowledgeGraph, base: &Base, out: &mut impl Write) -> Result<(), Error> {
    let mut writer = NTriplesSerializer::new().for_writer(out);
    for triple in blocks(graph, base).flat_map(|block| block.triples) {
        writer.serialize_triple(&triple)?;
    }
    writer.finish();
    Ok(())
}

/// Writes the graph as [JSON-LD 1.1](https://www.w3.org/TR/json-ld11/), all in the default graph.
///
/// # Errors
/// When `out` cannot be written.
pub fn jsonld(graph: &KnowledgeGraph, base: &Base, out: &mut impl Write) -> Result<(), Error> {
    let mut serializer = JsonLdSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(&mut *out);
    for triple in blocks(graph, base).flat_map(|block| block.triples) {
        let triple = TripleRef::from(&triple);
        writer.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))?;
    }
    writer.finish()?;
    Ok(out.write_all(b"\n")?)
}
