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

use super::Config;
use crate::{error::Error, graph::KnowledgeGraph};
use oxjsonld::JsonLdSerializer;
use oxrdf::{GraphNameRef, TripleRef};
use oxttl::{NTriplesSerializer, TurtleSerializer};
use rayon::prelude::*;
use std::io::{self, Write};

/// Blocks in memory at once, and blocks that one core writes at a time.
const CHUNK: usize = 4_096;
const PIECE: usize = 256;

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
pub fn turtle(graph: &KnowledgeGraph, config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    for triple in blocks(graph, &config.base, &config.schema).flat_map(|block| block.triples) {
        writer.serialize_triple(&triple)?;
    }
    writer.finish()?;
    Ok(())
}

/// Writes the graph as [N-Triples](https://www.w3.org/TR/n-triples/).
///
/// # Errors
/// When `out` cannot be written.
pub fn ntriples(
    graph: &KnowledgeGraph,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    let lines = |piece: &[Block]| {
        let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
        piece
            .iter()
            .flat_map(|block| &block.triples)
            .try_for_each(|t| writer.serialize_triple(t))?;
        Ok(writer.finish())
    };
    pieces(blocks(graph, &config.base, &config.schema), lines)
        .try_for_each(|piece| Ok(out.write_all(&piece?)?))
}

/// Writes the graph as [JSON-LD 1.1](https://www.w3.org/TR/json-ld11/), all in the default graph.
///
/// # Errors
/// When `out` cannot be written.
pub fn jsonld(graph: &KnowledgeGraph, config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let mut serializer = JsonLdSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let document = |piece: &[Block]| {
        let mut writer = serializer.clone().for_writer(Vec::new());
        for triple in piece.iter().flat_map(|block| &block.triples) {
            let triple = TripleRef::from(triple);
            writer.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))?;
        }
        writer.finish()
    };
    // Every piece is a document with the same beginning and end; those of one document are put between.
    let mut end = Vec::new();
    for piece in pieces(blocks(graph, &config.base, &config.schema), document) {
        let piece = piece?;
        let (start, inside, rest) = between_brackets(&piece).ok_or_else(unlike)?;
        out.write_all(if end.is_empty() { start } else { b"," })?;
        out.write_all(inside)?;
        end = rest.to_vec();
    }
    if end.is_empty() {
        out.write_all(&document(&[])?)?;
    }
    out.write_all(&end)?;
    Ok(out.write_all(b"\n")?)
}

/// A JSON-LD document up to the first entity, the entities, and what follows them.
fn between_brackets(document: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let graph = b"\"@graph\":[";
    let from = document.windows(graph.len()).position(|at| at == graph)? + graph.len();
    let to = document.iter().rposition(|&byte| byte == b']').filter(|&to| to >= from)?;
    Some((&document[..from], &document[from..to], &document[to..]))
}

fn unlike() -> Error {
    Error::Output(io::Error::other("JSON-LD has no @graph"))
}

/// What `form` makes of every few blocks, on many cores, in their order.
fn pieces(
    mut blocks: impl Iterator<Item = Block>,
    form: impl Fn(&[Block]) -> io::Result<Vec<u8>> + Sync,
) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    let parts = std::iter::from_fn(move || {
        let part: Vec<Block> = blocks.by_ref().take(CHUNK).collect();
        let formed: Vec<_> = part.par_chunks(PIECE).map(&form).collect();
        (!formed.is_empty()).then_some(formed)
    });
    parts.flatten()
}
