//! The files for databases, read back by the libraries that wrote none of them by hand.

use super::hostile;
use crate::sample;
use oxjsonld::JsonLdParser;
use oxrdf::{GraphName, Triple};
use oxttl::{NTriplesParser, TurtleParser};
use std::collections::BTreeSet;
use unravel::{
    KnowledgeGraph,
    export::{self, Config, Format},
};

fn written(graph: &KnowledgeGraph, format: Format, config: &Config) -> String {
    let mut out = Vec::new();
    export::write(graph, format, config, &mut out).unwrap();
    let mut again = Vec::new();
    export::write(graph, format, config, &mut again).unwrap();
    assert_eq!(out, again, "the same graph gives the same bytes");
    String::from_utf8(out).unwrap()
}

#[test]
fn files_for_databases() {
    let sample = sample::graph();
    insta::assert_snapshot!("cypher", written(&sample, Format::Cypher, &Config::default()));
    insta::assert_snapshot!("turtle", written(&sample, Format::Turtle, &Config::default()));
}

#[test]
fn every_statement_is_a_line() {
    let text = written(&hostile::graph(), Format::Cypher, &Config::default());
    let lines: Vec<&str> = text.split('\n').collect();
    assert_eq!(
        lines.len(),
        7,
        "a constraint, nodes, labels off and on, two types of relations, nothing"
    );
    assert!(lines[..6].iter().all(|line| line.ends_with(';')));
    assert!(lines[1].starts_with("UNWIND [{id:'person:0-O\\'Neil "), "{}", lines[1]);
    let after = lines[1].rsplit_once("] AS r ").unwrap().1;
    assert_eq!(after, "MERGE (n:Entity {id:r.id}) SET n += r.props;");
    let after = lines[2].rsplit_once("] AS r ").unwrap().1;
    assert!(after.starts_with("MATCH (n:Entity {id:r.id}) WHERE n:Organization OR n:Location"));
    assert!(after.contains(" REMOVE n:Organization:Location:") && !after.contains("n:Person"));
    let after = lines[3].rsplit_once("] AS r ").unwrap().1;
    assert_eq!(after, "MATCH (n:Entity {id:r.id}) WHERE NOT n:Person SET n:Person;");
    let after = lines[4].rsplit_once("] AS r ").unwrap().1;
    assert_eq!(
        after,
        "MATCH (s:Entity {id:r.source}) MATCH (t:Entity {id:r.target}) \
         MERGE (s)-[e:OWNS {id:r.id}]->(t) SET e += r.props;"
    );
}

#[test]
fn three_notations_say_the_same() {
    let config = Config { base: "https://example.org/case/".parse().unwrap(), ..Config::default() };
    for graph in [sample::graph(), hostile::graph()] {
        let set = |triples: Vec<Triple>| -> BTreeSet<String> {
            triples.iter().map(ToString::to_string).collect()
        };
        let text = |format| written(&graph, format, &config);
        let turtle = TurtleParser::new()
            .for_reader(text(Format::Turtle).as_bytes())
            .map(Result::unwrap)
            .collect();
        let turtle = set(turtle);
        let lines = text(Format::NTriples);
        let ntriples =
            NTriplesParser::new().for_reader(lines.as_bytes()).map(Result::unwrap).collect();
        assert_eq!(set(ntriples), turtle);
        let json = text(Format::JsonLd);
        let quads = JsonLdParser::new().for_reader(json.as_bytes()).map(Result::unwrap);
        let quads = quads.map(|quad| {
            assert_eq!(quad.graph_name, GraphName::DefaultGraph);
            Triple::from(quad)
        });
        assert_eq!(set(quads.collect()), turtle);
        assert_eq!(lines.lines().count(), turtle.len(), "no triple stands twice");
        assert!(lines.lines().all(|line| line.starts_with("<https://example.org/case/")));
    }
}
